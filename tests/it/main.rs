//! Everything that judges the program from outside, one module per theme.

mod approvals;
mod architecture;
mod bounds;
mod capabilities;
mod clients;
mod command_line;
mod corpus;
mod declare;
mod diff;
mod documents;
mod embedded;
mod export;
mod fetch_npm;
mod fetch_npm_settings;
mod fetch_pypi;
mod fixtures;
mod judged;
mod matrix;
mod npm_world;
mod origin;
mod package_facts;
mod pages;
mod promises;
mod readme;
mod registry;
mod report;
mod report_json;
mod review;
mod sample;
#[cfg(feature = "provenance")]
mod sigstore;
mod silence;
mod sinks;
mod standing;
mod store;
mod sweep;
mod sweep_queue;
mod sweep_report;
mod sweep_sources;
#[path = "../../benches/synthetic/mod.rs"]
mod synthetic;
mod tools;
mod trouble;
mod twins;
mod variables;
mod weighed;

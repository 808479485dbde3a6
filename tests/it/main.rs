//! Everything that judges the program from outside, one module per theme.

mod architecture;
mod command_line;
mod corpus;
mod fetch_npm;
mod fetch_npm_settings;
mod fetch_pypi;
mod fixtures;
mod judged;
mod npm_world;
mod pages;
mod readme;
mod registry;
mod report;
mod report_json;
mod sample;
mod store;
mod tools;
mod trouble;

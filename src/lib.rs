//! Judges an MCP server package before it is installed. `ARCHITECTURE.md` is the map.

pub mod advisories;
pub mod approvals;
pub mod cli;
pub mod closure;
pub mod detect;
pub mod detectors;
pub mod diff;
pub mod facts;
pub mod fetch;
pub mod flow;
pub mod manifest;
pub mod model;
pub mod provenance;
pub mod report;
pub mod resolve;
pub mod scan;
pub mod score;
pub mod signatures;
pub mod store;
pub mod sweep;
pub mod syntax;
pub mod taint;
pub mod unpack;

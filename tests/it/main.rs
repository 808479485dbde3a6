//! Everything that judges the program from outside, one module per theme.

mod command_line;
mod report;
mod report_json;
mod sample;
mod store;

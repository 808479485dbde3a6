//! Everything that judges the program from outside, one module per theme.

mod report;
mod sample;
mod store;

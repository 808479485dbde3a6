//! Whole installations, from the command line against a registry on 127.0.0.1.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod commands;
mod locked;
mod market;
mod project;
mod trouble;
mod whole;

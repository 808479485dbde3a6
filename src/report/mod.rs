//! A report for people (terminal) and for programs (JSON v1); all package text escaped.

pub mod approvals;
pub mod declare;
pub mod diff;
mod escape;
pub mod export;
pub mod json;
mod known;
pub mod review;
pub mod sweep;
pub mod terminal;

pub use escape::{escape, escape_lines};

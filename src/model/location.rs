//! Where in a package something stands.

use serde::{Deserialize, Serialize};

use super::path::RelPath;

/// A stretch of a file; lines and columns count from 1, columns in bytes, the end column is the first one behind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    pub path: RelPath,
    pub start_line: u32,
    pub end_line: u32,
    pub start_column: u32,
    pub end_column: u32,
}

impl Location {
    /// A whole line, where no column is known.
    pub fn line(path: RelPath, line: u32) -> Self {
        Self { path, start_line: line, end_line: line, start_column: 1, end_column: 1 }
    }
}

/// The source lines around a finding, cut to a width that fits a screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Frame {
    /// Number of the first line of `text`.
    pub first_line: u32,
    /// Lines joined by `\n`; long ones are cut around the mark.
    pub text: String,
    /// Byte range of the finding inside `text`.
    pub mark: (usize, usize),
}

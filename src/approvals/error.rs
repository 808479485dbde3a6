//! What is wrong with a list, and where.

use std::ops::Range;

use thiserror::Error;

/// Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {what}\nhint: {hint}")]
pub struct ListError {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub what: String,
    pub hint: String,
}

/// The text of a list while it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceText<'t> {
    pub file: &'t str,
    pub text: &'t str,
}

impl SourceText<'_> {
    pub fn error(&self, at: usize, what: impl Into<String>, hint: impl Into<String>) -> ListError {
        let (line, column) = self.position(at);
        ListError { file: self.file.to_owned(), line, column, what: what.into(), hint: hint.into() }
    }

    pub fn error_in(&self, span: Option<Range<usize>>, what: impl Into<String>, hint: impl Into<String>) -> ListError {
        self.error(span.map_or(0, |span| span.start), what, hint)
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

//! What is wrong with a lock file, told so that the user can act on it.

use thiserror::Error;

/// `what` names the entry or the line where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {what}\nhint: {hint}")]
pub struct BadLock {
    pub file: String,
    pub what: String,
    pub hint: String,
}

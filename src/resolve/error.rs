//! What keeps an installation from being resolved, told so that the user can act on it.

use std::io;

use thiserror::Error;

use crate::fetch::FetchError;

#[derive(Debug, Error)]
pub enum ResolveError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The system grants no means of waiting.
    #[error("cannot wait for the network: {0}")]
    Wait(#[from] io::Error),
    /// `why` has a line for each requirement that takes part in the contradiction.
    #[error(
        "`{package}` cannot be installed for {target}: no versions of what it asks for go together\n{why}\nhint: an install fails as well; ask for another version, or for another target with --python X.Y and --platform OS-ARCH"
    )]
    Unsolvable { package: String, target: String, why: String },
    /// `what` as in "projects".
    #[error("`{package}` asks for too much: resolving it takes more than {limit} {what}\nhint: judge it alone with --deps none")]
    TooMuch { package: String, what: &'static str, limit: usize },
    #[error("`{spec}` cannot be installed: {why}")]
    Nothing { spec: String, why: String },
    #[error("the dependencies of `{spec}` are too entangled to be worked out\nhint: judge the package alone with --deps none")]
    Entangled { spec: String },
}

//! Why no tree could be made. Whoever asked knows the artifact's name and puts it in front.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum UnpackError {
    #[error("not {expected}: {why}\nhint: expected a .tgz, .tar.gz, .whl, .zip or .mcpb file, or a folder")]
    NotAnArchive { expected: &'static str, why: String },
    #[error("the archive is damaged: {0}\nhint: fetch it again; if it stays so, the published file itself is broken")]
    Damaged(String),
    #[error(
        "{what}: {found}, limit {limit}; nothing was judged\nhint: no honest package is known to need this much; take another version, or ask its publisher"
    )]
    Limit { what: &'static str, found: u64, limit: u64 },
    #[error("{}: cannot be read\nhint: check that it exists and that you may read it", path.display())]
    Folder { path: PathBuf, source: io::Error },
}

impl UnpackError {
    /// Carries the error through a [`std::io::Read`]; [`UnpackError::from_io`] takes it out again.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// What a reader inside this module failed with; anything that is not ours is damage found by the decoder.
    pub(super) fn from_io(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(ours) => ours,
            Err(error) => Self::Damaged(error.to_string()),
        }
    }
}

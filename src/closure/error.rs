//! Why an installation could not be judged.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::resolve::ResolveError;
use crate::resolve::lock::BadLock;
use crate::scan::ScanError;

#[derive(Debug, Error)]
pub enum ClosureError {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    #[error(transparent)]
    Lock(#[from] BadLock),
    #[error("`{}` cannot be read: {source}\nhint: name a lock file, such as package-lock.json or uv.lock", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{}` is not text\nhint: name a lock file, such as package-lock.json or uv.lock", path.display())]
    NoText { path: PathBuf },
    #[error("{by} has no {what}\nhint: name one that it has, as --extra NAME or --group NAME, or none")]
    NotOffered { by: String, what: String },
    #[error("the network could not be set up: {0}")]
    Runtime(io::Error),
}

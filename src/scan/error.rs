//! Why a package could not be judged.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::fetch::FetchError;
use crate::store::StoreError;
use crate::unpack::UnpackError;

#[derive(Debug, Error)]
pub enum ScanError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{file}: {source}")]
    Unpack { file: String, source: UnpackError },
    #[error("`{path}` does not exist\nhint: name a .tgz, .tar.gz, .whl, .zip or .mcpb file, or a folder", path = .0.display())]
    NoSuchPath(PathBuf),
    #[error("`{path}` cannot be read: {source}\nhint: check that you may read it", path = .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{path}` is not an archive\nhint: name a .tgz, .tar.gz, .whl, .zip or .mcpb file, or a folder", path = .0.display())]
    NotAnArchive(PathBuf),
    #[error("`{path}` has {size} bytes, limit {limit}\nhint: raise it with --max-size", path = .path.display())]
    TooLarge { path: PathBuf, size: u64, limit: u64 },
    #[error("the network could not be set up: {0}")]
    Runtime(io::Error),
}

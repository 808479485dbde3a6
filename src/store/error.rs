//! What can go wrong with the folder, the database or a file in it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("cannot {what} `{}`: {source}\nhint: choose another folder with --cache-dir DIR, or do without with --no-cache", path.display())]
    File { what: &'static str, path: PathBuf, source: io::Error },
    #[error("the cache database `{}` cannot be used: {source}\nhint: choose another folder with --cache-dir DIR, or do without with --no-cache", path.display())]
    Database { path: PathBuf, source: rusqlite::Error },
    #[error("the cache database `{}` could not be set up: {source}\nhint: choose another folder with --cache-dir DIR, or do without with --no-cache", path.display())]
    Migration { path: PathBuf, source: Box<refinery::Error> },
    #[error("the cache database `{}` was made by a newer mcpscan (its version is {found}, this one knows {known})\nhint: choose another folder with --cache-dir DIR, or do without with --no-cache", path.display())]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Postgres(Box<super::sweep::PostgresError>),
}

impl StoreError {
    /// For `map_err`: names the file and what was to be done with it.
    pub(super) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { what, path: path.to_owned(), source }
    }
}

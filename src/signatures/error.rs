//! Why signature files were not taken.

use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum SignatureError {
    #[error("{}: {source}\nhint: --signatures takes a folder laid out like the built-in `signatures/`", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: larger than {limit} bytes, the limit for a signature file", path.display())]
    TooLarge { path: PathBuf, limit: u64 },
    #[error("{}: none of its files is a signature file\nhint: they are called {known}", path.display())]
    Empty { path: PathBuf, known: String },
    #[error("{}: no signature file has this name\nhint: they are called {known}", path.display())]
    UnknownFile { path: PathBuf, known: String },
    #[error("{file}:{line}: {message}")]
    Invalid { file: String, line: usize, message: String },
}

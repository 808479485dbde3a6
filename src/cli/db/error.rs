//! Why nothing was taken in. What was known before is still known then.

use std::path::PathBuf;

use thiserror::Error;

use crate::fetch::FetchError;
use crate::unpack::FilesError;

const FORMS: &str = "name a file of OSV records: .json, .jsonl, or a .zip of them";

#[derive(Debug, Error)]
pub(super) enum ImportError {
    #[error("cannot read `{}`: {source}\nhint: {FORMS}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("`{place}` is larger than {limit} bytes\nhint: import its parts one after the other")]
    TooLarge { place: String, limit: u64 },
    #[error("`{place}` holds no .json file\nhint: {FORMS}")]
    Empty { place: String },
    #[error("`{place}`, {file}: not text\nhint: OSV records are JSON in UTF-8")]
    NoText { place: String, file: String },
    #[error("`{place}` {source}\nhint: nothing of it was taken in; fetch it again")]
    Archive { place: String, source: FilesError },
    #[error("the records cannot be fetched\nhint: check the address and the network; what was known before stays as it is")]
    Fetch(#[source] FetchError),
    #[error("the network could not be set up: {0}")]
    Runtime(#[source] std::io::Error),
    #[error("`{place}` has no record about packages of {wanted}\nhint: check the address; what was known before stays as it is")]
    OtherEcosystem { place: String, wanted: &'static str },
    #[error("{wanted} was not updated, and what was known of it stays")]
    NotUpdated { wanted: &'static str, source: Box<dyn std::error::Error> },
}

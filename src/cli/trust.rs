//! Whose attestations count: the public Sigstore instance's, those of one that the user names, or nobody's.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Request, Subject};
use crate::provenance::{BadTrust, Trust};

/// The public instance's has ten kilobytes.
const BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Error)]
pub(super) enum TrustError {
    #[error("`{path}` cannot be read: {source}\nhint: name a file with --trusted-root FILE that you may read", path = .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{path}`: {source}", path = .path.display())]
    Bad { path: PathBuf, source: BadTrust },
}

/// None where nobody is to be asked: nobody vouches for what lies here already.
pub(super) fn trust(request: &Request) -> Result<Option<Trust>, TrustError> {
    let is_published = match request.subject {
        Subject::Npm { .. } | Subject::Pypi { .. } => true,
        Subject::Path(_) | Subject::Project { .. } | Subject::Lock { .. } => false,
    };
    of_registries(request.no_provenance || !is_published, request.trusted_root.as_deref())
}

/// Of packages that come from a registry.
pub(super) fn of_registries(no_provenance: bool, trusted_root: Option<&Path>) -> Result<Option<Trust>, TrustError> {
    let Some(path) = trusted_root else { return Ok((!no_provenance).then(Trust::public)) };
    let unreadable = |source| TrustError::Unreadable { path: path.to_owned(), source };
    let mut text = String::new();
    File::open(path).map_err(unreadable)?.take(BYTES_MAX).read_to_string(&mut text).map_err(unreadable)?;
    Trust::from_json(&text).map(Some).map_err(|source| TrustError::Bad { path: path.to_owned(), source })
}

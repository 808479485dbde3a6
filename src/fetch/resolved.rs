//! What a spec turned out to be. Kept in the cache, so it holds no credentials.

use serde::{Deserialize, Serialize};
use url::Url;

use super::integrity::Digest;
use crate::model::{ArtifactKind, PackageId, RegistryFacts};

/// One version, and the files of it that are to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub id: PackageId,
    /// The registry's address.
    pub source: String,
    pub files: Vec<RemoteFile>,
    pub facts: RegistryFacts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteFile {
    /// `server-1.2.3.tgz`.
    pub file: String,
    pub kind: ArtifactKind,
    pub url: Url,
    /// The registry or index that named it: its credentials serve for a file at the same origin.
    pub registry: Url,
    pub expected: Vec<Digest>,
    pub size: Option<u64>,
    /// Where the registry keeps what is attested of the file; none where it shows nothing.
    #[serde(default)]
    pub attestations: Option<Url>,
}

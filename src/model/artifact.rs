//! The bytes of one published file, and how far they were checked.

use serde::{Deserialize, Serialize};

use super::digest::Sha256;

/// One file of a release, whole and in memory.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// `server-1.2.3.tgz`; the folder's own name for a folder.
    pub file: String,
    pub kind: ArtifactKind,
    pub bytes: ArtifactBytes,
    pub sha256: Sha256,
    pub verification: Verification,
}

/// What an artifact consists of.
pub type ArtifactBytes = std::sync::Arc<[u8]>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArtifactKind {
    /// gzip over tar as npm packs it: one top folder, stripped.
    NpmTarball,
    /// gzip over tar as PyPI's source distributions: one top folder, stripped.
    Sdist,
    /// zip, paths as installed.
    Wheel,
    /// zip of a PyPI source distribution, or any other zip: one common top folder is stripped.
    Zip,
    /// MCP bundle: zip, paths as they are.
    Mcpb,
    /// A folder read from disk, turned into a [`super::Tree`] without an archive.
    Folder,
}

/// Whether the bytes are those that the registry promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Verification {
    /// Matched a strong digest, given as SRI (`sha512-…`, `sha256-…`).
    Verified { integrity: String },
    /// Matched a SHA-1 or MD5 only, which no longer proves anything against an attacker.
    Weak { integrity: String },
    /// Nothing to compare with; says why.
    Unverified { why: String },
}

impl Verification {
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Verified { .. })
    }

    pub fn integrity(&self) -> Option<&str> {
        match self {
            Self::Verified { integrity } | Self::Weak { integrity } => Some(integrity),
            Self::Unverified { .. } => None,
        }
    }
}

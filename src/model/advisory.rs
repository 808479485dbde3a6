//! What is publicly known of versions of a package.

use serde::{Deserialize, Serialize};

use super::finding::Severity;
use super::name::{PackageName, Registry};

/// One record about one package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Advisory {
    /// `MAL-2026-1`.
    pub id: String,
    pub kind: AdvisoryKind,
    /// One line; may be empty.
    pub summary: String,
    pub registry: Registry,
    pub name: PackageName,
    /// Each of them is meant, whatever the ranges say.
    pub versions: Vec<String>,
    pub ranges: Vec<AdvisoryRange>,
    /// Ids of records elsewhere that are about the same thing.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// None where the record does not tell.
    #[serde(default)]
    pub rating: Option<Rating>,
    /// When the record was last changed, in milliseconds since 1970.
    #[serde(default)]
    pub modified: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdvisoryKind {
    /// The package was published to do harm.
    Malicious,
    /// It has a flaw.
    Vulnerability,
}

/// How bad a flaw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rating {
    pub severity: Severity,
    /// The base score of CVSS in tenths; none where a word alone tells.
    pub tenths: Option<u8>,
}

/// The events of a range, in any order; one that counts commits has none that is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AdvisoryRange {
    pub events: Vec<AdvisoryEvent>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdvisoryEvent {
    /// From here on; `0` is before everything.
    Introduced(String),
    /// Until before this one.
    Fixed(String),
    /// Until and with this one.
    LastAffected(String),
    /// The range is about nothing from here on; `*` is no limit.
    Limit(String),
}

/// One thing that is known of a version: all records that are aliases of each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownIssue {
    /// The name that most people know.
    pub id: String,
    /// Its other names, in the same order.
    pub others: Vec<String>,
    pub kind: AdvisoryKind,
    /// One line; may be empty.
    pub summary: String,
    /// The worst that a record tells.
    pub rating: Option<Rating>,
    /// The lowest higher version that no record speaks of.
    pub fixed: Option<String>,
}

/// How much is known of the packages of a registry, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisoryData {
    /// Records about packages of the registry.
    pub records: u64,
    /// The day on which it was what its source had, as in `2026-11-20`.
    pub as_of: String,
    /// The day on which the newest of its records was changed.
    pub newest: Option<String>,
}

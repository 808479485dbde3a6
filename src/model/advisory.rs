//! What is publicly known of versions of a package.

use serde::{Deserialize, Serialize};

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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdvisoryKind {
    /// The package was published to do harm.
    Malicious,
    /// It has a flaw.
    Vulnerability,
}

/// The events of a range, in the order of the record.
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
}

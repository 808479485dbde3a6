//! The nouns of an approved list.

use jiff::civil::Date;

use super::versions::{VersionRange, is_same};
use crate::model::{PackageName, Registry, Severity, Sha256};

/// Each in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApprovedList {
    pub policy: Policy,
    pub approvals: Vec<Approval>,
    pub blocks: Vec<Block>,
    pub imports: Vec<Import>,
}

impl ApprovedList {
    /// An entry of a version, as its registry compares versions.
    pub fn approval(&self, registry: Registry, name: &PackageName, version: &str) -> Option<&Approval> {
        self.approvals.iter().find(|old| old.is_of(registry, name, version))
    }

    /// Of several entries of a version, the place of the one that names most of these files.
    pub fn nearest(&self, registry: Registry, name: &PackageName, version: &str, files: &[Sha256]) -> Option<usize> {
        let shared = |old: &Approval| old.artifacts.iter().filter(|file| files.contains(file)).count();
        let of_version = self.approvals.iter().enumerate().filter(|(_, old)| old.is_of(registry, name, version));
        of_version.min_by_key(|(_, old)| std::cmp::Reverse(shared(old))).map(|(at, _)| at)
    }
}

/// What every approval has to meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub min_score: Option<u8>,
    /// The worst finding that nobody has to accept.
    pub max_severity: Severity,
    /// Words of capabilities that an own approval has to answer for; a kind alone stands for every one of it.
    pub needs_person: Vec<String>,
    pub max_age_days: Option<u32>,
    pub new_versions: NewVersions,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min_score: None,
            max_severity: Severity::Medium,
            needs_person: Vec::new(),
            max_age_days: None,
            new_versions: NewVersions::Refuse,
        }
    }
}

/// What becomes of a version that nobody approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewVersions {
    Refuse,
    /// It may do what an approved version may.
    SameCapabilities,
}

/// These very files may be installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub registry: Registry,
    pub name: PackageName,
    /// Empty where a local package names none.
    pub version: String,
    /// Of every file that was judged, sorted.
    pub artifacts: Vec<Sha256>,
    pub by: String,
    pub on: Date,
    /// The last day on which it counts.
    pub until: Option<Date>,
    pub why: String,
    /// What the score was.
    pub score: Option<u8>,
    /// What the package could do, in words of [`super::capability_words`].
    pub capabilities: Vec<String>,
    /// Over what a model was told, by tools and beside them.
    pub tools: Option<Sha256>,
    /// What it depended on, in words of [`super::dependency_words`]; none where nobody wrote it down.
    pub dependencies: Option<Vec<String>>,
    pub accept: Vec<Accept>,
    pub limits: Limits,
}

impl Approval {
    fn is_of(&self, registry: Registry, name: &PackageName, version: &str) -> bool {
        self.registry == registry && self.name == *name && is_same(registry, &self.version, version)
    }

    /// Whether it is about the same version and names no file that the other does not.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.is_of(other.registry, &other.name, &other.version) && self.artifacts.iter().all(|file| other.artifacts.contains(file))
    }
}

/// A finding, or all of a rule, that somebody has looked at and lives with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accept {
    /// A rule, or the name of a cap of the score (`cap:shim`).
    pub rule: String,
    pub fingerprint: Option<Sha256>,
    pub why: String,
}

/// What the package may use; none leaves it open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// `api.acme.example`, `*.acme.example`
    pub hosts: Option<Vec<String>>,
    pub env: Option<Vec<String>>,
    /// A kind alone allows every one of it.
    pub capabilities: Option<Vec<String>>,
}

impl Limits {
    pub fn is_empty(&self) -> bool {
        self.hosts.is_none() && self.env.is_none() && self.capabilities.is_none()
    }
}

/// Never to be installed, whatever else says that it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub registry: Registry,
    pub name: PackageName,
    pub versions: VersionRange,
    pub why: String,
    pub by: Option<String>,
    pub on: Option<Date>,
}

/// Another team's list, as it was when somebody looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub name: String,
    pub source: Source,
    pub sha256: Sha256,
}

/// Where an imported list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Seen from the folder of the list that imports it.
    Path(String),
    Url(String),
}

//! One package of one night, from the queue to its end.

use super::NightId;
use crate::model::{PackageId, PackageSpec, ScanReport, Verdict};
use crate::store::ScanKey;

/// A package as a night is to judge it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub spec: PackageSpec,
    /// The sources that named it.
    pub sources: Vec<String>,
}

impl Asked {
    /// What makes it one item: `npm @acme/server@1.2.3`.
    pub fn subject(&self) -> String {
        format!("{} {}", self.spec.registry, self.spec)
    }
}

/// An item in the hands of one worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    pub night: NightId,
    pub item: i64,
    pub spec: PackageSpec,
    pub sources: Vec<String>,
    /// Counts from 1.
    pub attempt: u32,
    /// How often the item was taken up, ever. Once somebody else has taken it, the lease is worth nothing.
    pub taken: i64,
}

/// What a worker found out about an item.
#[derive(Debug)]
pub struct Judged<'r> {
    pub package: &'r PackageId,
    pub verdict: Verdict,
    pub score: u8,
    /// What later nights compare with (JSON).
    pub details: &'r str,
    /// To be kept under its key; none where it is kept already, or does not last.
    pub report: Option<(&'r ScanKey, &'r ScanReport)>,
    pub cost: Cost,
}

/// What an item took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// From taking the item up to its end.
    pub milliseconds: u64,
    pub requests: u64,
    /// Received from registries.
    pub bytes: u64,
    /// Whether the report was known beforehand.
    pub known: bool,
}

/// How an item ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Judged,
    Dead,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Leased,
    Ended(End),
}

impl State {
    /// As databases keep it.
    pub(super) fn number(self) -> i16 {
        match self {
            Self::Waiting => 0,
            Self::Leased => 1,
            Self::Ended(End::Judged) => 2,
            Self::Ended(End::Dead) => 3,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadItem {
    pub subject: String,
    pub attempts: u32,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowItem {
    pub subject: String,
    pub cost: Cost,
}

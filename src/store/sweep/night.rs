//! A night: one pass over everything that the sources name.

use jiff::Timestamp;

use super::Asked;
use crate::model::{Registry, Verdict};

/// Counts from 1 in the order of planning.
pub type NightId = i64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    pub id: NightId,
    pub begun: Timestamp,
    /// When the last item ended.
    pub ended: Option<Timestamp>,
    pub engine: String,
    /// Digest of the ruleset.
    pub ruleset: String,
    /// The names of the sources.
    pub sources: Vec<String>,
    /// What the sources have to say of themselves.
    pub remarks: Vec<String>,
    pub items: u64,
}

/// A night before it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub engine: String,
    pub ruleset: String,
    /// Kept for the next night if this one begins.
    pub sources: Vec<SourceState>,
    pub remarks: Vec<String>,
    /// One of each subject counts.
    pub items: Vec<Asked>,
    pub notices: Vec<Notice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    pub source: String,
    /// None leaves what was kept.
    pub state: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    Begun(Night),
    /// It has items left.
    StillOpen(Night),
}

/// What a source tells of a package beside that it exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    pub source: String,
    /// A purl, or a server's name.
    pub subject: String,
    /// A word: `deleted`, `deprecated`, `new-server`.
    pub kind: String,
    pub text: String,
    /// The purls that it is about.
    pub packages: Vec<String>,
}

/// What an item turned out to be on a night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub night: NightId,
    pub registry: Registry,
    pub name: String,
    pub version: String,
    pub verdict: Verdict,
    pub score: u8,
    pub sources: Vec<String>,
    /// As the worker wrote them (JSON).
    pub details: String,
}

/// How far a night is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub waiting: u64,
    /// In the hands of a worker that is heard of.
    pub leased: u64,
    /// Taken by a worker that has fallen silent.
    pub lost: u64,
    pub judged: u64,
    /// Versions by verdict: two items may come to the same version.
    pub pass: u64,
    pub review: u64,
    pub block: u64,
    pub incomplete: u64,
    pub dead: u64,
    /// Judged items whose report was known beforehand.
    pub known: u64,
    pub requests: u64,
    pub bytes: u64,
    /// Of all items together.
    pub milliseconds: u64,
}

impl Tally {
    pub fn items(&self) -> u64 {
        self.waiting + self.leased + self.lost + self.judged + self.dead
    }

    pub fn left(&self) -> u64 {
        self.waiting + self.leased + self.lost
    }
}

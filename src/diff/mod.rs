//! Two versions of a package held against each other: what the new one can do that the old one could not, first. Never whether it should.

mod capabilities;
mod change;
mod dependencies;
mod files;
mod findings;
mod hosts;
mod inputs;
mod offers;
mod scripts;
mod tools;
mod trust;
mod usage;
mod words;

use crate::model::{Contents, ScanReport, Verdict};

pub use change::{Change, Kind, Turn, Weight};
pub use words::{Piece, PieceKind};

/// One of the two versions.
#[derive(Debug, Clone)]
pub struct Side {
    pub report: ScanReport,
    pub contents: Contents,
}

impl Side {
    /// A text as it reads in any version: one that names its own is another with each release.
    fn unversioned(&self, text: &str) -> String {
        unversioned(text, &self.report.package.version)
    }
}

/// A text without the version that it belongs to.
pub fn unversioned(text: &str, version: &str) -> String {
    let is_version = version.len() >= 3 && version.contains('.') && version.starts_with(|first: char| first.is_ascii_digit());
    if is_version { text.replace(version, "{version}") } else { text.to_owned() }
}

/// What lies between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub changes: Vec<Change>,
    /// Every file of both is the same.
    pub is_same_files: bool,
    /// The new one's verdict is worse.
    pub is_worse: bool,
}

/// Changes come in the order of their weight, then of their kind.
pub fn compare(old: &Side, new: &Side) -> Difference {
    let mut changes = Vec::new();
    scripts::compare(old, new, &mut changes);
    hosts::compare(old, new, &mut changes);
    capabilities::compare(old, new, &mut changes);
    usage::compare(old, new, &mut changes);
    offers::compare(old, new, &mut changes);
    tools::compare(old, new, &mut changes);
    dependencies::compare(old, new, &mut changes);
    trust::compare(old, new, &mut changes);
    findings::compare(old, new, &mut changes);
    let before_files = changes.len();
    files::compare(old, new, &mut changes);
    let is_same_files = changes.len() == before_files;
    changes.sort_by_key(|change| (change.weight, change.kind));
    let is_worse = severity(new.report.verdict) > severity(old.report.verdict);
    Difference { changes, is_same_files, is_worse }
}

/// What was not read may hold anything but the worst that was seen.
fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Pass => 0,
        Verdict::Review => 1,
        Verdict::Incomplete => 2,
        Verdict::Block => 3,
    }
}

impl Difference {
    pub fn of_weight(&self, weight: Weight) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.weight == weight)
    }

    /// The new version can do something that the old one could not.
    pub fn has_new_power(&self) -> bool {
        self.of_weight(Weight::Power).next().is_some()
    }

    /// A person should look before the new version takes the old one's place.
    pub fn wants_a_look(&self) -> bool {
        self.is_worse || self.changes.iter().any(Change::wants_a_look)
    }
}

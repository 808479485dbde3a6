//! What is remembered of the MCP registry from night to night: its servers with the packages that they name.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::approvals::is_exact;
use crate::fetch::{ListedPackage, ListedServer};
use crate::model::{ListingStatus, PackageSpec};
use crate::sweep::sources::Wanted;
use crate::sweep::sources::words::{count, newest, purl};

/// What is written while the registry is read, and clocks that differ.
const OVERLAP: SignedDuration = SignedDuration::from_hours(1);
/// What was taken out without a word is seen only in a full list.
const FULL_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub registry: String,
    /// When all of it was read the last time, in seconds.
    pub full: i64,
    /// The latest moment at which the registry says that a server changed, in seconds.
    pub updated: Option<i64>,
    pub servers: BTreeMap<String, Server>,
}

/// Without keys, since there are tens of thousands.
#[derive(Serialize, Deserialize)]
pub(super) struct Server(pub ListingStatus, pub Vec<String>, pub Vec<String>);

impl Kept {
    /// From when on changes are asked for; none where it is time to read everything.
    pub fn since(&self, now: Timestamp) -> Option<Timestamp> {
        let full = Timestamp::from_second(self.full).ok()?;
        let is_fresh = full <= now && now.duration_since(full) < FULL_EVERY;
        let updated = Timestamp::from_second(self.updated?).ok()?;
        updated.checked_sub(OVERLAP).ok().filter(|_| is_fresh)
    }

    /// In the order of the servers' names.
    pub fn wanted(&self) -> impl Iterator<Item = Wanted> {
        let live = self.servers.iter().filter(|(_, server)| server.status() != ListingStatus::Deleted);
        live.flat_map(|(name, server)| {
            let specs = server.purls().iter().filter_map(|purl| PackageSpec::purl(purl).ok());
            specs.map(|spec| Wanted { spec, source: "mcp-registry", server: Some(name.clone()) })
        })
    }

    /// What the registry lists and no sweep judges.
    pub fn remarks(&self) -> Vec<String> {
        let live = || self.servers.values().filter(|server| server.status() != ListingStatus::Deleted);
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        live().flat_map(|server| &server.2).for_each(|kind| *kinds.entry(kind).or_default() += 1);
        let mut remarks = Vec::new();
        if !kinds.is_empty() {
            let each: Vec<String> = kinds.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
            remarks.push(format!("packages of other kinds or other registries are not judged: {}", each.join(", ")));
        }
        let remote = live().filter(|server| server.1.is_empty() && server.2.is_empty()).count();
        if remote > 0 {
            remarks.push(format!("{} no package and cannot be judged", count(remote, "server names", "servers name")));
        }
        remarks
    }
}

impl Server {
    /// Packages with a version that is none are counted.
    pub fn new(listed: &ListedServer, invalid: &mut u64) -> Self {
        let mut server = Self(listed.status, Vec::new(), Vec::new());
        for package in &listed.packages {
            match package {
                ListedPackage::Package { registry, name: _, version: Some(version) } if !is_exact(*registry, version) => *invalid += 1,
                ListedPackage::Package { registry, name, version } => {
                    server.1.push(purl(&PackageSpec { wanted: version.clone(), ..newest(*registry, name) }));
                }
                ListedPackage::Other(kind) => server.2.push((*kind).to_owned()),
            }
        }
        server
    }

    pub fn status(&self) -> ListingStatus {
        self.0
    }

    pub fn purls(&self) -> &[String] {
        &self.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(full: &str, updated: Option<&str>) -> Kept {
        let seconds = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
        Kept { registry: String::new(), full: seconds(full), updated: updated.map(seconds), servers: BTreeMap::new() }
    }

    #[test]
    fn changes_are_asked_for_with_an_overlap_and_everything_once_a_week() {
        let now = "2026-11-21T02:00:00Z".parse().unwrap();
        let since = |full, updated| kept(full, updated).since(now).map(|since| since.to_string());
        let latest = Some("2026-11-20T10:00:00Z");
        assert_eq!(since("2026-11-15T02:00:00Z", latest).as_deref(), Some("2026-11-20T09:00:00Z"));
        assert_eq!(since("2026-11-14T02:00:00Z", latest), None, "a week ago");
        assert_eq!(since("2026-11-22T02:00:00Z", latest), None, "the clock went back");
        assert_eq!(since("2026-11-20T02:00:00Z", None), None, "the registry tells no moments");
    }
}

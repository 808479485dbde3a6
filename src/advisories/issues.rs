//! What is known of one version: records that are aliases of each other are one thing with several names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::affects::affects;
use super::version::{Place, Version};
use crate::model::{Advisory, AdvisoryEvent, AdvisoryKind, KnownIssue};

/// Other names that are kept.
const NAMES_MAX: usize = 8;
/// Versions that are tried as the one in which all is mended, the lowest first.
const TRIED_MAX: usize = 64;

/// All that the records of a package say of a version, sorted. Records of other versions may still link two that are about this one.
pub fn issues(records: &[Advisory], version: &str) -> Vec<KnownIssue> {
    let mut issues: Vec<KnownIssue> = groups(records).into_iter().filter_map(|group| issue(&group, version)).collect();
    issues.sort();
    issues
}

/// Records that share a name, directly or through others.
fn groups(records: &[Advisory]) -> Vec<Vec<&Advisory>> {
    let mut parents: Vec<usize> = (0..records.len()).collect();
    let mut named: HashMap<&str, usize> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        for name in names(record) {
            let first = *named.entry(name).or_insert(at);
            let (one, other) = (root(&mut parents, first), root(&mut parents, at));
            parents[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Advisory>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        groups.entry(root(&mut parents, at)).or_default().push(record);
    }
    groups.into_values().collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

fn names(record: &Advisory) -> impl Iterator<Item = &str> {
    std::iter::once(record.id.as_str()).chain(record.aliases.iter().map(String::as_str))
}

/// None where no record of the group speaks of the version.
fn issue(group: &[&Advisory], version: &str) -> Option<KnownIssue> {
    let mut about: Vec<&Advisory> = group.iter().copied().filter(|record| affects(record, version)).collect();
    // Whoever says that it is malicious is listened to first.
    about.sort_by_key(|record| (record.kind, rank(&record.id)));
    let kind = about.first()?.kind;
    let all: BTreeSet<(u8, &str)> = about.iter().flat_map(|record| names(record)).map(rank).collect();
    let first = match kind {
        AdvisoryKind::Malicious => rank(&about[0].id),
        AdvisoryKind::Vulnerability => *all.first()?,
    };
    Some(KnownIssue {
        id: first.1.to_owned(),
        others: all.iter().filter(|name| **name != first).take(NAMES_MAX).map(|(_, name)| (*name).to_owned()).collect(),
        kind,
        summary: about.iter().map(|record| &record.summary).find(|summary| !summary.is_empty()).cloned().unwrap_or_default(),
        rating: about.iter().filter_map(|record| record.rating).max(),
        fixed: fixed(group, &about, version),
    })
}

/// The numbers that most people know come first: CVE, then GHSA, then the others by their letters.
fn rank(id: &str) -> (u8, &str) {
    let place = ["CVE-", "GHSA-"].iter().position(|known| id.starts_with(known)).unwrap_or(2);
    (u8::try_from(place).unwrap_or(u8::MAX), id)
}

fn fixed(group: &[&Advisory], about: &[&Advisory], version: &str) -> Option<String> {
    let registry = about.first()?.registry;
    let installed = Version::of(registry, version);
    let events = group.iter().flat_map(|record| &record.ranges).flat_map(|range| &range.events);
    let higher: BTreeMap<Place, &str> = events
        .filter_map(|event| match event {
            AdvisoryEvent::Fixed(text) => Some((Place::of(registry, text), text.as_str())),
            AdvisoryEvent::Introduced(_) | AdvisoryEvent::LastAffected(_) | AdvisoryEvent::Limit(_) => None,
        })
        .filter(|(place, _)| !matches!(place, Place::Odd(_)) && installed.compared(place).is_lt())
        .collect();
    let mended = |text: &&str| !group.iter().any(|record| affects(record, text));
    higher.into_values().take(TRIED_MAX).find(mended).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advisories::sample::advisory;
    use crate::model::{AdvisoryRange, Rating, Registry, Severity};

    fn flaw(id: &str, aliases: &[&str], events: &[(&str, &str)]) -> Advisory {
        let stretches = events.iter().flat_map(|(from, until)| {
            let end = (!until.is_empty()).then(|| AdvisoryEvent::Fixed((*until).to_owned()));
            std::iter::once(AdvisoryEvent::Introduced((*from).to_owned())).chain(end)
        });
        let ranges = vec![AdvisoryRange { events: stretches.collect() }];
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Advisory { id: id.to_owned(), aliases, kind: AdvisoryKind::Vulnerability, ranges, ..advisory(Registry::Npm, &[], &[]) }
    }

    fn shown(records: &[Advisory], version: &str) -> Vec<String> {
        let told = |issue: KnownIssue| {
            let fixed = issue.fixed.unwrap_or_else(|| "never".to_owned());
            format!("{} ({}) fixed {fixed}", issue.id, issue.others.join(" "))
        };
        issues(records, version).into_iter().map(told).collect()
    }

    #[test]
    fn records_with_a_name_in_common_are_one_thing() {
        let mut records = [
            flaw("PYSEC-1", &["CVE-2026-1"], &[("0", "1.2.0")]),
            flaw("GHSA-a", &["CVE-2026-1"], &[("0", "1.2.0")]),
            flaw("GHSA-b", &[], &[("0", "1.3.0")]),
            flaw("X-1", &["GHSA-a"], &[("0", "1.2.0")]),
        ];
        let wanted = ["CVE-2026-1 (GHSA-a PYSEC-1 X-1) fixed 1.2.0", "GHSA-b () fixed 1.3.0"];
        assert_eq!(shown(&records, "1.0.0"), wanted);
        records.reverse();
        assert_eq!(shown(&records, "1.0.0"), wanted);
        assert_eq!(shown(&records, "1.2.5"), ["GHSA-b () fixed 1.3.0"]);
        assert_eq!(shown(&records, "1.3.0"), [""; 0]);
    }

    #[test]
    fn a_record_of_another_version_still_links_two() {
        let records = [
            flaw("GHSA-a", &["X-1"], &[("0", "2.0.0")]),
            flaw("X-1", &["PYSEC-1"], &[("0", "0.1.0")]),
            flaw("PYSEC-1", &[], &[("0", "2.0.0")]),
        ];
        assert_eq!(shown(&records, "1.0.0"), ["GHSA-a (PYSEC-1 X-1) fixed 2.0.0"]);
    }

    #[test]
    fn what_one_record_calls_malicious_is_malicious() {
        let malicious = Advisory { kind: AdvisoryKind::Malicious, ..flaw("MAL-1", &["GHSA-a"], &[("0", "")]) };
        let found = issues(&[flaw("GHSA-a", &["CVE-2026-1"], &[("0", "")]), malicious], "1.0.0");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].id.as_str()), (AdvisoryKind::Malicious, "MAL-1"));
        assert_eq!(found[0].others, ["CVE-2026-1", "GHSA-a"]);
    }

    #[test]
    fn the_fix_is_the_lowest_higher_version_that_no_record_speaks_of() {
        let branches = flaw("GHSA-a", &[], &[("1.0.0", "1.5.0"), ("2.0.0", "2.3.0")]);
        assert_eq!(shown(std::slice::from_ref(&branches), "1.2.0"), ["GHSA-a () fixed 1.5.0"]);
        assert_eq!(shown(std::slice::from_ref(&branches), "2.2.9"), ["GHSA-a () fixed 2.3.0"]);
        let late = flaw("X-1", &["GHSA-a"], &[("0", "1.9.0")]);
        assert_eq!(shown(&[branches.clone(), late], "1.2.0"), ["GHSA-a (X-1) fixed 1.9.0"]);
        let never = flaw("X-1", &["GHSA-a"], &[("0", "")]);
        assert_eq!(shown(&[branches, never], "1.2.0"), ["GHSA-a (X-1) fixed never"]);
    }

    #[test]
    fn the_worst_rating_counts() {
        let rated = |id: &str, tenths| Advisory {
            rating: Some(Rating { severity: Severity::High, tenths: Some(tenths) }),
            ..flaw(id, &["CVE-2026-1"], &[("0", "")])
        };
        let found = issues(&[rated("GHSA-a", 71), flaw("PYSEC-1", &["CVE-2026-1"], &[("0", "")]), rated("X-1", 75)], "1.0.0");
        assert_eq!(found[0].rating.unwrap().tenths, Some(75));
    }

    #[test]
    fn hostile_records_are_many_and_still_answered() {
        let stretches: Vec<(String, String)> = (0..3000).map(|n| (format!("{n}.0.0"), format!("{n}.5.0"))).collect();
        let stretches: Vec<(&str, &str)> = stretches.iter().map(|(from, until)| (from.as_str(), until.as_str())).collect();
        assert_eq!(shown(&[flaw("GHSA-a", &[], &stretches), flaw("X-1", &["GHSA-a"], &[("0", "")])], "1.0.0").len(), 1);
        let aliases: Vec<String> = (0..20_000).map(|n| format!("A-{n}")).collect();
        let aliases: Vec<&str> = aliases.iter().map(String::as_str).collect();
        assert_eq!(issues(&[flaw("GHSA-a", &aliases, &[("0", "")])], "1.0.0")[0].others.len(), NAMES_MAX);
    }
}

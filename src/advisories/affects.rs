//! Whether a record speaks of a version.

use std::cmp::Ordering;

use crate::model::{Advisory, AdvisoryEvent, AdvisoryRange, Registry};

/// A record that names neither versions nor ranges speaks of all.
pub fn affects(advisory: &Advisory, version: &str) -> bool {
    let registry = advisory.registry;
    let is_named = advisory.versions.iter().any(|known| compare(registry, known, version) == Some(Ordering::Equal));
    let is_whole = advisory.versions.is_empty() && advisory.ranges.is_empty();
    is_named || is_whole || advisory.ranges.iter().any(|range| is_within(registry, range, version))
}

fn is_within(registry: Registry, range: &AdvisoryRange, version: &str) -> bool {
    let mut within = false;
    for event in &range.events {
        match event {
            AdvisoryEvent::Introduced(from) if from == "0" => within = true,
            AdvisoryEvent::Introduced(from) => within |= compare(registry, version, from).is_some_and(Ordering::is_ge),
            AdvisoryEvent::Fixed(until) => within &= compare(registry, version, until).is_some_and(Ordering::is_lt),
            AdvisoryEvent::LastAffected(until) => within &= compare(registry, version, until).is_some_and(Ordering::is_le),
        }
    }
    within
}

/// As the registry orders versions; what it would not take for versions is equal or nothing.
fn compare(registry: Registry, one: &str, other: &str) -> Option<Ordering> {
    if one == other {
        return Some(Ordering::Equal);
    }
    match registry {
        Registry::Npm | Registry::Local => {
            let parse = |text: &str| nodejs_semver::Version::parse(text.trim().trim_start_matches('v')).ok();
            Some(parse(one)?.cmp(&parse(other)?))
        }
        Registry::Pypi => Some(one.parse::<pep440_rs::Version>().ok()?.cmp(&other.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AdvisoryKind, PackageName};

    fn advisory(registry: Registry, versions: &[&str], events: &[AdvisoryEvent]) -> Advisory {
        let ranges = if events.is_empty() { Vec::new() } else { vec![AdvisoryRange { events: events.to_vec() }] };
        let versions = versions.iter().map(|version| (*version).to_owned()).collect();
        Advisory {
            id: "X-1".into(),
            kind: AdvisoryKind::Malicious,
            summary: String::new(),
            registry,
            name: PackageName::local("a"),
            versions,
            ranges,
        }
    }

    #[test]
    fn versions_are_compared_as_their_registry_does() {
        let python = advisory(Registry::Pypi, &["1.0"], &[]);
        assert!(affects(&python, "1.0.0") && !affects(&python, "1.0.1"));
        let npm = advisory(Registry::Npm, &["1.0.0"], &[]);
        assert!(affects(&npm, "1.0.0") && !affects(&npm, "1.0.0-rc.1") && !affects(&npm, ""));
    }

    #[test]
    fn ranges_begin_and_end() {
        use AdvisoryEvent::{Fixed, Introduced, LastAffected};
        let all = advisory(Registry::Npm, &[], &[Introduced("0".into())]);
        assert!(affects(&all, "99.0.0") && affects(&all, "no version"));
        let some = advisory(
            Registry::Npm,
            &[],
            &[Introduced("1.2.0".into()), Fixed("1.10.0".into()), Introduced("2.0.0".into()), LastAffected("2.0.1".into())],
        );
        for (version, wanted) in
            [("1.1.9", false), ("1.2.0", true), ("1.9.0", true), ("1.10.0", false), ("2.0.1", true), ("2.0.2", false), ("x", false)]
        {
            assert_eq!(affects(&some, version), wanted, "{version}");
        }
        assert!(affects(&advisory(Registry::Npm, &[], &[]), "1.0.0"));
    }
}

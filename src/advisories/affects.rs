//! Whether a record speaks of a version.

use std::collections::BTreeMap;

use super::version::{Place, Version};
use crate::model::{Advisory, AdvisoryEvent, AdvisoryRange, Registry};

/// A record that names neither versions nor ranges speaks of all.
pub fn affects(advisory: &Advisory, version: &str) -> bool {
    let Advisory { registry, versions, ranges, .. } = advisory;
    if versions.is_empty() && ranges.is_empty() || versions.iter().any(|known| known == version) {
        return true;
    }
    let place = Version::of(*registry, version);
    let is_named = versions.iter().any(|known| place.compared(&Place::of(*registry, known)).is_eq());
    is_named || ranges.iter().any(|range| is_within(*registry, range, &place))
}

/// What happens at one version of a range.
#[derive(Default)]
struct Turn {
    introduced: bool,
    fixed: bool,
    /// It is the last one that is affected.
    is_last: bool,
}

/// Walks the events in the order of their versions: theirs in the record does not count.
fn is_within(registry: Registry, range: &AdvisoryRange, version: &Version) -> bool {
    if is_beyond(registry, range, version) {
        return false;
    }
    let mut turns: BTreeMap<Place, Turn> = BTreeMap::new();
    for event in &range.events {
        let (place, mark): (Place, fn(&mut Turn)) = match event {
            AdvisoryEvent::Introduced(text) => (Place::of_beginning(registry, text), |turn| turn.introduced = true),
            AdvisoryEvent::Fixed(text) => (Place::of(registry, text), |turn| turn.fixed = true),
            AdvisoryEvent::LastAffected(text) => (Place::of(registry, text), |turn| turn.is_last = true),
            AdvisoryEvent::Limit(_) => continue,
        };
        mark(turns.entry(place).or_default());
    }
    let mut within = false;
    for (place, turn) in turns {
        let order = version.compared(&place);
        if order.is_lt() {
            break;
        }
        // Introduced and fixed at one version is no change.
        if turn.introduced != turn.fixed {
            within = turn.introduced;
        }
        within &= !(turn.is_last && order.is_gt());
    }
    within
}

/// At or above every limit, where there are any.
fn is_beyond(registry: Registry, range: &AdvisoryRange, version: &Version) -> bool {
    let mut limits = range.events.iter().filter_map(|event| match event {
        AdvisoryEvent::Limit(text) => Some(text.as_str()),
        AdvisoryEvent::Introduced(_) | AdvisoryEvent::Fixed(_) | AdvisoryEvent::LastAffected(_) => None,
    });
    let Some(first) = limits.next() else { return false };
    std::iter::once(first).chain(limits).all(|limit| limit != "*" && version.compared(&Place::of(registry, limit)).is_ge())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::AdvisoryEvent::{Fixed, Introduced, LastAffected, Limit};
    use super::*;
    use crate::advisories::sample::advisory;

    fn ranged(registry: Registry, events: &[AdvisoryEvent]) -> Advisory {
        advisory(registry, &[], events)
    }

    #[test]
    fn versions_are_compared_as_their_registry_does() {
        let python = advisory(Registry::Pypi, &["1.0"], &[]);
        assert!(affects(&python, "1.0.0") && !affects(&python, "1.0.1") && affects(&python, "1.0+cu118") && !affects(&python, "1.0.post1"));
        let npm = advisory(Registry::Npm, &["1.0.0"], &[]);
        assert!(affects(&npm, "1.0.0") && !affects(&npm, "1.0.0-rc.1") && !affects(&npm, ""));
    }

    #[test]
    fn ranges_begin_and_end() {
        let all = ranged(Registry::Npm, &[Introduced("0".into())]);
        assert!(affects(&all, "99.0.0") && affects(&all, "no version"));
        let some = ranged(
            Registry::Npm,
            &[Introduced("1.2.0".into()), Fixed("1.10.0".into()), Introduced("2.0.0".into()), LastAffected("2.0.1".into())],
        );
        for (version, wanted) in
            [("1.1.9", false), ("1.2.0", true), ("1.9.0", true), ("1.10.0", false), ("2.0.1", true), ("2.0.2", false), ("x", false)]
        {
            assert_eq!(affects(&some, version), wanted, "{version}");
        }
        assert!(affects(&advisory(Registry::Npm, &[], &[]), "1.0.0"));
    }

    #[test]
    fn what_comes_before_a_release_stands_before_it() {
        let npm = ranged(Registry::Npm, &[Introduced("1.0.0".into()), Fixed("2.0.0".into())]);
        assert!(!affects(&npm, "1.0.0-rc.1") && affects(&npm, "2.0.0-rc.1") && !affects(&npm, "2.0.0"));
        let python = ranged(Registry::Pypi, &[Introduced("1.0".into()), Fixed("2.0".into())]);
        for (version, wanted) in [
            ("1.0.dev1", false),
            ("1.0rc1", false),
            ("1.0.post1", true),
            ("2.0.dev3", true),
            ("2.0rc1", true),
            ("2.0", false),
            ("2.0+ours", false),
            ("2.0.post1", false),
            ("1!1.5", false),
        ] {
            assert_eq!(affects(&python, version), wanted, "{version}");
        }
        let last = ranged(Registry::Pypi, &[Introduced("0".into()), LastAffected("1.0".into())]);
        assert!(affects(&last, "1.0+ours") && !affects(&last, "1.0.post1"));
    }

    #[test]
    fn a_limit_ends_what_nothing_else_ends() {
        let limited = ranged(Registry::Npm, &[Introduced("0".into()), Limit("2.0.0".into())]);
        assert!(affects(&limited, "1.9.9") && !affects(&limited, "2.0.0"));
        let wider = ranged(Registry::Npm, &[Introduced("0".into()), Limit("2.0.0".into()), Limit("3.0.0".into())]);
        assert!(affects(&wider, "2.5.0") && !affects(&wider, "3.0.0"));
        assert!(affects(&ranged(Registry::Npm, &[Introduced("0".into()), Limit("*".into())]), "9.0.0"));
    }

    #[test]
    fn an_empty_stretch_changes_nothing_and_a_range_of_commits_is_about_no_version() {
        let empty = ranged(Registry::Npm, &[Introduced("1.0.0".into()), Fixed("1.0.0".into())]);
        assert!(!affects(&empty, "1.0.0") && !affects(&empty, "1.5.0"));
        let again = ranged(Registry::Npm, &[Introduced("0".into()), Fixed("1.0.0".into()), Introduced("1.0.0".into())]);
        assert!(affects(&again, "1.0.0"));
        let commits = Advisory { ranges: vec![AdvisoryRange { events: Vec::new() }], ..advisory(Registry::Npm, &[], &[]) };
        assert!(!affects(&commits, "1.0.0"));
    }

    fn any_event() -> impl Strategy<Value = AdvisoryEvent> {
        let version = prop::sample::select(vec!["0", "1.0.0", "1.5.0-rc.1", "1.5.0", "2.0.0", "odd"]).prop_map(str::to_owned);
        let kinds: Vec<fn(String) -> AdvisoryEvent> = vec![Introduced, Introduced, Fixed, LastAffected, Limit];
        (prop::sample::select(kinds), version).prop_map(|(kind, version)| kind(version))
    }

    proptest! {
        #[test]
        fn the_order_of_events_does_not_matter(events in prop::collection::vec(any_event(), 0..8), by in 0..8_usize, version in "[012]\\.[05]\\.[01](-rc\\.1)?") {
            let mut turned = events.clone();
            turned.rotate_left(by % events.len().max(1));
            let mut reversed = events.clone();
            reversed.reverse();
            let wanted = affects(&ranged(Registry::Npm, &events), &version);
            prop_assert_eq!(affects(&ranged(Registry::Npm, &turned), &version), wanted);
            prop_assert_eq!(affects(&ranged(Registry::Npm, &reversed), &version), wanted);
        }
    }
}

//! What an installation brings along.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{Contents, Elsewhere, ScanReport};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (required(&old.report), required(&new.report));
    let addresses = addresses(&new.contents);
    let known: BTreeSet<&Elsewhere> = old.contents.elsewhere.iter().collect();
    let workers: BTreeSet<&str> = new.report.shim.iter().flat_map(|shim| shim.dependencies.iter().map(String::as_str)).collect();
    let mut all: Vec<Change> = Vec::new();
    for (name, wanted) in &after {
        let past = before.get(name);
        if past == Some(wanted) {
            continue;
        }
        let source = addresses.get(name).copied().filter(|one| !known.contains(*one));
        let is_other = source.is_some() || is_alias(wanted) && past.is_none_or(|past| !is_alias(past) || past != wanted);
        let works = workers.contains(name);
        let (turn, weight) = match past {
            None => (Turn::Added, Weight::Power),
            Some(_) if is_other => (Turn::Changed, Weight::Power),
            // What the package does stands there.
            Some(_) if works => (Turn::Changed, Weight::Unread),
            Some(_) => (Turn::Changed, Weight::Detail),
        };
        let change = Change::new(weight, Kind::Dependency, turn, name).texts(past.map(String::as_str), Some(wanted));
        all.push(
            change
                .remark(source.is_some(), "bypasses the registry")
                .remark(is_alias(wanted), "another package under this name")
                .remark(works, "does the work, and was not compared"),
        );
    }
    for (name, wanted) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        all.push(Change::gone(Kind::Dependency, name).texts(Some(wanted), None));
    }
    let told: BTreeSet<&str> = all.iter().map(|change| change.subject.as_str()).collect();
    let others = new.contents.elsewhere.iter().filter(|one| !known.contains(one) && !told.contains(one.name.as_str()));
    let others: Vec<Change> = others.map(elsewhere).collect();
    all.extend(others);
    // What comes from an address comes before what comes from the registry.
    all.sort_by_key(|change| change.remarks.is_empty());
    changes.extend(all);
}

/// One that is named several times, for several systems, is one.
fn required(report: &ScanReport) -> BTreeMap<&str, String> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, wanted) in &report.dependencies.direct {
        all.entry(name).or_default().insert(wanted);
    }
    all.into_iter().map(|(name, wanted)| (name, wanted.into_iter().collect::<Vec<_>>().join(" | "))).collect()
}

fn addresses(contents: &Contents) -> BTreeMap<&str, &Elsewhere> {
    contents.elsewhere.iter().filter(|one| one.at_install).map(|one| (one.name.as_str(), one)).collect()
}

/// `npm:other@^1`
fn is_alias(wanted: &str) -> bool {
    wanted.trim_start().starts_with("npm:")
}

/// A dependency of another kind, or a setting that names another registry.
fn elsewhere(one: &Elsewhere) -> Change {
    let weight = if one.at_install { Weight::Power } else { Weight::Detail };
    let subject = if one.name.is_empty() { "dependency without a name" } else { one.name.as_str() };
    let change = Change::added(weight, Kind::Dependency, subject).texts(None, Some(&one.address));
    change.remark(true, "bypasses the registry").remark(!one.at_install, "only for who works on the package or takes its settings")
}

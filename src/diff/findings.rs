//! What is found now and was not before, and the other way round.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{Finding, ScanReport};

/// Each finding of one side has at most one of the other.
pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (mut before, mut after): (Vec<&Finding>, Vec<&Finding>) = (sorted(&old.report), sorted(&new.report));
    let mut same = Vec::new();
    let by_fingerprint = |finding: &Finding| vec![finding.fingerprint.clone()];
    // The code around it changed.
    let words = |side: &Side, finding: &Finding| vec![finding.rule.clone(), side.unversioned(&finding.message)];
    let place = |side: &Side, finding: &Finding| [words(side, finding), vec![side.unversioned(finding.location.path.as_str())]].concat();
    pair(&mut before, &mut after, &by_fingerprint, &by_fingerprint, &mut same);
    pair(&mut before, &mut after, &|finding| place(old, finding), &|finding| place(new, finding), &mut same);
    // The file was renamed.
    let (mut moved, mut arrived) = (only_there(&mut before, new), only_there(&mut after, old));
    pair(&mut moved, &mut arrived, &|finding| words(old, finding), &|finding| words(new, finding), &mut same);
    before.extend(moved);
    after.extend(arrived);
    for (old, new) in same.into_iter().filter(|(old, new)| new.severity > old.severity) {
        let change = about(new, Weight::Finding, Turn::Changed);
        changes.push(change.texts(Some(old.severity.as_str()), Some(new.severity.as_str())));
    }
    changes.extend(in_order(after).into_iter().map(|finding| about(finding, Weight::Finding, Turn::Added)));
    changes.extend(in_order(before).into_iter().map(|finding| about(finding, Weight::Gone, Turn::Removed)));
}

fn sorted(report: &ScanReport) -> Vec<&Finding> {
    in_order(report.findings.iter().collect())
}

fn in_order(mut findings: Vec<&Finding>) -> Vec<&Finding> {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings
}

type Key<'k> = dyn Fn(&Finding) -> Vec<String> + 'k;

/// Takes out what has an equal on the other side.
fn pair<'f>(
    before: &mut Vec<&'f Finding>,
    after: &mut Vec<&'f Finding>,
    old_key: &Key<'_>,
    new_key: &Key<'_>,
    same: &mut Vec<(&'f Finding, &'f Finding)>,
) {
    let mut known: BTreeMap<Vec<String>, Vec<&'f Finding>> = BTreeMap::new();
    for finding in before.iter().rev() {
        known.entry(old_key(finding)).or_default().push(finding);
    }
    after.retain(|finding| match known.get_mut(&new_key(finding)).and_then(Vec::pop) {
        Some(past) => {
            same.push((past, finding));
            false
        }
        None => true,
    });
    *before = known.into_values().flatten().collect();
}

/// Takes out those in files that the other side has not.
fn only_there<'f>(findings: &mut Vec<&'f Finding>, other: &Side) -> Vec<&'f Finding> {
    let paths: BTreeSet<&str> = other.contents.files.iter().map(|file| file.path.as_str()).collect();
    let (there, both) = findings.iter().partition(|finding| !paths.contains(finding.location.path.as_str()));
    *findings = both;
    there
}

fn about(finding: &Finding, weight: Weight, turn: Turn) -> Change {
    let mut change = Change::new(weight, Kind::Finding, turn, &finding.rule).at(&finding.location, &finding.origin);
    change.finding = Some(Box::new(finding.clone()));
    change
}

//! Who stands behind the version, and how much of it could be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{Build, Gap, Proof, Provenance, Publisher};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    provenance(&old.report.provenance, &new.report.provenance, changes);
    signature(&old.report.provenance, &new.report.provenance, changes);
    publisher(old, new, changes);
    gaps(old, new, changes);
    withdrawn(old, new, changes);
}

fn provenance(old: &Provenance, new: &Provenance, changes: &mut Vec<Change>) {
    let (before, after) = (builders(old), builders(new));
    if before == after {
        return;
    }
    let words = |builders: &BTreeSet<String>| Some(builders.iter().cloned().collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty());
    let (turn, weight, subject) = match (before.is_empty(), after.is_empty()) {
        (true, _) => (Turn::Added, Weight::Detail, "it is attested how the files were built"),
        (false, true) if is_unknown(new) => (Turn::Removed, Weight::Detail, "it could not be asked how the files were built"),
        (false, true) => (Turn::Removed, Weight::Trust, "nothing is attested any more of how the files were built"),
        (false, false) if repositories(old) == repositories(new) => {
            (Turn::Changed, Weight::Detail, "another workflow of the same repository built the files")
        }
        (false, false) => (Turn::Changed, Weight::Trust, "the files were built elsewhere"),
    };
    let change = Change::new(weight, Kind::Provenance, turn, subject);
    changes.push(change.texts(words(&before).as_deref(), words(&after).as_deref()));
}

/// `github.com/acme/server by release.yml`; the commit is another one each time.
fn builders(provenance: &Provenance) -> BTreeSet<String> {
    provenance.builds().map(|(_, build)| builder(build)).collect()
}

fn builder(build: &Build) -> String {
    let Some(repository) = &build.repository else { return build.identity.clone() };
    let repository = repository.trim_start_matches("https://");
    match build.workflow.as_ref().and_then(|path| path.rsplit('/').next()) {
        Some(workflow) => format!("{repository} by {workflow}"),
        None => repository.to_owned(),
    }
}

fn repositories(provenance: &Provenance) -> BTreeSet<&str> {
    provenance.builds().map(|(_, build)| build.repository.as_deref().unwrap_or(&build.identity)).collect()
}

/// Nobody looked, or the answer could not be had.
fn is_unknown(provenance: &Provenance) -> bool {
    let is_open = |proof: &Proof| matches!(proof, Proof::NotAsked | Proof::Unavailable { .. } | Proof::Unknown { .. });
    provenance.attestations.is_empty() || provenance.attestations.iter().any(|attestation| is_open(&attestation.proof))
}

fn signature(old: &Provenance, new: &Provenance, changes: &mut Vec<Change>) {
    let (subject, weight) = match (&old.signature, &new.signature) {
        (Proof::Verified { .. }, Proof::Absent) => ("the registry no longer signs it", Weight::Trust),
        (Proof::Invalid { .. } | Proof::Untrusted { .. }, _) => return,
        (_, Proof::Invalid { .. } | Proof::Untrusted { .. }) => ("the registry's signature does not hold", Weight::Trust),
        (
            Proof::Verified { .. } | Proof::NotAsked | Proof::Absent | Proof::Unavailable { .. } | Proof::Unknown { .. },
            Proof::Verified { .. } | Proof::NotAsked | Proof::Absent | Proof::Unavailable { .. } | Proof::Unknown { .. },
        ) => return,
    };
    changes.push(Change::new(weight, Kind::Provenance, Turn::Changed, subject));
}

fn publisher(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (Some(before), Some(after)) = (&old.contents.publisher, &new.contents.publisher) else { return };
    if (&before.name, &before.trusted) == (&after.name, &after.trusted) {
        return;
    }
    // A build service that a repository stands behind is nobody new.
    let weight = if after.trusted.is_some() && before.trusted.is_none() { Weight::Detail } else { Weight::Trust };
    let change = Change::new(weight, Kind::Publisher, Turn::Changed, &shown(after));
    changes.push(change.texts(Some(&shown(before)), Some(&shown(after))));
}

fn shown(publisher: &Publisher) -> String {
    match &publisher.trusted {
        Some(service) => format!("{} (by {service})", publisher.name),
        None => publisher.name.clone(),
    }
}

type Gaps<'g> = BTreeMap<(&'g str, &'static str), &'g Gap>;

fn gaps(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (known_gaps(old), known_gaps(new));
    let mut renamed = renamed(&before, new);
    for (key, gap) in &after {
        let weight = if gap.reached { Weight::Unread } else { Weight::Detail };
        let change = match before.get(key) {
            Some(known) if known.reached || !gap.reached => continue,
            Some(_) => Change::new(weight, Kind::Gap, Turn::Changed, key.0).remark(true, "nothing ran it before"),
            None if took(&mut renamed, key.1, gap.reached) => continue,
            None => Change::added(weight, Kind::Gap, key.0),
        };
        changes.push(change.remark(true, key.1).remark(gap.reached, "an entry point or install hook reaches it"));
    }
}

/// By path and reason.
fn known_gaps(side: &Side) -> Gaps<'_> {
    side.report.coverage.gaps.iter().map(|gap| ((gap.path.as_str(), gap.reason.as_str()), gap)).collect()
}

/// How many gaps, by reason and reach, were in files that are no more: under another name, as bundlers give them, they are no news.
fn renamed(before: &Gaps<'_>, new: &Side) -> BTreeMap<(&'static str, bool), usize> {
    let paths: BTreeSet<&str> = new.contents.files.iter().map(|file| file.path.as_str()).collect();
    let mut all = BTreeMap::new();
    for ((_, reason), gap) in before.iter().filter(|((path, _), _)| !paths.contains(path)) {
        *all.entry((*reason, gap.reached)).or_insert(0) += 1;
    }
    all
}

/// One that ran stands for any, one that nothing ran only for another such.
fn took(renamed: &mut BTreeMap<(&'static str, bool), usize>, reason: &'static str, reached: bool) -> bool {
    let ways: &[bool] = if reached { &[true] } else { &[false, true] };
    ways.iter().any(|way| match renamed.get_mut(&(reason, *way)).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            true
        }
        None => false,
    })
}

fn withdrawn(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    match (&old.contents.withdrawn, &new.contents.withdrawn) {
        (None, Some(said)) => changes.push(Change::added(Weight::Detail, Kind::Note, said)),
        (Some(said), None) => changes.push(Change::gone(Kind::Note, said)),
        (None, None) | (Some(_), Some(_)) => {}
    }
}

//! Variables that are read, stores of credentials, and places on the disk that are written to.

use std::collections::BTreeMap;

use super::{Change, Kind, Side, Weight};
use crate::model::{FileAccess, ObservedEnv, ObservedFile, Origin, Runs, ScanReport};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    variables(&old.report, &new.report, changes);
    files(old, new, changes);
}

fn variables(old: &ScanReport, new: &ScanReport, changes: &mut Vec<Change>) {
    fn known(report: &ScanReport) -> BTreeMap<&str, &ObservedEnv> {
        report.observed.env.iter().map(|env| (env.name.as_str(), env)).collect()
    }
    let (before, after) = (known(old), known(new));
    let mut added: Vec<Change> = Vec::new();
    for (name, env) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let is_secret = new.about.variable(name).is_some_and(|variable| variable.secret);
        let is_own = env.origin == Origin::Own;
        let weight = if !env.harmless && (is_own || is_secret) { Weight::Power } else { Weight::Detail };
        let change = Change::added(weight, Kind::Env, name).at(&env.location, &env.origin);
        let change = change.remark(is_secret, "a secret by its name").remark(env.runs == Runs::Install, "at installation");
        added.push(change.remark(!env.declared && !env.harmless, "no document names it"));
    }
    added.sort_by_key(|change| !change.remarks.iter().any(|remark| remark.starts_with("a secret")));
    changes.extend(added);
    let gone = before.iter().filter(|(name, _)| !after.contains_key(*name));
    changes.extend(gone.map(|(name, env)| Change::gone(Kind::Env, name).at(&env.location, &env.origin)));
}

fn files(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    type Known<'s> = BTreeMap<(Kind, String, FileAccess), &'s ObservedFile>;
    fn known(side: &Side) -> Known<'_> {
        side.report.observed.files.iter().map(|file| ((kind(file), side.unversioned(&file.path), file.access), file)).collect()
    }
    let (before, after) = (known(old), known(new));
    for (key, file) in after.iter().filter(|(key, _)| !before.contains_key(key)) {
        let change = Change::added(Weight::Power, key.0, &file.path).at(&file.location, &file.origin);
        changes.push(described(change, file).remark(file.runs == Runs::Install, "at installation"));
    }
    for (key, file) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
        changes.push(described(Change::gone(key.0, &file.path).at(&file.location, &file.origin), file));
    }
}

fn kind(file: &ObservedFile) -> Kind {
    match (&file.store, file.access) {
        (Some(_), _) | (None, FileAccess::Read) => Kind::Credential,
        (None, FileAccess::Write) => Kind::FileWrite,
        (None, FileAccess::Delete) => Kind::FileDelete,
    }
}

fn described(change: Change, file: &ObservedFile) -> Change {
    let change = match &file.store {
        Some(store) => change.remark(true, store),
        None => change,
    };
    match file.access {
        FileAccess::Read => change,
        FileAccess::Write => change.remark(file.store.is_some(), "is written to"),
        FileAccess::Delete => change.remark(file.store.is_some(), "is deleted"),
    }
}

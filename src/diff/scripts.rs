//! What runs without being asked for: the scripts of an installation, the files that installers and interpreters start, and other scripts.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{Capability, CapabilityKind, ContentScript, Contents, RelPath};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (by_name(&old.contents), by_name(&new.contents));
    for (name, script) in &after {
        changes.extend(written(name, before.get(name).copied(), script).map(|change| place(change, new)));
    }
    for (name, script) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        let change = Change::gone(kind(script), name).texts(Some(&script.command), None);
        changes.push(change.remark(script.at_install, "ran at installation"));
    }
    hooks(old, new, changes);
}

/// Commands of a build may share a name: each stands for itself.
fn by_name(contents: &Contents) -> BTreeMap<String, &ContentScript> {
    let mut all = BTreeMap::new();
    for script in &contents.scripts {
        let mut name = script.name.clone();
        let mut number = 1;
        while all.contains_key(&name) {
            number += 1;
            name = format!("{} ({number})", script.name);
        }
        all.insert(name, script);
    }
    all
}

fn written(name: &str, before: Option<&ContentScript>, script: &ContentScript) -> Option<Change> {
    let turn = match before {
        Some(before) if before.command == script.command && before.at_install >= script.at_install => return None,
        Some(_) => Turn::Changed,
        None => Turn::Added,
    };
    let weight = if script.at_install { Weight::Power } else { Weight::Detail };
    let started = before.is_some_and(|before| !before.at_install) && script.at_install;
    let change = Change::new(weight, kind(script), turn, name);
    let change = change.texts(before.map(|before| before.command.as_str()), Some(&script.command));
    Some(change.remark(started, "an installation did not run it before"))
}

fn kind(script: &ContentScript) -> Kind {
    if script.at_install { Kind::InstallScript } else { Kind::Script }
}

/// The report's capability of the same words stands where the script is written.
fn place(change: Change, side: &Side) -> Change {
    let written = format!("{}: {}", change.subject, change.new.as_deref().unwrap_or_default());
    match side.report.capabilities.iter().find(|one| one.kind == CapabilityKind::InstallScript && one.detail == written) {
        Some(capability) => change.at(&capability.location, &capability.origin),
        None => change,
    }
}

/// setup.py, build backends, start-up files: capabilities that name no script.
fn hooks(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (hooked(old), hooked(new));
    for (path, capability) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
        changes.push(Change::added(Weight::Power, Kind::InstallScript, path).at(&capability.location, &capability.origin));
    }
    for (path, capability) in before.iter().filter(|(path, _)| !after.contains_key(*path)) {
        changes.push(Change::gone(Kind::InstallScript, path).at(&capability.location, &capability.origin));
    }
}

fn hooked(side: &Side) -> BTreeMap<&str, &Capability> {
    let scripts = side.contents.scripts.iter().filter(|script| script.at_install);
    // What a script names is told with it.
    let named: BTreeSet<&RelPath> = scripts.flat_map(|script| &script.files).collect();
    let hooks: BTreeSet<&str> = side.contents.hooks.iter().filter(|path| !named.contains(path)).map(RelPath::as_str).collect();
    let is_hook = |capability: &&Capability| capability.kind == CapabilityKind::InstallScript && hooks.contains(capability.detail.as_str());
    side.report.capabilities.iter().filter(is_hook).map(|capability| (capability.detail.as_str(), capability)).collect()
}

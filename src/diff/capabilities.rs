//! What code can do, by kind and detail. A kind that is new is a power; more of a kind that was there is mostly a detail.

use std::collections::BTreeMap;

use super::{Change, Kind, Side, Weight};
use crate::model::{Capability, CapabilityKind, FileAccess, Origin};

type Known<'r> = BTreeMap<(Kind, String), &'r Capability>;

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (known(old), known(new));
    for (key, capability) in &after {
        match before.get(key) {
            Some(known) if is_own(known) || !is_own(capability) => {}
            Some(_) => changes.push(added(Weight::Detail, key.0, capability).remark(true, "in bundled code only before")),
            None => changes.push(added(weight(key.0, capability, &before, new), key.0, capability)),
        }
    }
    for (key, capability) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
        // Whoever does what is only known at run time can still do this.
        if !after.contains_key(&(key.0, "*".to_owned())) {
            changes.push(Change::gone(key.0, &capability.detail).at(&capability.location, &capability.origin));
        }
    }
}

fn added(weight: Weight, kind: Kind, capability: &Capability) -> Change {
    Change::added(weight, kind, &capability.detail).at(&capability.location, &capability.origin)
}

/// A new kind, or one that so far only other people's code could do. Of programs, each counts.
fn weight(kind: Kind, capability: &Capability, before: &Known<'_>, new: &Side) -> Weight {
    // The folders have a list of their own.
    let has_folder = |access| new.report.observed.files.iter().any(|file| file.access == access && file.store.is_none());
    let of_kind = || before.iter().filter(|((known, _), _)| *known == kind).map(|(_, capability)| capability);
    let was_known = if is_own(capability) { of_kind().any(|known| is_own(known)) } else { of_kind().next().is_some() };
    match kind {
        Kind::Process if is_own(capability) => Weight::Power,
        Kind::Native => Weight::Power,
        Kind::FileWrite if has_folder(FileAccess::Write) => Weight::Detail,
        Kind::FileDelete if has_folder(FileAccess::Delete) => Weight::Detail,
        _ if was_known => Weight::Detail,
        _ => Weight::Power,
    }
}

fn is_own(capability: &Capability) -> bool {
    capability.origin == Origin::Own
}

/// Those that no list of their own tells: hosts, variables and install scripts have one.
fn known(side: &Side) -> Known<'_> {
    let named = |capability| Some(((kind(capability)?, side.unversioned(&capability.detail)), capability));
    side.report.capabilities.iter().filter_map(named).collect()
}

fn kind(capability: &Capability) -> Option<Kind> {
    match capability.kind {
        CapabilityKind::Process => Some(Kind::Process),
        CapabilityKind::CodeEval => Some(Kind::CodeEval),
        CapabilityKind::Database => Some(Kind::Database),
        CapabilityKind::FileRead => Some(Kind::FileRead),
        CapabilityKind::FileWrite => Some(Kind::FileWrite),
        CapabilityKind::FileDelete => Some(Kind::FileDelete),
        CapabilityKind::NetworkListen => Some(Kind::NetworkListen),
        CapabilityKind::Native => Some(Kind::Native),
        // A host that has a name stands among the hosts.
        CapabilityKind::NetworkOut if capability.detail == "*" => Some(Kind::Host),
        CapabilityKind::NetworkOut | CapabilityKind::EnvRead | CapabilityKind::InstallScript => None,
    }
}

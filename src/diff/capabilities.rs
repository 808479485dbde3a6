//! What code can do, by kind and detail. A kind that is new is a power; more of a kind that was there is mostly a detail.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Weight};
use crate::model::{Capability, CapabilityKind, FileAccess, ObservedFile, Origin};

type Known<'r> = BTreeMap<(Kind, String), &'r Capability>;

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (known(old), known(new));
    let scale = Scale::new(&before, new);
    for (key, capability) in &after {
        match before.get(key) {
            Some(known) if is_own(known) || !is_own(capability) => {}
            Some(_) => changes.push(added(Weight::Detail, key.0, capability).remark(true, "in bundled code only before")),
            None => changes.push(added(scale.weight(key.0, capability), key.0, capability)),
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

/// What a capability that was not there before weighs.
struct Scale {
    /// What the old version could do, and what its own code could.
    kinds: BTreeSet<Kind>,
    own_kinds: BTreeSet<Kind>,
    /// What folders of the new version are told of: they have a list of their own.
    folders: BTreeSet<Kind>,
    /// An installation runs scripts of package.json.
    runs_scripts: bool,
}

impl Scale {
    fn new(before: &Known<'_>, new: &Side) -> Self {
        let folder = |file: &ObservedFile| match file.access {
            FileAccess::Write => Some(Kind::FileWrite),
            FileAccess::Delete => Some(Kind::FileDelete),
            FileAccess::Read => None,
        };
        Self {
            kinds: before.keys().map(|(kind, _)| *kind).collect(),
            own_kinds: before.iter().filter(|(_, capability)| is_own(capability)).map(|((kind, _), _)| *kind).collect(),
            folders: new.report.observed.files.iter().filter(|file| file.store.is_none()).filter_map(folder).collect(),
            runs_scripts: new.contents.scripts.iter().any(|script| script.at_install),
        }
    }

    /// A new kind, or one that so far only other people's code could do. Of programs, each counts.
    fn weight(&self, kind: Kind, capability: &Capability) -> Weight {
        let is_own = is_own(capability);
        let is_asked_for = capability.location.path.as_str() == "package.json" && !self.runs_scripts;
        let was_known = if is_own { self.own_kinds.contains(&kind) } else { self.kinds.contains(&kind) };
        let is_detail = match kind {
            Kind::Native => false,
            // What a person starts by name is listed with the scripts.
            Kind::Process => is_asked_for || (!is_own && was_known),
            kind => was_known || self.folders.contains(&kind),
        };
        if is_detail { Weight::Detail } else { Weight::Power }
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

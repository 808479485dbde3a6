//! What the solver has decided, as an installation: who asks for whom, and what does not come from an index.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use pep440_rs::Version;
use pep508_rs::ExtraName;

use super::index::PythonIndex;
use super::known::{Known, Release};
use super::metadata::Metadata;
use super::part::Part;
use super::requirement::{Origin, Requirement};
use crate::model::{PackageId, PackageName};
use crate::resolve::{Brought, Missing, Need, NeedKind, Resolution, ResolveError};

/// A project at the version that was decided for.
struct Member {
    release: Rc<Release>,
    extras: BTreeSet<ExtraName>,
}

pub(super) fn resolution<I: PythonIndex>(
    decided: impl IntoIterator<Item = (Part, Version)>,
    known: &Known<'_, I>,
    root: &PackageName,
) -> Result<Resolution, ResolveError> {
    let members = members(decided, known)?;
    let mut names: Vec<&PackageName> = members.keys().filter(|name| *name != root).collect();
    names.insert(0, root);
    let places: BTreeMap<&PackageName, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut resolution = Resolution::default();
    for member in names.iter().filter_map(|name| members.get(*name)) {
        let id = &member.release.resolved.id;
        let mut needs = BTreeSet::new();
        for requirement in asked(member, known) {
            match places.get(&requirement.name).filter(|_| matches!(requirement.origin, Origin::Index { .. })) {
                Some(by) => needs.extend(need(requirement, *by)),
                None => resolution.missing.extend(missing(requirement, id)),
            }
            note_doubtful(requirement, id, known, &mut resolution.notes);
        }
        resolution.missing.extend(untold(&member.release.metadata, id));
        resolution.packages.push(Brought {
            release: member.release.resolved.clone(),
            needs: needs.into_iter().collect(),
            has_own_lock: false,
        });
    }
    note_extras(&members, &mut resolution.notes);
    note_unverified(&members, &mut resolution.notes);
    resolution.missing.sort();
    resolution.missing.dedup();
    Ok(resolution)
}

fn members<I: PythonIndex>(
    decided: impl IntoIterator<Item = (Part, Version)>,
    known: &Known<'_, I>,
) -> Result<BTreeMap<PackageName, Member>, ResolveError> {
    let mut members: BTreeMap<PackageName, Member> = BTreeMap::new();
    for (part, version) in decided {
        let Some(name) = part.project() else { continue };
        if !members.contains_key(name) {
            let release = known.index.wait(known.release(name, &version))??;
            members.insert(name.clone(), Member { release, extras: BTreeSet::new() });
        }
        if let Some(member) = members.get_mut(name) {
            member.extras.extend(part.extra().cloned());
        }
    }
    Ok(members)
}

/// Each requirement once, whichever of the extras ask for it.
fn asked<'m, I>(member: &'m Member, known: &Known<'_, I>) -> Vec<&'m Requirement> {
    let metadata = &member.release.metadata;
    let of_extras = member.extras.iter().flat_map(|extra| metadata.asked(Some(extra), &known.environment));
    metadata.asked(None, &known.environment).into_iter().chain(of_extras).collect()
}

fn need(requirement: &Requirement, by: usize) -> Option<Need> {
    let (name, wanted) = (requirement.name.to_string(), requirement.wanted.clone());
    Some(Need { name, wanted, kind: NeedKind::Runtime, by })
}

fn missing(requirement: &Requirement, by: &PackageId) -> Option<Missing> {
    let (why, is_direct) = match &requirement.origin {
        Origin::Index { .. } => return None,
        Origin::Direct(why) => (why.clone(), true),
        Origin::Unread(why) => ((*why).to_owned(), false),
    };
    let (name, wanted) = (requirement.name.to_string(), requirement.wanted.clone());
    Some(Missing { name, wanted, kind: NeedKind::Runtime, by: by.clone(), why, is_direct })
}

/// What may be asked for besides, as a requirement that names nobody.
fn untold(metadata: &Metadata, id: &PackageId) -> Option<Missing> {
    let why = metadata.doubt.clone()?;
    let name = id.name.to_string();
    Some(Missing { name, wanted: "what else it asks for".to_owned(), kind: NeedKind::Runtime, by: id.clone(), why, is_direct: false })
}

fn note_doubtful<I>(requirement: &Requirement, id: &PackageId, known: &Known<'_, I>, notes: &mut Vec<String>) {
    let is_read = !matches!(requirement.origin, Origin::Unread(_));
    if is_read && Metadata::is_doubtful(requirement, &known.environment) {
        let shown: String = requirement.wanted.chars().take(100).collect();
        notes.push(format!("{id} asks for {} {shown}: its marker cannot be read, so it is taken to be asked for", requirement.name));
    }
}

fn note_unverified(members: &BTreeMap<PackageName, Member>, notes: &mut Vec<String>) {
    let unverified = members.values().filter(|member| member.release.metadata.is_unverified);
    let ids: Vec<String> = unverified.map(|member| member.release.resolved.id.to_string()).collect();
    if !ids.is_empty() {
        let (names, which) = (ids.join(", "), if ids.len() == 1 { "its wheel" } else { "their wheels" });
        notes.push(format!("the index serves no metadata of {names}: it was read off the end of {which}, for which no hash vouches"));
    }
}

fn note_extras(members: &BTreeMap<PackageName, Member>, notes: &mut Vec<String>) {
    for (name, member) in members {
        let lacking = member.extras.iter().filter(|extra| !member.release.metadata.extras.contains(extra));
        let id = &member.release.resolved.id;
        notes.extend(lacking.map(|extra| format!("{id} has no extra `{extra}`, though {name}[{extra}] is asked for")));
    }
}

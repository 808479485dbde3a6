//! A finished tree as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Located;
use super::build::Builder;
use super::catalogue::Release;
use super::kept::{Kept, kept};
use super::platform::Machine;
use super::tree::{Edge, EdgeId, Id, Kind, ROOT, Tree};
use super::wanted::Wanted;
use crate::fetch::Resolved;
use crate::model::{PackageId, Registry};
use crate::resolve::{Brought, Missing, Need, NeedKind, Resolution, ResolveError};

/// Each version once, however many folders it lies in; before them the project, where there is one.
pub(super) fn written_down(
    builder: &Builder<'_>,
    project: Option<&PackageId>,
    machine: &Machine,
    located: &Located<'_>,
) -> Result<Resolution, ResolveError> {
    let tree = &builder.tree;
    let Kept { nodes, elsewhere, unfit } = kept(tree, machine);
    let mut versions: BTreeMap<PackageId, (Rc<Release>, Vec<Id>)> = BTreeMap::new();
    for node in &nodes {
        let Some(release) = &tree.nodes[*node].release else { continue };
        versions.entry(id(release)).or_insert_with(|| (release.clone(), Vec::new())).1.push(*node);
    }
    let mut order: Vec<PackageId> = versions.keys().cloned().collect();
    let asked = if project.is_none() { tree.edges_from(ROOT).find_map(|edge| tree.target(edge)) } else { None };
    let first = asked.and_then(|node| Some(id(tree.nodes[node].release.as_ref()?)));
    order.sort_by_key(|id| Some(id) != first.as_ref());
    let places: BTreeMap<&PackageId, usize> = order.iter().zip(usize::from(project.is_some())..).collect();
    let writer = Writer { builder, nodes: &nodes, places };
    let mut resolution = Resolution::default();
    if let Some(project) = project {
        let needs = writer.needs(&[ROOT], project, &mut resolution.missing);
        let release = Resolved { id: project.clone(), source: String::new(), files: Vec::new(), facts: Default::default() };
        resolution.packages.push(Brought { release, needs, has_own_lock: false });
    }
    for package in &order {
        let (release, folders) = &versions[package];
        let releases = builder
            .catalogue
            .of(&release.name)
            .ok_or_else(|| ResolveError::Nothing { spec: package.to_string(), why: "the registry did not answer".to_owned() })?;
        resolution.packages.push(Brought {
            release: located(releases, &release.key)?,
            needs: writer.needs(folders, package, &mut resolution.missing),
            has_own_lock: release.manifest.has_shrinkwrap,
        });
    }
    resolution.missing.sort();
    resolution.missing.dedup();
    resolution.elsewhere = ids(tree, &elsewhere).into_iter().filter(|id| !versions.contains_key(id)).collect();
    resolution.elsewhere.sort();
    resolution.elsewhere.dedup();
    let unfit = ids(tree, &unfit).into_iter();
    resolution.notes.extend(unfit.map(|id| format!("{id} is needed, but not made for this platform: npm refuses to install it")));
    Ok(resolution)
}

struct Writer<'w, 'c> {
    builder: &'w Builder<'c>,
    nodes: &'w BTreeSet<Id>,
    places: BTreeMap<&'w PackageId, usize>,
}

impl Writer<'_, '_> {
    /// What is asked for from these folders, in which one and the same version lies; `missing` takes what nothing serves.
    fn needs(&self, folders: &[Id], package: &PackageId, missing: &mut Vec<Missing>) -> Vec<Need> {
        let tree = &self.builder.tree;
        let mut needs = Vec::new();
        for edge in folders.iter().flat_map(|folder| tree.edges_from(*folder)) {
            let one = &tree.edges[edge];
            let Some(kind) = need(one.kind) else { continue };
            let (name, wanted) = (one.name.to_string(), one.written.to_string());
            match tree.target(edge).filter(|to| self.nodes.contains(to)).and_then(|to| self.place(to)) {
                Some(by) => needs.push(Need { name, wanted, kind, by }),
                None if one.has_failed => match taken(self.builder, edge) {
                    // npm ties such a knot with a link to the folder where the version lies.
                    Ok(release) => needs.extend(self.places.get(&id(&release)).map(|by| Need { name, wanted, kind, by: *by })),
                    Err((why, is_direct)) => missing.push(Missing { name, wanted, kind, by: package.clone(), why, is_direct }),
                },
                None => {}
            }
        }
        needs.sort();
        needs.dedup();
        needs
    }

    fn place(&self, node: Id) -> Option<usize> {
        self.places.get(&id(self.builder.tree.nodes[node].release.as_ref()?)).copied()
    }
}

fn ids(tree: &Tree, nodes: &BTreeSet<Id>) -> Vec<PackageId> {
    nodes.iter().filter_map(|node| tree.nodes[*node].release.as_deref()).map(id).collect()
}

fn id(release: &Release) -> PackageId {
    PackageId { registry: Registry::Npm, name: release.name.clone(), version: release.key.clone() }
}

/// None for what is not installed where the project is only used.
pub(super) fn need(kind: Kind) -> Option<NeedKind> {
    match kind {
        Kind::Runtime => Some(NeedKind::Runtime),
        Kind::Optional => Some(NeedKind::Optional),
        Kind::Peer | Kind::OptionalPeer => Some(NeedKind::Peer),
        Kind::Development => None,
    }
}

/// What a requirement takes by itself; or why nothing, and whether it leads elsewhere than to a registry.
fn taken(builder: &Builder<'_>, edge: EdgeId) -> Result<Rc<Release>, (String, bool)> {
    let Edge { name, wanted, written, .. } = &builder.tree.edges[edge];
    let is_direct = matches!(**wanted, Wanted::Elsewhere(_));
    builder.catalogue.taken(name, wanted, written).map_err(|why| (why, is_direct))
}

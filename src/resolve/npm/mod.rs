//! What npm would install: which version serves each requirement, and where more than one version of a package is needed.
//!
//! npm's own way is followed, folder by folder, since its outcome depends on it: what lies in a folder already and serves is taken, and a
//! later requirement may find a version that it would not have taken by itself.

mod build;
mod catalogue;
mod kept;
mod order;
mod peers;
mod place;
mod platform;
mod room;
mod tree;
mod wanted;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use self::build::{Builder, Entangled};
use self::catalogue::{Ask, Catalogue, Release};
pub use self::catalogue::{Next, NpmSource};
use self::kept::{Kept, kept};
pub use self::platform::Machine;
pub(super) use self::platform::System;
use self::tree::{Edge, EdgeId, Id, Kind, ROOT, Tree};
use self::wanted::Wanted;
use super::{Brought, Missing, Need, NeedKind, Resolution, ResolveError};
use crate::fetch::{FetchError, NpmReleases, Resolved};
use crate::model::{PackageId, PackageSpec, Registry};

/// Where a picked version's tarball is.
pub type Located<'a> = dyn Fn(&NpmReleases, &str) -> Result<Resolved, FetchError> + 'a;

/// What `npm install SPEC` would place into an empty project.
pub fn npm(source: &dyn NpmSource, spec: &PackageSpec, machine: &Machine, located: &Located<'_>) -> Result<Resolution, ResolveError> {
    let written = spec.wanted.as_deref().unwrap_or("*");
    let name: Rc<str> = spec.name.as_str().into();
    let ask = Ask { name, wanted: Wanted::read(written).into(), written: written.into(), kind: Kind::Runtime };
    let mut catalogue = Catalogue::new(source, machine.node.clone());
    catalogue.prepare(std::slice::from_ref(&ask))?;
    catalogue.take(&ask.name, &ask.wanted, &ask.written).map_err(|why| ResolveError::Nothing { spec: spec.to_string(), why })?;
    let mut tree = Tree::default();
    tree.add("".into(), None);
    tree.ask(ROOT, ask.name, ask.wanted, ask.written, ask.kind);
    let mut builder = Builder::new(tree, catalogue);
    builder.build().map_err(|Entangled| ResolveError::Entangled { spec: spec.to_string() })?;
    written_down(&builder, machine, located)
}

/// Each version once, however many folders it lies in.
fn written_down(builder: &Builder<'_>, machine: &Machine, located: &Located<'_>) -> Result<Resolution, ResolveError> {
    let tree = &builder.tree;
    let Kept { nodes, elsewhere, unfit } = kept(tree, machine);
    let release = |node: &Id| tree.nodes[*node].release.clone();
    let first = tree.edges_from(ROOT).find_map(|edge| tree.target(edge)).and_then(|node| release(&node));
    let mut versions: BTreeMap<PackageId, (Rc<Release>, Vec<Id>)> = BTreeMap::new();
    for node in &nodes {
        let Some(release) = release(node) else { continue };
        versions.entry(id(&release)).or_insert_with(|| (release, Vec::new())).1.push(*node);
    }
    let mut order: Vec<PackageId> = versions.keys().cloned().collect();
    let first = first.map(|release| id(&release));
    order.sort_by_key(|id| Some(id) != first.as_ref());
    let places: BTreeMap<&PackageId, usize> = order.iter().zip(0..).collect();
    let mut resolution = Resolution::default();
    for package in &order {
        let (release, folders) = &versions[package];
        let releases = builder
            .catalogue
            .of(&release.name)
            .ok_or_else(|| ResolveError::Nothing { spec: package.to_string(), why: "the registry did not answer".to_owned() })?;
        let mut needs = Vec::new();
        for edge in folders.iter().flat_map(|folder| tree.edges_from(*folder)) {
            let one = &tree.edges[edge];
            let by = tree.target(edge).filter(|to| nodes.contains(to)).and_then(|to| release_place(tree, to, &places));
            let (name, wanted, kind) = (one.name.to_string(), one.written.to_string(), need(one.kind));
            match by {
                Some(by) => needs.push(Need { name, wanted, kind, by }),
                None if one.has_failed => match taken(builder, edge) {
                    // npm ties such a knot with a link to the folder where the version lies.
                    Ok(release) => needs.extend(places.get(&id(&release)).map(|by| Need { name, wanted, kind, by: *by })),
                    Err((why, is_direct)) => resolution.missing.push(Missing { name, wanted, kind, by: package.clone(), why, is_direct }),
                },
                None => {}
            }
        }
        needs.sort();
        needs.dedup();
        resolution.packages.push(Brought {
            release: located(releases, &release.key)?,
            needs,
            has_own_lock: release.manifest.has_shrinkwrap,
        });
    }
    resolution.missing.sort();
    resolution.missing.dedup();
    let ids = |nodes: &std::collections::BTreeSet<Id>| nodes.iter().filter_map(release).map(|release| id(&release)).collect::<Vec<_>>();
    resolution.elsewhere = ids(&elsewhere).into_iter().filter(|id| !versions.contains_key(id)).collect();
    resolution.elsewhere.sort();
    resolution.elsewhere.dedup();
    resolution
        .notes
        .extend(ids(&unfit).iter().map(|id| format!("{id} is needed, but not made for this platform: npm refuses to install it")));
    Ok(resolution)
}

fn release_place(tree: &Tree, node: Id, places: &BTreeMap<&PackageId, usize>) -> Option<usize> {
    places.get(&id(tree.nodes[node].release.as_ref()?)).copied()
}

fn id(release: &Release) -> PackageId {
    PackageId { registry: Registry::Npm, name: release.name.clone(), version: release.key.clone() }
}

fn need(kind: Kind) -> NeedKind {
    match kind {
        Kind::Runtime => NeedKind::Runtime,
        Kind::Optional => NeedKind::Optional,
        Kind::Peer | Kind::OptionalPeer => NeedKind::Peer,
    }
}

/// What a requirement takes by itself; or why nothing, and whether it leads elsewhere than to a registry.
fn taken(builder: &Builder<'_>, edge: EdgeId) -> Result<Rc<Release>, (String, bool)> {
    let Edge { name, wanted, written, .. } = &builder.tree.edges[edge];
    let is_direct = matches!(**wanted, Wanted::Elsewhere(_));
    builder.catalogue.taken(name, wanted, written).map_err(|why| (why, is_direct))
}

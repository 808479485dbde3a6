//! What npm would install: which version serves each requirement, and where more than one version of a package is needed.
//!
//! npm's own way is followed, folder by folder, since its outcome depends on it: what lies in a folder already and serves is taken, and a
//! later requirement may find a version that it would not have taken by itself.

mod build;
mod catalogue;
mod kept;
mod order;
mod overrides;
mod overruled;
mod peers;
mod place;
mod platform;
mod project;
mod room;
mod tree;
mod wanted;
mod written;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use self::build::{Builder, Entangled};
use self::catalogue::{Ask, Catalogue};
pub use self::catalogue::{Next, NpmSource};
pub use self::platform::Machine;
pub(super) use self::platform::System;
pub use self::project::NpmProject;
use self::tree::{EdgeId, Kind, ROOT, Tree};
use self::wanted::Wanted;
use self::written::written_down;
use super::{Resolution, ResolveError};
use crate::fetch::{FetchError, NpmReleases, Resolved};
use crate::model::{PackageId, PackageSpec};

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
    tree.add("".into(), None, None);
    tree.ask(ROOT, ask.name, ask.wanted, ask.written, ask.kind);
    let mut builder = Builder::new(tree, catalogue);
    builder.build().map_err(|Entangled| ResolveError::Entangled { spec: spec.to_string() })?;
    written_down(&builder, None, machine, located)
}

/// What an install of a project that lies here would place beside it, but for what only development asks for. The project itself stands
/// first, under `id`; it has no files.
pub fn npm_project(
    source: &dyn NpmSource,
    project: &NpmProject,
    id: &PackageId,
    machine: &Machine,
    located: &Located<'_>,
) -> Result<Resolution, ResolveError> {
    let mut notes = Vec::new();
    let mut tree = Tree::default();
    tree.overrides = project.overrides(&mut notes);
    let asks = project.asks();
    let mut catalogue = Catalogue::new(source, machine.node.clone());
    let overridden = tree.overrides.iter().flat_map(overrides::Overrides::asks);
    let ahead: Vec<Ask> = asks.iter().filter(|ask| ask.kind != Kind::OptionalPeer).cloned().chain(overridden).collect();
    catalogue.prepare(&ahead)?;
    let rule = tree.overrides.is_some().then_some(overrides::WHOLE);
    tree.add("".into(), None, rule);
    for ask in asks {
        tree.ask(ROOT, ask.name, ask.wanted, ask.written, ask.kind);
    }
    notes.extend(tree.edges_from(ROOT).filter_map(|edge| against_itself(&tree, edge)));
    let mut builder = Builder::new(tree, catalogue);
    builder.build().map_err(|Entangled| ResolveError::Entangled { spec: id.to_string() })?;
    let mut resolution = written_down(&builder, Some(id), machine, located)?;
    resolution.notes.splice(0..0, notes);
    Ok(resolution)
}

/// npm lets nobody override what the project itself asks for.
fn against_itself(tree: &Tree, edge: EdgeId) -> Option<String> {
    let edge = &tree.edges[edge];
    let (written, asked) = (&edge.written, &edge.asked.1);
    (written != asked)
        .then(|| format!("the project asks for `{}` as `{asked}` and overrides it with `{written}`: npm refuses to install it", edge.name))
}

//! Dependencies that are taken from elsewhere than a registry, and settings that name another registry.

mod npm;
mod python;
mod requirements;
mod specifier;

pub use specifier::{DirectFrom, Repository, read as leads_to, repository, shown as without_user};

use super::Manifest;
use super::json::Node;
use super::text::Text;
use crate::model::{Location, Tree};

/// More than any honest package has.
const DIRECT_MAX: usize = 1_000;

/// A dependency that bypasses the registry, or a setting under which all of them do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Direct {
    pub wanted: Wanted,
    /// The dependency, or the setting; empty where neither is named.
    pub name: String,
    /// As written, at most 300 bytes, without user and password.
    pub written: String,
    pub from: DirectFrom,
    pub location: Location,
}

/// What makes an installer follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// Each installation of the package.
    Install,
    /// An installation from sources, before anything else runs.
    Build,
    /// An installation that asks for an extra.
    Extra,
    /// It is shipped inside the package, and taken from there.
    Bundled,
    /// Only somebody who works on the package, or takes its settings for their own.
    Development,
    /// A setting of an installer in a file that is shipped.
    Setting,
}

pub(super) fn of_package_json(root: &Node, text: &Text, manifest: &mut Manifest) {
    npm::read(root, text, manifest);
}

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    python::read(tree, manifest);
    requirements::read(tree, manifest);
    manifest.direct.sort();
    manifest.direct.dedup();
}

fn add(manifest: &mut Manifest, wanted: Wanted, name: &str, written: &str, location: Location) {
    let Some(from) = specifier::read(written) else { return };
    push(manifest, Direct { wanted, name: name.to_owned(), written: specifier::shown(written), from, location });
}

fn push(manifest: &mut Manifest, direct: Direct) {
    if manifest.direct.len() < DIRECT_MAX {
        manifest.direct.push(direct);
    }
}

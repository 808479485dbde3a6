//! The lock files of npm, pnpm, yarn and bun.

mod berry;
mod bun;
mod classic;
mod package_lock;
mod places;
mod pnpm;
mod pnpm_keys;
mod tree;
mod v1;

pub(super) use berry::read as yarn_berry;
pub(super) use bun::read as bun;
pub(super) use classic::read as yarn_classic;
pub(super) use package_lock::read as package_lock;
pub(super) use pnpm::read as pnpm;

use std::collections::HashSet;

use super::document::Node;
use super::locked::NpmPlatforms;
use crate::model::PackageName;
use crate::resolve::NeedKind;

/// `os`, `cpu` and `libc` of package.json.
fn platforms(node: &Node) -> NpmPlatforms {
    NpmPlatforms { os: node.words_of("os"), cpu: node.words_of("cpu"), libc: node.words_of("libc") }
}

/// Name, requirement and kind of what a package.json asks for at run time; what is both is optional. A peer that it can do without is
/// used where it is there, but brought for others only.
fn asked<'n>(node: &'n Node, optional_peers: &[&str]) -> Vec<(&'n str, &'n str, NeedKind)> {
    let optional_peers: HashSet<&str> = optional_peers.iter().copied().collect();
    let optional = || node.texts_of("optionalDependencies").map(|(name, wanted)| (name, wanted, NeedKind::Optional));
    let is_optional = |name: &str| node.get("optionalDependencies").is_some_and(|table| table.get(name).is_some());
    let runtime = node.texts_of("dependencies").filter(|(name, _)| !is_optional(name));
    let is_asked = |name: &str| is_optional(name) || node.get("dependencies").is_some_and(|table| table.get(name).is_some());
    let peers = node.texts_of("peerDependencies").filter(|(name, _)| !is_asked(name) && !optional_peers.contains(name));
    let mut asked: Vec<_> = runtime.map(|(name, wanted)| (name, wanted, NeedKind::Runtime)).collect();
    asked.extend(optional());
    asked.extend(peers.map(|(name, wanted)| (name, wanted, NeedKind::Peer)));
    asked
}

/// `name@rest`, where the name may be scoped.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let at = text.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at)?;
    Some((&text[..at], &text[at + 1..]))
}

/// The name behind `npm:other@^1`; none for what is no alias.
fn alias(wanted: &str) -> Option<&str> {
    let target = wanted.strip_prefix("npm:")?;
    let name = split_name(target).map_or(target, |(name, _)| name);
    // Berry writes plain ranges as `npm:^1` too.
    PackageName::npm(name).ok().filter(|_| target.contains('@')).map(|_| name)
}

/// Whether an address that a registry package is taken from speaks of that package; registries keep the name in the path.
fn speaks_of(url: &url::Url, name: &PackageName) -> bool {
    let path = crate::resolve::lock::reading::percent_decoded(url.path()).to_ascii_lowercase();
    let bare = name.as_str().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    path.contains(&bare)
}

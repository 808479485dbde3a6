//! package-lock.json and npm-shrinkwrap.json: a map from places in node_modules to packages (versions 2 and 3), or npm 6's tree.

use super::super::document::{Node, json};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::Lock;
use super::super::reading::{Reading, brief};
use super::tree::{Entry, lock};
use super::{asked, platforms, v1};
use crate::resolve::NeedKind;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = json(reading, text)?;
    let (entries, has_roots) = match (root.get("packages"), root.get("dependencies")) {
        (Some(packages), _) => (packages.entries().map(|(path, node)| entry(path.to_owned(), node)).collect(), true),
        (None, Some(tree)) => (v1::entries(reading, tree)?, false),
        (None, None) if root.text_of("lockfileVersion").is_some() => (Vec::new(), true),
        (None, None) => {
            return Err(reading.bad(
                "it has neither `packages` nor `dependencies`",
                "check that it is npm's lock file; `npm install --package-lock-only` of npm 7 or newer writes version 3",
            ));
        }
    };
    if let Some(version) = root.text_of("lockfileVersion").filter(|version| !["1", "2", "3"].contains(version)) {
        reading.say(format!("lock file version {} is newer than what is known here; it was read as version 3", brief(version)));
    }
    lock(reading, LockFormat::Npm, &entries, has_roots)
}

fn entry(path: String, node: &Node) -> Entry<'_> {
    let text = |key: &str| node.text_of(key);
    let dev = node.texts_of("devDependencies").map(|(name, wanted)| (name, wanted, NeedKind::Runtime, true));
    let needs = asked(node, &optional_peers(node)).into_iter().map(|(name, wanted, kind)| (name, wanted, kind, false)).chain(dev).collect();
    Entry {
        name: text("name"),
        version: text("version"),
        resolved: text("resolved"),
        integrity: text("integrity"),
        is_direct: false,
        link: node.is_true("link"),
        needs,
        is_dev: ["dev", "devOptional", "extraneous"].iter().any(|flag| node.is_true(flag)),
        is_optional: node.is_true("optional") || node.is_true("devOptional"),
        bundled: node.is_true("inBundle"),
        platforms: platforms(node),
        path,
    }
}

fn optional_peers(node: &Node) -> Vec<&str> {
    let peers = node.entries_of("peerDependenciesMeta");
    peers.filter(|(_, meta)| meta.is_true("optional")).map(|(name, _)| name).collect()
}

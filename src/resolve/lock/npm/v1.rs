//! npm 6's tree of dependencies: the same places as newer files name by their paths.

use super::super::document::Node;
use super::super::error::BadLock;
use super::super::locked::NpmPlatforms;
use super::super::reading::{Reading, is_on_the_web};
use super::places::PATH_MAX;
use super::split_name;
use super::tree::Entry;
use crate::manifest::leads_to;
use crate::resolve::NeedKind;

pub(super) fn entries<'t>(reading: &Reading, tree: &'t Node) -> Result<Vec<Entry<'t>>, BadLock> {
    let mut entries = Vec::new();
    let mut pending: Vec<(String, &Node)> = vec![(String::new(), tree)];
    while let Some((parent, tree)) = pending.pop() {
        for (name, node) in tree.entries() {
            let path = if parent.is_empty() { format!("node_modules/{name}") } else { format!("{parent}/node_modules/{name}") };
            if path.len() > PATH_MAX {
                return Err(reading.bad_entry(name, "it lies too deep"));
            }
            if let Some(inner) = node.get("dependencies") {
                pending.push((path.clone(), inner));
            }
            entries.push(entry(path, node));
        }
    }
    Ok(entries)
}

/// `version` holds whatever leads to the package: a version, `npm:other@1.0.0`, an address or a path.
fn entry(path: String, node: &Node) -> Entry<'_> {
    let written = node.text_of("version");
    let target = written.and_then(|written| split_name(written.strip_prefix("npm:")?));
    let elsewhere = written.filter(|written| is_on_the_web(written) || leads_to(written).is_some());
    let (name, version, resolved) = match (target, elsewhere) {
        (Some((name, version)), _) => (Some(name), Some(version), node.text_of("resolved")),
        (None, Some(address)) => (None, None, Some(address)),
        (None, None) => (None, written, node.text_of("resolved")),
    };
    Entry {
        path,
        name,
        version,
        resolved,
        integrity: node.text_of("integrity"),
        is_direct: elsewhere.is_some(),
        link: false,
        needs: node.texts_of("requires").map(|(name, wanted)| (name, wanted, NeedKind::Runtime, false)).collect(),
        is_dev: node.is_true("dev"),
        is_optional: node.is_true("optional"),
        bundled: node.is_true("bundled"),
        platforms: NpmPlatforms::default(),
    }
}

//! package.json: what stands in place of a version.

use std::collections::HashSet;

use super::{Manifest, Node, Text, Wanted, add};
use crate::manifest::json::Value;

const TABLES: [(&str, Wanted); 4] = [
    ("dependencies", Wanted::Install),
    ("optionalDependencies", Wanted::Install),
    ("peerDependencies", Wanted::Install),
    ("devDependencies", Wanted::Development),
];
/// Only those of the project that is worked on count, never those of a dependency.
const OVERRIDES: [&str; 2] = ["overrides", "resolutions"];

pub(super) fn read(root: &Node, text: &Text, manifest: &mut Manifest) {
    let bundled: HashSet<String> = manifest.bundled_dependencies.iter().cloned().collect();
    for (table, wanted) in TABLES {
        for (_, name, node) in root.get(table).map(Node::fields).unwrap_or_default() {
            let Some(written) = node.text() else { continue };
            let wanted = if bundled.contains(name) { Wanted::Bundled } else { wanted };
            add(manifest, wanted, name, written, node.place(text));
        }
    }
    let pnpm = root.get("pnpm").and_then(|pnpm| pnpm.get("overrides"));
    for node in OVERRIDES.iter().filter_map(|key| root.get(key)).chain(pnpm) {
        node.walk(&mut |name, inner| {
            if let Value::Text(written) = &inner.value {
                add(manifest, Wanted::Development, name, written, inner.place(text));
            }
        });
    }
}

//! What a package says of itself, with any type in any field.

use mcpscan::fetch::{parse_sri, verify};
use mcpscan::manifest;
use mcpscan::model::{Tree, Verification};

use crate::file;

const NAMES: [&str; 12] = [
    "package.json",
    "README.md",
    "PKG-INFO",
    "a.dist-info/METADATA",
    "a.dist-info/entry_points.txt",
    "pyproject.toml",
    "setup.cfg",
    "server.json",
    "manifest.json",
    "smithery.yaml",
    ".env.example",
    "docs/setup.md",
];

/// Each kind of document alone, and all of them at once.
pub fn package_json(data: &[u8]) {
    for name in NAMES {
        check(Tree::new(vec![file(name, data)], Vec::new()));
    }
    check(Tree::new(NAMES.iter().map(|name| file(name, data)).collect(), Vec::new()));
}

fn check(tree: Tree) {
    let manifest = manifest::read(&tree);
    assert!(
        manifest.entries.iter().all(|entry| entry.missing != tree.contains(entry.path.as_str())),
        "an entry is there, or is said to be missing"
    );
    assert_eq!(manifest, manifest::read(&tree));
}

/// Integrity as a registry's document gives it: the rest of the document is read behind the network's door.
pub fn integrity(data: &[u8]) {
    let Some(digests) = std::str::from_utf8(data).ok().and_then(|text| parse_sri(text).ok()) else { return };
    if let Ok(verification) = verify(data, &digests) {
        assert!(digests.is_empty() || verification.integrity().is_some());
        assert!(!digests.is_empty() || matches!(verification, Verification::Unverified { .. }));
    }
}

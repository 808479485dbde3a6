//! The `exports` field: conditions within conditions, subpaths, and patterns with a star.

use super::{Package, resolve};
use crate::manifest::entry::{Entry, EntryKind};
use crate::manifest::json::Node;
use crate::model::RelPath;

/// Patterns (`./*`) that are looked at, and files that one of them may add; a larger package is reached by its other entries.
const PATTERNS_MAX: usize = 100;
const PATTERN_FILES_MAX: usize = 2_000;

pub fn read(package: &mut Package<'_>) {
    for field in ["exports", "imports"] {
        let Some(node) = package.root.get(field) else { continue };
        let mut targets = Vec::new();
        let mut patterns = 0;
        collect(node, "", &mut targets);
        for (name, target, node) in targets {
            if target.contains('*') {
                patterns += 1;
                if patterns <= PATTERNS_MAX {
                    pattern(package, name, target, node);
                }
            } else if target.starts_with("./") || field == "exports" {
                package.entry(EntryKind::Export, name, target, node);
            }
        }
    }
}

/// Every target with the subpath that leads to it; all conditions count, since any reader may ask for any.
fn collect<'a>(node: &'a Node, name: &'a str, into: &mut Vec<(&'a str, &'a str, &'a Node)>) {
    let mut pending = vec![(name, node)];
    while let Some((name, node)) = pending.pop() {
        into.extend(node.text().map(|target| (name, target, node)));
        pending.extend(node.items().iter().rev().map(|item| (name, item)));
        for (_, key, value) in node.fields().iter().rev() {
            let is_subpath = key.starts_with(['.', '#']);
            // Declarations are no code.
            if key != "types" && key != "typings" {
                pending.push((if is_subpath { key } else { name }, value));
            }
        }
    }
}

/// `./dist/*.js`: each file that the star can stand for.
fn pattern(package: &mut Package<'_>, name: &str, target: &str, node: &Node) {
    let target = target.trim_start_matches("./");
    let Some((before, after)) = target.split_once('*') else { return };
    let Some(folder) = resolve::from_root(&format!("{before}x")) else { return };
    let before = &folder.as_str()[..folder.as_str().len() - 1];
    let fits = |path: &str| path.len() >= before.len() + after.len() && path.starts_with(before) && path.ends_with(after);
    // Nobody imports a LICENSE: what a star stands for has an ending, unless the pattern gives it one.
    let has_ending = |path: &RelPath| !after.is_empty() || path.extension().is_some();
    let files = package.tree.files().iter().map(|file| &file.path).filter(|path| fits(path.as_str()) && has_ending(path));
    let entries = files.take(PATTERN_FILES_MAX).map(|path| Entry {
        kind: EntryKind::Export,
        path: path.clone(),
        missing: false,
        function: None,
        name: name.to_owned(),
        named_at: node.place(package.text),
    });
    package.manifest.entries.extend(entries);
}

//! Which files are new, gone, moved, or others than they were.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{ContentFile, Sha256};

/// Endings of what nobody runs.
const DOCUMENTS: [&str; 12] = [".md", ".mdx", ".rst", ".txt", ".map", ".d.ts", ".d.mts", ".d.cts", ".css", ".svg", ".png", "license"];

type Files<'s> = BTreeMap<(bool, String), &'s ContentFile>;

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let is_wheel_apart = [old, new].iter().any(|side| mixes(side));
    let (before, after) = (known(old, is_wheel_apart), known(new, is_wheel_apart));
    let mut gone: BTreeMap<Sha256, Vec<&ContentFile>> = BTreeMap::new();
    for (_, file) in before.iter().rev().filter(|(key, _)| !after.contains_key(*key)) {
        gone.entry(file.sha256).or_default().push(file);
    }
    let unread = |side: &Side| side.report.coverage.gaps.iter().map(|gap| gap.path.to_string()).collect::<BTreeSet<_>>();
    let (unread_before, unread_after) = (unread(old), unread(new));
    let mut all: Vec<Change> = Vec::new();
    for (key, file) in &after {
        let change = match before.get(key) {
            Some(known) if known.sha256 == file.sha256 => continue,
            Some(known) => about(Turn::Changed, file).texts(Some(&known.bytes.to_string()), Some(&file.bytes.to_string())),
            None => match gone.get_mut(&file.sha256).and_then(Vec::pop) {
                Some(known) => about(Turn::Moved, file).texts(Some(known.path.as_str()), None),
                None => about(Turn::Added, file).texts(None, Some(&file.bytes.to_string())),
            },
        };
        all.push(marked(change, new, &unread_after));
    }
    let mut left: Vec<&ContentFile> = gone.into_values().flatten().collect();
    left.sort();
    all.extend(left.into_iter().map(|file| {
        let change = about(Turn::Removed, file).texts(Some(&file.bytes.to_string()), None);
        marked(change, old, &unread_before)
    }));
    // The list of a wheel's files changes with any of them.
    if all.len() > 1 {
        all.retain(|change| !(change.turn == Turn::Changed && change.subject.ends_with(".dist-info/RECORD")));
    }
    all.sort_by_key(|change| (rank(change), change.turn));
    changes.extend(all);
}

/// What runs at installation and what was not read, then code, then documents.
fn rank(change: &Change) -> u8 {
    let name = change.subject.to_ascii_lowercase();
    let is_document = DOCUMENTS.iter().any(|ending| name.ends_with(ending)) || name.contains(".dist-info/");
    match (change.remarks.is_empty(), is_document) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

/// A wheel and a source release lie beside each other: one path may stand in both.
fn mixes(side: &Side) -> bool {
    let wheels = side.contents.files.iter().filter(|file| file.in_wheel).count();
    wheels > 0 && wheels < side.contents.files.len()
}

fn known(side: &Side, is_wheel_apart: bool) -> Files<'_> {
    side.contents.files.iter().map(|file| ((is_wheel_apart && file.in_wheel, place(file)), file)).collect()
}

/// The folder of a wheel's metadata has the version in its name.
fn place(file: &ContentFile) -> String {
    let path = file.path.as_str();
    match path.split_once('/') {
        Some((top, rest)) if top.ends_with(".dist-info") => format!("*.dist-info/{rest}"),
        Some((top, rest)) if file.in_wheel && top.ends_with(".data") => format!("*.data/{rest}"),
        Some(_) | None => path.to_owned(),
    }
}

fn about(turn: Turn, file: &ContentFile) -> Change {
    Change::new(Weight::File, Kind::File, turn, file.path.as_str())
}

fn marked(change: Change, side: &Side, unread: &BTreeSet<String>) -> Change {
    let is_hook = side.contents.hooks.binary_search_by(|hook| hook.as_str().cmp(&change.subject)).is_ok();
    let is_unread = unread.contains(&change.subject);
    change.remark(is_hook, "runs at installation").remark(is_unread, "not read in full")
}

//! entry_points.txt of a wheel or an egg-info folder, and the same lists in setup.cfg.

use super::Distribution;
use crate::manifest::entry::EntryKind;
use crate::manifest::text::Text;

/// More than any honest distribution has: each may be looked for among all files.
pub(super) const ENTRY_POINTS_MAX: usize = 1_000;

pub(super) fn read(distribution: &mut Distribution<'_>) {
    let tree = distribution.tree;
    for path in distribution.layout.info_files("entry_points.txt") {
        let Some(file) = tree.get(&path) else { continue };
        let text = Text::of(file);
        for item in ini(&text).into_iter().take(ENTRY_POINTS_MAX) {
            let kind = kind_of(&item.section);
            distribution.object(kind, &named(kind, &item.section, &item.key), &item.value, text.place(item.at..item.at));
        }
    }
}

pub(super) fn kind_of(group: &str) -> EntryKind {
    match group {
        "console_scripts" | "gui_scripts" => EntryKind::ConsoleScript,
        _ => EntryKind::Plugin,
    }
}

/// A command by its name, a plug-in by its group.
fn named(kind: EntryKind, group: &str, key: &str) -> String {
    if kind == EntryKind::Plugin { group.to_owned() } else { key.to_owned() }
}

pub(super) struct Item {
    pub section: String,
    pub key: String,
    /// Continued lines joined by `\n`.
    pub value: String,
    /// Offset of the line.
    pub at: usize,
}

/// `key = value` lines under `[section]`, with indented lines continuing a value.
pub(super) fn ini(text: &Text) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut section = String::new();
    for (at, line) in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.trim().to_owned();
        } else if line.starts_with([' ', '\t']) && items.last().is_some_and(|item| item.section == section) {
            let last = items.last_mut().expect("just looked at");
            last.value.push('\n');
            last.value.push_str(trimmed);
        } else if let Some((key, value)) = trimmed.split_once('=').or_else(|| trimmed.split_once(':')) {
            items.push(Item { section: section.clone(), key: key.trim().to_owned(), value: value.trim().to_owned(), at });
        }
    }
    items
}

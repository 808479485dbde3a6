//! Changes to the text of a list. What a change is not about keeps its bytes, and what comes out is read again before it is given.

use thiserror::Error;
use toml_edit::DocumentMut;

use self::renew::renew;
use super::entry;
use super::error::ListError;
use super::list::{Approval, ApprovedList, Block};
use super::read::{APPROVE, BLOCK, read};
use super::regions::{Regions, Section};
use super::versions::{VersionRange, compare, is_same};
use crate::model::{PackageName, Registry};

/// How a new list begins.
pub const HEADER: &str = "\
# What may be installed here and what may not, as people decided it. `mcpscan check` holds a package against it;
# `mcpscan approve`, `block` and `revoke` keep it sorted. Edit it as you like: comments stay where they are.
";

/// A list that is being changed.
#[derive(Debug, Clone)]
pub struct Draft {
    file: String,
    text: String,
    list: ApprovedList,
}

#[derive(Debug, Error)]
pub enum EditError {
    #[error(transparent)]
    List(#[from] ListError),
    #[error(
        "{file} is laid out in a way that cannot be edited without harm\nhint: write the tables of each entry right below its header, then try again"
    )]
    Untidy { file: String },
}

/// What [`Draft::revoke`] took out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed {
    pub approvals: Vec<Approval>,
    pub blocks: Vec<Block>,
}

impl Draft {
    /// `file` names it in errors.
    pub fn new(file: &str, text: &str) -> Result<Self, ListError> {
        let list = read(file, text)?;
        let text = if text.trim().is_empty() { HEADER } else { text };
        Ok(Self { file: file.to_owned(), text: text.to_owned(), list })
    }

    pub fn list(&self) -> &ApprovedList {
        &self.list
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// In the place of the entry of the version that is nearest to it, or as a new one. Entries of the version that name other
    /// files stay; what speaks of its files alone is taken out, and given back.
    pub fn approve(&mut self, approval: &Approval) -> Result<Vec<Approval>, EditError> {
        let nearest = self.list.nearest(approval.registry, &approval.name, &approval.version, &approval.artifacts);
        self.approve_at(nearest, approval)
    }

    /// The same, in the place of this entry.
    pub fn approve_at(&mut self, place: Option<usize>, approval: &Approval) -> Result<Vec<Approval>, EditError> {
        let mut expected = self.list.clone();
        let text = entry::approval(approval);
        let Some(place) = place else {
            let before = self.list.approvals.iter().position(|other| precedes(approval, other));
            expected.approvals.push(approval.clone());
            self.take(inserted(&self.text, Section::Approve, before, &text), expected)?;
            return Ok(Vec::new());
        };
        let mut others = places(&self.list.approvals, |old| old.is_within(approval));
        others.retain(|other| *other != place);
        let old = &self.list.approvals[place];
        let differs = |key: &str| differs(key, old, approval);
        let edited = replaced(&self.text, Section::Approve, place, &text, &APPROVE, differs);
        expected.approvals[place] = approval.clone();
        let gone: Vec<Approval> = others.iter().rev().map(|at| expected.approvals.remove(*at)).rev().collect();
        self.take(edited.map(|edited| without(edited, Section::Approve, &others)), expected)?;
        Ok(gone)
    }

    /// In the place of an entry for the same versions, or as a new one.
    pub fn block(&mut self, block: &Block) -> Result<(), EditError> {
        let same = |old: &Block| (old.registry, &old.name, &old.versions) == (block.registry, &block.name, &block.versions);
        let mut expected = self.list.clone();
        let text = entry::block(block);
        let edited = match self.list.blocks.iter().position(same) {
            None => {
                let before = self.list.blocks.iter().position(|other| key(block) < key(other));
                expected.blocks.push(block.clone());
                inserted(&self.text, Section::Block, before, &text)
            }
            Some(at) => {
                expected.blocks[at] = block.clone();
                let old = &self.list.blocks[at];
                let differs = |key: &str| match key {
                    "why" => old.why != block.why,
                    "by" => old.by != block.by,
                    "on" => old.on != block.on,
                    _ => false,
                };
                replaced(&self.text, Section::Block, at, &text, &BLOCK, differs)
            }
        };
        self.take(edited, expected)
    }

    /// Approvals of the version, or of all, and blocks that are written for it, or all.
    pub fn revoke(&mut self, registry: Registry, name: &PackageName, version: Option<&str>) -> Result<Removed, EditError> {
        let is_meant = |written: &str| version.is_none_or(|version| is_same(registry, written, version));
        let approvals = places(&self.list.approvals, |old| old.registry == registry && old.name == *name && is_meant(&old.version));
        self.take_out(&approvals, &self.blocks(registry, name, version))
    }

    /// Blocks that are written for the version or range, or all; approvals stay.
    pub fn lift(&mut self, registry: Registry, name: &PackageName, version: Option<&str>) -> Result<Removed, EditError> {
        self.take_out(&[], &self.blocks(registry, name, version))
    }

    fn blocks(&self, registry: Registry, name: &PackageName, version: Option<&str>) -> Vec<usize> {
        let is_meant = |range: &VersionRange| version.is_none_or(|version| range.is_written(version));
        places(&self.list.blocks, |old| old.registry == registry && old.name == *name && is_meant(&old.versions))
    }

    fn take_out(&mut self, approvals: &[usize], blocks: &[usize]) -> Result<Removed, EditError> {
        let mut expected = self.list.clone();
        let removed = Removed {
            approvals: approvals.iter().rev().map(|at| expected.approvals.remove(*at)).rev().collect(),
            blocks: blocks.iter().rev().map(|at| expected.blocks.remove(*at)).rev().collect(),
        };
        let edited = without(self.text.clone(), Section::Approve, approvals);
        self.take(Some(without(edited, Section::Block, blocks)), expected)?;
        Ok(removed)
    }

    /// Sorted, and only if it says what was meant.
    fn take(&mut self, edited: Option<String>, mut expected: ApprovedList) -> Result<(), EditError> {
        let untidy = || EditError::Untidy { file: self.file.clone() };
        let mut text = edited.ok_or_else(untidy)?;
        let list = read(&self.file, &text).map_err(|_| untidy())?;
        text = sorted(&text, Section::Approve, |a, b| order(&list.approvals[a], &list.approvals[b]));
        text = sorted(&text, Section::Block, |a, b| key(&list.blocks[a]).cmp(&key(&list.blocks[b])));
        let list = read(&self.file, &text).map_err(|_| untidy())?;
        expected.approvals.sort_by(order);
        expected.blocks.sort_by_key(key);
        if list != expected {
            return Err(untidy());
        }
        (self.text, self.list) = (text, list);
        Ok(())
    }
}

fn places<T>(entries: &[T], is_meant: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..entries.len()).filter(|at| is_meant(&entries[*at])).collect()
}

fn order(one: &Approval, other: &Approval) -> std::cmp::Ordering {
    (one.registry, &one.name).cmp(&(other.registry, &other.name)).then_with(|| compare(one.registry, &one.version, &other.version))
}

fn precedes(one: &Approval, other: &Approval) -> bool {
    order(one, other).is_lt()
}

fn key(block: &Block) -> (Registry, PackageName, String) {
    (block.registry, block.name.clone(), block.versions.to_string())
}

fn differs(key: &str, old: &Approval, new: &Approval) -> bool {
    match key {
        "version" => old.version != new.version,
        "artifacts" => old.artifacts != new.artifacts,
        "by" => old.by != new.by,
        "on" => old.on != new.on,
        "until" => old.until != new.until,
        "why" => old.why != new.why,
        "score" => old.score != new.score,
        "capabilities" => old.capabilities != new.capabilities,
        "tools" => old.tools != new.tools,
        "dependencies" => old.dependencies != new.dependencies,
        "accept" => old.accept != new.accept,
        "limits" => old.limits != new.limits,
        _ => false,
    }
}

/// Before the entry at `before`, else behind the section's last one, else where the section belongs.
fn inserted(text: &str, section: Section, before: Option<usize>, entry: &str) -> Option<String> {
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let regions = Regions::of(&text);
    let of_section = regions.section(section);
    let in_front = match before {
        Some(before) => Some(of_section.get(before)?.start),
        None if of_section.is_empty() && regions.end_before(section).is_none() => regions.start_after(section),
        None => None,
    };
    let behind = of_section.last().map(|last| last.end).or_else(|| regions.end_before(section));
    let (at, piece) = match in_front {
        Some(at) => (at, format!("{entry}\n")),
        None => (behind.unwrap_or(text.len()), format!("\n{entry}")),
    };
    let rest = text[at..].trim_start_matches('\r');
    let gap = if in_front.is_some() || rest.is_empty() || rest.starts_with('\n') { "" } else { "\n" };
    let piece = as_lines_of(&text, &format!("{piece}{gap}"));
    text.insert_str(at, &piece);
    Some(text)
}

/// With the line ends of the file.
fn as_lines_of(text: &str, piece: &str) -> String {
    let piece = piece.replace("\r\n", "\n");
    if text.contains("\r\n") { piece.replace('\n', "\r\n") } else { piece }
}

/// The same entry with other values; a value that stays keeps its bytes, and every key its comments.
fn replaced(text: &str, section: Section, at: usize, entry: &str, keys: &[&str], differs: impl Fn(&str) -> bool) -> Option<String> {
    let name = if section == Section::Approve { "approve" } else { "block" };
    let region = Regions::of(text).section(section).get(at)?.clone();
    let mut old: DocumentMut = text[region.clone()].parse().ok()?;
    let mut new: DocumentMut = entry.parse().ok()?;
    let new = new.get_mut(name)?.as_array_of_tables_mut()?.get_mut(0)?;
    let table = old.get_mut(name)?.as_array_of_tables_mut()?.get_mut(0)?;
    for key in keys.iter().filter(|key| differs(key)) {
        let fresh = new.remove(key);
        match (table.get_mut(key), fresh) {
            (Some(value), Some(fresh)) => {
                if !renew(value, &fresh) {
                    table.remove(key);
                    table.insert(key, fresh);
                }
            }
            (None, Some(fresh)) => drop(table.insert(key, fresh)),
            (_, None) => drop(table.remove(key)),
        }
    }
    let piece = as_lines_of(text, &old.to_string());
    Some(format!("{}{piece}{}", &text[..region.start], &text[region.end..]))
}

/// Without these entries, their comments, and the empty line that set each apart.
fn without(mut text: String, section: Section, places: &[usize]) -> String {
    for at in places.iter().rev() {
        let Some(region) = Regions::of(&text).section(section).get(*at).cloned() else { continue };
        let mut end = region.end;
        let blank = ["\r\n", "\n"].into_iter().find(|blank| text[end..].starts_with(blank));
        end += blank.map_or(0, str::len);
        let is_last = text[end..].trim().is_empty();
        text.replace_range(region.start..end, "");
        if is_last {
            let kept = text.trim_end().len();
            let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
            text.truncate(kept);
            if kept > 0 {
                text.push_str(line_end);
            }
        }
    }
    text
}

/// Whole entries change places, with their comments; what stands between them stays.
fn sorted(text: &str, section: Section, compare: impl Fn(usize, usize) -> std::cmp::Ordering) -> String {
    let text = if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let regions = Regions::of(&text);
    let slots = regions.section(section);
    let mut wanted: Vec<usize> = (0..slots.len()).collect();
    wanted.sort_by(|a, b| compare(*a, *b));
    if wanted.is_sorted() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (slot, from) in slots.iter().zip(wanted) {
        out.push_str(&text[done..slot.start]);
        out.push_str(&text[slots[from].clone()]);
        done = slot.end;
    }
    out.push_str(&text[done..]);
    out
}

mod renew;
#[cfg(test)]
mod tests;

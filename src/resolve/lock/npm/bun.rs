//! bun.lock: JSON with comments, in which the key of a package (`debug/ms`) is the way to it through those that ask for it.

use super::super::document::{Node, jsonc};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use super::places::{PATH_MAX, Places};
use super::{asked, platforms, split_name};
use crate::manifest::without_user;
use crate::resolve::NeedKind;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = jsonc(reading, text)?;
    if root.get("packages").and_then(Node::table).is_none() {
        return Err(reading.bad("it has no `packages`", "check that it is bun's lock file; `bun install --lockfile-only` writes it anew"));
    }
    let entries: Vec<(&str, &Node)> = root.entries_of("packages").collect();
    let mut paths = Vec::new();
    for (key, _) in &entries {
        paths.push(path(key).filter(|path| path.len() <= PATH_MAX).ok_or_else(|| reading.bad_entry(key, "it is no way to a package"))?);
    }
    let bun = Bun { reading, root: &root, places: Places::new(paths.iter().map(String::as_str)), paths: &paths };
    let numbers = bun.numbers();
    let mut packages = Vec::new();
    for (at, (key, node)) in entries.iter().enumerate() {
        let package = bun.package(key, node)?;
        let needs = match &package.from {
            LockedFrom::Local(folder) => bun.needs_of_folder(folder, bun.place(at), &numbers),
            LockedFrom::Registry { .. } | LockedFrom::Direct(_) => {
                bun.needs(&package.id.to_string(), description(node), bun.place(at), &numbers)
            }
        };
        packages.push(Locked { needs, ..package });
    }
    let mut roots = bun.needs_of_folder("", 0, &numbers);
    roots.extend((0..packages.len()).filter(|at| packages[*at].is_local()).map(|at| roots::root(&packages, at)));
    roots::mark_dev(&roots, &mut packages);
    Ok(Lock::new(LockFormat::Bun, roots, packages))
}

/// `@scope/a/b` as the place in node_modules that it stands for.
fn path(key: &str) -> Option<String> {
    let mut path = String::new();
    let mut parts = key.split('/');
    while let Some(part) = parts.next() {
        path += if path.is_empty() { "node_modules/" } else { "/node_modules/" };
        path += part;
        if part.starts_with('@') {
            path += "/";
            path += parts.next()?;
        }
    }
    Some(path)
}

/// What the entry says of the package: the table among its items.
fn description(node: &Node) -> &Node {
    node.items().iter().find(|item| item.table().is_some()).unwrap_or(&Node::Null)
}

struct Bun<'a> {
    reading: &'a Reading<'a>,
    root: &'a Node,
    places: Places<'a>,
    /// By the number of the entry.
    paths: &'a [String],
}

impl Bun<'_> {
    fn place(&self, at: usize) -> usize {
        self.places.place(&self.paths[at]).unwrap_or(0)
    }

    /// Entries by their place.
    fn numbers(&self) -> Vec<Option<usize>> {
        let mut numbers = vec![None; self.paths.len() + 1];
        for at in 0..self.paths.len() {
            if let Some(number) = numbers.get_mut(self.place(at)) {
                *number = Some(at);
            }
        }
        numbers
    }

    fn package(&self, key: &str, node: &Node) -> Result<Locked, BadLock> {
        let items = node.items();
        let written = items.first().and_then(Node::text).and_then(split_name);
        let (name, reference) = written.ok_or_else(|| self.reading.bad_entry(key, "it names no package"))?;
        if let Some(folder) = reference.strip_prefix("workspace:") {
            return Ok(Locked::new(self.reading.local_id(folder, ""), LockedFrom::Local(brief(folder))));
        }
        let last = items.last().and_then(Node::text).filter(|_| items.len() > 1);
        let digests = self.reading.sri(key, last.filter(|text| text.contains('-') && !is_on_the_web(text)))?;
        let is_version = reference.starts_with(|first: char| first.is_ascii_digit());
        let mut package = if is_version {
            Locked::new(self.reading.npm_id(key, name, reference)?, LockedFrom::Registry { index: None })
        } else {
            Locked::new(self.reading.direct_npm_id(key, name, "")?, LockedFrom::Direct(without_user(reference)))
        };
        let second = items.get(1).and_then(Node::text).filter(|text| is_version && is_on_the_web(text) && text.ends_with(".tgz"));
        let address = second.or((is_on_the_web(reference)).then_some(reference));
        let url = address.map(|address| self.reading.url(key, address)).transpose()?;
        if let Some(url) = url.as_ref().filter(|url| is_version && !super::speaks_of(url, &package.id.name)) {
            self.reading.say(format!("`{}` is taken from {}, an address that does not name it", package.id, brief(url.as_str())));
        }
        let said = description(node);
        package.bundled = said.is_true("bundled");
        package.platforms = platforms(said);
        if !package.bundled && (is_version || url.is_some()) {
            package.files.push(LockedFile { name: url.as_ref().map(file_name).unwrap_or_default(), url, digests, size: None });
        }
        Ok(package)
    }

    fn needs_of_folder(&self, folder: &str, place: usize, numbers: &[Option<usize>]) -> Vec<LockedNeed> {
        let Some(node) = self.root.get("workspaces").and_then(|folders| folders.get(folder)) else { return Vec::new() };
        let asker = if folder.is_empty() { "the project" } else { folder };
        let mut needs = self.needs(asker, node, place, numbers);
        for (name, wanted) in node.texts_of("devDependencies") {
            let by = self.find(place, name, numbers);
            needs.push(LockedNeed { is_dev: true, ..LockedNeed::new(name, wanted, NeedKind::Runtime, by) });
        }
        needs
    }

    fn needs(&self, asker: &str, node: &Node, place: usize, numbers: &[Option<usize>]) -> Vec<LockedNeed> {
        let optional_peers: Vec<&str> = node.items_of("optionalPeers").iter().filter_map(Node::text).collect();
        let mut needs = Vec::new();
        for (name, wanted, kind) in asked(node, &optional_peers) {
            let by = self.find(place, name, numbers);
            match (by, kind) {
                (None, NeedKind::Optional | NeedKind::Peer) => continue,
                (None, NeedKind::Runtime) => {
                    self.reading.say(format!("`{}` asks for `{}`, which is not in the file", brief(asker), brief(name)));
                }
                (Some(_), NeedKind::Runtime | NeedKind::Optional | NeedKind::Peer) => {}
            }
            needs.push(LockedNeed::new(name, wanted, kind, by));
        }
        needs
    }

    fn find(&self, place: usize, name: &str, numbers: &[Option<usize>]) -> Option<usize> {
        self.places.find(place, name).and_then(|place| numbers.get(place).copied().flatten())
    }
}

//! pnpm-lock.yaml, versions 5, 6 and 9: importers ask, packages are described, snapshots tell who serves whom.

use std::collections::HashMap;

use super::super::document::{Node, yaml};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::reading::{Reading, brief, file_name};
use super::super::roots;
use super::platforms;
use super::pnpm_keys::Keys;
use crate::manifest::without_user;
use crate::resolve::NeedKind;

/// The lists of an importer: their key, what they mean, and whether only development asks.
const ASKED: [(&str, NeedKind, bool); 3] = [
    ("dependencies", NeedKind::Runtime, false),
    ("optionalDependencies", NeedKind::Optional, false),
    ("devDependencies", NeedKind::Runtime, true),
];

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = yaml(reading, text)?;
    let version = root.text_of("lockfileVersion").unwrap_or_default();
    let keys = Keys::of(version).ok_or_else(|| {
        let what = format!("lock file version `{}` of pnpm is not known here", brief(version));
        reading.bad(what, "versions 5, 6 and 9 are; `pnpm install --lockfile-only` of pnpm 9 or 10 writes version 9")
    })?;
    let mut pnpm = Pnpm { reading, keys, root: &root, packages: Vec::new(), by_key: HashMap::new(), folders: HashMap::new() };
    pnpm.describe()?;
    pnpm.name_folders();
    pnpm.connect();
    let roots = pnpm.ask();
    let mut packages = pnpm.packages;
    roots::mark_dev(&roots, &mut packages);
    Ok(Lock::new(LockFormat::Pnpm, roots, packages))
}

struct Pnpm<'a> {
    reading: &'a Reading<'a>,
    keys: Keys,
    root: &'a Node,
    packages: Vec<Locked>,
    /// By the keys of descriptions and of snapshots.
    by_key: HashMap<&'a str, usize>,
    /// The importers but the first, by their path.
    folders: HashMap<&'a str, usize>,
}

impl<'a> Pnpm<'a> {
    fn describe(&mut self) -> Result<(), BadLock> {
        for (key, node) in self.root.entries_of("packages") {
            let package = self.package(key, node)?;
            self.by_key.insert(key, self.packages.len());
            self.packages.push(package);
        }
        for (key, node) in self.root.entries_of("snapshots") {
            let Some(number) = self.by_key.get(self.keys.description(key)).copied() else {
                return Err(self.reading.bad_entry(key, "`packages` does not describe it"));
            };
            self.packages[number].is_optional |= node.is_true("optional");
            self.by_key.insert(key, number);
        }
        Ok(())
    }

    fn package(&self, key: &str, node: &Node) -> Result<Locked, BadLock> {
        let resolution = node.get("resolution").unwrap_or(&Node::Null);
        let text = |name: &str| resolution.text_of(name);
        let tarball = text("tarball");
        let kept = self.keys.split(key);
        let mut package = match kept.filter(|_| text("type").is_none() && text("repo").is_none()) {
            Some((name, version)) => Locked::new(self.reading.npm_id(key, name, version)?, LockedFrom::Registry { index: None }),
            None => {
                let address = text("repo").or(tarball).or_else(|| text("directory")).unwrap_or(key);
                let named = node.text_of("name").or_else(|| super::split_name(key).map(|(name, _)| name));
                let version = node.text_of("version").or_else(|| Some(kept?.1)).unwrap_or_default();
                let name = named.ok_or_else(|| self.reading.bad_entry(key, "it names no package"))?;
                Locked::new(self.reading.direct_npm_id(key, name, version)?, LockedFrom::Direct(without_user(address)))
            }
        };
        let digests = self.reading.sri(key, text("integrity"))?;
        let url = tarball.filter(|tarball| !tarball.starts_with("file:")).map(|url| self.reading.url(key, url)).transpose()?;
        let is_registry = matches!(package.from, LockedFrom::Registry { .. });
        if is_registry && let Some(url) = url.as_ref().filter(|url| !super::speaks_of(url, &package.id.name)) {
            self.reading.say(format!("`{}` is taken from {}, an address that does not name it", package.id, brief(url.as_str())));
        }
        if is_registry || url.is_some() {
            package.files.push(LockedFile { name: url.as_ref().map(file_name).unwrap_or_default(), url, digests, size: None });
        }
        package.platforms = platforms(node);
        package.is_optional = node.is_true("optional");
        Ok(package)
    }

    fn importers(&self) -> Vec<(&'a str, &'a Node)> {
        match self.root.get("importers") {
            Some(importers) => importers.entries().collect(),
            None => vec![(".", self.root)],
        }
    }

    fn name_folders(&mut self) {
        for (path, _) in self.importers().into_iter().filter(|(path, _)| *path != ".") {
            self.folders.insert(path, self.packages.len());
            self.packages.push(Locked::new(self.reading.local_id(path, ""), LockedFrom::Local(brief(path))));
        }
    }

    /// What several snapshots of one version ask for is put together.
    fn connect(&mut self) {
        let snapshots = if self.keys == Keys::Plain { "snapshots" } else { "packages" };
        for (key, node) in self.root.entries_of(snapshots) {
            let Some(number) = self.by_key.get(key).copied() else { continue };
            let description = self.root.get("packages").and_then(|packages| packages.get(self.keys.description(key))).unwrap_or(node);
            let peers = description.get("peerDependencies");
            let mut needs = Vec::new();
            for (list, kind) in [("dependencies", NeedKind::Runtime), ("optionalDependencies", NeedKind::Optional)] {
                for (name, reference) in node.texts_of(list) {
                    let range = peers.and_then(|peers| peers.text_of(name)).filter(|_| kind == NeedKind::Runtime);
                    let kind = if range.is_some() { NeedKind::Peer } else { kind };
                    needs.push(self.need(key, "", name, range.unwrap_or(reference), reference, kind));
                }
            }
            self.packages[number].needs.extend(needs);
        }
    }

    fn ask(&mut self) -> Vec<LockedNeed> {
        let mut roots = Vec::new();
        for (path, node) in self.importers() {
            let mut needs = Vec::new();
            for (list, kind, is_dev) in ASKED {
                for (name, asked) in node.entries_of(list) {
                    // Older files keep requirements in a table of their own.
                    let specifier = || node.get("specifiers").and_then(|specifiers| specifiers.text_of(name));
                    let reference = asked.text().or_else(|| asked.text_of("version")).unwrap_or_default();
                    let wanted = asked.text_of("specifier").or_else(specifier).unwrap_or(reference);
                    needs.push(LockedNeed { is_dev, ..self.need(path, path, name, wanted, reference, kind) });
                }
            }
            match self.folders.get(path) {
                Some(folder) => self.packages[*folder].needs = needs,
                None => roots = needs,
            }
        }
        let mut folders: Vec<usize> = self.folders.values().copied().collect();
        folders.sort_unstable();
        roots.extend(folders.into_iter().map(|folder| roots::root(&self.packages, folder)));
        roots
    }

    fn need(&self, asker: &str, folder: &str, name: &str, wanted: &str, reference: &str, kind: NeedKind) -> LockedNeed {
        let by = match reference.strip_prefix("link:") {
            Some(path) => self.folders.get(joined(folder, path).as_str()).copied(),
            None => {
                let found = self.keys.candidates(name, reference).iter().find_map(|key| self.by_key.get(key.as_str()).copied());
                if found.is_none() && kind == NeedKind::Runtime {
                    let asker = if asker == "." { "the project" } else { asker };
                    self.reading.say(format!("`{}` asks for `{}`, which is not in the file", brief(asker), brief(name)));
                }
                found
            }
        };
        LockedNeed::new(name, wanted, kind, by)
    }
}

/// `../b` seen from `packages/a`.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

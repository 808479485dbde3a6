//! From the places of node_modules to packages, and to which of them serves whom.

use std::collections::{HashMap, HashSet};

use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed, NpmPlatforms};
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use super::places::{self, PATH_MAX, Places};
use crate::manifest::{leads_to, without_user};
use crate::resolve::NeedKind;

/// What stands at one place.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    /// `node_modules/a/node_modules/b`, `packages/own`; empty for the project itself.
    pub path: String,
    /// The real name, where it is not that of the folder.
    pub name: Option<&'t str>,
    pub version: Option<&'t str>,
    pub resolved: Option<&'t str>,
    pub integrity: Option<&'t str>,
    /// Its own entry tells that it comes from elsewhere than a registry.
    pub is_direct: bool,
    /// It stands for the folder that `resolved` names.
    pub link: bool,
    /// Name, requirement, kind, and whether only development asks.
    pub needs: Vec<(&'t str, &'t str, NeedKind, bool)>,
    /// Only development asks for it, or nothing does any more.
    pub is_dev: bool,
    pub is_optional: bool,
    pub bundled: bool,
    pub platforms: NpmPlatforms,
}

pub(super) fn lock(reading: &Reading, format: LockFormat, entries: &[Entry<'_>], has_roots: bool) -> Result<Lock, BadLock> {
    if let Some(long) = entries.iter().find(|entry| entry.path.len() > PATH_MAX) {
        return Err(reading.bad_entry(&long.path, "its path is too long"));
    }
    let places = Places::new(entries.iter().map(|entry| entry.path.as_str()));
    let tree = Tree { reading, at: numbers(entries, &places), entries, places };
    let direct = tree.direct();
    let mut packages = Vec::new();
    for entry in tree.packages() {
        packages.push(tree.package(entry, &direct)?);
    }
    let mut roots = match entries.iter().find(|entry| entry.path.is_empty()) {
        Some(project) => tree.needs(project),
        None => Vec::new(),
    };
    // The folders of a workspace are installed with the project, whether or not it asks for them.
    let folders = (0..packages.len()).filter(|at| packages[*at].is_local());
    roots.extend(folders.map(|at| LockedNeed { is_dev: packages[at].is_dev, ..roots::root(&packages, at) }));
    if !has_roots {
        roots = roots::unasked(&packages);
    }
    Ok(Lock::new(format, roots, packages))
}

struct Tree<'a, 't> {
    reading: &'a Reading<'a>,
    entries: &'a [Entry<'t>],
    places: Places<'a>,
    /// The package of each place; links lead to that of their folder.
    at: HashMap<usize, usize>,
}

fn numbers(entries: &[Entry<'_>], places: &Places<'_>) -> HashMap<usize, usize> {
    let mut at = HashMap::new();
    let packages = entries.iter().filter(|entry| is_package(entry)).enumerate();
    at.extend(packages.filter_map(|(number, entry)| Some((places.place(&entry.path)?, number))));
    for link in entries.iter().filter(|entry| entry.link) {
        let target = link.resolved.and_then(|path| places.place(path.trim_start_matches("./"))).and_then(|place| at.get(&place).copied());
        if let (Some(place), Some(target)) = (places.place(&link.path), target) {
            at.insert(place, target);
        }
    }
    at
}

fn is_package(entry: &Entry<'_>) -> bool {
    !entry.path.is_empty() && !entry.link
}

impl<'t> Tree<'_, 't> {
    fn packages(&self) -> impl Iterator<Item = &Entry<'t>> {
        self.entries.iter().filter(|entry| is_package(entry))
    }

    fn find(&self, entry: &Entry<'_>, name: &str) -> Option<usize> {
        let place = self.places.find(self.places.place(&entry.path)?, name)?;
        self.at.get(&place).copied()
    }

    /// Packages that somebody asks for by an address: nothing in their own entry tells.
    fn direct(&self) -> HashSet<usize> {
        let asked = self.entries.iter().flat_map(|entry| entry.needs.iter().map(move |need| (entry, need)));
        let direct = asked.filter(|(_, (_, wanted, ..))| is_on_the_web(wanted) || leads_to(wanted).is_some());
        direct.filter_map(|(entry, (name, ..))| self.find(entry, name)).collect()
    }

    fn package(&self, entry: &Entry<'t>, direct: &HashSet<usize>) -> Result<Locked, BadLock> {
        let (reading, path) = (self.reading, entry.path.as_str());
        let Some(folder_name) = places::name(path) else {
            let from = LockedFrom::Local(brief(path));
            return Ok(self.finish(Locked::new(reading.local_id(path, entry.version.unwrap_or_default()), from), entry));
        };
        let name = entry.name.unwrap_or(folder_name);
        let number = self.places.place(path).and_then(|place| self.at.get(&place));
        let elsewhere = entry
            .resolved
            .filter(|address| entry.is_direct || !is_on_the_web(address) || number.is_some_and(|number| direct.contains(number)));
        let mut package = match elsewhere {
            Some(address) => {
                let id = reading.direct_npm_id(path, name, entry.version.unwrap_or_default())?;
                Locked::new(id, LockedFrom::Direct(without_user(address)))
            }
            None => {
                let id = reading.npm_id(path, name, entry.version.unwrap_or_default())?;
                Locked::new(id, LockedFrom::Registry { index: None })
            }
        };
        if !entry.bundled {
            package.files.extend(self.file(entry, &package)?);
        }
        Ok(self.finish(package, entry))
    }

    fn file(&self, entry: &Entry<'_>, package: &Locked) -> Result<Option<LockedFile>, BadLock> {
        let address = entry.resolved.filter(|address| is_on_the_web(address));
        let url = address.map(|address| self.reading.url(&entry.path, address)).transpose()?;
        let digests = self.reading.sri(&entry.path, entry.integrity)?;
        match &package.from {
            LockedFrom::Registry { .. } => {
                if let Some(url) = url.as_ref().filter(|url| !super::speaks_of(url, &package.id.name)) {
                    self.reading.say(format!("`{}` is taken from {}, an address that does not name it", package.id, brief(url.as_str())));
                }
            }
            LockedFrom::Direct(_) if url.is_none() => return Ok(None),
            LockedFrom::Direct(_) | LockedFrom::Local(_) => {}
        }
        let name = url.as_ref().map(file_name).unwrap_or_default();
        Ok(Some(LockedFile { name, url, digests, size: None }))
    }

    fn finish(&self, package: Locked, entry: &Entry<'_>) -> Locked {
        Locked {
            needs: self.needs(entry),
            is_dev: entry.is_dev,
            is_optional: entry.is_optional,
            platforms: entry.platforms.clone(),
            bundled: entry.bundled,
            ..package
        }
    }

    /// What is optional or a peer may be absent; whatever else is, is said.
    fn needs(&self, entry: &Entry<'_>) -> Vec<LockedNeed> {
        let mut needs = Vec::new();
        for (name, wanted, kind, is_dev) in &entry.needs {
            let by = self.find(entry, name);
            match (by, kind) {
                (None, NeedKind::Optional | NeedKind::Peer) => continue,
                (None, NeedKind::Runtime) if !is_dev => {
                    let who = if entry.path.is_empty() { "the project" } else { &entry.path };
                    self.reading.say(format!("`{}` asks for `{}`, which is not in the file", brief(who), brief(name)));
                }
                (None | Some(_), NeedKind::Runtime) | (Some(_), NeedKind::Optional | NeedKind::Peer) => {}
            }
            needs.push(LockedNeed { is_dev: *is_dev, ..LockedNeed::new(name, wanted, *kind, by) });
        }
        needs
    }
}

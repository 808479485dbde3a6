//! From what is locked for a target to what is judged: the files that the lock file pins, or those that a registry has with the very
//! digests of the lock file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use url::Url;

use super::locked::{Locked, LockedFile, LockedFrom, LockedNeed};
use super::reading::brief;
use super::select::Selected;
use crate::fetch::{Digest, FetchError, Fetcher, LockedDistribution, RemoteFile, Resolved};
use crate::model::{PackageId, Registry, Target};
use crate::resolve::{Brought, Missing, Need, NeedKind, Resolution};

/// Where pinned files are fetched from. Answers by the user's settings, without asking anybody.
pub trait Places {
    fn npm(&self, id: &PackageId, url: Option<&Url>, digests: &[Digest]) -> Result<Resolved, FetchError>;
    fn pypi(&self, id: &PackageId, index: Option<&str>, files: &[LockedDistribution], target: &Target) -> Result<Resolved, FetchError>;
}

impl Places for Fetcher {
    fn npm(&self, id: &PackageId, url: Option<&Url>, digests: &[Digest]) -> Result<Resolved, FetchError> {
        self.locked_npm(id, url, digests)
    }

    fn pypi(&self, id: &PackageId, index: Option<&str>, files: &[LockedDistribution], target: &Target) -> Result<Resolved, FetchError> {
        self.locked_pypi(id, index, files, target)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromLock {
    /// What the locked project asks for, by the packages of the resolution; sorted.
    pub roots: Vec<Need>,
    /// Its packages are sorted, and all are brought: the project itself is none of them.
    pub resolution: Resolution,
    /// Folders of the project that are installed with it, by their paths as written: they are brought by nobody.
    pub folders: BTreeSet<String>,
}

/// The versions of which the lock file does not tell enough to fetch them: their registry has to be asked for just these.
pub fn unlocated(selected: &Selected) -> Vec<PackageId> {
    let asked = selected.lock.packages.iter().filter(|package| from_registry(package).is_some() && !is_located(package));
    asked.map(|package| package.id.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// npm's registries keep tarballs in a usual place: a digest is enough to know one.
fn is_located(package: &Locked) -> bool {
    match package.id.registry {
        Registry::Npm => package.files.iter().any(|file| file.url.is_some() || file.digests.iter().any(Digest::is_strong)),
        Registry::Pypi => package.files.iter().any(|file| file.url.is_some()),
        Registry::Local => true,
    }
}

/// The index of what a registry gives; none for what comes from elsewhere, or inside of something else.
fn from_registry(package: &Locked) -> Option<Option<&str>> {
    match &package.from {
        LockedFrom::Registry { index } if !package.bundled => Some(index.as_deref()),
        LockedFrom::Registry { .. } | LockedFrom::Direct(_) | LockedFrom::Local(_) => None,
    }
}

/// `answers` has what the registries said of those that are [`unlocated`]; `project` stands for whoever wrote the lock file.
pub fn from_lock(
    selected: &Selected,
    project: &PackageId,
    target: &Target,
    places: &impl Places,
    answers: &BTreeMap<PackageId, Result<Resolved, FetchError>>,
) -> FromLock {
    let mut builder = Builder {
        selected,
        project,
        brought: Vec::new(),
        by: HashMap::new(),
        missing: BTreeSet::new(),
        notes: BTreeSet::new(),
        folders: BTreeSet::new(),
    };
    builder.bring(target, places, answers);
    builder.connect()
}

struct Builder<'a> {
    selected: &'a Selected,
    project: &'a PackageId,
    brought: Vec<Brought>,
    /// The number in `brought` of a locked package, or why it is not there.
    by: HashMap<usize, Result<usize, Absent>>,
    missing: BTreeSet<Missing>,
    notes: BTreeSet<String>,
    folders: BTreeSet<String>,
}

#[derive(Debug, Clone)]
enum Absent {
    /// It is judged with what it lies in, or is the project itself.
    Within,
    Missing {
        why: String,
        is_direct: bool,
    },
}

impl Builder<'_> {
    fn bring(&mut self, target: &Target, places: &impl Places, answers: &BTreeMap<PackageId, Result<Resolved, FetchError>>) {
        let mut found: Vec<(Resolved, Vec<usize>)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, package) in self.selected.lock.packages.iter().enumerate() {
            let index = match self.place(package) {
                Ok(index) => index,
                Err(absent) => {
                    self.by.insert(at, Err(absent));
                    continue;
                }
            };
            let pinned = pinned(package);
            if let Some(same) = known.get(&pinned) {
                found[*same].1.push(at);
                continue;
            }
            match resolved(package, index, target, places, answers) {
                Ok(resolved) => {
                    known.insert(pinned, found.len());
                    found.push((resolved, vec![at]));
                }
                Err(why) => {
                    self.by.insert(at, Err(Absent::Missing { why, is_direct: false }));
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| (&a.id, urls(a)).cmp(&(&b.id, urls(b))));
        for (number, (release, locked)) in found.into_iter().enumerate() {
            if self.brought.last().is_some_and(|last| last.release.id == release.id) {
                self.notes.insert(format!("`{}` is locked with different files in different places: each was taken", release.id));
            }
            self.by.extend(locked.into_iter().map(|at| (at, Ok(number))));
            self.brought.push(Brought { release, needs: Vec::new(), has_own_lock: false });
        }
    }

    fn place<'p>(&mut self, package: &'p Locked) -> Result<Option<&'p str>, Absent> {
        match &package.from {
            LockedFrom::Local(path) => {
                self.folders.insert(path.clone());
                Err(Absent::Within)
            }
            LockedFrom::Direct(_) | LockedFrom::Registry { .. } if package.bundled => Err(Absent::Within),
            LockedFrom::Direct(address) => Err(Absent::Missing { why: format!("it comes from {}", brief(address)), is_direct: true }),
            LockedFrom::Registry { index } => Ok(index.as_deref()),
        }
    }

    fn connect(mut self) -> FromLock {
        let lock = &self.selected.lock;
        let mut roots = self.needs(&lock.roots, self.project);
        for (at, package) in lock.packages.iter().enumerate() {
            let needs = self.needs(&package.needs, &package.id);
            match self.by.get(&at) {
                Some(Ok(number)) => self.brought[*number].needs.extend(needs),
                // A folder of the project asks as the project does.
                Some(Err(Absent::Within)) if package.is_local() => roots.extend(needs),
                Some(Err(Absent::Within | Absent::Missing { .. })) | None => {}
            }
        }
        for brought in &mut self.brought {
            tidy(&mut brought.needs);
        }
        tidy(&mut roots);
        let notes = lock.notes.iter().cloned().chain(self.notes).collect();
        let elsewhere = self.selected.elsewhere.clone();
        let resolution = Resolution { packages: self.brought, missing: self.missing.into_iter().collect(), elsewhere, notes };
        FromLock { roots, resolution, folders: self.folders }
    }

    fn needs(&mut self, needs: &[LockedNeed], asker: &PackageId) -> Vec<Need> {
        let mut served = Vec::new();
        for need in needs {
            let (name, wanted, kind) = (need.name.clone(), wanted(need), need.kind);
            let (why, is_direct) = match need.by.and_then(|by| self.by.get(&by)) {
                Some(Ok(by)) => {
                    served.push(Need { name, wanted, kind, by: *by });
                    continue;
                }
                Some(Err(Absent::Within)) => continue,
                Some(Err(Absent::Missing { why, is_direct })) => (why.clone(), *is_direct),
                None if kind == NeedKind::Runtime => ("the lock file does not hold it".to_owned(), false),
                None => continue,
            };
            self.missing.insert(Missing { name, wanted, kind, by: asker.clone(), why, is_direct });
        }
        served
    }
}

/// The same for what is the same version with the same files.
fn pinned(package: &Locked) -> String {
    let file = |file: &LockedFile| {
        let digests: Vec<String> = file.digests.iter().map(Digest::to_string).collect();
        format!("\n{} {} {}", file.name, file.url.as_ref().map_or("", Url::as_str), digests.join(" "))
    };
    package.files.iter().map(file).fold(package.id.to_string(), |pinned, file| pinned + &file)
}

fn tidy(needs: &mut Vec<Need>) {
    needs.sort();
    needs.dedup();
}

fn urls(release: &Resolved) -> Vec<&Url> {
    release.files.iter().map(|file| &file.url).collect()
}

/// `>=2; extra == "cli"`.
fn wanted(need: &LockedNeed) -> String {
    match &need.marker {
        Some(marker) => brief(&format!("{}; {marker}", need.wanted)),
        None => brief(&need.wanted),
    }
}

/// The error is a clause.
fn resolved(
    package: &Locked,
    index: Option<&str>,
    target: &Target,
    places: &impl Places,
    answers: &BTreeMap<PackageId, Result<Resolved, FetchError>>,
) -> Result<Resolved, String> {
    if !is_located(package) {
        let answer = answers.get(&package.id).ok_or("its registry was not asked")?;
        let answer = answer.as_ref().map_err(|error| brief(&error.in_brief()))?;
        return held(package, answer.clone());
    }
    let in_brief = |error: FetchError| brief(&error.in_brief());
    if package.id.registry == Registry::Npm {
        let file = package.files.first().ok_or("the lock file has no file of it")?;
        return places.npm(&package.id, file.url.as_ref(), &file.digests).map_err(in_brief);
    }
    let distribution = |file: &LockedFile| {
        Some(LockedDistribution { file: file.name.clone(), url: file.url.clone()?, digests: file.digests.clone(), size: file.size })
    };
    let files: Vec<LockedDistribution> = package.files.iter().filter_map(distribution).collect();
    places.pypi(&package.id, index, &files, target).map_err(in_brief)
}

/// What a registry answered, as far as it is what the lock file pins. Its bytes are held against the lock file's digests.
fn held(package: &Locked, mut answer: Resolved) -> Result<Resolved, String> {
    if package.files.iter().all(|file| file.digests.is_empty()) {
        return Ok(answer);
    }
    answer.files.retain_mut(|file| {
        let pinned: Vec<Digest> =
            package.files.iter().filter(|locked| is_about(locked, file)).flat_map(|locked| locked.digests.clone()).collect();
        let is_npm = package.id.registry == Registry::Npm;
        let is_same = is_npm && !pinned.is_empty() || pinned.iter().any(|digest| file.expected.contains(digest));
        file.expected = if is_npm { pinned } else { pinned.into_iter().filter(|digest| file.expected.contains(digest)).collect() };
        is_same
    });
    if answer.files.is_empty() {
        return Err("what its registry offers has other hashes than the lock file".to_owned());
    }
    Ok(answer)
}

fn is_about(locked: &LockedFile, file: &RemoteFile) -> bool {
    locked.name.is_empty() || locked.name == file.file
}

//! A project that lies here, judged with all that an installation of it brings.

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::{PackageId, PackageName, PackageSpec, Registry, ScanReport, Sha256};
use crate::resolve::lock::{self, Parts};
use crate::resolve::project::{LockFile, Part, Project};
use crate::resolve::{self, Missing, NeedKind, Resolution};

use super::compose::composed;
use super::error::ClosureError;
use super::locked::{alone, pinned, unjudged};
use super::{Installer, shrinkwrap};

impl Installer<'_> {
    /// The report on an archive or a folder, and all that its installation brings: what its lock file pins, or what would be taken today.
    pub fn judge_path(&self, path: &Path) -> Result<ScanReport, ClosureError> {
        let (report, project) = self.scanner.path_and(path, |kind, tree, name| Project::of(tree, kind, name))?;
        let id = report.package.clone();
        self.can_choose(&project)?;
        let mut whole = Resolution { packages: vec![alone(&id, Vec::new())], notes: project.notes.clone(), ..Resolution::default() };
        if let Some(part) = &project.npm {
            let found = match &part.lock {
                Some(file) => self.locked(file, &id, &Parts::default(), |lock| part.unlocked(lock))?,
                None => self.npm_project(&part.asks, &id)?,
            };
            join(&mut whole, found);
        }
        if let Some(part) = &project.python {
            let found = match &part.lock {
                Some(file) => self.locked(file, &id, &self.chosen, |lock| part.unlocked(lock))?,
                None => self.python_project(&part.asks, &id)?,
            };
            join(&mut whole, found);
        }
        whole.missing.extend(project.untold.into_iter().map(|(what, why)| untold(&id, what, why)));
        Ok(composed(self.scanner, report, &whole, self.told))
    }

    /// What a lock file pins. What the project asks for and the file does not know is missing: an installation would take it from elsewhere.
    fn locked(
        &self,
        file: &LockFile,
        id: &PackageId,
        chosen: &Parts,
        unlocked: impl FnOnce(&lock::Lock) -> Vec<(String, String)>,
    ) -> Result<Resolution, ClosureError> {
        let lock = lock::read(file.name, &file.text)?;
        let (mut resolution, folders) = pinned(self.scanner, &lock, chosen, id)?;
        // What lies in the project was judged with it.
        let outside = folders.iter().filter(|path| path.starts_with('/') || path.split('/').any(|part| part == ".."));
        resolution.notes.extend(outside.map(|path| unjudged(path)));
        let known: BTreeSet<String> = resolution.missing.iter().map(|missing| missing.name.clone()).collect();
        let why = || format!("{} does not hold it", file.name);
        let absent = unlocked(&lock).into_iter().filter(|(name, _)| !known.contains(name));
        resolution.missing.extend(absent.map(|(name, wanted)| Missing { name, ..untold(id, &wanted, why()) }));
        Ok(resolution)
    }

    fn npm_project(&self, project: &resolve::NpmProject, id: &PackageId) -> Result<Resolution, ClosureError> {
        self.kept(Registry::Npm, id, &project.to_string(), || {
            let fetcher = self.scanner.fetcher;
            let located = |releases: &_, version: &str| fetcher.npm_release(releases, version);
            let mut resolution = resolve::npm_project(fetcher, project, id, &self.machine, &located)?;
            shrinkwrap::expand(self.scanner, &mut resolution)?;
            Ok(resolution)
        })
    }

    fn python_project(&self, project: &resolve::PythonProject, id: &PackageId) -> Result<Resolution, ClosureError> {
        let extras: Vec<String> = self.chosen.extras.iter().cloned().collect();
        self.kept(Registry::Pypi, id, &format!("{} {project}", extras.join(",")), || {
            Ok(resolve::pypi_project(self.scanner.fetcher, project, id, &extras, &self.scanner.target)?)
        })
    }

    /// Without a lock file nothing tells of groups, and without a Python project nothing of extras.
    fn can_choose(&self, project: &Project) -> Result<(), ClosureError> {
        let (by, offers) = match &project.python {
            Some(Part { lock: Some(_), .. }) => return Ok(()),
            Some(Part { asks, lock: None }) => {
                ("the project, which has no lock file,", Parts { extras: asks.extras(), ..Parts::default() })
            }
            None => ("what lies there is no Python project and", Parts::default()),
        };
        match offers.lacks(&self.chosen) {
            Some(what) => Err(ClosureError::NotOffered { by: by.to_owned(), what }),
            None => Ok(()),
        }
    }

    /// What was found out not long ago for a project that asks for the same, or else what `find` finds out now.
    fn kept(
        &self,
        registry: Registry,
        id: &PackageId,
        asks: &str,
        find: impl FnOnce() -> Result<Resolution, ClosureError>,
    ) -> Result<Resolution, ClosureError> {
        let name = PackageName::npm(id.name.as_str()).unwrap_or_else(|_| PackageName::local("project"));
        let sources = self.scanner.sources(&PackageSpec { registry, name, wanted: None })?;
        let digest = Sha256::of(format!("{id} {asks}").as_bytes());
        let key = format!("installation/1 project {sources} {digest} {}", self.machine);
        if let Some(json) = self.scanner.remembered_answer(&key)?
            && let Ok(known) = serde_json::from_str(&json)
        {
            return Ok(known);
        }
        self.scanner.needs_network(&format!("what an installation of `{id}` brings"))?;
        let found = find()?;
        let json = serde_json::to_string(&found).expect("a resolution is plain data");
        self.scanner.remember_answer(&key, &json)?;
        Ok(found)
    }
}

/// Both are of one project, which stands first.
fn join(whole: &mut Resolution, part: Resolution) {
    let before = whole.packages.len() - 1;
    for (at, mut one) in part.packages.into_iter().enumerate() {
        for need in &mut one.needs {
            need.by += before;
        }
        if at == 0 {
            whole.packages[0].needs.extend(one.needs);
        } else {
            whole.packages.push(one);
        }
    }
    whole.missing.extend(part.missing);
    whole.elsewhere.extend(part.elsewhere);
    whole.notes.extend(part.notes);
}

fn untold(id: &PackageId, what: &str, why: String) -> Missing {
    let (name, wanted) = (id.name.to_string(), what.to_owned());
    Missing { name, wanted, kind: NeedKind::Runtime, by: id.clone(), why, is_direct: false }
}

//! What a lock file pins, judged as an installation of its project would bring it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::fetch::{FetchError, Resolved};
use crate::model::{PackageId, PackageName, Registry, ScanReport};
use crate::resolve::lock::{self, FromLock, Lock, Parts, from_lock, unlocated};
use crate::resolve::{Brought, Need, Resolution};
use crate::scan::Scanner;

use super::compose::composed;
use super::error::ClosureError;
use super::pipeline::Told;
use super::project;

/// The report on everything that a lock file pins; the project itself is not judged.
pub fn locked(scanner: &Scanner<'_>, path: &Path, chosen: &Parts, told: &Told<'_>) -> Result<ScanReport, ClosureError> {
    let unreadable = |source| ClosureError::Unreadable { path: path.to_owned(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| ClosureError::NoText { path: path.to_owned() })?;
    let id = PackageId { registry: Registry::Local, name: PackageName::local(&name), version: String::new() };
    let (mut resolution, folders) = pinned(scanner, &lock::read(&name, &text)?, chosen, &id)?;
    resolution.notes.extend(folders.iter().map(|path| unjudged(path)));
    let report = project::report(scanner, id);
    Ok(composed(scanner, report, &resolution, told))
}

/// About a folder that is installed with a project, where it is not at hand.
pub(super) fn unjudged(path: &str) -> String {
    format!("`{path}` is a folder of the project, whose own code is not judged here")
}

/// What a lock file pins for the target, below the project, which stands first; and the folders of the project that are installed with it.
pub(super) fn pinned(
    scanner: &Scanner<'_>,
    lock: &Lock,
    chosen: &Parts,
    id: &PackageId,
) -> Result<(Resolution, BTreeSet<String>), ClosureError> {
    if let Some(what) = lock.offers.lacks(chosen) {
        return Err(ClosureError::NotOffered { by: format!("the {}", lock.format.file()), what });
    }
    let selected = lock.for_target(&scanner.target, chosen);
    let answers = asked(scanner, &unlocated(&selected))?;
    let FromLock { roots, mut resolution, folders } = from_lock(&selected, id, &scanner.target, scanner.fetcher, &answers);
    for need in resolution.packages.iter_mut().flat_map(|one| &mut one.needs) {
        need.by += 1;
    }
    let needs = roots.into_iter().map(|mut need| {
        need.by += 1;
        need
    });
    resolution.packages.insert(0, alone(id, needs.collect()));
    Ok((resolution, folders))
}

/// A project without files of its own, which were judged by themselves.
pub(super) fn alone(id: &PackageId, needs: Vec<Need>) -> Brought {
    let release = Resolved { id: id.clone(), source: String::new(), files: Vec::new(), facts: Default::default() };
    Brought { release, needs, has_own_lock: false }
}

/// What registries say of versions whose files the lock file does not locate.
pub(super) fn asked(scanner: &Scanner<'_>, ids: &[PackageId]) -> Result<BTreeMap<PackageId, Result<Resolved, FetchError>>, ClosureError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let answers = scanner.fetcher.wait(scanner.fetcher.exact(ids, &scanner.target)).map_err(ClosureError::Runtime)?;
    Ok(answers)
}

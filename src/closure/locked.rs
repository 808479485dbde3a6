//! What a lock file pins, judged as an installation of its project would bring it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::fetch::{FetchError, Resolved};
use crate::model::{PackageId, PackageName, Registry, ScanReport};
use crate::resolve::lock::{self, FromLock, from_lock, unlocated};
use crate::resolve::{Brought, Resolution};
use crate::scan::Scanner;

use super::compose::composed;
use super::error::ClosureError;
use super::pipeline::Told;
use super::project;

/// The report on everything that a lock file pins; the project itself is not judged.
pub fn locked(scanner: &Scanner<'_>, path: &Path, told: &Told<'_>) -> Result<ScanReport, ClosureError> {
    let unreadable = |source| ClosureError::Unreadable { path: path.to_owned(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| ClosureError::NoText { path: path.to_owned() })?;
    let id = PackageId { registry: Registry::Local, name: PackageName::local(&name), version: String::new() };
    let resolution = resolution(scanner, &name, &text, &id)?;
    let report = project::report(scanner, id);
    Ok(composed(scanner, report, &resolution, told))
}

fn resolution(scanner: &Scanner<'_>, name: &str, text: &str, id: &PackageId) -> Result<Resolution, ClosureError> {
    let selected = lock::read(name, text)?.for_target(&scanner.target);
    let answers = asked(scanner, &unlocated(&selected))?;
    let FromLock { roots, mut resolution } = from_lock(&selected, id, &scanner.target, scanner.fetcher, &answers);
    for need in resolution.packages.iter_mut().flat_map(|one| &mut one.needs) {
        need.by += 1;
    }
    let needs = roots.into_iter().map(|mut need| {
        need.by += 1;
        need
    });
    let release = Resolved { id: id.clone(), source: String::new(), files: Vec::new(), facts: Default::default() };
    resolution.packages.insert(0, Brought { release, needs: needs.collect(), has_own_lock: false });
    Ok(resolution)
}

/// What registries say of versions whose files the lock file does not locate.
pub(super) fn asked(scanner: &Scanner<'_>, ids: &[PackageId]) -> Result<BTreeMap<PackageId, Result<Resolved, FetchError>>, ClosureError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let answers = scanner.fetcher.wait(scanner.fetcher.exact(ids, &scanner.target)).map_err(ClosureError::Runtime)?;
    Ok(answers)
}

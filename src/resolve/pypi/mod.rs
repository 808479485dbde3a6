//! What an install of a Python package would bring: one version of each project, by the rules of pip and uv, without running anything.
//!
//! Where the two differ, uv is followed: it is what starts most servers. A Python is known by two numbers only, and taken for a late
//! patch release of itself.

mod ahead;
mod artifact;
mod explain;
mod gather;
mod index;
mod known;
mod metadata;
mod part;
mod poetry;
mod project;
pub(super) mod range;
mod requirement;
mod side_by_side;
mod solve;
mod sources;

#[cfg(test)]
mod tests;

pub use index::PythonIndex;

use std::str::FromStr;

use pep440_rs::Version;
use pep508_rs::ExtraName;
use pubgrub::{PubGrubError, Ranges};

use self::ahead::Wish;
use self::known::{Known, Release};
use self::part::Part;
use self::solve::Solver;
pub use self::sources::PythonProject;
use super::{Resolution, ResolveError};
use crate::fetch::Resolved;
use crate::model::{PackageId, PackageName, PackageSpec, Platform, PythonVersion, Registry, Target};

/// What an install of `root` with these extras brings on the target, as its index has it now.
pub fn pypi<I: PythonIndex>(index: &I, root: &PackageSpec, extras: &[String], target: &Target) -> Result<Resolution, ResolveError> {
    let known = Known::nothing(index, root, target);
    let (extras, unnamed) = named(extras);
    let mut resolution = solved(&known, root, extras)?;
    resolution.notes.extend(unnamed);
    resolution.notes.extend(passed_over(&known, root, &resolution));
    Ok(resolution)
}

/// What an install of a project that lies here brings, with these extras of it. The project itself stands first, under `id`; it has no
/// files.
pub fn pypi_project<I: PythonIndex>(
    index: &I,
    project: &PythonProject,
    id: &PackageId,
    extras: &[String],
    target: &Target,
) -> Result<Resolution, ResolveError> {
    let name = PackageName::pypi(id.name.as_str()).unwrap_or_else(|_| id.name.clone());
    let root = PackageSpec { registry: Registry::Pypi, name, wanted: None };
    let version = Version::from_str(&id.version).unwrap_or_else(|_| Version::new([0]));
    let resolved = Resolved { id: id.clone(), source: String::new(), files: Vec::new(), facts: Default::default() };
    let release = Release { resolved, metadata: project.metadata.clone() };
    let known = Known::own(index, &root, target, version, release);
    let (extras, unnamed) = named(extras);
    let mut resolution = solved(&known, &root, extras)?;
    resolution.notes.extend(unnamed);
    Ok(resolution)
}

/// Extras by their names, and notes on what is none.
fn named(extras: &[String]) -> (Vec<ExtraName>, Vec<String>) {
    let read = |extra: &String| ExtraName::from_str(extra).map_err(|_| format!("`{extra}` is no name of an extra"));
    let (extras, unnamed): (Vec<_>, Vec<_>) = extras.iter().map(read).partition(Result::is_ok);
    (extras.into_iter().flatten().collect(), unnamed.into_iter().filter_map(Result::err).collect())
}

fn solved<I: PythonIndex>(known: &Known<'_, I>, root: &PackageSpec, extras: Vec<ExtraName>) -> Result<Resolution, ResolveError> {
    let all = Wish { name: root.name.clone(), extras: extras.clone(), range: Ranges::full() };
    known.index.wait(known.look_ahead(vec![all]))?;
    let solver = Solver::new(known, root.name.clone(), extras);
    match pubgrub::resolve(&solver, Part::Request, Version::new([0])) {
        Ok(decided) => gather::resolution(decided, known, &root.name),
        Err(error) => Err(told(error, &solver, root, known.target)),
    }
}

fn told<I: PythonIndex>(error: PubGrubError<Solver<'_, I>>, solver: &Solver<'_, I>, root: &PackageSpec, target: &Target) -> ResolveError {
    match error {
        PubGrubError::NoSolution(tree) => {
            let Target { python: PythonVersion { major, minor }, platform: Platform { os, arch } } = target;
            ResolveError::Unsolvable {
                package: root.to_string(),
                target: format!("Python {major}.{minor} on {os}-{arch}"),
                why: explain::contradiction(tree, &solver.said.borrow(), solver.known, &root.name),
            }
        }
        PubGrubError::ErrorRetrievingDependencies { source, .. } | PubGrubError::ErrorChoosingVersion { source, .. } => source,
        PubGrubError::ErrorInShouldCancel(source) => source,
    }
}

/// The version that the request alone would have taken, where what it asks for cannot be had.
fn passed_over<I: PythonIndex>(known: &Known<'_, I>, root: &PackageSpec, resolution: &Resolution) -> Option<String> {
    let first = known.known_project(&root.name)?.ok()?.best(&Ranges::full(), known.target)?.to_string();
    let taken = &resolution.packages.first()?.release.id.version;
    (first != *taken).then(|| format!("{}@{first} was passed over for {taken}: no versions of what it asks for go together", root.name))
}

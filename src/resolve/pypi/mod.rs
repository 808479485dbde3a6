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
mod project;
pub(super) mod range;
mod requirement;
mod side_by_side;
mod solve;

#[cfg(test)]
mod tests;

pub use index::PythonIndex;

use std::str::FromStr;

use pep440_rs::Version;
use pep508_rs::ExtraName;
use pubgrub::{PubGrubError, Ranges};

use self::ahead::Wish;
use self::known::Known;
use self::part::Part;
use self::solve::Solver;
use super::{Resolution, ResolveError};
use crate::model::{PackageSpec, Platform, PythonVersion, Target};

/// What an install of `root` with these extras brings on the target, as its index has it now.
pub fn pypi<I: PythonIndex>(index: &I, root: &PackageSpec, extras: &[String], target: &Target) -> Result<Resolution, ResolveError> {
    let known = Known::nothing(index, root, target);
    let (extras, unnamed): (Vec<_>, Vec<_>) =
        extras.iter().map(|extra| ExtraName::from_str(extra).map_err(|_| extra)).partition(Result::is_ok);
    let extras: Vec<ExtraName> = extras.into_iter().flatten().collect();
    let all = Wish { name: root.name.clone(), extras: extras.clone(), range: Ranges::full() };
    index.wait(known.look_ahead(vec![all]))?;
    let solver = Solver::new(&known, root.name.clone(), extras);
    let decided = match pubgrub::resolve(&solver, Part::Request, Version::new([0])) {
        Ok(decided) => decided,
        Err(error) => return Err(told(error, &solver, root, target)),
    };
    let mut resolution = gather::resolution(decided, &known, &root.name)?;
    resolution.notes.extend(unnamed.into_iter().flat_map(Result::err).map(|extra| format!("`{extra}` is no name of an extra")));
    resolution.notes.extend(passed_over(&known, root, &resolution));
    Ok(resolution)
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

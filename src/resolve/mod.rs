//! What an installation would bring: the package, and everything that it asks for, one of which may ask for more.

mod error;
pub mod lock;
mod marker;
mod npm;
pub mod project;
mod pypi;

use serde::{Deserialize, Serialize};

pub use self::error::ResolveError;
pub use self::npm::{Located, Machine, Next, NpmProject, NpmSource, npm, npm_project};
pub use self::pypi::{PythonIndex, PythonProject, pypi, pypi_project};
use crate::fetch::Resolved;
use crate::model::PackageId;

/// Everything that an installation would place on the target's disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Resolution {
    /// The package itself first, then what it brings, sorted by name and version, each version once.
    pub packages: Vec<Brought>,
    /// What is asked for and does not come from a registry, or could not be found there; sorted.
    pub missing: Vec<Missing>,
    /// Optional packages that the installation leaves out, since they are for other platforms; sorted.
    pub elsewhere: Vec<PackageId>,
    /// What a person should know about how it was resolved.
    pub notes: Vec<String>,
}

/// One version, where its files are, and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    pub release: Resolved,
    /// Sorted by name.
    pub needs: Vec<Need>,
    /// It comes with a lock file of its own (npm-shrinkwrap.json), which npm obeys.
    #[serde(default)]
    pub has_own_lock: bool,
}

/// A requirement and what serves it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Need {
    /// As the code would import it: npm's alias where there is one.
    pub name: String,
    /// The requirement as written: `^1.2`, `npm:other@1`, `>=2; extra == "cli"`.
    pub wanted: String,
    pub kind: NeedKind,
    /// Which of [`Resolution::packages`] serves it.
    pub by: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedKind {
    Runtime,
    /// An installation goes on without it.
    Optional,
    Peer,
}

/// A requirement that nothing from a registry serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    pub name: String,
    pub wanted: String,
    pub kind: NeedKind,
    /// Who asks for it.
    pub by: PackageId,
    /// A clause: `it comes from git`, `no version satisfies it`.
    pub why: String,
    /// It comes from somewhere else than a registry.
    pub is_direct: bool,
}

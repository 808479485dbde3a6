//! How much is judged of what an installation brings.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use nodejs_semver::Version;

use super::args::{Judging, Registries, Scan, Terms};
use super::values;
use crate::model::Platform;
use crate::resolve::Machine;
use crate::resolve::lock::Parts;

/// A package that is judged, and how much of what it brings.
#[derive(Debug, Args)]
pub(super) struct Installed<T: Args> {
    #[command(flatten)]
    pub package: T,
    #[command(flatten)]
    pub depth: Depth,
}

/// What lies at a path, and how much of what it brings.
#[derive(Debug, Args)]
pub(super) struct Project {
    #[command(flatten)]
    pub package: Scan,
    #[command(flatten)]
    pub depth: Depth,
    #[command(flatten)]
    pub chosen: Chosen,
    #[command(flatten)]
    pub registries: Registries,
}

/// What of a Python project is installed beside what it always asks for.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// An extra of the Python project that is installed as well; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub extra: Vec<String>,
    /// A group of dependencies of the Python project that is installed as well, as its lock file has it; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub group: Vec<String>,
}

impl Chosen {
    /// The first flag that is given.
    pub fn flag(&self) -> Option<&'static str> {
        let given = [(&self.extra, "--extra"), (&self.group, "--group")];
        given.into_iter().find(|(names, _)| !names.is_empty()).map(|(_, flag)| flag)
    }

    pub fn parts(&self) -> Parts {
        Parts::named(self.extra.iter().map(String::as_str), self.group.iter().map(String::as_str))
    }
}

#[derive(Debug, Args)]
pub(super) struct Depth {
    /// Which of the packages that an installation brings are judged with it
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Deps::None)]
    pub deps: Deps,
    /// The Node.js that npm packages would be installed for: it decides which versions are taken [default: one with long-term support]
    #[arg(long, value_name = "X.Y.Z", value_parser = values::node)]
    pub node: Option<Version>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deps {
    /// None: the package alone
    None,
    /// All of them, as an installation today would take them, or as the lock file of a folder pins them
    All,
}

/// A release of the line with long-term support.
const NODE: &str = "24.11.0";

#[derive(Debug, Args)]
pub(super) struct Locked {
    /// The lock file
    pub path: PathBuf,
    #[command(flatten)]
    pub chosen: Chosen,
    #[command(flatten)]
    pub registries: Registries,
    #[command(flatten)]
    pub judging: Judging,
}

impl Depth {
    /// The machine for which everything is judged; none where only the package is.
    pub fn machine(&self, platform: &Platform) -> Option<Machine> {
        let node = || self.node.clone().unwrap_or_else(|| values::node(NODE).expect("the default is a version"));
        (self.deps == Deps::All).then(|| Machine::new(platform, node()))
    }

    /// The first flag that is given and chooses among what comes along, where nothing of that is judged. `target` is where such a flag
    /// has no say in the package itself.
    pub fn idle(&self, chosen: Option<&Chosen>, target: Option<&Terms>) -> Option<&'static str> {
        if self.deps == Deps::All {
            return None;
        }
        let given = [
            (self.node.is_some(), "--node"),
            (target.is_some_and(|terms| terms.python.is_some()), "--python"),
            (target.is_some_and(|terms| terms.platform.is_some()), "--platform"),
        ];
        let named = given.into_iter().find(|(is_given, _)| *is_given).map(|(_, flag)| flag);
        chosen.and_then(Chosen::flag).or(named)
    }
}

//! Parts of a project that are installed only for whoever chooses them.

use std::collections::BTreeSet;

use crate::model::PackageName;

/// Extras and groups of dependencies, by their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    pub extras: BTreeSet<String>,
    pub groups: BTreeSet<String>,
}

impl Parts {
    pub fn named<'n>(extras: impl IntoIterator<Item = &'n str>, groups: impl IntoIterator<Item = &'n str>) -> Self {
        Self { extras: extras.into_iter().map(plain).collect(), groups: groups.into_iter().map(plain).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.extras.is_empty() && self.groups.is_empty()
    }

    pub fn has_extra(&self, name: &str) -> bool {
        self.extras.contains(&plain(name))
    }

    pub fn has_group(&self, name: &str) -> bool {
        self.groups.contains(&plain(name))
    }

    /// The first of these that is not among them: ``extra `cli` ``.
    pub fn lacks(&self, chosen: &Self) -> Option<String> {
        let extra = chosen.extras.difference(&self.extras).next().map(|name| format!("extra `{name}`"));
        extra.or_else(|| chosen.groups.difference(&self.groups).next().map(|name| format!("group `{name}`")))
    }
}

/// As names of packages are compared.
fn plain(name: &str) -> String {
    PackageName::pypi(name).map_or_else(|_| name.to_owned(), |name| name.to_string())
}

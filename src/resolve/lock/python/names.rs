//! Which packages of a lock file have a name; several may, for different platforms or extras.

use std::collections::HashMap;

use super::super::locked::Locked;
use crate::model::PackageName;

#[derive(Debug)]
pub(super) struct Names(HashMap<PackageName, Vec<usize>>);

/// More packages of one name are not told apart.
const SAME_NAME_MAX: usize = 64;

impl Names {
    pub fn of(packages: &[Locked]) -> Self {
        let mut names: HashMap<PackageName, Vec<usize>> = HashMap::new();
        for (at, package) in packages.iter().enumerate() {
            let same = names.entry(package.id.name.clone()).or_default();
            if same.len() < SAME_NAME_MAX {
                same.push(at);
            }
        }
        Self(names)
    }

    /// In the file's order.
    pub fn find(&self, name: &str) -> &[usize] {
        PackageName::pypi(name).ok().and_then(|name| self.0.get(&name)).map_or(&[], Vec::as_slice)
    }
}

//! How each package comes in, and whether the server's code comes to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::Links;
use crate::resolve::{NeedKind, Resolution};

use super::called::links_of;
use super::pipeline::Judged;

pub(super) struct Ways {
    /// For each package, who brought it first; the package itself has nobody.
    parents: Vec<Option<usize>>,
    names: Vec<String>,
    used: BTreeSet<usize>,
    needed: BTreeSet<usize>,
}

/// `links` are those of the package itself.
pub(super) fn ways(resolution: &Resolution, links: &Links, judged: &[Judged]) -> Ways {
    let packages = &resolution.packages;
    let mut parents = vec![None; packages.len()];
    let mut queue = VecDeque::from([0]);
    let mut seen = BTreeSet::from([0]);
    while let Some(at) = queue.pop_front() {
        for need in packages.get(at).map(|one| one.needs.as_slice()).unwrap_or_default() {
            if seen.insert(need.by) {
                parents[need.by] = Some(at);
                queue.push_back(need.by);
            }
        }
    }
    let names = packages.iter().map(|one| one.release.id.name.to_string()).collect();
    Ways { parents, names, used: used(resolution, links, judged), needed: needed(resolution) }
}

/// From the package's code along what it imports.
fn used(resolution: &Resolution, links: &Links, judged: &[Judged]) -> BTreeSet<usize> {
    let links_of = |at: usize| links_of(links, judged, at);
    let mut modules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in 0..resolution.packages.len() {
        for module in links_of(at).map(|links| links.provides.as_slice()).unwrap_or_default() {
            modules.entry(module).or_default().push(at);
        }
    }
    let mut used = BTreeSet::from([0]);
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        let (Some(links), Some(package)) = (links_of(at), resolution.packages.get(at)) else { continue };
        for name in &links.imports {
            let named = package.needs.iter().filter(|need| need.name == *name).map(|need| need.by);
            let provided = modules.get(name.as_str()).into_iter().flatten().copied();
            open.extend(named.chain(provided).filter(|by| used.insert(*by)).collect::<Vec<_>>());
        }
    }
    used
}

fn needed(resolution: &Resolution) -> BTreeSet<usize> {
    let mut needed = BTreeSet::from([0]);
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        let needs = resolution.packages.get(at).map(|one| one.needs.as_slice()).unwrap_or_default();
        let hard = needs.iter().filter(|need| need.kind != NeedKind::Optional);
        open.extend(hard.map(|need| need.by).filter(|by| needed.insert(*by)).collect::<Vec<_>>());
    }
    needed
}

impl Ways {
    /// From the package down, both with their names.
    pub fn path(&self, at: usize) -> Vec<String> {
        let mut path: Vec<String> = std::iter::successors(Some(at), |at| self.parents[*at]).map(|at| self.names[at].clone()).collect();
        path.reverse();
        path
    }

    pub fn is_used(&self, at: usize) -> bool {
        self.used.contains(&at)
    }

    pub fn is_optional(&self, at: usize) -> bool {
        !self.needed.contains(&at)
    }
}

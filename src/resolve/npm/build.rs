//! Works through everybody's requirements, nearest to the project first, until all are served.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::catalogue::Catalogue;
use super::order::{Path, compare};
use super::place::Placed;
use super::room::Fuel;
use super::tree::{EdgeId, Id, Kind, ROOT, Tree};

/// Questions about room, in all. The largest servers need some tens of thousands.
const QUESTIONS: u32 = 1_000_000;
/// Nodes of candidates and placed packages. An installation of a thousand packages makes some ten thousand.
const MOST_NODES: usize = 200_000;

pub(super) struct Builder<'c> {
    pub tree: Tree,
    pub catalogue: Catalogue<'c>,
    /// Under which root a node's peers were put together last.
    pub stand_ins: HashMap<Id, Id>,
    /// In whose name a package came.
    pub brought_by: HashMap<Id, Id>,
    queue: BTreeSet<(usize, Path, Id)>,
    seen: HashSet<Id>,
    fuel: Fuel,
}

/// It is too entangled to be worked out.
pub(super) struct Entangled;

impl<'c> Builder<'c> {
    pub fn new(tree: Tree, catalogue: Catalogue<'c>) -> Self {
        Self {
            tree,
            catalogue,
            stand_ins: HashMap::new(),
            brought_by: HashMap::new(),
            queue: BTreeSet::new(),
            seen: HashSet::new(),
            fuel: Fuel::new(QUESTIONS),
        }
    }

    pub fn build(&mut self) -> Result<(), Entangled> {
        self.push(ROOT);
        while let Some((_, _, node)) = self.queue.pop_first() {
            if self.tree.nodes[node].is_gone || !self.seen.insert(node) || self.has_own_lock(node) {
                continue;
            }
            self.serve(node);
            if self.fuel.left.get() == 0 || self.tree.nodes.len() > MOST_NODES {
                return Err(Entangled);
            }
        }
        Ok(())
    }

    /// A package with a lock file of its own takes what that says.
    fn has_own_lock(&self, node: Id) -> bool {
        self.tree.nodes[node].release.as_ref().is_some_and(|release| release.manifest.has_shrinkwrap)
    }

    fn push(&mut self, node: Id) {
        self.queue.insert((self.tree.depth(node), Path(self.tree.path(node)), node));
    }

    /// False when all fuel is spent.
    pub(super) fn spend(&self) -> bool {
        self.fuel.spend() && self.tree.nodes.len() <= MOST_NODES
    }

    fn serve(&mut self, node: Id) {
        let source = self.brought_by.get(&node).copied().filter(|source| !self.tree.nodes[*source].is_gone).unwrap_or(node);
        let mut tasks: Vec<(EdgeId, Id)> = Vec::new();
        for edge in self.problems(node) {
            let is_peer = self.tree.edges[edge].kind.is_peer();
            let name = self.tree.edges[edge].name.clone();
            let root = self.stand_in(if is_peer { source } else { node });
            let known = self.tree.edge_of(root, &name).filter(|edge| self.tree.is_fine(*edge)).and_then(|edge| self.tree.target(edge));
            let candidate = match known.filter(|dep| self.tree.suits(edge, *dep)) {
                Some(known) => Some(known),
                None => self.near(edge).or_else(|| {
                    let mut required = HashSet::from([node]);
                    self.candidate(edge, is_peer.then_some(root), None, &mut required, 0)
                }),
            };
            match candidate {
                Some(candidate) => tasks.push((edge, candidate)),
                None => self.tree.edges[edge].has_failed = true,
            }
        }
        tasks.sort_by(|(a, _), (b, _)| compare(&self.tree.edges[*a].name, &self.tree.edges[*b].name));
        for (edge, candidate) in tasks {
            let mut placed = Vec::new();
            let from = self.tree.edges[edge].from;
            self.tree.place(edge, candidate, None, from, &self.fuel, &mut placed);
            for one in placed {
                self.went(one, node);
            }
        }
    }

    /// An optional peer that is there in the wrong version may be served by one that lies elsewhere already.
    fn near(&self, edge: EdgeId) -> Option<Id> {
        if self.tree.edges[edge].kind != Kind::OptionalPeer {
            return None;
        }
        let from = self.tree.edges[edge].from;
        let mut open: Vec<Id> = self.tree.nodes[self.tree.nodes[from].parent.unwrap_or(from)].children.values().copied().collect();
        while !open.is_empty() {
            if let Some(found) = open.iter().find(|node| self.tree.suits(edge, **node)) {
                return Some(*found);
            }
            open = open.iter().flat_map(|node| self.tree.nodes[*node].children.values().copied()).collect();
        }
        None
    }

    fn problems(&self, node: Id) -> Vec<EdgeId> {
        let tree = &self.tree;
        let is_open = |edge: &EdgeId| {
            let one = &tree.edges[*edge];
            let is_missing = tree.target(*edge).is_none() && one.kind != Kind::OptionalPeer;
            !one.has_failed && !one.is_overruled && (is_missing || tree.target(*edge).is_some() && !tree.is_fine(*edge))
        };
        tree.edges_from(node).filter(is_open).collect()
    }

    /// Who has to be looked at once a package was placed.
    fn went(&mut self, placed: Placed, by: Id) {
        let Placed { node, edge, again } = placed;
        let source = self.brought_by.get(&node).copied().unwrap_or(by);
        self.brought_by.insert(node, source);
        if self.tree.nodes[node].is_gone {
            return;
        }
        let upset: Vec<Id> = self
            .tree
            .edges_to(node)
            .filter(|other| *other != edge && !self.tree.edges[*other].is_overruled && !self.tree.is_fine(*other))
            .map(|other| self.tree.edges[other].from)
            .collect();
        for from in upset {
            self.seen.remove(&from);
            self.push(from);
        }
        self.push(node);
        for from in again {
            self.seen.remove(&from);
            self.push(from);
        }
    }
}

//! A package never comes alone: what it has for peers must go along with it. They are put together under a root of their own first.

use std::collections::HashSet;

use super::build::Builder;
use super::order::compare;
use super::tree::{EdgeId, Id, ROOT};

/// Peers of peers of peers: no honest package goes as deep.
const DEEPEST: usize = 64;

impl Builder<'_> {
    /// A root that asks for what the node asks for, with nothing under it yet.
    pub(super) fn fresh_stand_in(&mut self, node: Id) -> Id {
        let name = self.tree.nodes[node].name.clone();
        let root = self.tree.add(name, None, self.tree.nodes[node].rule);
        self.tree.nodes[root].stands_for = Some(node);
        let edges: Vec<EdgeId> = self.tree.edges_from(node).collect();
        for edge in edges {
            let edge = &self.tree.edges[edge];
            let ((wanted, written), name, kind) = (edge.asked.clone(), edge.name.clone(), edge.kind);
            self.tree.ask(root, name, wanted, written, kind);
        }
        self.stand_ins.insert(node, root);
        root
    }

    pub(super) fn stand_in(&mut self, node: Id) -> Id {
        match self.stand_ins.get(&node) {
            Some(root) => *root,
            None => self.fresh_stand_in(node),
        }
    }

    /// The package that serves a requirement, under `root` or a fresh one, with its peers beside it. `second` is a requirement that
    /// it had better serve as well. None where nothing can be had.
    pub(super) fn candidate(
        &mut self,
        edge: EdgeId,
        root: Option<Id>,
        second: Option<EdgeId>,
        required: &mut HashSet<Id>,
        depth: usize,
    ) -> Option<Id> {
        let from = self.tree.edges[edge].from;
        let root = match root {
            Some(root) => root,
            None => self.fresh_stand_in(from),
        };
        let first = self.fetched(edge, edge, root);
        let mut node = first;
        if let Some(second) = second.filter(|second| !self.tree.is_fine(*second)) {
            let other = self.fetched(edge, second, root);
            node = match (first, other) {
                (_, Some(other)) if self.tree.is_fine(edge) => Some(other),
                (None, other) => other,
                (Some(first), _) => Some(first),
            };
        }
        let node = node?;
        if self.tree.nodes[node].parent != Some(root) || self.tree.nodes[node].is_gone {
            self.tree.nodes[node].is_gone = false;
            self.tree.put(node, root);
        }
        let counts = |edge: EdgeId, required: &HashSet<Id>| {
            let edge = &self.tree.edges[edge];
            required.contains(&edge.from) && edge.kind != super::tree::Kind::OptionalPeer
        };
        if counts(edge, required) || second.is_some_and(|second| counts(second, required)) {
            required.insert(node);
        }
        if let Some(source) = self.tree.nodes[root].stands_for {
            self.brought_by.insert(node, source);
        }
        if depth < DEEPEST && self.spend() {
            self.gather_peers(node, required, depth + 1);
        }
        Some(node)
    }

    /// A node for the version that `wanted` takes, under the name of `edge`.
    fn fetched(&mut self, edge: EdgeId, wanted: EdgeId, root: Id) -> Option<Id> {
        let name = self.tree.edges[edge].name.clone();
        let (wanted, written) = (self.tree.edges[wanted].wanted.clone(), self.tree.edges[wanted].written.clone());
        let release = self.catalogue.take(&name, &wanted, &written).ok()?;
        let node = self.tree.add(name, Some(release), self.tree.edges[edge].rule);
        self.tree.put(node, root);
        self.tree.settle_overrides(node);
        Some(node)
    }

    fn gather_peers(&mut self, node: Id, required: &mut HashSet<Id>, depth: usize) {
        let is_open = |edge: &EdgeId| self.tree.edges[*edge].kind.is_peer() && !self.is_served(*edge);
        let mut peers: Vec<EdgeId> = self.tree.edges_from(node).filter(is_open).collect();
        peers.sort_by(|a, b| compare(&self.tree.edges[*a].name, &self.tree.edges[*b].name));
        for edge in peers {
            let Some(root) = self.tree.nodes[node].parent.filter(|_| !self.tree.nodes[node].is_gone) else { return };
            if self.is_served(edge) {
                continue;
            }
            let name = self.tree.edges[edge].name.clone();
            let asked_above = self.tree.edge_of(root, &name);
            match (self.tree.target(edge), asked_above) {
                (None, None) => {
                    self.candidate(edge, Some(root), None, required, depth);
                }
                (None, Some(above)) => {
                    let dep = self.candidate(above, Some(root), Some(edge), required, depth);
                    if !self.is_served(edge) && (self.may_overrule(root) || dep.is_none_or(|dep| !required.contains(&dep))) {
                        self.tree.edges[edge].is_overruled = true;
                    }
                }
                (Some(current), _) => {
                    let dep = self.candidate(edge, None, None, required, depth);
                    if dep.is_some_and(|dep| self.tree.can_replace(dep, current, &std::collections::BTreeSet::new())) {
                        self.candidate(edge, Some(root), None, required, depth);
                    }
                }
            }
        }
    }

    fn is_served(&self, edge: EdgeId) -> bool {
        self.tree.is_fine(edge) && self.tree.target(edge).is_some()
    }

    /// Only the project itself must have its peers right.
    fn may_overrule(&self, root: Id) -> bool {
        self.tree.nodes[root].stands_for != Some(ROOT)
    }
}

//! Puts a package into the highest folder where it is in nobody's way, and its peers with it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::order::compare;
use super::room::{Fuel, Question, Room};
use super::tree::{EdgeId, Id, Node, ROOT, Tree};

/// A package that found its folder.
pub(super) struct Placed {
    pub node: Id,
    pub edge: EdgeId,
    /// Whose requirements must be looked at again.
    pub again: BTreeSet<Id>,
}

/// Peers of peers of peers: no honest package goes as deep.
const DEEPEST: usize = 64;

impl Tree {
    /// Serves a requirement with `candidate`, which lies beside its peers under a root of its own. All that was placed is told in `placed`.
    pub(super) fn place(
        &mut self,
        edge: EdgeId,
        candidate: Id,
        parent: Option<&Question<'_>>,
        start: Id,
        fuel: &Fuel,
        placed: &mut Vec<Placed>,
    ) {
        if self.target(edge).is_some() && self.is_fine(edge) || placed.len() > DEEPEST {
            return;
        }
        let name = self.edges[edge].name.clone();
        let start = self.deepest(start, &name);
        let Some((folder, room)) = self.highest(edge, candidate, parent, start, fuel) else {
            self.edges[edge].is_overruled = true;
            return;
        };
        if room == Room::Keep {
            if self.edges[edge].kind.is_peer() && !self.is_fine(edge) {
                self.edges[edge].is_overruled = true;
            }
            self.prune_duplicates_below(folder);
            return;
        }
        // A loop of packages that each need the other in another version would never end: npm ties the knot with a link.
        if self.upward(folder).any(|at| !self.is_root(at) && self.is_same(at, candidate)) {
            self.edges[edge].has_failed = true;
            return;
        }
        let node = self.copy(candidate);
        let again = match self.nodes[folder].children.get(&name).copied() {
            Some(old) => self.put_in_place_of(old, node, candidate),
            None => {
                self.put(node, folder);
                BTreeSet::new()
            }
        };
        self.settle_overrides(node);
        if self.edges[edge].kind.is_peer() && !self.suits(edge, node) {
            self.edges[edge].is_overruled = true;
        }
        self.prune_after(node, edge, folder);
        placed.push(Placed { node, edge, again });
        let question = Question { candidate, edge, folder, parent, path: Vec::new() };
        self.place_peers(node, &question, start, fuel, placed);
    }

    /// The highest folder in which there is room, and what is to be done there.
    fn highest(&self, edge: EdgeId, candidate: Id, parent: Option<&Question<'_>>, start: Id, fuel: &Fuel) -> Option<(Id, Room)> {
        let (mut best, mut best_alone) = (None, None);
        for folder in self.upward(start) {
            let asked_here = self.edge_of(folder, &self.edges[edge].name);
            if !self.is_root(folder) && asked_here.is_some_and(|edge| self.edges[edge].kind.is_peer()) {
                continue;
            }
            let answer = self.room(&Question { candidate, edge, folder, parent, path: Vec::new() }, fuel);
            if answer.own != Room::Conflict {
                best_alone = Some((folder, answer.own));
            }
            if answer.room == Room::Conflict {
                break;
            }
            best = Some((folder, answer.room));
        }
        best.or(best_alone)
    }

    fn copy(&mut self, candidate: Id) -> Id {
        let Node { name, release, rule, .. } = &self.nodes[candidate];
        let (name, release, rule) = (name.clone(), release.clone(), *rule);
        self.add(name, release, rule)
    }

    fn place_peers(&mut self, node: Id, question: &Question<'_>, start: Id, fuel: &Fuel, placed: &mut Vec<Placed>) {
        let edges: Vec<EdgeId> = self.edges_from(node).collect();
        let beside = self.nodes[question.candidate].parent;
        for edge in edges {
            if !self.edges[edge].kind.is_peer() || self.edges[edge].is_overruled || self.is_fine(edge) {
                continue;
            }
            let name = self.edges[edge].name.clone();
            let peer = beside.and_then(|root| self.nodes[root].children.get(&name).copied());
            if let Some(peer) = peer.filter(|peer| self.suits(edge, *peer)) {
                self.place(edge, peer, Some(question), start, fuel, placed);
            }
        }
    }

    /// What only the old one needed goes with it; sets of peers that the new one breaks go too, and are to be placed again.
    fn put_in_place_of(&mut self, old: Id, new: Id, candidate: Id) -> BTreeSet<Id> {
        let mut orphans = Vec::new();
        for edge in self.edges_from(old).filter(|edge| self.edge_of(new, &self.edges[*edge].name).is_none()) {
            orphans.extend(self.target(edge));
        }
        let broken = self.broken_peers(old, new, candidate);
        self.replace(old, new);
        self.prune_replaced(new, &orphans);
        let mut again = BTreeSet::new();
        for node in broken {
            again.extend(self.edges_to(node).map(|edge| self.edges[edge].from));
            self.remove(node);
        }
        again
    }

    fn broken_peers(&mut self, old: Id, new: Id, candidate: Id) -> BTreeSet<Id> {
        let folder = self.nodes[old].parent;
        let mut broken = BTreeSet::new();
        let mut overruled = Vec::new();
        for edge in self.edges_to(old) {
            let one = &self.edges[edge];
            if self.suits(edge, new) || !one.kind.is_peer() || self.nodes[one.from].parent != folder || one.is_overruled {
                continue;
            }
            for (entry, _) in self.peer_sets(one.from) {
                let Some(first) = self.target(entry) else { continue };
                let can_go_deeper = Some(self.deepest(first, &self.nodes[candidate].name)) != folder;
                if can_go_deeper && self.edges[entry].from != ROOT {
                    broken.extend(self.only_through([first], |edge| self.target(edge) != Some(first) && !self.edges[edge].is_overruled));
                } else {
                    overruled.push(edge);
                }
            }
        }
        for edge in overruled {
            self.edges[edge].is_overruled = true;
        }
        broken
    }

    fn prune_replaced(&mut self, node: Id, orphans: &[Id]) {
        let mut useless: BTreeSet<Id> =
            self.edges_from(node).filter(|edge| !self.is_fine(*edge)).filter_map(|edge| self.target(edge)).collect();
        for orphan in orphans.iter().filter(|orphan| !self.nodes[**orphan].is_gone) {
            useless.extend(self.only_through([*orphan], |edge| self.target(edge) != Some(*orphan) && self.is_fine(edge)));
        }
        let gone =
            self.only_through(useless, |edge| self.edges[edge].from != node && self.target(edge) != Some(node) && self.is_fine(edge));
        for one in gone.into_iter().filter(|one| *one != ROOT) {
            self.remove(one);
        }
    }

    /// What lies deeper and is no longer needed there goes.
    fn prune_after(&mut self, node: Id, edge: EdgeId, folder: Id) {
        if self.is_fine(edge)
            && let Some(other) = self.target(edge).filter(|other| *other != node)
        {
            self.prune_duplicate(other);
        }
        let name = self.nodes[node].name.clone();
        let same: Vec<Id> = self.nodes_by_name[&name].iter().copied().filter(|at| self.is_placed(*at)).collect();
        for other in same {
            if !self.is_placed(other) || self.is_root(other) || !self.is_inside(other, folder) {
                continue;
            }
            self.prune_duplicate(other);
            if self.is_placed(other) {
                for child in self.nodes[other].children.values().copied().collect::<Vec<_>>() {
                    self.prune_duplicate(child);
                }
            }
        }
    }

    fn is_placed(&self, node: Id) -> bool {
        !self.nodes[node].is_gone && self.upward(node).last() == Some(ROOT)
    }

    fn prune_duplicates_below(&mut self, node: Id) {
        let mut open = vec![node];
        while let Some(one) = open.pop() {
            if self.nodes[one].is_gone || self.prune_duplicate(one) {
                continue;
            }
            let mut children: Vec<Id> = self.nodes[one].children.values().copied().collect();
            children.sort_by(|a, b| compare(&self.nodes[*b].name, &self.nodes[*a].name));
            open.extend(children);
        }
    }

    /// Takes a package away where one further up serves as well. Whether it did.
    fn prune_duplicate(&mut self, node: Id) -> bool {
        if !self.is_duplicate(node) {
            return false;
        }
        let gone = self.only_through([node], |edge| self.target(edge) != Some(node) && self.is_fine(edge));
        for one in gone.into_iter().filter(|one| *one != ROOT) {
            self.remove(one);
        }
        self.remove(node);
        true
    }

    fn is_duplicate(&self, node: Id) -> bool {
        let Some(above) = self.nodes[node].parent.and_then(|folder| self.nodes[folder].parent) else { return false };
        if self.edges_to(node).next().is_none() {
            return true;
        }
        let name: Rc<str> = self.nodes[node].name.clone();
        let Some(other) = self.resolve(above, &name) else { return false };
        if self.is_same(other, node) {
            return true;
        }
        let (Some(own), Some(others)) = (&self.nodes[node].release, &self.nodes[other].release) else { return false };
        let is_preferred = others.version == own.version || (others.version > own.version && !self.is_overridden(node));
        self.can_replace(other, node, &BTreeSet::new()) && is_preferred
    }
}

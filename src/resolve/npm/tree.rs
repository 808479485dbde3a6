//! The folders that an installation makes: packages inside packages, and who asks for whom.
//!
//! npm looks for a dependency in the `node_modules` of whoever asks, then in those of the folders around it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::catalogue::Release;
use super::overrides::{Overrides, RuleId};
use super::wanted::Wanted;

/// Of [`Tree::nodes`].
pub(super) type Id = usize;
/// Of [`Tree::edges`].
pub(super) type EdgeId = usize;

/// A package in its folder, or a root around packages: the project's, or one under which a set of peers is put together.
pub(super) struct Node {
    pub name: Rc<str>,
    /// None for a root.
    pub release: Option<Rc<Release>>,
    pub parent: Option<Id>,
    pub children: BTreeMap<Rc<str>, Id>,
    /// By the name that is asked for.
    pub edges: BTreeMap<Rc<str>, EdgeId>,
    pub is_gone: bool,
    /// For a root of peers: in whose place it stands.
    pub stands_for: Option<Id>,
    /// Which of the project's overrides it comes under; none where the project has none.
    pub rule: Option<RuleId>,
}

/// A requirement.
pub(super) struct Edge {
    pub from: Id,
    pub name: Rc<str>,
    /// What is taken for it: what the project has in its place, or what it asks for.
    pub wanted: Rc<Wanted>,
    /// As written.
    pub written: Rc<str>,
    /// What it asks for by itself, and the same as written.
    pub asked: (Rc<Wanted>, Rc<str>),
    /// Which of the project's overrides it comes under.
    pub rule: Option<RuleId>,
    pub kind: Kind,
    /// A peer that was given up: what is there is taken.
    pub is_overruled: bool,
    /// Nothing could be had for it.
    pub has_failed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Runtime,
    Optional,
    Peer,
    OptionalPeer,
    /// Only whoever works on the project wants it. It has a say in which versions are taken.
    Development,
}

impl Kind {
    pub fn is_peer(self) -> bool {
        matches!(self, Self::Peer | Self::OptionalPeer)
    }

    pub fn is_optional(self) -> bool {
        matches!(self, Self::Optional | Self::OptionalPeer)
    }
}

#[derive(Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// Of the project.
    pub overrides: Option<Overrides>,
    by_name: HashMap<Rc<str>, Vec<EdgeId>>,
    pub(super) nodes_by_name: HashMap<Rc<str>, Vec<Id>>,
}

/// The project that everything is installed for.
pub(super) const ROOT: Id = 0;

impl Tree {
    pub fn add(&mut self, name: Rc<str>, release: Option<Rc<Release>>, rule: Option<RuleId>) -> Id {
        let id = self.nodes.len();
        let asks = release.clone();
        self.nodes_by_name.entry(name.clone()).or_default().push(id);
        self.nodes.push(Node {
            name,
            release,
            parent: None,
            children: BTreeMap::new(),
            edges: BTreeMap::new(),
            is_gone: false,
            stands_for: None,
            rule,
        });
        if let Some(release) = asks {
            for ask in &release.asks {
                self.ask(id, ask.name.clone(), ask.wanted.clone(), ask.written.clone(), ask.kind);
            }
        }
        id
    }

    pub fn ask(&mut self, from: Id, name: Rc<str>, wanted: Rc<Wanted>, written: Rc<str>, kind: Kind) {
        let id = self.edges.len();
        self.by_name.entry(name.clone()).or_default().push(id);
        self.nodes[from].edges.insert(name.clone(), id);
        let asked = (wanted.clone(), written.clone());
        self.edges.push(Edge { from, name, wanted, written, asked, rule: None, kind, is_overruled: false, has_failed: false });
        self.heed_overrides(id);
    }

    /// Puts a package into a folder; whatever lay there under its name goes.
    pub fn put(&mut self, node: Id, parent: Id) {
        let name = self.nodes[node].name.clone();
        if let Some(old) = self.nodes[parent].children.insert(name, node).filter(|old| *old != node) {
            self.forget(old);
        }
        self.nodes[node].parent = Some(parent);
    }

    /// Takes a package away, and all that lies inside it.
    pub fn remove(&mut self, node: Id) {
        if let Some(parent) = self.nodes[node].parent {
            let name = self.nodes[node].name.clone();
            if self.nodes[parent].children.get(&name) == Some(&node) {
                self.nodes[parent].children.remove(&name);
            }
        }
        self.forget(node);
    }

    fn forget(&mut self, node: Id) {
        let mut all = vec![node];
        while let Some(one) = all.pop() {
            self.nodes[one].is_gone = true;
            all.extend(self.nodes[one].children.values());
        }
    }

    /// Another version takes the place; what lies inside stays.
    pub fn replace(&mut self, old: Id, new: Id) {
        let children = std::mem::take(&mut self.nodes[old].children);
        for child in children.values() {
            self.nodes[*child].parent = Some(new);
        }
        self.nodes[new].children = children;
        let Some(parent) = self.nodes[old].parent else { return };
        let name = self.nodes[new].name.clone();
        self.nodes[parent].children.insert(name, new);
        self.nodes[new].parent = Some(parent);
        self.nodes[old].is_gone = true;
    }

    pub fn is_root(&self, node: Id) -> bool {
        self.nodes[node].parent.is_none()
    }

    /// The node, and every folder around it.
    pub fn upward(&self, node: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(node), |at| self.nodes[*at].parent)
    }

    pub fn is_inside(&self, node: Id, folder: Id) -> bool {
        self.upward(node).any(|at| at == folder)
    }

    pub fn resolve(&self, from: Id, name: &str) -> Option<Id> {
        self.upward(from).find_map(|at| self.nodes[at].children.get(name).copied())
    }

    pub fn target(&self, edge: EdgeId) -> Option<Id> {
        self.resolve(self.edges[edge].from, &self.edges[edge].name)
    }

    /// Whether this package would serve the requirement.
    pub fn suits(&self, edge: EdgeId, node: Id) -> bool {
        let (name, Node { name: own, release, .. }) = (&self.edges[edge].name, &self.nodes[node]);
        own == name && release.as_ref().is_some_and(|release| self.takes(edge, release))
    }

    /// The requirement is served as things are, or need not be.
    pub fn is_fine(&self, edge: EdgeId) -> bool {
        let Edge { from, kind, .. } = &self.edges[edge];
        match self.target(edge) {
            None => kind.is_optional(),
            Some(to) => {
                !(kind.is_peer() && self.nodes[to].parent == Some(*from) && !self.is_root(*from))
                    && self.suits(edge, to)
                    && !self.is_at_odds(edge, to)
            }
        }
    }

    /// Who asks for a package and gets this one.
    pub fn edges_to(&self, node: Id) -> impl Iterator<Item = EdgeId> {
        let edges = self.by_name.get(&self.nodes[node].name).map(Vec::as_slice).unwrap_or_default();
        edges.iter().copied().filter(move |edge| !self.nodes[self.edges[*edge].from].is_gone && self.target(*edge) == Some(node))
    }

    pub fn edges_from(&self, node: Id) -> impl Iterator<Item = EdgeId> {
        self.nodes[node].edges.values().copied()
    }

    pub fn edge_of(&self, node: Id, name: &str) -> Option<EdgeId> {
        self.nodes[node].edges.get(name).copied()
    }

    /// The same version of the same package under the same name.
    pub fn is_same(&self, one: Id, other: Id) -> bool {
        let (a, b) = (&self.nodes[one], &self.nodes[other]);
        let same = |a: &Release, b: &Release| a.name == b.name && a.key == b.key;
        one == other || a.name == b.name && matches!((&a.release, &b.release), (Some(a), Some(b)) if same(a, b))
    }

    pub fn depth(&self, node: Id) -> usize {
        self.upward(node).count() - 1
    }

    /// `node_modules/a/node_modules/b`.
    pub fn path(&self, node: Id) -> String {
        let mut names: Vec<&str> = self.upward(node).filter(|at| !self.is_root(*at)).map(|at| &*self.nodes[at].name).collect();
        names.reverse();
        names.iter().map(|name| format!("/node_modules/{name}")).collect()
    }

    /// Of these and what they bring: those that nobody else asks for. `counts` tells which requirements matter.
    pub fn only_through(&self, first: impl IntoIterator<Item = Id>, counts: impl Fn(EdgeId) -> bool) -> BTreeSet<Id> {
        let mut all: BTreeSet<Id> = first.into_iter().collect();
        let mut open: Vec<Id> = all.iter().copied().collect();
        while let Some(node) = open.pop() {
            let brought = self.edges_from(node).filter(|edge| counts(*edge)).filter_map(|edge| self.target(edge));
            open.extend(brought.filter(|to| all.insert(*to)).collect::<Vec<_>>());
        }
        loop {
            let is_wanted = |node: &Id| self.edges_to(*node).any(|edge| !all.contains(&self.edges[edge].from) && counts(edge));
            let wanted: Vec<Id> = all.iter().copied().filter(is_wanted).collect();
            if wanted.is_empty() {
                return all;
            }
            all.retain(|node| !wanted.contains(node));
        }
    }

    /// Whether this package could stand where the other one does, for all who ask for it. Peers of the names in `along` come along.
    pub fn can_replace(&self, new: Id, old: Id, along: &BTreeSet<Rc<str>>) -> bool {
        let (a, b) = (&self.nodes[new], &self.nodes[old]);
        let package = |node: &Node| node.release.as_ref().map(|release| release.name.clone());
        if a.name != b.name || package(a) != package(b) || (!b.edges.is_empty() && a.rule != b.rule) {
            return false;
        }
        let own = self.only_through([old], |edge| self.target(edge) != Some(old) && self.is_fine(edge));
        self.edges_to(old).all(|edge| {
            let from = self.edges[edge].from;
            let comes_along = !self.is_root(old)
                && self.nodes[from].parent == self.nodes[old].parent
                && self.edges[edge].kind.is_peer()
                && along.contains(&self.nodes[from].name);
            comes_along || own.contains(&from) || self.suits(edge, new)
        })
    }

    /// The deepest folder in which a package of this name could lie for whoever asks: none lies in the folder of one that has it for a peer.
    pub fn deepest(&self, start: Id, name: &str) -> Id {
        let is_free = |at: Id| self.is_root(at) || self.edge_of(at, name).is_none_or(|edge| !self.edges[edge].kind.is_peer());
        self.upward(start).find(|at| is_free(*at)).unwrap_or(start)
    }
}

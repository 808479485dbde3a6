//! Whether a package can lie in a folder, and its peers with it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::tree::{EdgeId, Id, Tree};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// There is nothing of the name.
    Free,
    /// What lies there serves as well.
    Keep,
    /// It may take the place of what lies there.
    Replace,
    Conflict,
}

/// May `candidate` lie in `folder`, for this requirement?
pub(super) struct Question<'q> {
    pub candidate: Id,
    pub edge: EdgeId,
    pub folder: Id,
    /// Whose peer it is.
    pub parent: Option<&'q Question<'q>>,
    /// Peers that are being asked about, so that none is twice.
    pub path: Vec<Id>,
}

pub(super) struct Answer {
    /// With its peers.
    pub room: Room,
    /// Whatever its peers need.
    pub own: Room,
}

impl Question<'_> {
    /// The requirement that brought the whole set of peers.
    fn entry(&self) -> EdgeId {
        self.parent.map_or(self.edge, Question::entry)
    }
}

/// How much may be asked before it is given up.
pub(super) struct Fuel {
    /// In all.
    pub left: Cell<u32>,
    /// About the peers of one package, and theirs.
    set: Cell<u32>,
}

/// Questions about one set of peers. Where each is a peer of each, their ways through each other are without number; beyond this many, those
/// that are not asked about are taken to fit.
const ONE_SET: u32 = 400;

impl Fuel {
    pub fn new(left: u32) -> Self {
        Self { left: Cell::new(left), set: Cell::new(ONE_SET) }
    }

    pub fn spend(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn spend_on_peer(&self) -> bool {
        let left = self.set.get();
        self.set.set(left.saturating_sub(1));
        left > 0
    }
}

impl Tree {
    pub(super) fn room(&self, question: &Question<'_>, fuel: &Fuel) -> Answer {
        if !fuel.spend() {
            return Answer { room: Room::Conflict, own: Room::Conflict };
        }
        if question.parent.is_none() && question.path.is_empty() {
            fuel.set.set(ONE_SET);
        }
        let own = Cell::new(None);
        let with_peers = |room: Room| {
            own.set(Some(room));
            if self.have_peers_room(question, fuel) { room } else { Room::Conflict }
        };
        let name = &self.edges[question.edge].name;
        let current = self.nodes[question.folder].children.get(name).copied();
        let asked_here = self.edge_of(question.folder, name);
        let is_peer_here = asked_here.is_some_and(|edge| self.edges[edge].kind.is_peer()) && !self.is_root(question.folder);
        let room = match current {
            _ if is_peer_here => Room::Conflict,
            None if asked_here.is_some_and(|edge| edge != question.edge && !self.suits(edge, question.candidate)) => Room::Conflict,
            None => self.in_empty_place(question, with_peers),
            Some(current) => self.in_taken_place(question, current, with_peers),
        };
        Answer { room, own: own.get().unwrap_or(room) }
    }

    /// Whoever looks for the name from below, past this folder, must not find the wrong one afterwards.
    fn in_empty_place(&self, question: &Question<'_>, with_peers: impl Fn(Room) -> Room) -> Room {
        let &Question { candidate, folder, .. } = question;
        let current =
            if folder == self.edges[question.entry()].from { None } else { self.resolve(folder, &self.edges[question.edge].name) };
        let is_shadowed = |current: Id| {
            let mut below = self.edges_to(current).filter(|edge| self.is_inside(self.edges[*edge].from, folder) && self.is_fine(*edge));
            below.any(|edge| !self.suits(edge, candidate))
        };
        if current.is_some_and(is_shadowed) { Room::Conflict } else { with_peers(Room::Free) }
    }

    fn in_taken_place(&self, question: &Question<'_>, current: Id, with_peers: impl Fn(Room) -> Room) -> Room {
        let &Question { candidate, edge, folder, .. } = question;
        let is_peer = self.edges[edge].kind.is_peer();
        let is_overridden = !self.suits(edge, candidate);
        if self.is_same(candidate, current) && (self.suits(edge, current) || is_overridden) {
            return Room::Keep;
        }
        let is_newer = match (&self.nodes[candidate].release, &self.nodes[current].release) {
            (Some(new), Some(old)) => new.version >= old.version,
            (Some(_) | None, _) => false,
        };
        let none = BTreeSet::new();
        let can_replace = self.can_replace(candidate, current, &none);
        if is_newer && can_replace {
            let room = with_peers(Room::Replace);
            if room != Room::Conflict {
                return room;
            }
        }
        if self.suits(edge, current) {
            return Room::Keep;
        }
        // Peers would rather be one than two.
        if is_peer && !is_newer && can_replace {
            let room = with_peers(Room::Replace);
            if room != Room::Conflict {
                return room;
            }
        }
        if folder != self.deepest_for(question) {
            return Room::Conflict;
        }
        if !is_peer && folder == self.edges[edge].from {
            return with_peers(Room::Replace);
        }
        if !is_peer && question.parent.is_none() {
            return Room::Conflict;
        }
        if self.can_give_way(question, current) { with_peers(Room::Replace) } else { Room::Conflict }
    }

    fn deepest_for(&self, question: &Question<'_>) -> Id {
        let start = match question.parent {
            Some(parent) => self.deepest_for(parent),
            None => self.edges[question.edge].from,
        };
        self.deepest(start, &self.edges[question.edge].name)
    }

    fn have_peers_room(&self, question: &Question<'_>, fuel: &Fuel) -> bool {
        let mut path = question.path.clone();
        path.push(question.candidate);
        self.edges_from(question.candidate).filter(|edge| self.edges[*edge].kind.is_peer()).all(|edge| {
            let Some(peer) = self.target(edge).filter(|peer| !path.contains(peer)) else { return true };
            if !fuel.spend_on_peer() {
                return true;
            }
            let folder = self.deepest(question.folder, &self.nodes[peer].name);
            let asked = Question { candidate: peer, edge, folder, parent: Some(question), path: path.clone() };
            self.room(&asked, fuel).room != Room::Conflict
        })
    }

    /// Whether each set of peers to which `current` belongs could be replaced, or go deeper.
    fn can_give_way(&self, question: &Question<'_>, current: Id) -> bool {
        let beside = self.nodes[question.candidate].parent.map(|root| &self.nodes[root].children);
        let Some(beside) = beside else { return false };
        let names: BTreeSet<Rc<str>> = beside.keys().cloned().collect();
        self.peer_sets(current).into_iter().all(|(entry, peers)| {
            if entry == question.edge || entry == question.entry() {
                return true;
            }
            let Some(first) = self.target(entry) else { return true };
            match beside.get(&self.nodes[first].name) {
                Some(other) if self.can_replace(*other, first, &names) => return true,
                Some(_) => {}
                None if self.can_be_overrun(first, beside) => return true,
                None => {}
            }
            peers.iter().all(|peer| {
                let deep = self.deepest(self.edges[entry].from, &self.nodes[*peer].name);
                deep != question.folder && !self.is_inside(question.folder, deep)
            })
        })
    }

    /// All that the set has for peers would be served by those who come.
    fn can_be_overrun(&self, first: Id, beside: &BTreeMap<Rc<str>, Id>) -> bool {
        let mut seen = BTreeSet::from([first]);
        let mut open = vec![first];
        while let Some(node) = open.pop() {
            for edge in self.edges_from(node).filter(|edge| self.edges[*edge].kind.is_peer() && self.is_fine(*edge)) {
                match beside.get(&self.edges[edge].name) {
                    Some(other) if !self.suits(edge, *other) => return false,
                    Some(_) => {}
                    None => open.extend(self.target(edge).filter(|to| seen.insert(*to))),
                }
            }
        }
        true
    }

    /// The sets of peers that the node belongs to, by the requirement through which each came.
    pub(super) fn peer_sets(&self, node: Id) -> Vec<(EdgeId, BTreeSet<Id>)> {
        let is_tie = |edge: &EdgeId| self.edges[*edge].kind.is_peer() && self.is_fine(*edge);
        let mut union = BTreeSet::from([node]);
        let mut open = vec![node];
        while let Some(one) = open.pop() {
            let to = self.edges_from(one).filter(is_tie).filter_map(|edge| self.target(edge));
            let from = self.edges_to(one).filter(is_tie).map(|edge| self.edges[edge].from);
            open.extend(to.chain(from).filter(|other| union.insert(*other)).collect::<Vec<_>>());
        }
        let mut sets = Vec::new();
        for peer in union {
            for entry in self.edges_to(peer).filter(|edge| self.is_fine(*edge)) {
                if self.edges[entry].kind.is_peer() && !self.is_root(self.edges[entry].from) {
                    continue;
                }
                let set = self.along(peer);
                if set.contains(&node) {
                    sets.push((entry, set));
                }
            }
        }
        sets
    }

    /// A package and its peers, and theirs.
    fn along(&self, first: Id) -> BTreeSet<Id> {
        let mut all = BTreeSet::from([first]);
        let mut open = vec![first];
        while let Some(one) = open.pop() {
            let peers = self.edges_from(one).filter(|edge| self.edges[*edge].kind.is_peer() && self.is_fine(*edge));
            open.extend(peers.filter_map(|edge| self.target(edge)).filter(|to| all.insert(*to)).collect::<Vec<_>>());
        }
        all
    }
}

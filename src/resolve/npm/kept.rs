//! What of the tree is really installed: what something but development needs, and what runs on the target.

use std::collections::BTreeSet;

use super::platform::Machine;
use super::tree::{EdgeId, Id, Kind, ROOT, Tree};

/// Optional packages that do not run on the target are left out, and with them what is only there for their sake.
pub(super) struct Kept {
    pub nodes: BTreeSet<Id>,
    pub elsewhere: BTreeSet<Id>,
    /// Needed, but made for other machines: npm refuses to install them.
    pub unfit: BTreeSet<Id>,
}

pub(super) fn kept(tree: &Tree, machine: &Machine) -> Kept {
    let is_used = |edge: EdgeId| tree.edges[edge].kind != Kind::Development;
    let all = reached(tree, is_used);
    let needed = reached(tree, |edge| is_used(edge) && !tree.edges[edge].kind.is_optional());
    let mut elsewhere = BTreeSet::new();
    let mut unfit = BTreeSet::new();
    for node in &all {
        let Some(release) = &tree.nodes[*node].release else { continue };
        let is_needed = needed.contains(node);
        if !machine.runs(&release.manifest) {
            if is_needed {
                unfit.insert(*node)
            } else {
                elsewhere.insert(*node)
            };
        } else if !is_needed && !machine.is_made_for_its_node(&release.manifest) {
            elsewhere.insert(*node);
        }
    }
    let gone = with_those_who_need_them(tree, &elsewhere, &all);
    let nodes = all.into_iter().filter(|node| *node != ROOT && !gone.contains(node)).collect();
    Kept { nodes, elsewhere: gone, unfit }
}

fn reached(tree: &Tree, counts: impl Fn(EdgeId) -> bool) -> BTreeSet<Id> {
    let mut all = BTreeSet::from([ROOT]);
    let mut open = vec![ROOT];
    while let Some(node) = open.pop() {
        let to = tree.edges_from(node).filter(|edge| counts(*edge)).filter_map(|edge| tree.target(edge));
        open.extend(to.filter(|to| all.insert(*to)).collect::<Vec<_>>());
    }
    all
}

/// Whoever cannot do without one goes too, up to where it becomes optional, and all that only these brought.
fn with_those_who_need_them(tree: &Tree, first: &BTreeSet<Id>, all: &BTreeSet<Id>) -> BTreeSet<Id> {
    let mut set = first.clone();
    let mut open: Vec<Id> = first.iter().copied().collect();
    while let Some(one) = open.pop() {
        let needed_by = tree.edges_to(one).filter(|edge| !tree.edges[*edge].kind.is_optional()).map(|edge| tree.edges[edge].from);
        open.extend(needed_by.filter(|from| all.contains(from) && *from != ROOT && set.insert(*from)).collect::<Vec<_>>());
    }
    let inside = set.clone();
    tree.only_through(set, |edge| tree.target(edge).is_none_or(|to| !inside.contains(&to)))
}

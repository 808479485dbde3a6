//! Where in the tree which of the project's overrides hold: those of whoever asks go down with what is asked for.

use std::collections::VecDeque;
use std::rc::Rc;

use super::catalogue::Release;
use super::overrides::{Overrides, RuleId};
use super::tree::{EdgeId, Id, Tree};

/// How often something may come under another rule because of one package; honest projects need some tens.
const STEPS: usize = 10_000;

impl Tree {
    /// Takes for a requirement what the project has in its place.
    pub(super) fn heed_overrides(&mut self, edge: EdgeId) {
        let Some(overrides) = &self.overrides else { return };
        let one = &mut self.edges[edge];
        one.rule = self.nodes[one.from].rule.map(|rule| overrides.for_requirement(rule, &one.name, &one.asked.0));
        let taken = one.rule.and_then(|rule| overrides.taken(rule, &one.name));
        (one.wanted, one.written) = taken.unwrap_or_else(|| one.asked.clone());
    }

    /// A package comes under what those come under who get it. Once `node` lies somewhere, that may be other ones than before, for itself
    /// and for what it asks for.
    pub(super) fn settle_overrides(&mut self, node: Id) {
        if self.overrides.is_none() {
            return;
        }
        let mut names: VecDeque<Rc<str>> = std::iter::once(&self.nodes[node].name).chain(self.nodes[node].edges.keys()).cloned().collect();
        let mut left = STEPS;
        while let Some(name) = names.pop_front() {
            for at in self.nodes_by_name.get(&name).cloned().unwrap_or_default() {
                let rule = self.rule_of(at);
                if self.nodes[at].is_gone || self.nodes[at].release.is_none() || self.nodes[at].rule == rule || left == 0 {
                    continue;
                }
                left -= 1;
                self.nodes[at].rule = rule;
                for edge in self.edges_from(at).collect::<Vec<_>>() {
                    self.heed_overrides(edge);
                    names.push_back(self.edges[edge].name.clone());
                }
            }
        }
    }

    fn rule_of(&self, node: Id) -> Option<RuleId> {
        let (own, overrides) = (self.nodes[node].rule, self.overrides.as_ref()?);
        let rules: Vec<RuleId> = self.edges_to(node).filter_map(|edge| self.edges[edge].rule).collect();
        let first = own.filter(|own| rules.contains(own)).or_else(|| rules.first().copied());
        let Some(first) = first else { return own };
        Some(rules.iter().fold(first, |known, rule| overrides.common(known, *rule).unwrap_or(known)))
    }

    /// Whether a version serves the requirement. One that the override is not about may be what was asked for; what brings a lock file of
    /// its own is not overridden.
    pub(super) fn takes(&self, edge: EdgeId, release: &Release) -> bool {
        let edge = &self.edges[edge];
        let asked = |release: &Release| edge.asked.0.takes(&release.version);
        let Some((overrides, rule)) = self.overrides.as_ref().zip(edge.rule) else { return asked(release) };
        if release.manifest.has_shrinkwrap || Overrides::is_whole(rule) {
            return asked(release);
        }
        let is_about = || overrides.about(rule).is_none_or(|range| range.satisfies(&release.version));
        edge.wanted.takes(&release.version) || asked(release) && !is_about()
    }

    /// Whoever asks comes under other rules than the package, and they contradict each other.
    pub(super) fn is_at_odds(&self, edge: EdgeId, node: Id) -> bool {
        let rules = self.edges[edge].rule.zip(self.nodes[node].rule).filter(|(one, other)| one != other);
        let Some((overrides, (one, other))) = self.overrides.as_ref().zip(rules) else { return false };
        !self.nodes[node].edges.is_empty() && overrides.common(one, other).is_none()
    }

    /// Somebody gets this very version because the project says so.
    pub(super) fn is_overridden(&self, node: Id) -> bool {
        let Some(overrides) = &self.overrides else { return false };
        let Some(release) = &self.nodes[node].release else { return false };
        self.edges_to(node).any(|edge| {
            let edge = &self.edges[edge];
            let is_named = edge.rule.is_some_and(|rule| overrides.names(rule, &self.nodes[node].name, &release.key));
            is_named && edge.rule != self.nodes[edge.from].rule
        })
    }
}

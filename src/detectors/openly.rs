//! What a package does with its user's stores in the open: its documents name them, and nothing of it goes anywhere else.

use std::cell::OnceCell;

use crate::detect::Evidence;
use crate::facts::vendor::{Prose, use_is_declared};
use crate::signatures::Effect;

pub(super) struct Openly<'e> {
    evidence: Evidence<'e>,
    prose: OnceCell<Prose>,
    keeps: OnceCell<bool>,
}

impl<'e> Openly<'e> {
    pub fn new(evidence: Evidence<'e>) -> Self {
        Self { evidence, prose: OnceCell::new(), keeps: OnceCell::new() }
    }

    fn prose(&self) -> &Prose {
        self.prose.get_or_init(|| Prose::of(self.evidence.tree))
    }

    /// A document writes the path, or as much of it as says which store is meant: `.aws/credentials`, `.pypirc`.
    pub fn is_named(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && !part.contains(['~', '*'])).collect();
        match parts.as_slice() {
            [] => false,
            [.., last] if last.starts_with('.') && last.len() > 4 => self.prose().names(last),
            [_] => false,
            [.., folder, last] => self.prose().names(&format!("{folder}/{last}")),
        }
    }

    /// The code talks to nobody but those whom documents name.
    pub fn keeps(&self) -> bool {
        *self.keeps.get_or_init(|| {
            let (evidence, facts) = (self.evidence, self.evidence.facts);
            let is_told = |host| use_is_declared(self.prose(), evidence.manifest, evidence.signatures, host);
            let all_told = facts.hosts.iter().filter(|host| host.reached).all(is_told);
            let talks = |effect| matches!(effect, Effect::Url | Effect::Host | Effect::Mail | Effect::Dns);
            // Whom a call talks to that names nobody, only the run shows.
            let mut talking = facts.calls.iter().filter(|call| talks(call.effect));
            all_told && talking.all(|call| facts.hosts.iter().any(|host| host.reached && evidence.holds(call.place, host.place)))
        })
    }
}

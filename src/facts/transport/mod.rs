//! How the package talks: partners whose identity nobody checks, servers that listen to everybody, answers for any web page.

mod guards;
mod listening;
mod origins;
mod settings;
mod unset;
mod unverified;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::flow::{Flow, UnitId};
use crate::manifest::Manifest;
use crate::model::Origin;
use crate::signatures::Signatures;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::{Facts, Place, declared};

pub use guards::When;

/// A weakness of the way in which something is sent or answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakness {
    pub place: Place,
    pub kind: WeaknessKind,
    pub when: When,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeaknessKind {
    /// Nobody checks whom the package talks to; how that is said, and the id of the signature.
    Unverified { what: String, id: String },
    /// A server that runs the package's handlers listens on every address of the machine.
    Open { protection: Protection },
    /// Any web page may read the answers.
    AnyOrigin { credentials: bool, protection: Protection },
}

/// What stands between the network and the handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    None,
    /// Names of hosts are checked, which keeps web pages out but nobody else.
    HostNames,
    /// Callers have to show who they are.
    Authentication,
}

/// Of one file, so many places are looked at.
const MAX_PER_UNIT: usize = 40;

/// Asked once entries and calls are known.
pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: &Manifest, signatures: &Signatures) -> Vec<Weakness> {
    let mut finder = Finder::new(flow, facts, manifest, signatures);
    for unit in finder.flow.program.ids() {
        finder.unverified(unit);
    }
    finder.commands();
    finder.listeners();
    finder.hosts_of_servers();
    finder.origins();
    finder.found.sort_by_key(|weakness| weakness.place);
    finder.found
}

/// So many of the hosts that are reached are asked about.
const MAX_HOSTS: usize = 200;

/// For the places where hosts are reached, whether that hangs on a setting; asked where the documents promise something. A place is
/// missing where nobody is seen to come to it.
pub(super) fn conditions(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: &Manifest, signatures: &Signatures) -> BTreeMap<Place, When> {
    if declared::claims(manifest, signatures).is_empty() {
        return BTreeMap::new();
    }
    let tools = facts.entries.iter().zip(&facts.reaches).flat_map(|(_, reached)| reached);
    let by_tools: BTreeSet<Place> = tools.filter_map(|call| facts.calls.get(*call as usize)).map(|call| call.place).collect();
    let mut finder = Finder::new(flow, facts, manifest, signatures);
    let mut conditions = BTreeMap::new();
    for host in facts.hosts.iter().filter(|host| host.reached).take(MAX_HOSTS) {
        let is_by_tool = || around(finder.flow.program.module(host.place.unit), host.place).any(|place| by_tools.contains(&place));
        let when = if is_by_tool() { Some(When::Always) } else { None };
        if let Some(when) = finder.by_settings_up_to_start(host.place).or(when) {
            conditions.insert(host.place, when);
        }
    }
    conditions
}

/// A place and the calls that it stands in.
fn around(module: &Module, place: Place) -> impl Iterator<Item = Place> {
    let span = module.span(place.expr);
    let behind = (place.expr.0..(place.expr.0 + 400).min(module.exprs.len() as u32)).map(ExprId);
    let is_around = move |expr: &ExprId| module.span(*expr).start <= span.start && span.end <= module.span(*expr).end;
    behind.filter(is_around).take(8).map(move |expr| Place { unit: place.unit, expr })
}

struct Finder<'f, 'p, 'a> {
    flow: &'f mut Flow<'p>,
    facts: &'a Facts<'a>,
    signatures: &'a Signatures,
    guards: guards::Guards,
    found: Vec<Weakness>,
    protections: HashMap<UnitId, Protection>,
    /// The same without what a file imports.
    protections_alone: HashMap<UnitId, Protection>,
    /// Variables that were seen to switch a check off.
    told: BTreeSet<(UnitId, String)>,
}

impl<'f, 'p, 'a> Finder<'f, 'p, 'a> {
    fn new(flow: &'f mut Flow<'p>, facts: &'a Facts<'a>, manifest: &Manifest, signatures: &'a Signatures) -> Self {
        let guards = guards::Guards::new(flow.program, facts, manifest);
        Self {
            guards,
            flow,
            facts,
            signatures,
            found: Vec::new(),
            protections: HashMap::new(),
            protections_alone: HashMap::new(),
            told: BTreeSet::new(),
        }
    }
}

impl Finder<'_, '_, '_> {
    fn add(&mut self, place: Place, kind: WeaknessKind, when: When) {
        self.found.push(Weakness { place, kind, when });
    }

    fn is_own(&self, unit: UnitId, expr: ExprId) -> bool {
        let program = self.flow.program;
        *program.origin(unit, program.module(unit).span(expr).start) == Origin::Own
    }

    /// Names that a file uses: variables, members, keywords.
    fn says(&self, unit: UnitId, is_said: impl Fn(&str) -> bool) -> bool {
        let module = self.flow.program.module(unit);
        module.iter().any(|(expr, kind)| match kind {
            Expr::Name(name, _) | Expr::Member(_, name) | Expr::Keyword(name, _) => is_said(module.name(name)) && self.is_own(unit, expr),
            _ => false,
        })
    }
}

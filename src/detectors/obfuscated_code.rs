use std::collections::BTreeMap;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::obscure::{Sign, Trace, traces};
use crate::facts::{Moment, Place};
use crate::flow::UnitId;
use crate::model::{Category, Confidence, Origin, Severity};
use crate::syntax::ir::Expr;

pub(super) static DETECTOR: Detector = Detector {
    id: "obfuscated-code",
    category: Category::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("obfuscated_code.md"),
    check,
};

/// Calls by names that a file never writes, from which on that is its manner.
const MIN_HIDDEN: usize = 3;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let hidden = hidden_calls(evidence);
    for unit in evidence.program.ids() {
        let source = (evidence.sources)(&evidence.program.unit(unit).path);
        let traces = traces(evidence.program.module(unit), &source.text);
        let hidden = hidden.get(&unit).map(Vec::as_slice).filter(|places| places.len() >= MIN_HIDDEN).unwrap_or_default();
        let strong: Vec<&Trace> = traces.iter().filter(|trace| !trace.sign.is_slight()).collect();
        let signs = traces.len() + usize::from(!hidden.is_empty());
        let Some(place) = strong.first().map(|trace| Place { unit, expr: trace.at }).or(hidden.first().copied()) else { continue };
        // Names reached in a roundabout way are judged one by one, unless something else says that hiding is the point.
        if strong.is_empty() && signs < 2 {
            continue;
        }
        let mut clauses: Vec<&str> = traces.iter().map(|trace| trace.sign.as_clause()).collect();
        clauses.extend((!hidden.is_empty()).then_some("calls functions by names that it never writes"));
        let moment = first_moment(evidence, unit, &traces);
        let is_encoded = traces.iter().any(|trace| trace.sign == Sign::Punctuation);
        let acts = !hidden.is_empty() || is_encoded || acts(evidence, unit);
        let severity = severity(evidence, place, moment, acts);
        let confidence =
            if signs >= 2 || strong.iter().any(|trace| is_conclusive(trace.sign)) { Confidence::High } else { Confidence::Medium };
        let draft = findings.at(place, format!("was made unreadable by a tool: it {}", clauses.join(", ")));
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
}

fn hidden_calls(evidence: Evidence<'_>) -> BTreeMap<UnitId, Vec<Place>> {
    let mut places: BTreeMap<UnitId, Vec<Place>> = BTreeMap::new();
    for call in evidence.facts.calls.iter().filter(|call| call.hidden) {
        let known = places.entry(call.place.unit).or_default();
        if !known.contains(&call.place) && known.len() < 2 * MIN_HIDDEN {
            known.push(call.place);
        }
    }
    places
}

/// No other tool writes it, and nobody by hand.
fn is_conclusive(sign: Sign) -> bool {
    match sign {
        Sign::Rotation | Sign::SelfDefence | Sign::Punctuation | Sign::Packed => true,
        Sign::Lookups | Sign::Order | Sign::Debugger | Sign::Proxies | Sign::Names | Sign::Escapes => false,
        Sign::Spelled | Sign::Codes => false,
    }
}

fn first_moment(evidence: Evidence<'_>, unit: UnitId, traces: &[Trace]) -> Moment {
    let places = traces.iter().map(|trace| Place { unit, expr: trace.at });
    places.map(|place| evidence.moment(place)).min().unwrap_or(Moment::Never)
}

/// What an installer runs has nothing to hide; nor has what starts programs or talks to others by itself.
fn severity(evidence: Evidence<'_>, place: Place, moment: Moment, acts: bool) -> Severity {
    let is_own = *evidence.origin(place) == Origin::Own;
    match moment {
        Moment::Install => Severity::Critical,
        Moment::Load if is_own && acts => Severity::Critical,
        Moment::Load | Moment::Use => Severity::High,
        Moment::Never => Severity::High,
    }
}

/// It starts programs, talks to others, runs texts, or loads modules whose names cannot be read.
fn acts(evidence: Evidence<'_>, unit: UnitId) -> bool {
    let mut calls = evidence.facts.calls.iter().filter(|call| call.place.unit == unit);
    let module = evidence.program.module(unit);
    let loads = |expr: Expr| matches!(expr, Expr::Import(name) if !matches!(module.expr(name), Expr::Str(_)));
    calls.any(|call| call.effect.acts()) || module.iter().any(|(_, expr)| loads(expr))
}

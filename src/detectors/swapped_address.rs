use super::deeds::{Deeds, add, near};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, Place, accounts, is_wallet};
use crate::flow::{UnitId, Value};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, Runtime, SourceClass};
use crate::syntax::ir::{Expr, ExprId, Span};
use crate::syntax::{Language, Module};

pub(super) static DETECTOR: Detector = Detector {
    id: "swapped-address",
    category: Category::Exfiltration,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("swapped_address.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let mut found: Vec<(Place, String, Confidence)> = evidence.facts.calls.iter().filter_map(|call| copied(evidence, call)).collect();
    let mut told: Vec<(UnitId, Span)> = Vec::new();
    for (swap, by) in hooked(evidence) {
        told.extend(by.into_iter().map(|span| (swap.0.unit, span)));
        found.push(swap);
    }
    let is_told = |place: Place| {
        let span = evidence.span(place);
        told.iter().any(|(unit, told)| *unit == place.unit && told.start <= span.start && span.end <= told.end)
    };
    let replaced = evidence.program.ids().flat_map(|unit| replaced(evidence, unit));
    found.extend(replaced.filter(|(place, ..)| !is_told(*place)));
    for (place, what, confidence) in found {
        let how = deeds.at(place);
        let draft = findings.at(place, format!("{what}{}", how.clause()));
        add(findings, draft, how.weigh(Severity::Critical, Severity::Critical, Severity::High), confidence);
    }
}

type Swap = (Place, String, Confidence);

/// Whoever reads the clipboard and puts the address of an account there exchanges the one that its user has copied.
fn copied(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<Swap> {
    if call.effect != Effect::Copy {
        return None;
    }
    let read =
        evidence.facts.sources.iter().find(|source| source.class == SourceClass::Clipboard && source.place.unit == call.place.unit)?;
    let module = evidence.program.module(call.place.unit);
    let constant = call.value.alternatives().iter().filter_map(Value::as_text).find(|text| is_wallet(text.trim()));
    if let Some(address) = constant {
        let confidence = if near(evidence, read.place, call.place) { Confidence::High } else { Confidence::Medium };
        return Some((call.place, format!("exchanges what is on the clipboard for the address `{address}`"), confidence));
    }
    // One of several, whichever fits; what was read before is only put back.
    let is_open = call.value.has_part(&|part| !matches!(part, Value::Text(_) | Value::Number(_)));
    let is_chosen = is_open && !call.value.has_part(&|part| is_read(evidence, module, part));
    let is_near = near(evidence, read.place, call.place);
    // Whoever knows accounts of several kinds when they are copied has no use for them but one.
    let knows_kinds = || is_open && evidence.program.ids().map(|unit| kinds_found(evidence.program.module(unit))).max() > Some(1);
    let looks = is_near && (is_chosen && accounts::writes_one(module) && kinds_found(module) > 0 || knows_kinds());
    let what = "looks for addresses of accounts on the clipboard and exchanges them for others".to_owned();
    looks.then_some((call.place, what, Confidence::Medium))
}

/// `pyperclip.paste().strip()`
fn is_read(evidence: Evidence<'_>, module: &Module, value: &Value) -> bool {
    let Value::Symbol(symbol) = value else { return false };
    let name = evidence.facts.symbols.name(*symbol);
    let runtime = if module.language == Language::Python { Runtime::Python } else { Runtime::JavaScript };
    let reads = |at: usize| evidence.signatures.source(runtime, &name[..at]).is_some_and(|source| source.class == SourceClass::Clipboard);
    name.match_indices("()").take(8).any(|(at, _)| reads(at))
}

/// Patterns of one file that are tried.
const MAX_PATTERNS: usize = 256;

/// Patterns of addresses of accounts.
fn kinds_found(module: &Module) -> usize {
    let marks = |text: &&str| text.contains(['[', '^', '{']);
    module.texts.iter().filter(marks).take(MAX_PATTERNS).filter(|text| accounts::is_pattern(text)).count()
}

/// A function that everybody's messages or payments go through is replaced by one that knows the address of an account; with where
/// that one stands.
fn hooked<'e>(evidence: Evidence<'e>) -> impl Iterator<Item = (Swap, Vec<Span>)> + use<'e> {
    evidence.facts.hooks.iter().filter_map(move |hook| {
        let module = evidence.program.module(hook.place.unit);
        if !accounts::writes_one(module) {
            return None;
        }
        let spoken = accounts::spoken(module, hook.by);
        let address = spoken.written.or(spoken.address.filter(|_| spoken.pattern))?;
        let what = format!("replaces `{}` by a function that puts the address `{address}` into what goes through it", hook.name);
        let by = std::iter::once(hook.by).chain(accounts::given(module, hook.by).iter().copied());
        Some(((hook.place, what, Confidence::High), by.map(|expr| module.span(expr)).collect()))
    })
}

/// `text.replace(/0x[a-f0-9]{40}/g, '0x…')`, `re.sub(pattern, address, text)`
fn replaced(evidence: Evidence<'_>, unit: UnitId) -> Vec<Swap> {
    let module = evidence.program.module(unit);
    let replaces = |word: &&str| module.names.find(word).is_some();
    if !["replace", "replaceAll", "sub"].iter().any(replaces) || !accounts::writes_one(module) {
        return Vec::new();
    }
    let swap = |(expr, called): (ExprId, Expr)| {
        let Expr::Call(callee, list) = called else { return None };
        let Expr::Member(object, word) = module.expr(callee) else { return None };
        let (pattern, by) = match (module.name(word), module.list(list)) {
            ("replace" | "replaceAll", [pattern, by, ..]) => (*pattern, *by),
            ("sub", [pattern, by, _, ..]) => (*pattern, *by),
            ("sub", [by, _]) => (object, *by),
            _ => return None,
        };
        let address = match module.expr(by) {
            Expr::Function(_) => accounts::spoken(module, by).written,
            _ => accounts::constant(module, by),
        }?;
        accounts::pattern(module, pattern)?;
        let what = format!("exchanges any address of an account for `{address}`");
        Some((Place { unit, expr }, what, Confidence::Medium))
    };
    module.iter().filter_map(swap).collect()
}

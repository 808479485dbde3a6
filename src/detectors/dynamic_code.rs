use crate::detect::{Detector, Evidence, Findings};
use crate::facts::embedded::From;
use crate::facts::{CallFact, Ingredient, Moment, Outflow, PathAccess, Sink, Unpacked, spells_parts, spells_pieces, spells_text};
use crate::flow::{Value, is_decoder, is_unescaper};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, Kind};

use super::exposed::told;

pub(super) static DETECTOR: Detector = Detector {
    id: "dynamic-code",
    category: Category::CodeEval,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 95,
    docs: include_str!("dynamic_code.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let told = told(evidence, Kind::Code);
    for call in evidence.facts.calls.iter().filter(|call| call.effect == Effect::Evaluate) {
        let Some((what, severity, confidence)) = judge(evidence, call) else { continue };
        // The rule on injection says who chooses the text, and how it comes here.
        if severity <= Severity::Medium && told.contains(&call.place) {
            continue;
        }
        let how = if call.hidden { ", a name that the file never writes in one piece" } else { "" };
        let draft = findings.at(call.place, format!("`{}`{how} runs {what} as code", call.callee));
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
}

/// What is run, and how bad that is; none for code that anyone can read where it stands.
fn judge(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<(String, Severity, Confidence)> {
    let module = evidence.program.module(call.place.unit);
    if let Some(source) = call.value.alternatives().iter().find_map(|value| brings(evidence, value)) {
        return Some((format!("what `{source}` brings"), Severity::Critical, Confidence::Medium));
    }
    let texts = || call.value.alternatives().iter().filter_map(Value::as_text).filter(|code| !code.trim().is_empty());
    let unpacked = evidence.facts.unpacked.get(&call.place);
    let is_written = |code: &str| spells_text(module, code) || unpacked.is_none() && spells_pieces(evidence.program, code);
    let is_veiled = |code: &&str| !is_written(code) || evidence.is_escaped(call.place);
    if let Some(code) = texts().find(is_veiled) {
        let shown: String = code.chars().take(60).collect();
        let does_harm = evidence.inside(call.place).is_some_and(|inside| inside.acts || inside.worst >= Some(Severity::Medium));
        return Some(match unpacked {
            // A file that anybody can open and read.
            Some(Unpacked { from: From::File(path), readable: true, .. }) if !does_harm => {
                (format!("what it reads from `{path}`"), Severity::Medium, Confidence::Medium)
            }
            Some(Unpacked { from: From::File(path), .. }) => {
                (format!("`{shown}`, which it unpacks from `{path}`,"), unasked(evidence, call, does_harm), Confidence::High)
            }
            // Names are put into a line of code, which does nothing by itself.
            None if is_harmless(evidence, call) => (BUILT.to_owned(), Severity::Medium, Confidence::Medium),
            Some(Unpacked { from: From::Constant, .. }) | None => {
                let what = format!("`{shown}`, which the file only holds encoded or in pieces,");
                (what, unasked(evidence, call, does_harm), Confidence::High)
            }
        });
    }
    if let Some(what) = unpacked.and_then(unreadable) {
        return Some((what, unasked(evidence, call, true), Confidence::Medium));
    }
    if call.value.alternatives().iter().all(|value| matches!(value, Value::Object(_) | Value::Function(_) | Value::Class(_))) {
        return None;
    }
    if call.hidden {
        let what = if texts().next().is_some() { "a constant" } else { "a text" };
        return Some((what.to_owned(), Severity::High, Confidence::High));
    }
    if let Some(opener) = call.value.alternatives().iter().find_map(|value| opener(evidence, value)) {
        return Some((format!("what `{opener}` decrypts"), unasked(evidence, call, true), Confidence::Medium));
    }
    if let Some(decoder) = call.value.alternatives().iter().find_map(|value| decoder(evidence, value)) {
        return Some((format!("what `{decoder}` unpacks"), Severity::High, Confidence::Medium));
    }
    if is_own_source(evidence, call) {
        return None;
    }
    let is_built = call.value.alternatives().iter().any(|value| is_built(evidence, call, value));
    is_built.then(|| (BUILT.to_owned(), Severity::Medium, Confidence::Medium))
}

const BUILT: &str = "a text that is put together at run time";

/// A line whose words all stand in the file, and that was read and does nothing.
fn is_harmless(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    let module = evidence.program.module(call.place.unit);
    let is_read = evidence.inside(call.place).is_some_and(|inside| !inside.acts && inside.worst < Some(Severity::Medium));
    let mut texts = call.value.alternatives().iter().filter_map(Value::as_text);
    let is_plain = texts.all(|code| code.len() <= LONGEST_LINE && spells_parts(module, code));
    is_plain && is_read && !call.hidden && !evidence.is_escaped(call.place)
}

/// Bytes of a line that is made of names.
const LONGEST_LINE: usize = 200;

/// What nobody can read is worst where it runs before anybody has asked for anything.
fn unasked(evidence: Evidence<'_>, call: &CallFact<'_>, does_harm: bool) -> Severity {
    match evidence.moment(call.place) {
        Moment::Install | Moment::Load if does_harm => Severity::Critical,
        Moment::Install | Moment::Load | Moment::Use | Moment::Never => Severity::High,
    }
}

/// What is run, where it could not be worked out; none for a file that is read as it is.
fn unreadable(unpacked: &Unpacked) -> Option<String> {
    let from = match &unpacked.from {
        From::Constant => "a constant",
        From::File(path) => &format!("`{path}`"),
    };
    match &unpacked.decoder {
        Some(decoder) => Some(format!("what `{decoder}` unpacks from {from}")),
        None if unpacked.readable => None,
        None => Some(format!("what it makes of {from} that nobody can read")),
    }
}

/// The call that the value comes from, when that call undoes an encoding.
fn decoder<'e>(evidence: Evidence<'e>, value: &Value) -> Option<&'e str> {
    let Value::Symbol(symbol) = value else { return None };
    let name = evidence.facts.symbols.name(*symbol);
    name.match_indices("()").map(|(at, _)| &name[..at]).find(|callee| is_decoder(callee) || is_unescaper(callee))
}

/// The call that the value comes from, when that call opens what a key has closed.
fn opener<'e>(evidence: Evidence<'e>, value: &Value) -> Option<&'e str> {
    let Value::Symbol(symbol) = value else { return None };
    let name = evidence.facts.symbols.name(*symbol);
    name.match_indices("()").map(|(at, _)| &name[..at]).find(|callee| is_opener(callee))
}

fn is_opener(callee: &str) -> bool {
    [".decrypt", ".decryptor", "crypto.createDecipher", "crypto.createDecipheriv"].iter().any(|end| callee.ends_with(end))
}

/// Text that only exists when the code runs.
fn is_built(evidence: Evidence<'_>, call: &CallFact<'_>, value: &Value) -> bool {
    match value {
        Value::Text(_)
        | Value::Function(_)
        | Value::Class(_)
        | Value::Instance(_)
        | Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Given(_)
        | Value::Namespace(_) => false,
        Value::Unknown | Value::Parameter(..) | Value::Member(..) | Value::Any(_) => !takes_functions(call),
        // What a call gives back is text; what `compile` gives was judged where it was compiled.
        Value::Symbol(symbol) => {
            let name = evidence.facts.symbols.name(*symbol);
            name.contains("()") && name != "compile()" && !takes_functions(call)
        }
        Value::Concat(_) | Value::Path(_) | Value::Url(_) | Value::Env(_) | Value::Array(_) | Value::List(_) => true,
    }
}

/// `exec(open("acme/version.py").read())`: the file is part of the package and judged like any other. So it is where the file was
/// opened before: what a file gives, in code that opens files of the package only.
fn is_own_source(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    let whole = evidence.span(call.place);
    let module = evidence.program.module(call.place.unit);
    let around = module.enclosing_function(call.place.expr);
    let takes = |outflow: &&Outflow| outflow.place == call.place && outflow.sink == Sink::Evaluate;
    if evidence.facts.outflows.iter().find(takes).is_some_and(|outflow| is_of_sources(evidence, outflow)) {
        return true;
    }
    let is_opened = call.value.alternatives().iter().all(|value| match value {
        Value::Symbol(symbol) => evidence.facts.symbols.name(*symbol).split("()").next().is_some_and(|name| name.ends_with("open")),
        _ => false,
    });
    let mut reads = evidence.facts.paths.iter().filter(|path| path.access == PathAccess::Read && path.place.unit == call.place.unit);
    reads.any(|read| {
        let span = evidence.span(read.place);
        let is_source = is_source(evidence, &read.path);
        let is_inside = whole.start <= span.start && span.end <= whole.end;
        is_source && (is_inside || is_opened && module.enclosing_function(read.place.expr) == around)
    })
}

/// All that goes into it is what sources of the package hold.
fn is_of_sources(evidence: Evidence<'_>, outflow: &Outflow) -> bool {
    !outflow.ingredients.is_empty()
        && outflow.ingredients.iter().all(|(ingredient, _)| match ingredient {
            Ingredient::File(path) => is_source(evidence, path),
            Ingredient::Environment
            | Ingredient::Variable(_)
            | Ingredient::Folder(_)
            | Ingredient::Source { .. }
            | Ingredient::Output(_)
            | Ingredient::Answer(_)
            | Ingredient::Input(_)
            | Ingredient::Order(_) => false,
        })
}

/// The end of the path is that of a source of the package.
fn is_source(evidence: Evidence<'_>, path: &str) -> bool {
    let tail = path.rsplit('*').next().unwrap_or_default().trim_start_matches(['.', '/']);
    evidence.program.graph.unit(tail).is_some()
}

/// Timers run functions as a rule, and texts only in old code.
fn takes_functions(call: &CallFact<'_>) -> bool {
    call.signature.text_only
}

/// The call that the value comes from, when that call brings something in from the network.
pub(super) fn brings<'e>(evidence: Evidence<'e>, value: &Value) -> Option<&'e str> {
    let Value::Symbol(symbol) = value else { return None };
    let name = evidence.facts.symbols.name(*symbol);
    let callee = name.split("()").next()?;
    let connects = [crate::signatures::Runtime::JavaScript, crate::signatures::Runtime::Python]
        .into_iter()
        .filter_map(|runtime| evidence.signatures.call(runtime, callee))
        .any(|signature| signature.effect == Effect::Url);
    connects.then_some(callee)
}

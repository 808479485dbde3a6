use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, spells_text};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::Effect;

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
    for call in evidence.facts.calls.iter().filter(|call| call.effect == Effect::Evaluate) {
        let Some((what, severity, confidence)) = judge(evidence, call) else { continue };
        let how = if call.hidden { ", a name that the file never writes in one piece" } else { "" };
        let draft = findings.at(call.place, format!("`{}`{how} runs {what} as code", call.callee));
        findings.add(draft.severity(severity).confidence(confidence));
    }
}

/// What is run, and how bad that is; none for code that anyone can read where it stands.
fn judge(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<(String, Severity, Confidence)> {
    let module = evidence.program.module(call.place.unit);
    if let Some(source) = call.value.alternatives().iter().find_map(|value| remote(evidence, value)) {
        return Some((format!("what `{source}` brings"), Severity::Critical, Confidence::Medium));
    }
    if let Some(code) = call.value.alternatives().iter().find_map(Value::as_text) {
        if !code.trim().is_empty() && !spells_text(module, code) {
            let shown: String = code.chars().take(60).collect();
            return Some((format!("`{shown}`, which the file only holds encoded or in pieces,"), Severity::High, Confidence::High));
        }
        return call.hidden.then(|| ("a constant".to_owned(), Severity::High, Confidence::High));
    }
    let is_code = match &call.value {
        Value::Function(_) | Value::Class(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Symbol(_) => false,
        Value::Unknown | Value::Parameter(..) | Value::Member(..) | Value::Any(_) => !takes_functions(call),
        _ => true,
    };
    if call.hidden {
        return Some(("a text".to_owned(), Severity::High, Confidence::High));
    }
    is_code.then(|| ("a text that is put together at run time".to_owned(), Severity::Medium, Confidence::Medium))
}

/// Timers run functions as a rule, and texts only in old code.
fn takes_functions(call: &CallFact<'_>) -> bool {
    call.signature.text_only
}

/// The call that the value comes from, when that call brings something in from the network.
fn remote<'e>(evidence: Evidence<'e>, value: &Value) -> Option<&'e str> {
    let Value::Symbol(symbol) = value else { return None };
    let name = evidence.facts.symbols.name(*symbol);
    let callee = name.split("()").next()?;
    let connects = [crate::signatures::Runtime::JavaScript, crate::signatures::Runtime::Python]
        .into_iter()
        .filter_map(|runtime| evidence.signatures.call(runtime, callee))
        .any(|signature| signature.effect == Effect::Url);
    connects.then_some(callee)
}

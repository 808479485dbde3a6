//! Texts that are evaluated in the language of the code around them: `eval`, `exec`, `new Function`, `vm`, timers.

use std::collections::BTreeSet;

use crate::flow::{Flow, Value};
use crate::signatures::Effect;
use crate::syntax::Language;

use super::{Embedded, run_at};
use crate::facts::Facts;

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Evaluate && !call.signature.is_template()) {
        let language = evaluated_as(flow.program.module(call.place.unit).language);
        for text in call.value.alternatives().iter().filter_map(Value::as_text).filter(|text| !text.trim().is_empty()) {
            found.insert(run_at(flow, facts, call.place, language, text, format!("in what `{}` runs", call.callee)));
        }
    }
}

/// Types are gone when code is evaluated.
fn evaluated_as(language: Language) -> Language {
    match language {
        Language::JavaScript | Language::TypeScript | Language::Tsx => Language::JavaScript,
        Language::Python => Language::Python,
        Language::Bash => Language::Bash,
    }
}

//! Constant texts that are written to a file of code which is then run.

use std::collections::BTreeSet;

use crate::flow::{Flow, UnitId, Value};
use crate::model::Runs;
use crate::signatures::Effect;
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId};

use super::{Embedded, Moment, codes, run_at};
use crate::facts::{CallFact, Facts, Place};

/// Calls of one package that are looked at.
const MAX_CALLS: usize = 256;

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    let writes = facts.calls.iter().filter(|call| call.effect == Effect::Write);
    for call in writes.take(MAX_CALLS) {
        let Some((name, language)) = call.value.alternatives().iter().find_map(|value| code_file(&value.pattern())) else { continue };
        let run = facts.calls.iter().find(|other| other.place.unit == call.place.unit && starts(other, &name));
        for (place, text) in contents(flow, call) {
            let how = format!("in what is written to `{name}`");
            let written = match run {
                Some(run) => Embedded {
                    host: flow.program.location(place.unit, place.expr),
                    ..run_at(flow, facts, run.place, language, &text, how + " and run")
                },
                None => Embedded { runs: Runs::Unreached, moment: Moment::Never, ..run_at(flow, facts, place, language, &text, how) },
            };
            found.insert(written);
        }
    }
}

/// The name of a file of code, and its language.
pub(super) fn code_file(path: &str) -> Option<(String, Language)> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let language = Language::from_extension(extension)?;
    (!stem.is_empty() && stem != "*").then(|| (name.to_owned(), language))
}

/// Whether a call starts or loads a file of this name.
fn starts(call: &CallFact<'_>, name: &str) -> bool {
    let names = |value: &Value| value.alternatives().iter().any(|value| value.pattern().contains(name));
    matches!(call.effect, Effect::Shell | Effect::Program | Effect::Import | Effect::Launch)
        && (names(&call.value) || call.arguments.iter().flatten().any(names))
}

/// What a call writes: another of its arguments, or what the file is given that it opens.
pub(super) fn contents(flow: &mut Flow<'_>, call: &CallFact<'_>) -> Vec<(Place, String)> {
    let given = given_to(flow, call);
    texts(flow, call.place.unit, given)
}

pub(super) fn given_to(flow: &Flow<'_>, call: &CallFact<'_>) -> Vec<ExprId> {
    if call.callee == "open" || call.callee.ends_with(".open") {
        return written_to(flow, call.place);
    }
    let module = flow.program.module(call.place.unit);
    match module.expr(call.place.expr) {
        Expr::Call(callee, list) => {
            let is_of_path = matches!(module.expr(callee), Expr::Member(_, name) if module.name(name).starts_with("write_"));
            module.list(list).iter().skip(usize::from(!is_of_path)).take(1).copied().collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn texts(flow: &mut Flow<'_>, unit: UnitId, given: Vec<ExprId>) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for expr in given {
        let value = flow.expanded(unit, expr);
        found.extend(codes(&value).into_iter().map(|text| (Place { unit, expr }, text)));
    }
    found
}

/// What is handed to `write` of the file that a call opens, by the name that the file gets.
fn written_to(flow: &Flow<'_>, opened: Place) -> Vec<ExprId> {
    let module = flow.program.module(opened.unit);
    let mut found = Vec::new();
    for (id, expr) in module.iter() {
        let Expr::Call(callee, list) = expr else { continue };
        let Expr::Member(file, method) = module.expr(callee) else { continue };
        if !matches!(module.name(method), "write" | "writelines") {
            continue;
        }
        // A name that several files get one after the other is the last one's.
        let is_last = |values: &Vec<ExprId>| values.iter().rfind(|value| **value < id) == Some(&opened.expr);
        let is_it = match module.expr(file) {
            Expr::Name(name, scope) => {
                module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name))).is_some_and(is_last)
            }
            _ => file == opened.expr,
        };
        if is_it {
            found.extend(module.list(list).first());
        }
    }
    found
}

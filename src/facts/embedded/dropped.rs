//! Constant texts that are written to a file whose name says nothing, and run by an interpreter.

use std::collections::BTreeSet;

use crate::flow::{Flow, UnitId, Value};
use crate::signatures::Effect;
use crate::syntax::Language;
use crate::syntax::ir::Expr;

use super::written::{code_file, contents, texts};
use super::{Embedded, run_at};
use crate::facts::{CallFact, Facts, Place};

/// Calls of one package that are looked at.
const MAX_CALLS: usize = 256;

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Write).take(MAX_CALLS) {
        if call.value.alternatives().iter().any(|value| code_file(&value.pattern()).is_some()) {
            continue;
        }
        let run = facts.calls.iter().find(|other| other.place.unit == call.place.unit && takes(other, &call.value));
        if let Some(run) = run {
            let written = contents(flow, call);
            add_run(flow, facts, run, written, found);
        }
    }
    find_nameless(flow, facts, found);
}

/// `with NamedTemporaryFile() as file: file.write(…)`
fn find_nameless(flow: &mut Flow<'_>, facts: &Facts<'_>, found: &mut BTreeSet<Embedded>) {
    let starting = facts.calls.iter().filter(|call| call.effect.start().is_some());
    for run in starting.take(MAX_CALLS) {
        let words = || std::iter::once(&run.value).chain(run.arguments.iter().flatten());
        let is_nameless = |part: &Value| symbol(flow, part).is_some_and(|name| name.starts_with(NAMELESS));
        if words().any(|word| word.has_part(&is_nameless)) {
            let contents = written_nameless(flow, run.place.unit);
            add_run(flow, facts, run, contents, found);
        }
    }
}

const NAMELESS: &str = "tempfile.NamedTemporaryFile()";

fn symbol<'f>(flow: &'f Flow<'_>, value: &Value) -> Option<&'f str> {
    match value {
        Value::Symbol(symbol) => Some(flow.symbols.name(*symbol)),
        _ => None,
    }
}

/// What a file hands to `write` of files without a name.
fn written_nameless(flow: &mut Flow<'_>, unit: UnitId) -> Vec<(Place, String)> {
    let module = flow.program.module(unit);
    let mut given = Vec::new();
    for (_, expr) in module.iter() {
        let Expr::Call(callee, list) = expr else { continue };
        let Expr::Member(file, method) = module.expr(callee) else { continue };
        if matches!(module.name(method), "write" | "writelines") && given.len() < MAX_CALLS {
            let value = flow.glance(unit, file);
            if value.alternatives().iter().any(|value| symbol(flow, value).is_some_and(|name| name.starts_with(NAMELESS))) {
                given.extend(module.list(list).first());
            }
        }
    }
    texts(flow, unit, given)
}

/// Texts that a call runs from a file, in the language of what the call starts.
fn add_run(flow: &Flow<'_>, facts: &Facts<'_>, run: &CallFact<'_>, contents: Vec<(Place, String)>, found: &mut BTreeSet<Embedded>) {
    for (place, text) in contents {
        let Some(language) = spoken(flow, run, &text) else { continue };
        let how = "in what is written to a file and run".to_owned();
        let host = flow.program.location(place.unit, place.expr);
        found.insert(Embedded { host, ..run_at(flow, facts, run.place, language, &text, how) });
    }
}

/// The language of an interpreter that is started, or that the first line asks for.
fn spoken(flow: &Flow<'_>, run: &CallFact<'_>, text: &str) -> Option<Language> {
    let itself = |part: &Value| match symbol(flow, part)? {
        name if name.starts_with("sys.executable") => Some(Language::Python),
        name if name.starts_with("process.execPath") || name.starts_with("process.argv0") => Some(Language::JavaScript),
        _ => None,
    };
    let of_word = |word: &str| {
        let name = word.trim_matches(['"', '\'']).rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe");
        match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('w') {
            "python" | "py" | "pypy" => Some(Language::Python),
            "node" | "nodejs" | "bun" | "deno" => Some(Language::JavaScript),
            "sh" | "bash" | "zsh" | "dash" => Some(Language::Bash),
            _ => None,
        }
    };
    let words = || std::iter::once(&run.value).chain(run.arguments.iter().flatten());
    let first_line = text.strip_prefix("#!").and_then(|rest| rest.lines().next()).unwrap_or_default();
    let by_word = || words().find_map(|word| word.pattern().split_whitespace().take(4).find_map(of_word));
    let by_itself = || {
        [Language::Python, Language::JavaScript]
            .into_iter()
            .find(|language| words().any(|word| word.has_part(&|part| itself(part) == Some(*language))))
    };
    by_itself().or_else(by_word).or_else(|| first_line.split_whitespace().find_map(of_word))
}

/// Whether a call starts what lies under a path, or hands it to what it starts.
pub(super) fn takes(call: &CallFact<'_>, path: &Value) -> bool {
    /// Shorter names are parts of any text.
    const WORTH: usize = 3;
    let path = path.bare();
    let pattern = path.pattern();
    let name = pattern.rsplit(['/', '\\', '*']).next().unwrap_or_default();
    let is_it = |part: &Value| match part.bare() {
        Value::Text(text) => name.len() > WORTH && text.split(['/', '\\', ' ', '"', '\'']).any(|word| word == name),
        part => matches!(path, Value::Symbol(_) | Value::Parameter(..)) && part == path,
    };
    let starts = call.effect.start().is_some() || call.effect == Effect::Launch;
    starts && std::iter::once(&call.value).chain(call.arguments.iter().flatten()).any(|word| word.has_part(&is_it))
}

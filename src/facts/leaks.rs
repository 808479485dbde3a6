//! Secrets that end where others read them: logs, errors, the answers of tools, the queries of addresses.

use std::collections::BTreeSet;

use crate::flow::{At, Flow, UnitId, Value};
use crate::signatures::{Effect, Signatures};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};

use super::scan::Scanner;
use super::tools::EntryKind;
use super::{Facts, Leak, LeakTo, Place};

/// Objects inside objects are looked through this deep.
const MAX_DEPTH: u32 = 6;
/// So many members of an object, and so many answers of one tool, are looked at.
const MAX_MEMBERS: usize = 40;

impl Scanner<'_, '_> {
    /// All that a call writes to a log.
    pub(super) fn logged(&mut self, place: Place) {
        for argument in self.arguments(place) {
            let leaks = leaks_of(&mut self.flow, self.signatures, Place { unit: place.unit, expr: argument }, LeakTo::Log);
            self.facts.leaks.extend(leaks);
        }
    }
}

/// What leaves by errors, answers and addresses; asked once the entries and all calls are known.
pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures) -> Vec<Leak> {
    let mut leaks = Vec::new();
    for (place, to) in thrown(flow).into_iter().chain(answers(flow, facts)) {
        leaks.extend(leaks_of(flow, signatures, place, to));
    }
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Url) {
        let mut found = BTreeSet::new();
        call.value.alternatives().iter().for_each(|value| in_query(value, signatures, &mut found));
        leaks.extend(found.into_iter().map(|secret| Leak { secret, place: call.place, to: LeakTo::Address }));
    }
    leaks
}

/// A variable that names a file holds no secret, whatever it is called: `GOOGLE_CLIENT_SECRETS`.
pub(super) fn without_paths(facts: &mut Facts<'_>) {
    let opens = |effect| matches!(effect, Effect::Read | Effect::Write | Effect::Delete);
    let mut names = BTreeSet::new();
    facts.calls.iter().filter(|call| opens(call.effect)).for_each(|call| variables_in(&call.value, &mut names, MAX_DEPTH));
    facts.leaks.retain(|leak| !names.contains(leak.secret.as_str()));
}

fn variables_in(value: &Value, names: &mut BTreeSet<String>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Env(name) => {
            names.insert(name.to_string());
        }
        Value::Concat(parts) | Value::Any(parts) => parts.iter().take(MAX_MEMBERS).for_each(|part| variables_in(part, names, depth)),
        Value::Path(inner) => variables_in(inner, names, depth),
        _ => {}
    }
}

/// The arguments of errors that are thrown.
fn thrown(flow: &Flow<'_>) -> Vec<(Place, LeakTo)> {
    let mut found = Vec::new();
    for unit in flow.program.ids() {
        let module = flow.program.module(unit);
        for (_, expr) in module.iter() {
            if let Expr::Throw(error) = expr
                && let Some(arguments) = error_arguments(module, error)
            {
                found.extend(module.list(arguments).iter().map(|argument| (Place { unit, expr: *argument }, LeakTo::Error)));
            }
        }
    }
    found
}

/// What an error is made of; a function that makes one says nothing of how it uses what it is given.
fn error_arguments(module: &Module, error: ExprId) -> Option<List> {
    match module.expr(error) {
        Expr::New(_, arguments) => Some(arguments),
        Expr::Call(callee, arguments) => {
            let (Expr::Name(name, _) | Expr::Member(_, name)) = module.expr(callee) else { return None };
            module.name(name).starts_with(char::is_uppercase).then_some(arguments)
        }
        _ => None,
    }
}

/// What the functions that answer somebody outside return.
fn answers(flow: &Flow<'_>, facts: &Facts<'_>) -> Vec<(Place, LeakTo)> {
    let handlers: BTreeSet<At<FunctionId>> = facts
        .entries
        .iter()
        .filter(|entry| entry.kind != EntryKind::Remote)
        .filter_map(|entry| entry.handler.as_ref().map(|handler| handler.function))
        .collect();
    let returned = |at: &At<FunctionId>| {
        let returns = flow.program.module(at.unit).function(at.id).returns.iter().take(MAX_MEMBERS);
        returns.map(|expr| (Place { unit: at.unit, expr: *expr }, LeakTo::Answer)).collect::<Vec<_>>()
    };
    handlers.iter().flat_map(returned).collect()
}

fn leaks_of(flow: &mut Flow<'_>, signatures: &Signatures, place: Place, to: LeakTo) -> Vec<Leak> {
    let mut search = Search { flow, signatures, found: BTreeSet::new() };
    search.written(place.unit, place.expr, MAX_DEPTH);
    search.found.into_iter().map(|secret| Leak { secret, place, to }).collect()
}

/// The secrets whose values are part of something, by the names of their variables.
struct Search<'f, 'p, 's> {
    flow: &'f mut Flow<'p>,
    signatures: &'s Signatures,
    found: BTreeSet<String>,
}

impl Search<'_, '_, '_> {
    /// An expression as it is written: what is put into a text by a function that leaves all of it readable is looked at as well.
    fn written(&mut self, unit: UnitId, expr: ExprId, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match self.flow.program.module(unit).expr(expr) {
            Expr::Str(_) | Expr::Number(_) | Expr::Bool(_) | Expr::Null | Expr::Function(_) | Expr::Opaque => {}
            Expr::Object(members) | Expr::Array(members) => self.members(unit, members, depth),
            Expr::Pair(_, value) | Expr::Keyword(_, value) | Expr::Spread(value) | Expr::Await(value) => self.written(unit, value, depth),
            Expr::Call(callee, arguments) if self.is_readable(unit, callee) => self.members(unit, arguments, depth),
            _ => {
                let value = self.flow.as_made(unit, expr);
                self.value(&value, depth);
            }
        }
    }

    fn members(&mut self, unit: UnitId, members: List, depth: u32) {
        let members = self.flow.program.module(unit).list(members);
        members.iter().take(MAX_MEMBERS).for_each(|member| self.written(unit, *member, depth));
    }

    /// `JSON.stringify` and its like.
    fn is_readable(&mut self, unit: UnitId, callee: ExprId) -> bool {
        let Value::Symbol(symbol) = self.flow.glance(unit, callee) else { return false };
        matches!(
            self.flow.symbols.name(symbol),
            "JSON.stringify" | "String" | "util.inspect" | "util.format" | "json.dumps" | "str" | "repr" | "mcp.types.TextContent"
        )
    }

    fn value(&mut self, value: &Value, depth: u32) {
        match value {
            Value::Env(name) if self.signatures.is_secret_variable(name) => {
                self.found.insert(name.to_string());
            }
            Value::Concat(parts) => parts.iter().for_each(|part| self.value(part, depth)),
            // One of several is the secret only where each of them is one, or a constant.
            Value::Any(values) => {
                let open: Vec<&Value> =
                    values.iter().filter(|value| !matches!(value, Value::Text(_) | Value::Null | Value::Bool(_))).collect();
                if open.iter().all(|value| matches!(value, Value::Env(_) | Value::Concat(_))) {
                    open.into_iter().for_each(|value| self.value(value, depth));
                }
            }
            Value::Url(inner) => self.value(inner, depth),
            Value::Object(at) | Value::Array(at) => self.written(at.unit, at.id, depth),
            Value::Given(given) => {
                let signatures = self.signatures;
                let found = self.flow.within(given, |flow| {
                    let mut search = Search { flow, signatures, found: BTreeSet::new() };
                    search.value(&given.thing, depth);
                    search.found
                });
                self.found.extend(found);
            }
            Value::List(items) => items.iter().take(MAX_MEMBERS).for_each(|item| self.value(item, depth)),
            // What is part of a path is no secret.
            Value::Unknown
            | Value::Path(_)
            | Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_)
            | Value::Null
            | Value::Symbol(_)
            | Value::Env(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Instance(_)
            | Value::Namespace(_)
            | Value::Parameter(..)
            | Value::Member(..) => {}
        }
    }
}

/// Secrets behind the `?` of an address.
fn in_query(value: &Value, signatures: &Signatures, found: &mut BTreeSet<String>) {
    match value {
        Value::Url(inner) => in_query(inner, signatures, found),
        Value::Concat(parts) => {
            let behind = parts.iter().skip_while(|part| !part.as_text().is_some_and(|text| text.contains('?')));
            let names = behind.filter_map(|part| if let Value::Env(name) = part { Some(name) } else { None });
            found.extend(names.filter(|name| signatures.is_secret_variable(name)).map(|name| name.to_string()));
        }
        _ => {}
    }
}

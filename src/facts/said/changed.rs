//! Descriptions that are not what the package ships: those that come from the network, and those that a call of a tool changes.

use std::collections::HashSet;

use crate::facts::Place;
use crate::facts::scan::runtime;
use crate::facts::tools::Entry;
use crate::flow::{At, Flow, Value};
use crate::signatures::{Effect, Signatures};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::Role;

/// A description that may be another tomorrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub place: Place,
    pub how: Change,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is what this function brought from somewhere else.
    Fetched(String),
    /// A function that answers calls writes it.
    Rewritten,
    /// While the server runs, what this function brings takes its place.
    Replaced(String),
}

/// Members that are what a host has answered.
const BODIES: [&str; 8] = ["then", "text", "json", "read", "content", "data", "body", "decode"];
/// Parts of a value that are looked at.
const MAX_DEPTH: u32 = 8;
/// Descriptions that are worked out.
const MAX_QUESTIONS: usize = 2_000;

pub(super) fn find(flow: &mut Flow<'_>, entries: &[Entry], places: &[(Place, Role)], signatures: &Signatures) -> Vec<Changed> {
    let mut found = rewritten(flow, entries);
    found.extend(replaced(flow, entries, signatures));
    let described = places.iter().filter(|(_, role)| matches!(role, Role::Description | Role::Instructions));
    let is_open = |place: &Place| {
        matches!(
            flow.program.module(place.unit).expr(place.expr),
            Expr::Name(..) | Expr::Member(..) | Expr::Call(..) | Expr::Await(_) | Expr::Concat(_) | Expr::Binary(..)
        )
    };
    let around = |place: Place| At { unit: place.unit, id: flow.program.module(place.unit).enclosing_function(place.expr) };
    // What a function returns that answers, or that helps to, is data.
    let registering: HashSet<At<FunctionId>> = entries.iter().map(|entry| around(entry.place)).collect();
    let is_registered = |place: &Place| around(*place).id.0 == 0 || registering.contains(&around(*place));
    let open: Vec<Place> = described.map(|(place, _)| *place).filter(is_open).filter(is_registered).take(MAX_QUESTIONS).collect();
    for place in open {
        let value = flow.expanded(place.unit, place.expr);
        if let Some(by) = fetched(flow, place, &value, signatures, MAX_DEPTH) {
            found.push(Changed { place, how: Change::Fetched(by) });
        }
    }
    found.sort_by_key(|changed| changed.place);
    found.dedup_by_key(|changed| changed.place);
    found
}

/// `tool.description = …` where a call of a tool runs it.
fn rewritten(flow: &Flow<'_>, entries: &[Entry]) -> Vec<Changed> {
    let handlers: HashSet<At<FunctionId>> =
        entries.iter().filter_map(|entry| entry.handler.as_ref().map(|handler| handler.function)).collect();
    let mut found = Vec::new();
    for unit in flow.program.ids() {
        let module = flow.program.module(unit);
        let is_of_handler = |mut function: FunctionId| loop {
            if handlers.contains(&At { unit, id: function }) {
                return true;
            }
            if function.0 == 0 {
                return false;
            }
            function = module.function(function).parent;
        };
        for (_, writes) in module.member_writes.iter().filter(|(name, _)| matches!(module.name(**name), "description" | "__doc__")) {
            let inside = writes.iter().filter(|write| is_of_handler(module.enclosing_function(write.value)));
            found.extend(inside.map(|write| Changed { place: Place { unit, expr: write.value }, how: Change::Rewritten }));
        }
    }
    found
}

/// `tool.update({ description: … })`, by a call of a tool or with what a host has answered.
fn replaced(flow: &mut Flow<'_>, entries: &[Entry], signatures: &Signatures) -> Vec<Changed> {
    let handlers: HashSet<At<FunctionId>> =
        entries.iter().filter_map(|entry| entry.handler.as_ref().map(|handler| handler.function)).collect();
    let program = flow.program;
    let mut found = Vec::new();
    for unit in program.ids() {
        let module = program.module(unit);
        if module.names.find("update").is_none() {
            continue;
        }
        for (id, expr) in module.iter() {
            let Some(value) = updated(module, expr) else { continue };
            let place = Place { unit, expr: value };
            let new = flow.expanded(unit, value);
            if let Some(by) = fetched(flow, place, &new, signatures, MAX_DEPTH) {
                found.push(Changed { place, how: Change::Replaced(by) });
            } else if handlers.contains(&At { unit, id: module.enclosing_function(id) }) {
                found.push(Changed { place, how: Change::Rewritten });
            }
        }
    }
    found
}

/// The new description that a registered tool is given.
fn updated(module: &Module, expr: Expr) -> Option<ExprId> {
    let Expr::Call(callee, arguments) = expr else { return None };
    let Expr::Member(tool, name) = module.expr(callee) else { return None };
    let Expr::Object(members) = module.expr(*module.list(arguments).first()?) else { return None };
    if module.name(name) != "update" || !is_tool(module, tool) {
        return None;
    }
    module.list(members).iter().take(64).find_map(|member| match module.expr(*member) {
        Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(key) if module.text(key) == "description") => Some(value),
        _ => None,
    })
}

/// What `registerTool` gave.
fn is_tool(module: &Module, expr: ExprId) -> bool {
    let Expr::Name(name, scope) = module.expr(expr) else { return false };
    let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
    let is_one = |value: &ExprId| match module.expr(*value) {
        Expr::Call(callee, _) => {
            matches!(module.expr(callee), Expr::Member(_, name) if matches!(module.name(name), "tool" | "registerTool" | "registerAppTool"))
        }
        _ => false,
    };
    values.is_some_and(|values| values.iter().any(is_one))
}

/// The function of the network whose answer is all or part of a value.
fn fetched(flow: &Flow<'_>, place: Place, value: &Value, signatures: &Signatures, depth: u32) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Symbol(symbol) => {
            let name = flow.symbols.name(*symbol);
            let (callee, taken) = name.split_once("()")?;
            // A connection, or what a client is called, is nothing that was brought.
            taken.split('.').find(|member| BODIES.contains(&member.trim_end_matches("()")))?;
            let signature = signatures.call(runtime(flow.program.module(place.unit).language), callee)?;
            matches!(signature.effect, Effect::Url).then(|| callee.to_owned())
        }
        Value::Concat(parts) | Value::Any(parts) => parts.iter().take(32).find_map(|part| fetched(flow, place, part, signatures, depth)),
        Value::Member(inner, ..) => fetched(flow, place, inner, signatures, depth),
        _ => None,
    }
}

//! Which functions run when the server starts: what the top level of a file calls, and what that calls in turn, but no handler of a tool.

use std::collections::{HashMap, HashSet};

use crate::flow::{At, Flow, UnitId};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::checks::is_conditional;
use super::parents::Parents;

/// Calls are followed back so far; of each function so many callers are looked at.
const MAX_DEPTH: u32 = 8;
const MAX_CALLERS: usize = 8;

pub(super) struct Starts<'a> {
    /// Functions that answer somebody outside.
    pub handlers: &'a HashSet<At<FunctionId>>,
    pub parents: HashMap<UnitId, Parents>,
    known: HashMap<At<FunctionId>, bool>,
}

impl<'a> Starts<'a> {
    pub fn new(handlers: &'a HashSet<At<FunctionId>>) -> Self {
        Self { handlers, parents: HashMap::new(), known: HashMap::new() }
    }

    /// Whether the place is come to at the start, whatever is configured.
    pub fn comes_to(&mut self, flow: &Flow<'_>, unit: UnitId, expr: ExprId) -> bool {
        self.reaches(flow, unit, expr, 0)
    }

    fn reaches(&mut self, flow: &Flow<'_>, unit: UnitId, expr: ExprId, depth: u32) -> bool {
        let module = flow.program.module(unit);
        let parents = self.parents.entry(unit).or_insert_with(|| Parents::of(module));
        !is_conditional(module, parents, expr) && self.starts(flow, At { unit, id: module.enclosing_function(expr) }, depth)
    }

    fn starts(&mut self, flow: &Flow<'_>, function: At<FunctionId>, depth: u32) -> bool {
        if function.id == FunctionId(0) {
            return true;
        }
        if depth >= MAX_DEPTH || self.handlers.contains(&function) {
            return false;
        }
        if let Some(known) = self.known.get(&function) {
            return *known;
        }
        // A function that calls itself starts by somebody else's call.
        self.known.insert(function, false);
        let starts = self.is_started(flow, function, depth);
        self.known.insert(function, starts);
        starts
    }

    fn is_started(&mut self, flow: &Flow<'_>, function: At<FunctionId>, depth: u32) -> bool {
        let callers = flow.callers(function);
        if callers.is_empty() {
            let info = flow.program.module(function.unit).function(function.id);
            // Entry points and what a library offers are called from outside; what is only handed over runs later.
            return info.name.is_some()
                && info.class.is_none()
                && info.decorators.iter().all(|mark| is_command(flow, function.unit, *mark));
        }
        let callers: Vec<At<ExprId>> = callers.iter().take(MAX_CALLERS).copied().collect();
        callers.into_iter().any(|call| self.reaches(flow, call.unit, call.id, depth + 1))
    }
}

/// `@click.command()`: the program itself.
fn is_command(flow: &Flow<'_>, unit: UnitId, mark: ExprId) -> bool {
    let module = flow.program.module(unit);
    let callee = match module.expr(mark) {
        Expr::Call(callee, _) => callee,
        _ => mark,
    };
    matches!(module.expr(callee), Expr::Member(_, name) | Expr::Name(name, _) if matches!(module.name(name), "command" | "option" | "argument" | "group" | "callback"))
}

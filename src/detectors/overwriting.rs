//! A walk through all that lies in a folder which writes the same over each file that it finds.

use crate::detect::Evidence;
use crate::facts::{CallFact, Sink};
use crate::flow::{At, Value};
use crate::signatures::Effect;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::deeds::near;
use super::destruction::everything;

/// Names of names, calls of calls.
const MAX_DEPTH: u32 = 12;
/// Expressions that one path is made of.
const MAX_PARTS: u32 = 400;

/// Last words of the names of functions that write what is in a file.
const FILLING: [&str; 14] = [
    "writeFile",
    "writeFileSync",
    "outputFile",
    "outputFileSync",
    "createWriteStream",
    "truncate",
    "truncateSync",
    "writeTextFile",
    "writeTextFileSync",
    "write",
    "open",
    "openSync",
    "write_text",
    "write_bytes",
];

/// Where a walk that calls itself, or is begun in several places, begins with all that a user has.
pub(super) fn walked(evidence: Evidence<'_>, listing: &CallFact<'_>) -> Option<&'static str> {
    let all = listing.value.alternatives();
    let whose = all.iter().find_map(|value| everything(evidence, value))?;
    let goes_on = calls_itself(evidence, listing);
    let is_known = |value: &Value| value.as_text().is_some() || everything(evidence, value).is_some() || goes_on && is_open(value);
    all.iter().all(is_known).then_some(whose)
}

/// Below where the walk has begun: no name in it is known.
fn is_open(value: &Value) -> bool {
    value.pattern().chars().all(|c| matches!(c, '*' | '/' | '\\' | '.' | '~'))
}

fn calls_itself(evidence: Evidence<'_>, listing: &CallFact<'_>) -> bool {
    let unit = listing.place.unit;
    let module = evidence.program.module(unit);
    let id = module.enclosing_function(listing.place.expr);
    let (start, end) = module.function(id).exprs;
    let is_inside = |call: &crate::facts::Place| call.unit == unit && (start..end).contains(&call.expr.0);
    id != FunctionId(0) && evidence.facts.callers.of(At { unit, id }).iter().any(is_inside)
}

/// Something that does not come out of any file is written over each that the walk finds.
pub(super) fn overwrites(evidence: Evidence<'_>, listing: &CallFact<'_>) -> bool {
    let facts = evidence.facts;
    let keeps = |call: &CallFact<'_>| facts.outflows.iter().any(|flow| flow.sink == Sink::Write && flow.place == call.place);
    let writes = facts.calls.iter().filter(|call| call.effect == Effect::Write && call.value.as_text().is_none() && fills(&call.callee));
    let module = evidence.program.module(listing.place.unit);
    writes.filter(|call| near(evidence, listing.place, call.place) && !keeps(call)).any(|call| {
        Made { module, left: MAX_PARTS }.of(call.place.expr, listing.place.expr, MAX_DEPTH) || is_for_each(module, listing, call)
    })
}

/// It changes what is in a file, rather than its rights or its name.
fn fills(callee: &str) -> bool {
    let last = callee.rsplit('.').next().unwrap_or(callee);
    FILLING.contains(&last)
}

/// `readdirSync(folder).forEach((name) => …)`, `readdir(folder, (error, names) => …)`
fn is_for_each(module: &Module, listing: &CallFact<'_>, writes: &CallFact<'_>) -> bool {
    let (list, write) = (module.span(listing.place.expr), module.span(writes.place.expr));
    let holds = |outer: ExprId, inner: crate::syntax::ir::Span| {
        let outer = module.span(outer);
        outer.start <= inner.start && inner.end <= outer.end
    };
    module.iter().any(|(id, expr)| match expr {
        Expr::Call(callee, arguments) => {
            let is_of_list = id == listing.place.expr || holds(callee, list);
            is_of_list
                && module
                    .list(arguments)
                    .iter()
                    .any(|argument| matches!(module.expr(*argument), Expr::Function(_)) && holds(*argument, write))
        }
        _ => false,
    })
}

/// Looks for one expression in what another is made of.
struct Made<'m> {
    module: &'m Module,
    left: u32,
}

impl Made<'_> {
    fn of(&mut self, whole: ExprId, part: ExprId, depth: u32) -> bool {
        if whole == part {
            return true;
        }
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else { return false };
        self.left = left;
        let module = self.module;
        let any = |made: &mut Self, list: &[ExprId]| list.iter().take(16).any(|one| made.of(*one, part, depth));
        match module.expr(whole) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope);
                let values = scope.and_then(|scope| module.variables.get(&(scope, name))).map_or(&[][..], Vec::as_slice);
                any(self, values)
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => self.of(callee, part, depth) || any(self, module.list(list)),
            Expr::Concat(list) | Expr::Array(list) => any(self, module.list(list)),
            Expr::Binary(_, one, other) | Expr::Either(one, other) | Expr::Index(one, other) => {
                self.of(one, part, depth) || self.of(other, part, depth)
            }
            Expr::Member(inner, _) | Expr::Element(inner) | Expr::Await(inner) | Expr::Keyword(_, inner) | Expr::Spread(inner) => {
                self.of(inner, part, depth)
            }
            _ => false,
        }
    }
}

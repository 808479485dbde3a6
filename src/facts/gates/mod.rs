//! What has to hold before the code at a place runs: a date, a machine, a user's own word on the command line.
//!
//! A test in front of something is nothing by itself; it says more of what stands behind it.

mod asked;
mod commands;
mod conditions;
mod dispatch;
mod kinds;

use std::collections::{BTreeSet, HashMap};

use super::{Callers, Place};
use crate::flow::{At, Program, UnitId};
use crate::manifest::Manifest;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId};

pub(super) use asked::is_action;
use commands::Commands;
use conditions::Conditions;
pub use kinds::Gate;

/// Callers are followed this far up.
const MAX_HOPS: u32 = 6;
/// Of a function that is called in more places than these, nothing is said.
const MAX_CALLERS: usize = 24;
/// Of a list that something is compared with, this many are looked at.
const MAX_SIDES: usize = 64;

/// Answers what stands in front of places, and remembers the tests of each file.
pub struct Gates<'e> {
    program: &'e Program,
    callers: &'e Callers,
    commands: Commands,
    conditions: HashMap<UnitId, Conditions>,
}

impl<'e> Gates<'e> {
    pub fn new(program: &'e Program, callers: &'e Callers, manifest: &Manifest) -> Self {
        Self { program, callers, commands: Commands::of(program, manifest), conditions: HashMap::new() }
    }

    /// What must hold on every way to the place that is known.
    pub fn before(&mut self, place: Place) -> BTreeSet<Gate> {
        self.climb(place, 0, &mut Vec::new())
    }

    /// Only a person who asks for it on the command line, or answers a question, makes it run.
    pub fn is_asked_for(&mut self, place: Place) -> bool {
        self.before(place).contains(&Gate::Asked)
    }

    fn climb(&mut self, place: Place, hops: u32, seen: &mut Vec<At<FunctionId>>) -> BTreeSet<Gate> {
        let mut gates = self.here(place);
        let module = self.program.module(place.unit);
        let mut id = module.enclosing_function(place.expr);
        while id != FunctionId(0) && hops < MAX_HOPS {
            let function = At { unit: place.unit, id };
            if asked::is_command(module, id) {
                gates.insert(Gate::Asked);
            }
            let callers = self.callers.of(function);
            if !callers.is_empty() && callers.len() <= MAX_CALLERS && !seen.contains(&function) {
                seen.push(function);
                gates.extend(self.of_all(function, callers, hops, seen));
                seen.pop();
                break;
            }
            id = module.function(id).parent;
        }
        if id == FunctionId(0) && self.commands.is_one(place.unit) {
            gates.insert(Gate::Asked);
        }
        gates
    }

    /// What holds at each of the places where a function is called.
    fn of_all(&mut self, function: At<FunctionId>, places: &[Place], hops: u32, seen: &mut Vec<At<FunctionId>>) -> BTreeSet<Gate> {
        let mut common: Option<BTreeSet<Gate>> = None;
        for place in places {
            let mut gates = self.climb(*place, hops + 1, seen);
            if place.unit == function.unit && dispatch::is_by_word(self.program.module(place.unit), place.expr, function.id) {
                gates.insert(Gate::Asked);
            }
            common = Some(match common {
                Some(common) => common.intersection(&gates).cloned().collect(),
                None => gates,
            });
            if common.as_ref().is_some_and(BTreeSet::is_empty) {
                break;
            }
        }
        common.unwrap_or_default()
    }

    /// The tests around the place and in front of it, in its own file.
    fn here(&mut self, place: Place) -> BTreeSet<Gate> {
        let module = self.program.module(place.unit);
        let conditions = self.conditions.entry(place.unit).or_insert_with(|| Conditions::of(module));
        let mut gates = BTreeSet::new();
        for (test, holds) in conditions.before(module, place.expr) {
            let is_started = holds && !self.commands.is_usual(place.unit) && asked::is_started_itself(module, test);
            if is_started || asked::is_asked(module, test, holds) {
                gates.insert(Gate::Asked);
            }
            gates.extend(kinds::of(module, test, holds));
        }
        if conditions.calls_around(module, place.expr).any(|call| is_action(module, call)) {
            gates.insert(Gate::Asked);
        }
        gates
    }
}

/// The expressions that a test consists of; of a comparison those of both sides. The test that a case of a `switch` stands for has
/// the span of the whole case, and what it compares stands elsewhere.
fn parts(module: &Module, expr: ExprId) -> impl Iterator<Item = ExprId> + '_ {
    sides(module, expr).into_iter().flat_map(|side| unbroken(module, side))
}

fn sides(module: &Module, expr: ExprId) -> Vec<ExprId> {
    let listed = |side: ExprId| match module.expr(side) {
        Expr::Array(items) => module.list(items).to_vec(),
        _ => vec![side],
    };
    match module.expr(expr) {
        Expr::Binary(BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::In, one, other) => {
            [one, other].into_iter().flat_map(listed).take(MAX_SIDES).collect()
        }
        _ => vec![expr],
    }
}

/// An expression and what stands in it; lowering puts the parts right before it.
fn unbroken(module: &Module, expr: ExprId) -> impl Iterator<Item = ExprId> + '_ {
    /// A test that is longer is none that a person reads.
    const MOST: usize = 600;
    let whole = module.span(expr);
    let within = move |id: &ExprId| {
        let span = module.span(*id);
        whole.start <= span.start && span.end <= whole.end
    };
    (0..=expr.0).rev().map(ExprId).take_while(within).take(MOST)
}

#[cfg(test)]
mod tests;

//! Look-ups that questions share: what is known at a place, what was added to a variable, whom a function is handed to.

use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::{Facts, Place};
use crate::flow::{At, Flow, Program, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId, FunctionId, Name, ScopeId, Text};

use super::Ingredient;
use super::additions::Additions;
use super::given::Given;

/// Imports of one file that are kept.
const MAX_IMPORTS: usize = 64;

type By<K, V> = HashMap<K, V, BuildFastHasher>;

/// What one unit says, beyond its variables.
#[derive(Debug, Default)]
pub(super) struct UnitIndex {
    pub additions: Additions,
    /// The calls that a function is an argument of.
    pub handed_to: By<FunctionId, Vec<ExprId>>,
    /// The variable that keeps what a call gives.
    pub kept_in: By<ExprId, (ScopeId, Name)>,
    /// What is imported, as it is written.
    pub imports: Vec<Text>,
}

pub(super) struct Index<'p> {
    program: &'p Program,
    units: By<UnitId, Rc<UnitIndex>>,
    /// In [`Facts::calls`].
    pub calls: By<Place, Vec<usize>>,
    /// In [`Facts::paths`].
    pub paths: By<Place, Vec<usize>>,
    /// In [`Facts::env`].
    pub env: By<Place, Vec<usize>>,
    /// In [`Facts::hosts`], those that are reached, by unit and where they begin.
    hosts: By<UnitId, Vec<(u32, usize)>>,
    handlers: By<At<FunctionId>, ()>,
    /// Parameters that are known for what they are given.
    given: Given,
    /// What was glanced at: questions come by the same places again and again.
    glances: By<At<ExprId>, Value>,
}

impl<'p> Index<'p> {
    pub fn new(program: &'p Program, facts: &Facts<'_>, given: Given) -> Self {
        let mut index = Self {
            program,
            units: By::default(),
            calls: By::default(),
            paths: By::default(),
            env: By::default(),
            hosts: By::default(),
            given,
            glances: By::default(),
            handlers: facts.entries.iter().filter_map(|entry| Some((entry.handler.as_ref()?.function, ()))).collect(),
        };
        for (at, call) in facts.calls.iter().enumerate() {
            index.calls.entry(call.place).or_default().push(at);
        }
        for (at, path) in facts.paths.iter().enumerate() {
            index.paths.entry(path.place).or_default().push(at);
        }
        for (at, read) in facts.env.iter().enumerate() {
            index.env.entry(read.place).or_default().push(at);
        }
        for (at, host) in facts.hosts.iter().enumerate().filter(|(_, host)| host.reached) {
            let start = program.module(host.place.unit).span(host.place.expr).start;
            index.hosts.entry(host.place.unit).or_default().push((start, at));
        }
        index.hosts.values_mut().for_each(|hosts| hosts.sort_unstable());
        index
    }

    /// As [`Flow::glance`].
    pub fn glance(&mut self, flow: &mut Flow<'p>, unit: UnitId, expr: ExprId) -> Value {
        self.glances.entry(At { unit, id: expr }).or_insert_with(|| flow.glance(unit, expr)).clone()
    }

    pub fn unit(&mut self, unit: UnitId) -> Rc<UnitIndex> {
        let program = self.program;
        self.units.entry(unit).or_insert_with(|| Rc::new(UnitIndex::of(program.module(unit)))).clone()
    }

    pub fn is_handler(&self, function: At<FunctionId>) -> bool {
        self.handlers.contains_key(&function)
    }

    /// What a parameter is given, whoever calls the function.
    pub fn given(&self, function: At<FunctionId>, position: u32) -> Option<Ingredient> {
        self.given.of_parameter(function, position)
    }

    /// The hosts that are reached by something inside an expression.
    pub fn hosts_in(&self, place: Place) -> Vec<usize> {
        let span = self.program.module(place.unit).span(place.expr);
        let all = self.hosts.get(&place.unit).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|(start, _)| *start < span.start);
        all[first..].iter().take_while(|(start, _)| *start <= span.end).map(|(_, at)| *at).collect()
    }
}

impl UnitIndex {
    fn of(module: &Module) -> Self {
        let mut index = Self::default();
        for (variable, values) in &module.variables {
            index.kept_in.extend(values.iter().filter_map(|value| Some((call_in(module, *value)?, *variable))));
        }
        for (id, expr) in module.iter() {
            index.additions.look(module, id, expr);
            if let Expr::Import(specifier) = expr
                && let Expr::Str(text) = module.expr(specifier)
                && index.imports.len() < MAX_IMPORTS
            {
                index.imports.push(text);
            }
            if let Expr::Call(_, arguments) | Expr::New(_, arguments) = expr {
                for argument in module.list(arguments) {
                    if let Some(function) = function_of(module, *argument) {
                        index.handed_to.entry(function).or_default().push(id);
                    }
                }
            }
        }
        index
    }
}

/// The call that an expression is, awaited or not.
fn call_in(module: &Module, value: ExprId) -> Option<ExprId> {
    match module.expr(value) {
        Expr::Call(..) | Expr::New(..) => Some(value),
        Expr::Await(inner) => match module.expr(inner) {
            Expr::Call(..) | Expr::New(..) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The function that an argument is: written there, or by the name of a variable that is nothing else.
pub(super) fn function_of(module: &Module, argument: ExprId) -> Option<FunctionId> {
    match module.expr(argument) {
        Expr::Function(function) => Some(function),
        Expr::Keyword(_, value) | Expr::Pair(_, value) => function_of(module, value),
        Expr::Name(name, scope) => {
            let scope = module.declaring_scope(name, scope)?;
            match module.variables.get(&(scope, name)).map(Vec::as_slice) {
                Some([one]) => match module.expr(*one) {
                    Expr::Function(function) => Some(function),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

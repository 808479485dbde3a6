//! What a value is: aliases undone, imports followed across files, constants folded.
//!
//! Everything is asked for backwards, from the place that matters; nothing is computed that nobody asks for. Variables are
//! taken without regard to order: one that is assigned twice may be either.

mod call;
mod eval;
mod expand;
mod fold;
mod graph;
mod member;
pub mod symbols;
pub mod value;

use std::collections::HashMap;

use crate::model::RelPath;
use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ExprId, FunctionId, Name, ScopeId};

pub use graph::Graph;
pub use symbols::{Symbol, Symbols};
pub use value::{At, UnitId, Value};

/// One file of the package, lowered.
#[derive(Debug)]
pub struct Unit {
    pub path: RelPath,
    pub module: Module,
}

/// All files of a package and how they import each other.
#[derive(Debug)]
pub struct Program {
    pub units: Vec<Unit>,
    pub graph: Graph,
}

impl Program {
    /// `own_name`: the package's name, by which its files may import each other.
    pub fn new(units: Vec<Unit>, own_name: Option<&str>) -> Self {
        let files = units.iter().enumerate().map(|(at, unit)| (UnitId(at as u32), &unit.path, unit.module.language));
        let graph = Graph::new(files, own_name);
        Self { units, graph }
    }

    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    pub fn module(&self, id: UnitId) -> &Module {
        &self.units[id.index()].module
    }

    pub fn ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..self.units.len() as u32).map(UnitId)
    }
}

/// What stands for a particular value for the time of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// A loop variable.
    Element(At<ExprId>),
    Parameter(At<FunctionId>, u32),
}

/// How many steps one question may take: real code needs dozens, an obfuscator's maze ends here.
const FUEL: u32 = 20_000;

/// Answers questions about the values of one program, and remembers the answers.
pub struct Flow<'p> {
    pub program: &'p Program,
    pub symbols: Symbols,
    /// What a variable is, by unit, declaring scope and name; none while it is being worked out.
    variables: HashMap<(UnitId, ScopeId, Name), Option<Value>, BuildFastHasher>,
    scopes: HashMap<(UnitId, ScopeId, Name), Option<ScopeId>, BuildFastHasher>,
    callers: HashMap<At<FunctionId>, Vec<At<ExprId>>, BuildFastHasher>,
    /// Parameters that have a known value for the time of one question.
    overrides: Vec<(Known, Value)>,
    fuel: u32,
    /// How many questions ran out of fuel.
    pub exhausted: u32,
}

impl<'p> Flow<'p> {
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            symbols: Symbols::default(),
            variables: HashMap::default(),
            scopes: HashMap::default(),
            callers: HashMap::default(),
            overrides: Vec::new(),
            fuel: FUEL,
            exhausted: 0,
        }
    }

    /// What an expression is, parameters left as they are.
    pub fn value(&mut self, unit: UnitId, expr: ExprId) -> Value {
        self.fuel = FUEL;
        let value = self.eval(unit, expr, 0);
        if self.fuel == 0 {
            self.exhausted += 1;
        }
        value
    }

    /// What an expression is, parameters replaced by what the package's own calls give for them.
    pub fn expanded(&mut self, unit: UnitId, expr: ExprId) -> Value {
        let value = self.value(unit, expr);
        self.fuel = FUEL;
        self.expand(value, 0)
    }

    /// Notes that `call` calls `function`; [`Self::expanded`] looks through parameters by these.
    pub fn add_caller(&mut self, function: At<FunctionId>, call: At<ExprId>) {
        self.callers.entry(function).or_default().push(call);
    }

    pub fn callers(&self, function: At<FunctionId>) -> &[At<ExprId>] {
        self.callers.get(&function).map_or(&[], Vec::as_slice)
    }
}

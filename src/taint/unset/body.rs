//! What a function of the package returns: its statements, one after the other.

use std::rc::Rc;

use crate::flow::{At, UnitId};
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};

use super::worth::{Given, Worth};
use super::{Frame, Scope, Unset};

/// Decorators that leave a function's result what it is.
const HARMLESS: [&str; 6] =
    ["staticmethod", "classmethod", "property", "functools.cached_property", "functools.lru_cache", "functools.cache"];
/// A function with more code than this is no setting.
const MAX_BODY: u32 = 6000;

/// Where a statement leads.
enum Outcome {
    /// To the next one.
    Falls,
    Returns(Worth),
    Throws,
    /// That depends on more than settings.
    Lost,
}

impl Unset<'_, '_> {
    pub(super) fn called(&mut self, function: At<FunctionId>, given: &Given, this: Option<Worth>, around: Scope) -> Worth {
        let module = self.flow.program.module(function.unit);
        let info = module.function(function.id);
        let Some(body) = info.body else { return Worth::Unknown };
        if info.exprs.1 - info.exprs.0 > MAX_BODY || !self.has_harmless_decorators(function) {
            return Worth::Unknown;
        }
        let frame = Rc::new(Frame { function, given: self.bound(function, given), this, around });
        let unit = function.unit;
        // An arrow's body is its value.
        if let [only] = info.returns[..]
            && (only == body || matches!(module.expr(body), Expr::Block(parts) if module.list(parts).last() == Some(&only)))
        {
            return self.evaluate(unit, only, Some(frame));
        }
        match self.run(unit, body, info.exprs.0, &Some(frame)) {
            Outcome::Returns(worth) => worth,
            Outcome::Falls if !info.returns.is_empty() => Worth::Null,
            Outcome::Falls | Outcome::Throws | Outcome::Lost => Worth::Unknown,
        }
    }

    fn has_harmless_decorators(&mut self, function: At<FunctionId>) -> bool {
        let decorators = self.flow.program.module(function.unit).function(function.id).decorators.clone();
        decorators.into_iter().all(|decorator| match self.glanced(function.unit, decorator) {
            Some(Worth::Outside(symbol)) => HARMLESS.contains(&self.flow.symbols.name(symbol).trim_end_matches("()")),
            _ => false,
        })
    }

    /// `start`: the first expression that may be a part of the statement.
    fn run(&mut self, unit: UnitId, statement: ExprId, start: u32, scope: &Scope) -> Outcome {
        if self.fuel == 0 {
            return Outcome::Lost;
        }
        self.fuel -= 1;
        let module = self.flow.program.module(unit);
        match module.expr(statement) {
            Expr::Block(parts) => self.block(unit, parts, start, scope),
            Expr::Return(value) => Outcome::Returns(self.evaluate(unit, value, scope.clone())),
            Expr::Throw(_) => Outcome::Throws,
            Expr::If(test, then, otherwise) => match self.truth(unit, test, scope.clone()) {
                Some(true) => self.run(unit, then, test.0, scope),
                Some(false) => self.run(unit, otherwise, then.0, scope),
                None if self.leaves(unit, start, statement) => Outcome::Lost,
                None => Outcome::Falls,
            },
            Expr::Try(parts) => match module.list(parts) {
                [] => Outcome::Falls,
                [body, ..] => match self.run(unit, *body, start, scope) {
                    Outcome::Throws => Outcome::Lost,
                    outcome => outcome,
                },
            },
            Expr::Loop(parts) => self.repeated(unit, statement, parts, start, scope),
            _ => Outcome::Falls,
        }
    }

    fn block(&mut self, unit: UnitId, parts: List, start: u32, scope: &Scope) -> Outcome {
        let mut from = start;
        for part in self.flow.program.module(unit).list(parts) {
            match self.run(unit, *part, from, scope) {
                Outcome::Falls => from = part.0,
                outcome => return outcome,
            }
        }
        Outcome::Falls
    }

    /// A loop over nothing does nothing.
    fn repeated(&mut self, unit: UnitId, statement: ExprId, parts: List, start: u32, scope: &Scope) -> Outcome {
        if !self.leaves(unit, start, statement) {
            return Outcome::Falls;
        }
        let module = self.flow.program.module(unit);
        let source = self.loop_variable(unit, parts).and_then(|variable| match module.expr(variable) {
            Expr::Element(source) => Some(source),
            _ => None,
        });
        let items = source.map(|source| self.evaluate(unit, source, scope.clone()));
        match items {
            Some(Worth::List(items)) if items.is_empty() => Outcome::Falls,
            _ => Outcome::Lost,
        }
    }

    /// Whether something in it returns or throws.
    fn leaves(&self, unit: UnitId, start: u32, statement: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        (start..statement.0).any(|at| matches!(module.expr(ExprId(at)), Expr::Return(_) | Expr::Throw(_)))
    }
}

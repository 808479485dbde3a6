//! The function that answers, behind whatever is wrapped around it.

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::look::Look;
use super::{Handler, Takes, syntax};

/// Wrappers of wrappers.
const MAX_DEPTH: u32 = 6;
/// So much of a wrapper is looked through for the call of what it wraps.
const MAX_EXPRESSIONS: u32 = 4_000;

impl Look<'_, '_> {
    /// The function of the package that an expression is, or that a wrapper around it was given.
    pub fn function(&mut self, place: Place) -> Option<At<FunctionId>> {
        self.nested(None, |look| look.function_within(place, MAX_DEPTH))
    }

    fn function_within(&mut self, place: Place, depth: u32) -> Option<At<FunctionId>> {
        let depth = depth.checked_sub(1)?;
        self.hop()?;
        // `tool = wrap(tool)`: what it was at first is what is wrapped.
        let several = self.values_of(place);
        if several.len() > 1 {
            return several.into_iter().take(4).find_map(|value| self.function_within(value, depth));
        }
        let at = self.definition(place);
        let module = self.module(at.unit);
        let here = |expr| Place { unit: at.unit, expr };
        match module.expr(at.expr) {
            Expr::Function(function) => return Some(At { unit: at.unit, id: function }),
            Expr::Call(callee, list) => {
                // `this.handle.bind(this)` is the method; `wrap(name, handler)` is about the handler.
                if let Some((object, "bind")) = syntax::member(module, callee) {
                    return self.function_within(here(object), depth);
                }
                let wrapped = module.list(list).iter().rev().take(16).find_map(|argument| {
                    let expr = if let Expr::Keyword(_, value) = module.expr(*argument) { value } else { *argument };
                    self.handed_function(here(expr), depth)
                });
                if wrapped.is_some() {
                    return wrapped;
                }
            }
            _ => {}
        }
        match self.value(at).alternatives().iter().find(|value| matches!(value, Value::Function(_))) {
            Some(Value::Function(function)) => Some(*function),
            _ => None,
        }
    }

    fn values_of(&self, variable: Place) -> Vec<Place> {
        let module = self.module(variable.unit);
        let Expr::Name(name, scope) = module.expr(variable.expr) else { return Vec::new() };
        let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
        let said = values.into_iter().flatten().filter(|id| !matches!(module.expr(**id), Expr::Null | Expr::Opaque));
        said.take(16).map(|expr| Place { unit: variable.unit, expr: *expr }).collect()
    }

    /// An argument that is a function, but no object that happens to have been called.
    fn handed_function(&mut self, argument: Place, depth: u32) -> Option<At<FunctionId>> {
        match self.module(argument.unit).expr(argument.expr) {
            Expr::Function(_) | Expr::Name(..) | Expr::Member(..) | Expr::Call(..) | Expr::Index(..) => {
                self.function_within(argument, depth)
            }
            _ => None,
        }
    }

    /// What answers in this situation: a function that stands for many tools hands over to the one of this tool.
    pub fn answering(&mut self, function: At<FunctionId>, takes: Vec<Takes>) -> Handler {
        if !self.situation.is_empty()
            && let Some(handler) = self.handed_over(function, &takes)
        {
            return handler;
        }
        Handler { function, takes }
    }

    /// `async (args) => callback(args)`, where only the situation knows what the callback is.
    fn handed_over(&mut self, wrapper: At<FunctionId>, takes: &[Takes]) -> Option<Handler> {
        let module = self.module(wrapper.unit);
        let (start, end) = module.function(wrapper.id).exprs;
        for call in (start..end.min(start.saturating_add(MAX_EXPRESSIONS))).map(ExprId) {
            let Expr::Call(callee, list) = module.expr(call) else { continue };
            if !matches!(module.expr(callee), Expr::Name(..) | Expr::Member(..) | Expr::Index(..)) {
                continue;
            }
            let arguments = module.list(list);
            let handed: Vec<Takes> = (0u32..)
                .zip(arguments.iter().take(8))
                .filter_map(|(at, argument)| {
                    let taken = self.taken_by(wrapper, takes, Place { unit: wrapper.unit, expr: *argument })?;
                    Some(moved(taken, at))
                })
                .collect();
            if handed.is_empty() {
                continue;
            }
            let callee = Place { unit: wrapper.unit, expr: callee };
            let Value::Function(function) = self.value(callee) else { continue };
            let is_open = !matches!(self.flow.value(callee.unit, callee.expr), Value::Function(_));
            if is_open && function != wrapper {
                return Some(Handler { function, takes: handed });
            }
        }
        None
    }

    /// What an argument carries of what the wrapper takes.
    fn taken_by<'t>(&mut self, wrapper: At<FunctionId>, takes: &'t [Takes], argument: Place) -> Option<&'t Takes> {
        let module = self.module(argument.unit);
        let inner = if let Expr::Spread(inner) = module.expr(argument.expr) { inner } else { argument.expr };
        let Value::Parameter(function, index) = self.flow.glance(argument.unit, inner) else { return None };
        (function == wrapper).then(|| takes.iter().find(|taken| position(taken) == index)).flatten()
    }
}

pub(super) fn position(takes: &Takes) -> u32 {
    match takes {
        Takes::Value(at, _) | Takes::Inputs(at) | Takes::Request(at) | Takes::Name(at) => *at,
    }
}

fn moved(takes: &Takes, to: u32) -> Takes {
    match takes {
        Takes::Value(_, name) => Takes::Value(to, name.clone()),
        Takes::Inputs(_) => Takes::Inputs(to),
        Takes::Request(_) => Takes::Request(to),
        Takes::Name(_) => Takes::Name(to),
    }
}

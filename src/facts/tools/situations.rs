//! The situations in which a call registers something: one for each call of the helper around it, or each turn of the loop.

use crate::facts::Place;
use crate::flow::{At, Feed, Known, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::items::{Item, MAX_ITEMS};
use super::look::Look;

/// Helpers of helpers.
const MAX_LEVELS: u32 = 4;

impl Look<'_, '_> {
    /// Asks once for each situation in which `decisive` (a name, an object, a function) is something in particular.
    pub fn in_each_situation(&mut self, decisive: Place, ask: &mut dyn FnMut(&mut Self)) {
        let mut left = MAX_ITEMS;
        self.situations(decisive, MAX_LEVELS, &mut left, ask);
    }

    fn situations(&mut self, decisive: Place, levels: u32, left: &mut usize, ask: &mut dyn FnMut(&mut Self)) {
        let bindings = if levels == 0 { Vec::new() } else { self.bindings(decisive) };
        if bindings.is_empty() {
            *left = left.saturating_sub(1);
            return if *left > 0 {
                ask(self)
            };
        }
        for bound in bindings {
            if *left == 0 {
                return;
            }
            self.within(&bound, |look| look.situations(decisive, levels - 1, left, ask));
        }
    }

    /// What the open parameter or loop variable in an expression may stand for, one by one; none when nothing is open.
    pub(super) fn bindings(&mut self, decisive: Place) -> Vec<Vec<(Known, Place)>> {
        if let Some((variable, source)) = self.open_element(decisive, 12) {
            let items = self.items(source);
            return items.into_iter().map(|item| bound_to(variable, item)).collect();
        }
        let value = self.value(decisive);
        match self.open_parameter(&value) {
            Some(function) => self.calls_of(function),
            None => Vec::new(),
        }
    }

    fn open_parameter(&self, value: &Value) -> Option<At<FunctionId>> {
        match value {
            Value::Parameter(function, _) => Some(*function),
            Value::Member(base, ..) => self.open_parameter(base),
            Value::Concat(parts) | Value::Any(parts) => parts.iter().find_map(|part| self.open_parameter(part)),
            _ => None,
        }
    }

    fn calls_of(&mut self, function: At<FunctionId>) -> Vec<Vec<(Known, Place)>> {
        if let Some((Feed::Element, source)) = self.flow.feed(function) {
            let items = self.items(Place { unit: source.unit, expr: source.id });
            return items.into_iter().map(|item| bound_to(Known::Parameter(function, 0), item)).collect();
        }
        let parameters = self.module(function.unit).function(function.id).parameters.len().min(16) as u32;
        let calls: Vec<At<ExprId>> = self.flow.callers(function).iter().take(MAX_ITEMS).copied().collect();
        let given = |call: &At<ExprId>| {
            (0..parameters)
                .filter_map(|index| {
                    let expr = self.flow.argument(function, index, *call)?;
                    Some((Known::Parameter(function, index), Place { unit: call.unit, expr }))
                })
                .collect::<Vec<_>>()
        };
        calls.iter().map(given).filter(|bound| !bound.is_empty()).collect()
    }

    /// The loop variable that an expression is or is made of, and what the loop is over.
    fn open_element(&mut self, place: Place, depth: u32) -> Option<(Known, Place)> {
        let depth = depth.checked_sub(1)?;
        let module = self.module(place.unit);
        let here = |expr| Place { unit: place.unit, expr };
        match module.expr(place.expr) {
            Expr::Name(name, scope) => {
                let values = module.variables.get(&(module.declaring_scope(name, scope)?, name))?;
                values.iter().take(4).find_map(|value| self.open_element(here(*value), depth))
            }
            Expr::Member(object, _) | Expr::Index(object, _) | Expr::Await(object) | Expr::Spread(object) | Expr::Keyword(_, object) => {
                self.open_element(here(object), depth)
            }
            Expr::Concat(parts) => module.list(parts).iter().take(8).find_map(|part| self.open_element(here(*part), depth)),
            // `wrap(tool)`, `Tool.from_function(tool)`
            Expr::Call(_, arguments) => {
                module.list(arguments).iter().take(8).find_map(|argument| self.open_element(here(*argument), depth))
            }
            Expr::Element(source) => {
                let known = Known::Element(At { unit: place.unit, id: place.expr });
                match self.situation.place(known) {
                    Some(bound) => self.open_element(bound, depth),
                    None => Some((known, here(source))),
                }
            }
            _ => None,
        }
    }
}

/// The loop variable with the item, and what the item knows by itself.
fn bound_to(variable: Known, item: Item) -> Vec<(Known, Place)> {
    let mut bound = item.bound;
    bound.push((variable, item.place));
    bound
}

//! Names and environments that a function is given: asked once all calls are known.

use crate::flow::{At, Known, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::super::Place;
use super::super::scan::Scanner;
use super::is_upper;

/// Calls of a function that are looked at one by one.
const MAX_CALLERS: usize = 24;

/// What is still to be found out about a place that may read a variable.
#[derive(Debug, Clone, Copy)]
pub(in crate::facts) enum Asked {
    /// What the name is; it is asked of the environment.
    Name(ExprId),
    /// Whether the object is the environment; the place names the member.
    Member(ExprId),
    /// Whether the object is the environment, and what the key is.
    Key(ExprId, ExprId),
}

impl Scanner<'_, '_> {
    pub(in crate::facts) fn asked(&mut self, place: Place, asked: Asked) {
        match asked {
            Asked::Name(name) => self.read_each(place, name),
            Asked::Key(object, key) if self.turns_out_to_be_one(place, object) => self.read_each(place, key),
            Asked::Member(object) if self.turns_out_to_be_one(place, object) => {
                if let Expr::Member(_, name) = self.program.module(place.unit).expr(place.expr) {
                    self.read(self.program.module(place.unit).name(name).to_owned(), place);
                }
            }
            Asked::Member(_) | Asked::Key(..) => {}
        }
    }

    fn turns_out_to_be_one(&mut self, place: Place, object: ExprId) -> bool {
        let value = self.flow.expanded(place.unit, object);
        value.alternatives().iter().any(|value| match value {
            Value::Symbol(symbol) => self.flow.is_environment(*symbol),
            Value::Object(at) => self.is_copy(Place { unit: at.unit, expr: at.id }, None),
            _ => false,
        })
    }

    /// Each variable that an expression may name.
    pub(in crate::facts) fn read_each(&mut self, place: Place, key: ExprId) {
        let mut names = texts(&self.flow.expanded(place.unit, key));
        if names.is_empty() {
            names = self.names_by_call(place, key);
        }
        if names.is_empty() {
            names.extend(self.pattern_of(place, key));
        }
        for name in names {
            self.read(name, place);
        }
    }

    /// `name.upper()` and its like can be told for each call of the function by itself.
    fn names_by_call(&mut self, place: Place, key: ExprId) -> Vec<String> {
        let module = self.program.module(place.unit);
        let function = At { unit: place.unit, id: module.enclosing_function(key) };
        if function.id == FunctionId(0) {
            return Vec::new();
        }
        let parameters = module.function(function.id).parameters.len().min(8) as u32;
        let calls: Vec<At<ExprId>> = self.flow.callers(function).iter().take(MAX_CALLERS).copied().collect();
        let mut names = Vec::new();
        for call in calls {
            let given: Vec<(Known, Value)> = (0..parameters)
                .filter_map(|index| {
                    let argument = self.flow.argument(function, index, call)?;
                    Some((Known::Parameter(function, index), self.flow.expanded(call.unit, argument)))
                })
                .collect();
            let value = self.flow.supposing(&given, |flow| flow.value(place.unit, key));
            names.extend(texts(&value));
        }
        names.sort();
        names.dedup();
        names
    }

    /// `ACME_*_URL`, where only a part of the name is known.
    fn pattern_of(&mut self, place: Place, key: ExprId) -> Option<String> {
        let value = self.flow.expanded(place.unit, key);
        let patterns = value.alternatives().iter().map(Value::pattern);
        patterns.into_iter().find(|pattern| is_family(pattern))
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.alternatives().iter().filter_map(Value::as_text).map(str::to_owned).collect()
}

/// A name of which the beginning is known, up to an underscore.
fn is_family(pattern: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return false };
    head.len() > 3
        && head.ends_with('_')
        && is_upper(head)
        && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_*".contains(&b))
}

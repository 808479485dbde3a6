//! Questions in one situation: one call of a helper that registers, one turn of a loop over tools.

use crate::facts::Place;
use crate::flow::{Flow, Known, UnitId, Value};
use crate::syntax::Module;

use super::syntax;

/// What parameters and loop variables stand for at the moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Situation {
    places: Vec<(Known, Place)>,
    values: Vec<(Known, Value)>,
}

impl Situation {
    pub fn place(&self, known: Known) -> Option<Place> {
        self.places.iter().rev().find(|(at, _)| *at == known).map(|(_, place)| *place)
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// The flow, and the situation that it is asked in.
pub(super) struct Look<'f, 'p> {
    pub flow: &'f mut Flow<'p>,
    pub situation: Situation,
}

impl<'f, 'p> Look<'f, 'p> {
    pub fn new(flow: &'f mut Flow<'p>) -> Self {
        Self { flow, situation: Situation::default() }
    }

    pub fn module(&self, unit: UnitId) -> &'p Module {
        self.flow.program.module(unit)
    }

    /// What an expression is here.
    pub fn value(&mut self, place: Place) -> Value {
        let known = std::mem::take(&mut self.situation.values);
        let value = self.flow.supposing(&known, |flow| flow.value(place.unit, place.expr));
        self.situation.values = known;
        value
    }

    /// The text that an expression is, whoever gives it.
    pub fn text(&mut self, place: Place) -> Option<String> {
        let value = self.value(place);
        let value = self.flow.with_callers(value);
        let text = value.alternatives().iter().find_map(|value| value.as_text()).map(str::to_owned);
        text.or_else(|| self.text_of_member(place))
    }

    /// `Names.STATUS.value` of an enumeration, `function.__name__`.
    pub fn text_of_member(&mut self, place: Place) -> Option<String> {
        let (object, name) = syntax::member(self.module(place.unit), place.expr)?;
        let object = Place { unit: place.unit, expr: object };
        match name {
            "value" => self.text(object),
            "__name__" => {
                let function = self.function(object)?;
                let module = self.module(function.unit);
                module.function(function.id).name.map(|name| module.name(name).to_owned())
            }
            _ => None,
        }
    }

    /// A name as far as it is known, with `*` for what is only known at run time.
    pub fn name(&mut self, place: Place) -> Option<String> {
        self.text(place).or_else(|| self.prose(place)).filter(|name| name.len() <= 200)
    }

    /// A description: what is put together at run time is told with `*` for the unknown parts.
    pub fn prose(&mut self, place: Place) -> Option<String> {
        let value = self.value(place);
        let value = self.flow.with_callers(value);
        let known = value.alternatives().iter().find(|value| value.has_text())?;
        Some(known.pattern().trim().to_owned())
    }

    /// Asks in a situation that binds some more.
    pub fn within<T>(&mut self, bound: &[(Known, Place)], question: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.situation.clone();
        for (known, place) in bound {
            let value = self.bound_value(*place);
            self.situation.places.push((*known, *place));
            self.situation.values.push((*known, value));
        }
        let answer = question(self);
        self.situation = before;
        answer
    }

    /// A pair of an object stands for its key and its value, as `Object.entries` gives them.
    fn bound_value(&mut self, place: Place) -> Value {
        match self.module(place.unit).expr(place.expr) {
            crate::syntax::ir::Expr::Pair(key, value) => {
                let key = self.value(Place { unit: place.unit, expr: key });
                let value = self.value(Place { unit: place.unit, expr: value });
                Value::List([key, value].into())
            }
            _ => self.value(place),
        }
    }
}

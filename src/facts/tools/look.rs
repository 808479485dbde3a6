//! Questions in one situation: one call of a helper that registers, one turn of a loop over tools.

use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, Flow, Known, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::ir::FunctionId;

use super::additions::{Additions, Key, pair};
use super::injected::Handed;
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

/// Steps that all questions about tools may take together: servers with hundreds of tools need a tenth of it.
const MAX_STEPS: u64 = 20_000_000;

/// One question follows names and members this far.
const MAX_HOPS: u32 = 10_000;
/// Parts of all schemas together; a server with hundreds of tools has some ten thousand.
const MAX_PARTS: u32 = 400_000;
/// Questions inside questions.
const MAX_WAITING: u32 = 10;

/// The flow, and the situation that it is asked in.
pub(super) struct Look<'f, 'p> {
    pub flow: &'f mut Flow<'p>,
    pub situation: Situation,
    /// What is put into lists after they are made, once somebody has asked for it.
    pub(super) additions: Option<Rc<Additions>>,
    /// What each decorator that was asked about hands in.
    pub(super) handed: HashMap<At<FunctionId>, Rc<[Handed]>>,
    /// [`Flow::spent`] up to which questions are answered.
    limit: u64,
    /// Hops that are left for the question at hand, and for all of them.
    hops: (u32, u64),
    /// Parts of schemas that are still written down.
    pub(super) parts: u32,
    /// Questions that wait for the answer of the one at hand.
    waiting: u32,
}

impl<'f, 'p> Look<'f, 'p> {
    pub fn new(flow: &'f mut Flow<'p>) -> Self {
        let limit = flow.spent + MAX_STEPS;
        Self {
            flow,
            situation: Situation::default(),
            additions: None,
            handed: HashMap::new(),
            limit,
            hops: (MAX_HOPS, MAX_STEPS),
            parts: MAX_PARTS,
            waiting: 0,
        }
    }

    /// Asks unless too many questions wait for each other, as they do where names are defined in a circle.
    pub fn nested<T>(&mut self, otherwise: T, question: impl FnOnce(&mut Self) -> T) -> T {
        if self.waiting >= MAX_WAITING {
            return otherwise;
        }
        if self.waiting == 0 {
            self.hops.0 = MAX_HOPS;
        }
        self.waiting += 1;
        let answer = question(self);
        self.waiting -= 1;
        answer
    }

    /// Asks in no situation, and apart from the question at hand.
    pub fn apart<T>(&mut self, question: impl FnOnce(&mut Self) -> T) -> T {
        let (situation, waiting, left) = (std::mem::take(&mut self.situation), std::mem::take(&mut self.waiting), self.hops.0);
        let answer = question(self);
        (self.situation, self.waiting, self.hops.0) = (situation, waiting, left);
        answer
    }

    /// Takes one hop, if there is one left.
    pub fn hop(&mut self) -> Option<()> {
        self.hops = (self.hops.0.checked_sub(1)?, self.hops.1.checked_sub(1)?);
        Some(())
    }

    pub fn module(&self, unit: UnitId) -> &'p Module {
        self.flow.program.module(unit)
    }

    /// What an expression is here.
    pub fn value(&mut self, place: Place) -> Value {
        if self.flow.spent > self.limit {
            return Value::Unknown;
        }
        let known = std::mem::take(&mut self.situation.values);
        let value = self.flow.supposing(&known, |flow| flow.value(place.unit, place.expr));
        self.situation.values = known;
        value
    }

    /// The same at a glance: literals, aliases and imports.
    pub fn glance(&mut self, place: Place) -> Value {
        let known = std::mem::take(&mut self.situation.values);
        let value = self.flow.supposing(&known, |flow| flow.glance(place.unit, place.expr));
        self.situation.values = known;
        value
    }

    /// The text that an expression is, whoever gives it.
    pub fn text(&mut self, place: Place) -> Option<String> {
        if let Some(text) = self.glance(place).as_text() {
            return Some(text.to_owned());
        }
        let value = self.value(place);
        let value = self.flow.with_callers(value);
        let text = value.alternatives().iter().find_map(|value| value.as_text()).map(str::to_owned);
        text.or_else(|| self.text_of_member(place))
    }

    /// `Names.STATUS.value` of an enumeration, `function.__name__`, `tools.Read.name` of what a schema's parser was given.
    pub fn text_of_member(&mut self, place: Place) -> Option<String> {
        let (object, name) = syntax::member(self.module(place.unit), place.expr)?;
        let object = Place { unit: place.unit, expr: object };
        match name {
            "value" => self.text(object),
            "name" => {
                let told = self.described_item(object)?;
                let name = self.part(told, &["name"])?;
                if name == place { None } else { self.nested(None, |look| look.glance(name).as_text().map(str::to_owned)) }
            }
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
        let seen = self.glance(place);
        if seen.has_text() {
            return Some(seen.pattern().trim().to_owned());
        }
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

    /// An entry of an object or a map stands for its key and its value, as `Object.entries` gives them.
    fn bound_value(&mut self, place: Place) -> Value {
        let module = self.module(place.unit);
        let Some((key, value)) = pair(module, place.expr) else { return self.value(place) };
        let key = match key {
            Key::Written(key) => self.value(Place { unit: place.unit, expr: key }),
            Key::Named(name) => Value::text(module.name(name)),
        };
        let value = self.value(Place { unit: place.unit, expr: value });
        Value::List([key, value].into())
    }
}

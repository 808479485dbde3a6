//! What a call makes stays what that call was given: `resolve(port).value` is the port, whatever else is resolved elsewhere.

use std::rc::Rc;

use crate::syntax::ir::{ClassId, FunctionId};

use super::call::Arguments;
use super::value::{At, Value};
use super::{Flow, Known};

/// Parameters that are kept with what a call made.
const MAX_PARAMETERS: usize = 8;
/// Things made of things made of things: so many in all, then they are taken for what they are anywhere.
const MAX_WEIGHT: u32 = 48;
/// As many suppositions as one question may make.
const MAX_OVERRIDES: usize = 96;

/// A literal or an object of the package, with the parameters of the one call that made it.
#[derive(Debug, PartialEq)]
pub struct Given {
    pub thing: Value,
    parameters: Vec<(Known, Value)>,
    weight: u32,
}

impl Value {
    /// Without what is known of the call that made it.
    pub fn plain(self) -> Self {
        match self {
            Self::Given(given) => given.thing.clone(),
            Self::Any(values) if values.iter().any(Self::is_given) => Self::any(values.iter().cloned().map(Self::plain)),
            Self::List(values) if values.iter().any(Self::is_given) => Self::List(values.iter().cloned().map(Self::plain).collect()),
            other => other,
        }
    }

    fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// How much hangs on it, for the bound on nesting.
    fn weight(&self) -> u32 {
        match self {
            Self::Given(given) => given.weight,
            Self::Any(values) | Self::List(values) => values.iter().map(Self::weight).sum(),
            Self::Path(inner) | Self::Url(inner) | Self::Member(inner, ..) => inner.weight(),
            _ => 0,
        }
    }

    /// A thing together with the parameters that it is made of; what is not made anew by each call stays as it is.
    fn given(self, parameters: &[(Known, Value)], is_made: &impl Fn(&Self) -> bool) -> Self {
        match self {
            Self::Any(values) => Self::any(values.iter().cloned().map(|value| value.given(parameters, is_made))),
            thing if is_made(&thing) => {
                let weight = 1 + parameters.iter().map(|(_, value)| value.weight()).sum::<u32>();
                let says_something = parameters.iter().any(|(_, value)| !value.is_unknown());
                if weight > MAX_WEIGHT || !says_something {
                    return thing;
                }
                Self::Given(Rc::new(Given { thing, parameters: parameters.to_vec(), weight }))
            }
            other => other,
        }
    }
}

impl Flow<'_> {
    /// What a function returned, where `parameters` are what it was given.
    pub(super) fn made_by(&self, function: At<FunctionId>, value: Value, parameters: &[(Known, Value)]) -> Value {
        let (start, end) = self.program.module(function.unit).function(function.id).exprs;
        let stands_inside = |value: &Value| match value {
            Value::Object(at) | Value::Array(at) => at.unit == function.unit && (start..end).contains(&at.id.0),
            _ => false,
        };
        value.given(&parameters[..parameters.len().min(MAX_PARAMETERS)], &stands_inside)
    }

    /// An object of a class of the package, made by its constructor.
    pub(super) fn made_instance(&mut self, class: At<ClassId>, arguments: Arguments<'_>, depth: u32) -> Value {
        let instance = Value::Instance(class);
        match self.constructor(class) {
            Some(constructor) if self.is_full_question() => {
                let parameters = self.parameters_of(constructor, arguments, depth);
                instance.given(&parameters, &|_| true)
            }
            Some(_) | None => instance,
        }
    }

    /// Asks about a thing as if the call that made it were the only one.
    pub fn within<T>(&mut self, given: &Given, question: impl FnOnce(&mut Self) -> T) -> T {
        let parameters = if self.overrides.len() > MAX_OVERRIDES { &[] } else { given.parameters.as_slice() };
        self.supposing(parameters, question)
    }
}

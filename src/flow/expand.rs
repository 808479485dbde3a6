//! Parameters, seen from the calls that fill them.

use crate::syntax::ir::{Expr, ExprId, FunctionId, ParameterKind};

use super::value::{Alternatives, At, Value};
use super::{Feed, Flow, Known};

/// Callers of callers, this far up.
const MAX_LEVELS: u32 = 5;
/// So many calls of one function are looked at.
const MAX_CALLERS: usize = 24;

impl Flow<'_> {
    /// A parameter itself, or what it was given for the time of this question.
    pub(super) fn parameter(&mut self, function: At<FunctionId>, index: u32, _depth: u32) -> Value {
        let given = self.overridden(Known::Parameter(function, index)).or_else(|| self.given_at_closer_look(function, index));
        given.or_else(|| self.lent_to(function, index)).unwrap_or(Value::Parameter(function, index))
    }

    /// Replaces parameters by what the known calls give for them; those without a known call stay.
    pub(super) fn expand(&mut self, value: Value, level: u32) -> Value {
        // What stays as it is also stays one text in memory, however many calls are given it.
        if level > MAX_LEVELS || self.fuel == 0 || is_settled(&value) {
            return value;
        }
        match value {
            Value::Parameter(function, index) => self.filled(function, index, level),
            Value::Member(base, name, mark) => {
                let expanded = self.expand((*base).clone(), level);
                if expanded == *base {
                    return Value::Member(base, name, mark);
                }
                let value = self.member(&expanded, &name, 0);
                match value {
                    Value::Member(..) => value,
                    other => self.expand(other, level + 1),
                }
            }
            Value::Concat(parts) => {
                let mut sum = None;
                for part in parts.iter() {
                    let part = self.expand(part.clone(), level + 1);
                    sum = Some(match sum {
                        None => each(part, |part| Value::concat([part])),
                        Some(before) => join(before, part),
                    });
                }
                sum.unwrap_or(Value::Unknown)
            }
            Value::Any(values) => Value::any(values.iter().map(|value| self.expand(value.clone(), level + 1))),
            Value::Url(inner) => each(self.expand((*inner).clone(), level + 1), |text| Value::Url(text.into())),
            Value::Path(inner) => each(self.expand((*inner).clone(), level + 1), |text| Value::Path(text.into())),
            other => other,
        }
    }

    /// What the known calls give for a parameter, worked out once; what takes most of a question's fuel is not tried again.
    fn filled(&mut self, function: At<FunctionId>, index: u32, level: u32) -> Value {
        let key = (function, index, level);
        let remember = self.overrides.is_empty();
        if remember && let Some(known) = self.filled.get(&key) {
            return known.clone();
        }
        let had_most = self.fuel > self.effort.fuel() / 2;
        let given = self.given(function, index, level);
        let value = if given.is_empty() { Value::Parameter(function, index) } else { given.finish() };
        if remember && (self.fuel > 0 || had_most) && value.is_short() {
            self.filled.insert(key, value.clone());
        }
        value
    }

    pub(super) fn given(&mut self, function: At<FunctionId>, index: u32, level: u32) -> Alternatives {
        let info = self.program.module(function.unit).function(function.id);
        let default = info.parameters.get(index as usize).and_then(|parameter| parameter.default);
        let all = self.callers(function);
        let callers: Vec<At<ExprId>> = all.iter().take(MAX_CALLERS).copied().collect();
        self.exhausted += u32::from(all.len() > MAX_CALLERS);
        let mut values = Alternatives::default();
        for call in callers {
            if values.is_full() {
                break;
            }
            if let Some(argument) = self.argument(function, index, call) {
                let value = self.eval(call.unit, argument, 0);
                values.add(self.expand(value, level + 1));
            }
        }
        if index == 0
            && let Some((feed, source)) = self.feeds.get(&function).copied()
        {
            let value = self.eval(source.unit, source.id, 0);
            let fed = match feed {
                Feed::Settled => value,
                Feed::Element => Value::any(self.elements(&value, 0).unwrap_or_default()),
            };
            values.add(self.expand(fed, level + 1));
        }
        if let Some(default) = default {
            values.add(self.field_value(At { unit: function.unit, id: default }, 0));
        }
        values
    }

    /// The argument that a call passes for a parameter.
    pub fn argument(&self, function: At<FunctionId>, index: u32, call: At<ExprId>) -> Option<ExprId> {
        let callee = self.program.module(function.unit);
        let info = callee.function(function.id);
        let parameter = info.parameters.get(index as usize)?;
        let module = self.program.module(call.unit);
        let (Expr::Call(_, list) | Expr::New(_, list)) = module.expr(call.id) else { return None };
        let arguments = module.list(list);
        if let Some(name) = parameter.name {
            let name = callee.name(name);
            let named = arguments.iter().find_map(|argument| match module.expr(*argument) {
                Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
                _ => None,
            });
            if named.is_some() {
                return named;
            }
        }
        if matches!(parameter.kind, ParameterKind::KeywordOnly | ParameterKind::KeywordRest | ParameterKind::Rest) {
            return None;
        }
        let receiver = u32::from(self.takes_receiver(function));
        let position = index.checked_sub(receiver)? as usize;
        let argument = *arguments.get(position)?;
        let plain = arguments[..=position].iter().all(|argument| !matches!(module.expr(*argument), Expr::Spread(_) | Expr::Keyword(..)));
        plain.then_some(argument)
    }

    /// Whether the first parameter is the object that the method is called on (Python).
    fn takes_receiver(&self, function: At<FunctionId>) -> bool {
        let module = self.program.module(function.unit);
        let info = module.function(function.id);
        module.language == crate::syntax::Language::Python && info.class.is_some() && !info.is_static
    }
}

/// Whether no part of it depends on what a parameter is.
fn is_settled(value: &Value) -> bool {
    match value {
        Value::Parameter(..) | Value::Member(..) => false,
        Value::Any(values) => values.iter().all(is_settled),
        // A text with alternatives inside is still to be taken apart into several.
        Value::Concat(parts) => parts.iter().all(|part| !matches!(part, Value::Any(_)) && is_settled(part)),
        Value::Url(inner) | Value::Path(inner) => !matches!(**inner, Value::Any(_)) && is_settled(inner),
        Value::Unknown
        | Value::Text(_)
        | Value::Number(_)
        | Value::Bool(_)
        | Value::Null
        | Value::Symbol(_)
        | Value::Env(_)
        | Value::Function(_)
        | Value::Class(_)
        | Value::Instance(_)
        | Value::Object(_)
        | Value::Array(_)
        | Value::List(_)
        | Value::Given(_)
        | Value::Namespace(_) => true,
    }
}

/// One of several texts makes one of several objects.
fn each(value: Value, wrap: impl Fn(Value) -> Value) -> Value {
    let wrapped: Vec<Value> = value.alternatives().iter().cloned().map(wrap).collect();
    Value::any(wrapped)
}

fn join(before: Value, after: Value) -> Value {
    let pairs = before.alternatives().len() * after.alternatives().len();
    // Too many to tell apart: what comes first says more (the host of an address, the folder of a path).
    let after = if pairs > 24 { Value::Unknown } else { after };
    let all: Vec<Value> =
        before.alternatives().iter().flat_map(|a| after.alternatives().iter().map(|b| Value::concat([a.clone(), b.clone()]))).collect();
    Value::any(all)
}

//! Calls of known functions: which values they are given, and what these mean.

use std::collections::HashSet;

use crate::flow::{Symbol, Value};
use crate::signatures::{Argument, CallSignature, Effect, Input, Safe};
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module};

use super::scan::Scanner;
use super::{CallFact, PathAccess, Place, spelled};

/// The entry of functions that ask the system's password store.
const KEPT: &str = "keychains";

impl<'s> Scanner<'_, 's> {
    pub(super) fn known_call(&mut self, place: Place, symbol: Symbol, signature: &'s CallSignature) {
        if signature.effect == Effect::Evaluate && self.is_only_compiled(place) {
            return;
        }
        if self.program.module(place.unit).language == Language::Bash {
            return self.command(place, symbol, signature);
        }
        if signature.is_feeding() {
            return self.fed(place, symbol, signature);
        }
        let callee = self.flow.symbols.name(symbol).to_owned();
        let runtime = super::scan::runtime(self.program.module(place.unit).language);
        self.tells = self.signatures.client(runtime, &callee).is_some_and(|client| client.telemetry);
        let is_safe = signature.safe.as_ref().is_some_and(|safe| self.is_safe(place, safe));
        let hidden = spelled::hides(self.program, place.unit, &callee) || self.is_reached_by_computed_name(place);
        for input in signature.inputs().skip(usize::from(is_safe)) {
            let given = self.given(place, input);
            let effect = self.effect_as_called(place, signature, input);
            for (expr, value) in given {
                // A secret may be kept under an address; nobody goes there.
                if signature.id != KEPT {
                    self.address_of(Place { unit: place.unit, expr }, effect, &value);
                }
                self.path_of(Place { unit: place.unit, expr }, effect, &value);
                let arguments = signature.arguments_at.and_then(|at| self.list_argument(place, usize::from(at)));
                let (value, arguments) = self.program_and_words(effect, value, arguments);
                self.addresses_of_commands(Place { unit: place.unit, expr }, effect, &value, arguments.as_deref());
                let value = signature.program.as_deref().filter(|_| effect == Effect::Program).map_or(value, Value::text);
                let callee = callee.clone();
                self.facts.calls.push(CallFact { place, callee, signature, effect, value, arguments, hidden });
            }
        }
        self.tells = false;
        if signature.effect.start().is_some() {
            self.fed_at_once(place, &callee);
        }
    }

    /// A method of something unknown, which by both names is a known one: `cursor.execute(…)`.
    pub(super) fn named_call(&mut self, place: Place, callee: String, signature: &'s CallSignature) {
        for input in signature.inputs() {
            let effect = self.effect_as_called(place, signature, input);
            for (_, value) in self.given(place, input) {
                self.path_of(place, effect, &value);
                let callee = callee.clone();
                let call = CallFact { place, callee, signature, effect, value, arguments: None, hidden: false };
                self.facts.calls.push(call);
            }
        }
    }

    /// `try { new Function(code); } catch { … }`: a look at the syntax, since nobody keeps the function to call it.
    fn is_only_compiled(&mut self, place: Place) -> bool {
        let module = self.program.module(place.unit);
        matches!(module.expr(place.expr), Expr::New(..))
            && self.dropped.entry(place.unit).or_insert_with(|| dropped(module)).contains(&place.expr)
    }

    /// The call says what makes it harmless: `yaml.load(text, Loader=yaml.SafeLoader)`.
    fn is_safe(&mut self, place: Place, safe: &Safe) -> bool {
        let by_position = safe.argument.and_then(|position| self.argument(place, usize::from(position)));
        let Some(argument) = self.keyword(place, &safe.keyword).or(by_position) else { return safe.by_default };
        let value = self.flow.expanded(place.unit, argument);
        value.alternatives().iter().all(|value| {
            let written = match value {
                Value::Symbol(symbol) => self.flow.symbols.name(*symbol),
                Value::Bool(true) => "True",
                Value::Bool(false) => "False",
                value => value.as_text().unwrap_or_default(),
            };
            safe.values.iter().any(|safe| *safe == written.rsplit('.').next().unwrap_or(written))
        })
    }

    /// `run(["git", "status"])`: the program is the first of a list.
    pub(super) fn program_and_words(&mut self, effect: Effect, value: Value, arguments: Option<Vec<Value>>) -> (Value, Option<Vec<Value>>) {
        let is_list = matches!(value, Value::Array(_) | Value::List(_));
        if effect != Effect::Program || arguments.is_some() || !is_list {
            return (value, arguments);
        }
        match self.flow.items_of(&value) {
            Some(items) if !items.is_empty() => {
                let mut items: Vec<Value> = items.into_iter().map(|item| self.flow.with_callers(item)).collect();
                let program = items.remove(0);
                (program, Some(items))
            }
            _ => (value, arguments),
        }
    }

    fn is_reached_by_computed_name(&self, place: Place) -> bool {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return false };
        spelled::is_put_together(module, callee)
    }

    /// The values that a call gives for one of its inputs, each with where it is written.
    fn given(&mut self, place: Place, input: Input<'_>) -> Vec<(ExprId, Value)> {
        let mut found = Vec::new();
        if let Some(name) = input.keyword
            && let Some(argument) = self.keyword(place, name)
        {
            found.push((argument, self.flow.expanded(place.unit, argument)));
        }
        match input.argument {
            Argument::Position(_) | Argument::Last if found.is_empty() => {
                let position = match input.argument {
                    Argument::Position(position) => usize::from(position),
                    Argument::Last | Argument::Receiver | Argument::Named | Argument::Words | Argument::Addresses => {
                        self.last_position(place)
                    }
                };
                if let Some(argument) = self.argument(place, position) {
                    let value = self.flow.expanded(place.unit, argument);
                    found.extend(self.options_of(&value, input.options).into_iter().map(|value| (argument, value)));
                    if found.is_empty() {
                        found.push((argument, value));
                    }
                }
            }
            Argument::Receiver => {
                if let Some(receiver) = self.receiver(place) {
                    found.push((receiver, self.flow.expanded(place.unit, receiver)));
                }
            }
            Argument::Position(_) | Argument::Last | Argument::Named | Argument::Words | Argument::Addresses => {}
        }
        if input.effect.contacts() {
            for option in input.options {
                if let Some(argument) = self.keyword(place, option) {
                    found.push((argument, self.flow.expanded(place.unit, argument)));
                }
            }
        }
        if input.argument == Argument::Named {
            for argument in self.arguments(place) {
                let value = self.flow.expanded(place.unit, argument);
                found.extend(self.options_of(&value, input.options).into_iter().map(|value| (argument, value)));
            }
        }
        // A call without its argument still is the call: the value is unknown.
        if found.is_empty() && matches!(input.effect, Effect::Evaluate | Effect::Shell | Effect::Program | Effect::Listen) {
            found.push((place.expr, Value::Unknown));
        }
        found
    }

    /// The values under the given keys, where a value is an object.
    fn options_of(&mut self, value: &Value, options: &[String]) -> Vec<Value> {
        let mut found = Vec::new();
        for alternative in value.alternatives().to_vec() {
            if matches!(alternative.clone().plain(), Value::Object(_)) {
                for option in options {
                    let value = option.split('.').fold(alternative.clone(), |value, name| self.flow.member_of(&value, name));
                    if !value.is_unknown() {
                        found.push(value);
                    }
                }
            }
        }
        found
    }

    fn effect_as_called(&mut self, place: Place, signature: &CallSignature, input: Input<'_>) -> Effect {
        if let Some(at) = signature.mode_at
            && input.effect == Effect::Read
            && let Some(mode) = self.argument(place, usize::from(at)).or_else(|| self.keyword(place, "mode"))
        {
            let mode = self.flow.expanded(place.unit, mode);
            let writes =
                mode.alternatives().iter().filter_map(Value::as_text).any(|mode| mode.len() <= 4 && mode.contains(['w', 'a', 'x', '+']));
            return if writes { Effect::Write } else { Effect::Read };
        }
        let (option, otherwise) = match (input.effect, &signature.shell_option, &signature.code_option) {
            (Effect::Program, Some(option), _) => (option.as_str(), Effect::Shell),
            (Effect::Import, _, Some(option)) => (option.as_str(), Effect::Evaluate),
            (effect, ..) => return effect,
        };
        let named = self.keyword(place, option).map(|argument| self.flow.expanded(place.unit, argument));
        let mut values: Vec<Value> = named.into_iter().collect();
        for argument in self.arguments(place) {
            if let value @ Value::Object(_) = self.flow.expanded(place.unit, argument) {
                values.push(self.flow.member_of(&value, option));
            }
        }
        let is_set = values.iter().flat_map(Value::alternatives).any(|value| matches!(value, Value::Bool(true) | Value::Text(_)));
        if is_set { otherwise } else { input.effect }
    }

    fn list_argument(&mut self, place: Place, position: usize) -> Option<Vec<Value>> {
        let argument = self.argument(place, position)?;
        let value = self.flow.expanded(place.unit, argument);
        match self.flow.items_of(value.alternatives().first()?).filter(|_| !matches!(value, Value::Text(_))) {
            Some(items) => Some(items.into_iter().map(|item| self.flow.with_callers(item)).collect()),
            None => self.arguments_one_by_one(place, position, value),
        }
    }

    /// `create_subprocess_exec("git", "log", branch)`; an argument that may be a list stands for more than one.
    fn arguments_one_by_one(&mut self, place: Place, position: usize, first: Value) -> Option<Vec<Value>> {
        if self.program.module(place.unit).language != Language::Python || first.is_unknown() {
            return None;
        }
        let mut values = vec![first];
        while let Some(argument) = self.argument(place, position + values.len()).filter(|_| values.len() < 64) {
            values.push(self.flow.expanded(place.unit, argument));
        }
        Some(values)
    }

    pub(super) fn path_of(&mut self, place: Place, effect: Effect, value: &Value) {
        let access = match effect {
            Effect::Read => PathAccess::Read,
            Effect::Write => PathAccess::Write,
            Effect::Delete => PathAccess::Delete,
            Effect::Shell
            | Effect::Program
            | Effect::Launch
            | Effect::Evaluate
            | Effect::Deserialize
            | Effect::Sql
            | Effect::Import
            | Effect::Url
            | Effect::Host
            | Effect::Listen
            | Effect::Mail
            | Effect::Dns
            | Effect::Log
            | Effect::Copy => return,
        };
        self.use_path(place, value, access);
    }
}

/// Objects that are made in statements of their own, so that nobody has them.
fn dropped(module: &Module) -> HashSet<ExprId> {
    let mut found = HashSet::new();
    for (_, expr) in module.iter() {
        if let Expr::Block(list) = expr {
            found.extend(module.list(list).iter().filter(|item| matches!(module.expr(**item), Expr::New(..))));
        }
    }
    module.functions.iter().flat_map(|function| &function.returns).for_each(|returned| {
        found.remove(returned);
    });
    found
}

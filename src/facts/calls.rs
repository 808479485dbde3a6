//! Calls of known functions, and of unknown ones that are given an address.

use crate::flow::{Symbol, Value};
use crate::manifest::registrable_domain;
use crate::signatures::{Argument, CallSignature, Effect, Input};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::address::Address;
use super::scan::Scanner;
use super::{CallFact, HostUse, PathAccess, Place, spelled};

/// Option names under which clients of all kinds take the address that they talk to.
const ADDRESS_OPTIONS: [&str; 22] = [
    "url",
    "uri",
    "baseURL",
    "baseUrl",
    "base_url",
    "baseuri",
    "host",
    "hostname",
    "endpoint",
    "endpointUrl",
    "endpoint_url",
    "apiHost",
    "api_host",
    "apiUrl",
    "api_url",
    "serverUrl",
    "server_url",
    "apiBase",
    "api_base",
    "dsn",
    "address",
    "origin",
];

impl<'s> Scanner<'_, 's> {
    pub(super) fn known_call(&mut self, place: Place, symbol: Symbol, signature: &'s CallSignature) {
        let callee = self.flow.symbols.name(symbol).to_owned();
        // `new Function('a', 'b', body)`: the text of the body comes last.
        let makes_functions = callee == "Function" || callee.ends_with("Function") && signature.effect == Effect::Evaluate;
        let hidden = spelled::hides(self.program, place.unit, &callee) || self.is_reached_by_computed_name(place);
        for input in signature.inputs() {
            let given = self.given(place, input, makes_functions);
            let effect = self.effect_as_called(place, signature, input);
            for (expr, value) in given {
                self.address_of(Place { unit: place.unit, expr }, effect, &value);
                self.path_of(Place { unit: place.unit, expr }, effect, &value, signature.effect == Effect::Read);
                let arguments = signature.arguments_at.and_then(|at| self.list_argument(place, usize::from(at)));
                let (value, arguments) = self.program_and_words(effect, value, arguments);
                let callee = callee.clone();
                self.facts.calls.push(CallFact { place, callee, signature, effect, value, arguments, hidden });
            }
        }
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
    fn given(&mut self, place: Place, input: Input<'_>, makes_functions: bool) -> Vec<(ExprId, Value)> {
        let mut found = Vec::new();
        if let Some(name) = input.keyword
            && let Some(argument) = self.keyword(place, name)
        {
            found.push((argument, self.flow.expanded(place.unit, argument)));
        }
        match input.argument {
            Argument::Position(position) if found.is_empty() => {
                let position = if makes_functions { self.last_position(place) } else { usize::from(position) };
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
            Argument::Position(_) | Argument::Named => {}
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
            if let Value::Object(_) = alternative {
                for option in options {
                    let value = self.flow.member_of(&alternative, option);
                    if !value.is_unknown() {
                        found.push(value);
                    }
                }
            }
        }
        found
    }

    fn effect_as_called(&mut self, place: Place, signature: &CallSignature, input: Input<'_>) -> Effect {
        let Some(option) = signature.shell_option.as_deref().filter(|_| input.effect == Effect::Program) else { return input.effect };
        let named = self.keyword(place, option).map(|argument| self.flow.expanded(place.unit, argument));
        let mut values: Vec<Value> = named.into_iter().collect();
        for argument in self.arguments(place) {
            if let value @ Value::Object(_) = self.flow.expanded(place.unit, argument) {
                values.push(self.flow.member_of(&value, option));
            }
        }
        let in_shell = values.iter().flat_map(Value::alternatives).any(|value| matches!(value, Value::Bool(true) | Value::Text(_)));
        if in_shell { Effect::Shell } else { Effect::Program }
    }

    fn list_argument(&mut self, place: Place, position: usize) -> Option<Vec<Value>> {
        let argument = self.argument(place, position)?;
        let value = self.flow.expanded(place.unit, argument);
        let items = self.flow.items_of(value.alternatives().first()?)?;
        Some(items.into_iter().map(|item| self.flow.with_callers(item)).collect())
    }

    fn address_of(&mut self, place: Place, effect: Effect, value: &Value) {
        let addresses = match effect {
            Effect::Url => Address::of_value(value, |text| Address::of_url(text).or_else(|| Address::of_host(text).filter(is_public_name))),
            Effect::Host | Effect::Dns => match self.flow.items_of(value).filter(|_| !matches!(value, Value::Text(_))) {
                Some(items) => items.iter().take(1).flat_map(|item| Address::of_value(item, Address::of_host)).collect(),
                None => Address::of_value(value, Address::of_host),
            },
            Effect::Mail => Address::of_value(value, Address::of_mail),
            Effect::Shell
            | Effect::Program
            | Effect::Evaluate
            | Effect::Import
            | Effect::Read
            | Effect::Write
            | Effect::Delete
            | Effect::Listen => Vec::new(),
        };
        let is_default = value.alternatives().len() > 1 && value.alternatives().iter().any(|value| matches!(value, Value::Env(_)));
        for address in addresses {
            self.reach_host(place, address, is_default);
        }
    }

    pub(super) fn reach_host(&mut self, place: Place, address: Address, is_default: bool) {
        let program = self.program;
        let spelled = self.spelled.get_or_insert_with(|| all_texts(program));
        // Honest code puts `api.` before a domain; it does not take the domain apart.
        let longest = address.host.split('*').max_by_key(|part| part.len()).unwrap_or_default().trim_matches('.');
        let domain = registrable_domain(longest).unwrap_or(longest);
        let hidden = memchr::memmem::find(spelled.as_bytes(), domain.as_bytes()).is_none();
        let known = self.facts.hosts.iter().any(|host| host.place == place && host.address == address);
        if !known {
            self.facts.hosts.push(HostUse { address, place, reached: true, is_default, hidden });
        }
    }

    /// `new Client('https://…')`, `create({ baseURL: 'https://…' })`: whoever is given an address will use it.
    pub(super) fn outside_call(&mut self, place: Place, symbol: Symbol) {
        let name = self.flow.symbols.name(symbol).to_owned();
        let name = name.as_str();
        let root = name.split('.').next().unwrap_or(name);
        let module = self.program.module(place.unit);
        let is_made = matches!(module.expr(place.expr), Expr::New(..)) || name.rsplit('.').next().is_some_and(starts_upper);
        // Classes of the language itself (`Request`, `URL`) hold an address; they do not go there.
        let is_global = !name.contains(['.', '/', '@']) && starts_upper(name);
        let is_new = is_made && !is_global && !name.ends_with("Url") && !name.ends_with("URL");
        if super::settings::describes_only(name) {
            return;
        }
        let is_local = matches!(root, "console" | "JSON" | "Math" | "Object" | "logging" | "print" | "re" | "argparse" | "z" | "zod");
        for argument in self.arguments(place) {
            let (option, value) = match module.expr(argument) {
                Expr::Keyword(keyword, value) => (Some(module.name(keyword)), value),
                _ => (None, argument),
            };
            match (option, module.expr(value)) {
                (Some(option), _) if ADDRESS_OPTIONS.contains(&option) && !is_local => self.given_address(place.unit, value),
                (None, Expr::Object(members)) if !is_local => {
                    for member in module.list(members).to_vec() {
                        if let Expr::Pair(key, value) = module.expr(member)
                            && let Expr::Str(key) = module.expr(key)
                            && ADDRESS_OPTIONS.contains(&module.text(key))
                            && is_new
                        {
                            self.given_address(place.unit, value);
                        }
                    }
                }
                (None, _) if is_new && !is_local && name != "Error" && !name.ends_with("Error") => self.given_address(place.unit, value),
                _ => {}
            }
        }
        self.method_that_connects(place);
    }

    fn given_address(&mut self, unit: crate::flow::UnitId, expr: ExprId) {
        let value = self.flow.expanded(unit, expr);
        let place = Place { unit, expr };
        let is_default = value.alternatives().len() > 1;
        for address in Address::of_value(&value, Address::of_url) {
            self.reach_host(place, address, is_default);
        }
    }

    /// `whatever.get('https://…')`: only a whole address counts, since many things have a `get`.
    pub(super) fn method_that_connects(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return };
        let Expr::Member(_, name) = module.expr(callee) else { return };
        if !super::scan::connects_by_name(module.name(name)) {
            return;
        }
        for argument in self.arguments(place).into_iter().take(2) {
            if matches!(module.expr(argument), Expr::Function(_) | Expr::Number(_)) {
                continue;
            }
            let value = self.flow.expanded(place.unit, argument);
            let is_web = |address: &Address| matches!(address.scheme.as_deref(), Some("http" | "https" | "ws" | "wss"));
            for address in Address::of_value(&value, Address::of_url).into_iter().filter(is_web) {
                self.reach_host(Place { unit: place.unit, expr: argument }, address, value.alternatives().len() > 1);
            }
        }
    }

    pub(super) fn arguments(&self, place: Place) -> Vec<ExprId> {
        let module = self.program.module(place.unit);
        match module.expr(place.expr) {
            Expr::Call(_, list) | Expr::New(_, list) => module.list(list).to_vec(),
            _ => Vec::new(),
        }
    }

    pub(super) fn argument(&self, place: Place, position: usize) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, list) | Expr::New(callee, list)) = module.expr(place.expr) else { return None };
        let bound = bound_arguments(module, callee);
        if let Some(argument) = bound.get(position) {
            return Some(*argument);
        }
        let position = position - bound.len();
        // `f.call(this, x)`, `f.apply(this, [x])` and `Reflect.apply(f, this, [x])`.
        let is_reflect = |object| matches!(module.expr(object), Expr::Name(name, _) if module.name(name) == "Reflect");
        let (skip, spread) = match module.expr(callee) {
            Expr::Member(_, name) if module.name(name) == "call" && module.language != crate::syntax::Language::Python => (1, false),
            Expr::Member(object, name) if module.name(name) == "apply" && is_reflect(object) => (2, true),
            Expr::Member(object, name) if module.name(name) == "construct" && is_reflect(object) => (1, true),
            Expr::Member(_, name) if module.name(name) == "apply" => (1, true),
            _ => (0, false),
        };
        let arguments = module.list(list);
        if spread {
            let Expr::Array(items) = module.expr(*arguments.get(skip)?) else { return None };
            return module.list(items).get(position).copied();
        }
        let argument = *arguments.get(position + skip)?;
        match module.expr(argument) {
            Expr::Keyword(..) => None,
            Expr::Spread(inner) => match module.expr(inner) {
                Expr::Array(items) => module.list(items).first().copied(),
                _ => Some(inner),
            },
            _ => Some(argument),
        }
    }

    fn last_position(&self, place: Place) -> usize {
        (0..64).take_while(|position| self.argument(place, *position).is_some()).count().saturating_sub(1)
    }

    pub(super) fn keyword(&self, place: Place, name: &str) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        self.arguments(place).into_iter().find_map(|argument| match module.expr(argument) {
            Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
            _ => None,
        })
    }

    fn receiver(&self, place: Place) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return None };
        match module.expr(callee) {
            Expr::Member(object, _) => Some(object),
            _ => None,
        }
    }

    fn path_of(&mut self, place: Place, effect: Effect, value: &Value, _reads: bool) {
        let access = match effect {
            Effect::Read => PathAccess::Read,
            Effect::Write => PathAccess::Write,
            Effect::Delete => PathAccess::Delete,
            Effect::Shell
            | Effect::Program
            | Effect::Evaluate
            | Effect::Import
            | Effect::Url
            | Effect::Host
            | Effect::Listen
            | Effect::Mail
            | Effect::Dns => return,
        };
        self.use_path(place, value, access);
    }
}

/// What `f.bind(this, x)` and `partial(f, x)` have filled in already.
fn bound_arguments(module: &Module, callee: ExprId) -> &[ExprId] {
    let Expr::Call(binder, list) = module.expr(callee) else { return &[] };
    let binds = match module.expr(binder) {
        Expr::Name(name, _) => module.name(name) == "partial",
        Expr::Member(_, name) => matches!(module.name(name), "bind" | "partial"),
        _ => false,
    };
    if binds { module.list(list).get(1..).unwrap_or_default() } else { &[] }
}

fn is_public_name(address: &Address) -> bool {
    // A bare name counts only where it could be one on the public network: `data.json` is a file.
    psl::suffix(address.host.as_bytes()).is_some_and(|suffix| suffix.is_known()) && !address.host.ends_with(".py")
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// Every literal of the package in lower case, one after the other: no host has a line break in it.
fn all_texts(program: &crate::flow::Program) -> String {
    let mut all = String::new();
    for text in program.units.iter().flat_map(|unit| unit.module.texts.iter()) {
        all.push_str(text);
        all.push('\n');
    }
    all.make_ascii_lowercase();
    all
}

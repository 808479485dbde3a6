//! Two rounds over a program: a glance at every expression, then a full look at the few that matter.

use std::collections::{HashMap, HashSet};

use crate::flow::{At, Feed, Flow, Program, Symbol, UnitId, Value};
use crate::signatures::{CallSignature, ClientSignature, Effect, Runtime, Signatures};
use crate::syntax::Language;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, List, UnaryOp};

use super::environment::Asked;
use super::{Facts, Place, Reach, spelled};

/// A call whose meaning is looked into once all calls are known.
pub(super) enum Pending<'s> {
    /// A known function.
    Known(Place, Symbol, &'s CallSignature),
    /// A function of another package that no signature knows, with arguments worth a look.
    Outside(Place, Symbol),
    /// A method of something unknown, named like one that connects.
    Method(Place),
    /// A method of a parameter, named like a known function.
    OnParameter(Place, Value),
    /// The same, where its name and that of the object are enough.
    Named(Place, String, &'s CallSignature),
    /// Writes to a log.
    Log(Place),
    /// A path that is put together.
    Path(Place),
    /// A function that is reached by a computed name.
    Computed(Place),
    /// A read of the environment, as far as others give the key or the environment.
    Asked(Place, Asked),
    /// The environment is handed over.
    Schema(Place),
    /// A test of how a text begins.
    Prefix(Place),
    /// A method of a path object.
    OnPath(Place),
    /// A client that knows itself whom to talk to.
    Client(Place, Symbol, &'s ClientSignature),
    /// A known function that is an argument of a call.
    Handed(Place, ExprId, Symbol, &'s CallSignature),
}

/// Members of members of what a call gives.
const MAX_LINKS: u32 = 8;

pub(super) struct Scanner<'p, 's> {
    pub program: &'p Program,
    pub flow: Flow<'p>,
    pub signatures: &'s Signatures,
    pub facts: Facts<'s>,
    pub(super) pending: Vec<Pending<'s>>,
    /// What each symbol's signature is, looked up once.
    known: [HashMap<Symbol, Option<&'s CallSignature>, BuildFastHasher>; 3],
    /// The same for the client that calling it makes.
    pub(super) clients: [HashMap<Symbol, Option<&'s ClientSignature>, BuildFastHasher>; 3],
    /// Reads of the environment that turned out to be assignments to it.
    pub assigned: HashSet<Place>,
    /// All literals of the package, made when the first host is looked for among them.
    pub(super) spelled: Option<String>,
    /// Whether a domain stands among them.
    pub(super) spelled_domains: HashMap<String, bool>,
    /// Which of the hosts are reached at a place.
    pub(super) hosts_at: HashMap<Place, Vec<usize>>,
    /// Of each unit that was asked about, the objects that nobody keeps.
    pub(super) dropped: HashMap<UnitId, HashSet<ExprId>>,
    /// Addresses that somebody else names.
    pub(super) unsettled: Vec<(Place, super::configured::Open)>,
    /// The call at hand tells somebody how the package is used.
    pub(super) tells: bool,
    /// Units that try the program out, and that nothing it offers leads to.
    aside: Vec<bool>,
}

impl<'p, 's> Scanner<'p, 's> {
    pub fn new(program: &'p Program, signatures: &'s Signatures, reach: &Reach) -> Self {
        Self {
            program,
            flow: Flow::new(program),
            signatures,
            facts: Facts::default(),
            pending: Vec::new(),
            known: [HashMap::default(), HashMap::default(), HashMap::default()],
            clients: [HashMap::default(), HashMap::default(), HashMap::default()],
            assigned: HashSet::new(),
            spelled: None,
            spelled_domains: HashMap::new(),
            hosts_at: HashMap::new(),
            dropped: HashMap::new(),
            unsettled: Vec::new(),
            tells: false,
            aside: program.ids().map(|unit| reach.is_only_tried(program, unit)).collect(),
        }
    }

    pub fn run(mut self) -> (Facts<'s>, Flow<'p>) {
        self.flow.find_lent();
        for unit in self.program.ids() {
            self.glance(unit);
        }
        for pending in std::mem::take(&mut self.pending) {
            self.look(pending);
        }
        for unit in self.program.ids() {
            self.settings(unit);
            self.outside_fields(unit);
        }
        self.configured_hosts();
        self.mentioned_hosts();
        self.dumps_that_leave();
        self.facts.env.retain(|read| !self.assigned.contains(&read.place));
        self.facts.exhausted = self.flow.exhausted;
        (self.facts, self.flow)
    }

    fn glance(&mut self, unit: UnitId) {
        let module = self.program.module(unit);
        for (expr, kind) in module.iter() {
            let place = Place { unit, expr };
            match kind {
                Expr::Call(callee, arguments) | Expr::New(callee, arguments) => self.glance_call(place, callee, arguments),
                Expr::Member(object, _) => self.glance_member(place, object, None),
                Expr::Index(object, key) => self.glance_member(place, object, Some(key)),
                Expr::Assign(..) | Expr::Unary(UnaryOp::Delete, _) => self.assigned_to(place),
                Expr::Binary(BinaryOp::In, name, container) => self.membership(place, name, container),
                Expr::Binary(BinaryOp::Div, ..) if module.language == Language::Python => self.path_is_built(place),
                _ => {}
            }
        }
    }

    fn glance_call(&mut self, place: Place, callee: ExprId, arguments: List) {
        let module = self.program.module(place.unit);
        let (object, method) = match module.expr(callee) {
            Expr::Member(object, name) => (Some(object), module.name(name)),
            _ => (None, ""),
        };
        if let Some(object) = object {
            self.feeds(place, object, method, arguments);
        }
        let value = self.flow.glance_called(place.unit, callee);
        let called = match value {
            Value::Symbol(symbol) => Some(symbol),
            _ => None,
        };
        match value {
            // What is bound is called later.
            Value::Symbol(_) | Value::Function(_) if method == "bind" && module.language != Language::Python => {}
            Value::Symbol(symbol) => match self.handed_to_reflect(place, symbol, method, arguments) {
                Some(function) => self.glance_symbol(place, function, arguments),
                None => self.glance_symbol(place, symbol, arguments),
            },
            Value::Any(values) => {
                for value in values.iter() {
                    match value {
                        Value::Symbol(symbol) => self.glance_symbol(place, *symbol, arguments),
                        Value::Function(function) => self.calls_own(place, *function),
                        Value::Member(..) => self.glance_on_parameter(place, callee, value.clone()),
                        _ => {}
                    }
                }
            }
            Value::Function(function) => self.calls_own(place, function),
            Value::Class(class) => {
                if let Some(constructor) = self.flow.constructor(class) {
                    self.calls_own(place, constructor);
                }
            }
            value @ Value::Member(..) => self.glance_on_parameter(place, callee, value),
            _ => {
                if let Some(pending) = self.known_by_names(place) {
                    self.pending.push(pending);
                } else if spelled::is_put_together(module, callee) || self.is_of_own_loader(place.unit, callee) {
                    self.pending.push(Pending::Computed(place));
                } else if connects_by_name(method) && !arguments_are_empty(arguments) {
                    self.pending.push(Pending::Method(place));
                } else if super::paths::may_be_of_a_path(method) && module.language == Language::Python {
                    self.pending.push(Pending::OnPath(place));
                }
            }
        }
        self.environment_call(place, called, callee, arguments);
    }

    fn glance_on_parameter(&mut self, place: Place, callee: ExprId, value: Value) {
        let module = self.program.module(place.unit);
        let Expr::Member(_, name) = module.expr(callee) else { return };
        let name = module.name(name);
        if self.signatures.calls_end_in(runtime(module.language), name) || self.known_by_names(place).is_some() {
            self.pending.push(Pending::OnParameter(place, value));
        } else if connects_by_name(name) {
            self.pending.push(Pending::Method(place));
        }
    }

    fn glance_symbol(&mut self, place: Place, symbol: Symbol, arguments: List) {
        let runtime = runtime(self.program.module(place.unit).language);
        let known = match self.known[runtime as usize].get(&symbol) {
            Some(known) => *known,
            None => {
                let signatures: &'s Signatures = self.signatures;
                let known = signatures.call(runtime, self.flow.symbols.name(symbol));
                self.known[runtime as usize].insert(symbol, known);
                known
            }
        };
        if let Some(client) = self.client_of(runtime, symbol) {
            self.pending.push(Pending::Client(place, symbol, client));
        }
        match known {
            Some(signature) if signature.effect == Effect::Log => self.pending.push(Pending::Log(place)),
            Some(signature) => self.pending.push(Pending::Known(place, symbol, signature)),
            None if super::paths::builds_path(self.flow.symbols.name(symbol)) => self.path_is_built(place),
            None if self.is_computed_call(place) => self.pending.push(Pending::Computed(place)),
            None if let Some(pending) = self.known_by_names(place) => self.pending.push(pending),
            None if !arguments_are_empty(arguments) => self.pending.push(Pending::Outside(place, symbol)),
            None => {}
        }
    }

    /// The folder that a longer path is made of is not asked about for itself: `Path.home() / ".aws" / "config"`.
    fn path_is_built(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let parts = match module.expr(place.expr) {
            Expr::Binary(_, folder, _) => vec![folder],
            Expr::Call(_, list) | Expr::New(_, list) if list.len > 1 => module.list(list).to_vec(),
            _ => Vec::new(),
        };
        let is_part =
            |pending: &Pending<'_>| matches!(pending, Pending::Path(part) if part.unit == place.unit && parts.contains(&part.expr));
        let near = self.pending.len().saturating_sub(8);
        if let Some(at) = self.pending[near..].iter().rposition(is_part) {
            self.pending.remove(near + at);
        }
        self.pending.push(Pending::Path(place));
    }

    /// `load('os', 'system')('…')`, `load('os').system('…')`, where a function of the package reaches a module or a member by its name.
    fn is_of_own_loader(&mut self, unit: UnitId, callee: ExprId) -> bool {
        let program = self.program;
        let module = program.module(unit);
        let mut at = callee;
        for _ in 0..MAX_LINKS {
            at = match module.expr(at) {
                Expr::Member(object, _) | Expr::Index(object, _) | Expr::Await(object) => object,
                Expr::Name(..) => match spelled::assigned(module, at) {
                    Some(value) => value,
                    None => return false,
                },
                Expr::Call(callee, _) => {
                    if let Value::Function(function) = self.flow.glance_called(unit, callee) {
                        return spelled::gives_by_name(program.module(function.unit), function.id);
                    }
                    callee
                }
                _ => return false,
            };
        }
        false
    }

    fn is_computed_call(&self, place: Place) -> bool {
        let module = self.program.module(place.unit);
        matches!(module.expr(place.expr), Expr::Call(callee, _) if spelled::is_put_together(module, callee))
    }

    /// The function that `Reflect.apply` and `Reflect.construct` call.
    fn handed_to_reflect(&mut self, place: Place, symbol: Symbol, method: &str, arguments: List) -> Option<Symbol> {
        // `apply` of anything leads back to the thing itself.
        if !matches!((self.flow.symbols.name(symbol), method), ("Reflect", "apply") | ("Reflect.construct", _)) {
            return None;
        }
        let function = *self.program.module(place.unit).list(arguments).first()?;
        match self.flow.glance(place.unit, function) {
            Value::Symbol(function) => Some(function),
            _ => None,
        }
    }

    /// `promise.then((value) => …)`, `list.map((item) => …)`.
    fn feeds(&mut self, place: Place, object: ExprId, method: &str, arguments: List) {
        let module = self.program.module(place.unit);
        let feed = match method {
            "then" => Feed::Settled,
            "map" | "forEach" | "filter" | "flatMap" | "some" | "every" | "find" => Feed::Element,
            _ => return,
        };
        let Some(argument) = module.list(arguments).first().copied() else { return };
        let callback = match module.expr(argument) {
            Expr::Function(callback) => At { unit: place.unit, id: callback },
            // `NAMES.forEach(need)`; the first of several.
            Expr::Name(..) => match self.flow.glance(place.unit, argument) {
                Value::Function(callback) if self.flow.feed(callback).is_none() => callback,
                _ => return,
            },
            _ => return,
        };
        self.flow.add_feed(callback, feed, At { unit: place.unit, id: object });
    }

    /// What a test hands to the program says nothing of what the program does.
    fn calls_own(&mut self, place: Place, function: At<FunctionId>) {
        if self.aside[place.unit.index()] && !self.aside[function.unit.index()] {
            return;
        }
        self.flow.add_caller(function, At { unit: place.unit, id: place.expr });
    }

    fn look(&mut self, pending: Pending<'s>) {
        match pending {
            Pending::Known(place, symbol, signature) => self.known_call(place, symbol, signature),
            Pending::Outside(place, symbol) => self.outside_call(place, symbol),
            Pending::Method(place) => self.method_that_connects(place),
            Pending::Log(place) => self.logged(place),
            Pending::Named(place, callee, signature) => self.named_call(place, callee, signature),
            Pending::Path(place) => self.built_path(place),
            Pending::Computed(place) => self.computed_call(place),
            Pending::Asked(place, asked) => self.asked(place, asked),
            Pending::Schema(place) => self.whole_environment(place),
            Pending::Prefix(place) => self.prefix(place),
            Pending::Client(place, symbol, client) => self.client_made(place, symbol, client),
            Pending::OnPath(place) => self.path_method(place),
            Pending::Handed(place, argument, symbol, signature) => self.handed(place, argument, symbol, signature),
            Pending::OnParameter(place, callee) => {
                let callee = self.flow.with_callers(callee);
                let runtime = runtime(self.program.module(place.unit).language);
                for callee in callee.alternatives() {
                    if let Value::Symbol(symbol) = callee
                        && let Some(signature) = self.signatures.call(runtime, self.flow.symbols.name(*symbol))
                    {
                        self.known_call(place, *symbol, signature);
                        return;
                    }
                }
                match self.known_by_names(place) {
                    Some(pending) => self.look(pending),
                    None => self.method_that_connects(place),
                }
            }
        }
    }
}

impl Scanner<'_, '_> {
    /// A call that a glance could not name, looked at in full.
    fn computed_call(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let Expr::Call(callee, _) = module.expr(place.expr) else { return };
        let callee = self.flow.expanded(place.unit, callee);
        for callee in callee.alternatives() {
            if let Value::Symbol(symbol) = callee
                && let Some(signature) = self.signatures.call(runtime(module.language), self.flow.symbols.name(*symbol))
            {
                self.known_call(place, *symbol, signature);
            }
        }
    }
}

pub(super) fn runtime(language: Language) -> Runtime {
    match language {
        Language::Python => Runtime::Python,
        Language::Bash => Runtime::Shell,
        Language::JavaScript | Language::TypeScript | Language::Tsx => Runtime::JavaScript,
    }
}

fn arguments_are_empty(arguments: List) -> bool {
    arguments.len == 0
}

/// Methods that HTTP clients have, whoever wrote them.
pub(super) fn connects_by_name(name: &str) -> bool {
    matches!(
        name,
        "get" | "post" | "patch" | "delete" | "head" | "request" | "fetch" | "stream" | "send" | "connect" | "urlopen" | "getJSON"
    )
}

//! What comes in from whoever calls this process or writes to its bot.

use crate::facts::Place;
use crate::facts::tools::{Entry, EntryKind};
use crate::flow::{At, UnitId, Value};
use crate::signatures::{Listener, Orderer};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::sources::HEARS;
use super::walk::Walk;
use super::{Ingredient, Order};

/// What frameworks call the request that is being answered.
const REQUESTS: [&str; 6] = ["flask.request", "quart.request", "bottle.request", "cherrypy.request", "web.input", "sanic.request"];
/// Members of a handler that hold what was asked.
const MEMBERS: [&str; 8] =
    ["rfile", "path", "headers", "requestline", "request", "get_argument", "get_body_argument", "get_query_argument"];
/// Calls that a function is handed to, and calls of a package, that are looked at.
const MAX_HANDED: usize = 8;
const MAX_CALLS: usize = 20_000;

impl Walk<'_, '_> {
    /// The function was handed to a port or a bot, which calls it with what others say.
    pub(super) fn hears_orders(&mut self, function: At<FunctionId>) -> bool {
        let unit = function.unit;
        let module = self.flow.program.module(unit);
        let handed = self.index.unit(unit).handed_to.get(&function.id).cloned().unwrap_or_default();
        let decorators = module.function(function.id).decorators.clone();
        let heads = handed.into_iter().take(MAX_HANDED).filter_map(|call| match module.expr(call) {
            Expr::Call(callee, _) | Expr::New(callee, _) => Some(callee),
            _ => None,
        });
        let heads: Vec<ExprId> = heads.chain(decorators).collect();
        let mut found = false;
        for head in heads {
            if let Some((listener, name)) = self.listener(unit, head) {
                let order = self.order(&listener, &name);
                self.add(Ingredient::Order(order), unit, head);
                found = true;
            }
        }
        found
    }

    /// `bot.message_handler`, `bot.message_handler(commands=["run"])`
    fn listener(&mut self, unit: UnitId, head: ExprId) -> Option<(Listener, String)> {
        let runtime = self.runtime(unit);
        let value = self.flow.glance(unit, head);
        value.alternatives().iter().find_map(|value| match value {
            Value::Symbol(symbol) => {
                let name = self.flow.symbols.name(*symbol).trim_end_matches("()");
                Some((self.signatures.listener(runtime, name)?.clone(), name.to_owned()))
            }
            _ => None,
        })
    }

    /// A route is asked from outside; what a tool is given is asked by a model.
    pub(super) fn requested(&mut self, function: At<FunctionId>) {
        let is_it = |entry: &&Entry| entry.handler.as_ref().is_some_and(|handler| handler.function == function);
        if let Some(entry) = self.facts.entries.iter().filter(|entry| entry.kind == EntryKind::Http).find(is_it) {
            let place = entry.place;
            self.add(Ingredient::Order(Order::Caller), place.unit, place.expr);
        }
    }

    /// `flask.request.form`
    pub(super) fn is_request(&mut self, unit: UnitId, expr: ExprId, name: &str) -> bool {
        let is_it =
            REQUESTS.iter().any(|request| name.strip_prefix(request).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '('])));
        if is_it {
            self.add(Ingredient::Order(Order::Caller), unit, expr);
        }
        is_it
    }

    /// `line, _ = server.accept(); line.recv(1024)`
    pub(super) fn is_accepted(&mut self, unit: UnitId, expr: ExprId, name: &str) -> bool {
        let is_it = name.rsplit_once('.').is_some_and(|(made, method)| {
            method == "accept" && made.contains("socket") || made.contains(".accept()") && HEARS.contains(&method)
        });
        if is_it {
            self.add(Ingredient::Order(Order::Caller), unit, expr);
        }
        is_it
    }

    /// `self.rfile` of a class that answers requests; where it is given to the server.
    pub(super) fn is_request_of_class(&mut self, unit: UnitId, this: ExprId, word: &str) -> bool {
        let module = self.flow.program.module(unit);
        let Expr::This(class) = module.expr(this) else { return false };
        let class = module.class(class);
        let is_handler = class.bases.iter().any(|base| match module.expr(*base) {
            Expr::Name(name, _) | Expr::Member(_, name) => module.name(name).ends_with("RequestHandler"),
            _ => false,
        });
        if !is_handler || !MEMBERS.contains(&word) {
            return false;
        }
        let name = class.name.map(|name| module.name(name));
        let place = name.and_then(|name| self.given_to_server(unit, name)).unwrap_or(Place { unit, expr: this });
        self.add(Ingredient::Order(Order::Caller), place.unit, place.expr);
        true
    }

    /// `HTTPServer(("0.0.0.0", 8000), Handler)`
    fn given_to_server(&self, unit: UnitId, class: &str) -> Option<Place> {
        let program = self.flow.program;
        let in_unit = |unit: UnitId| {
            let module = program.module(unit);
            let class = module.names.find(class)?;
            let names_it = |argument: &ExprId| match module.expr(*argument) {
                Expr::Name(name, _) | Expr::Member(_, name) => name == class,
                _ => false,
            };
            let is_it = |expr: Expr| matches!(expr, Expr::Call(_, arguments) if module.list(arguments).iter().any(names_it));
            module.iter().find(|(_, expr)| is_it(*expr)).map(|(expr, _)| Place { unit, expr })
        };
        in_unit(unit).or_else(|| program.ids().filter(|other| *other != unit).find_map(in_unit))
    }

    fn order(&mut self, listener: &Listener, name: &str) -> Order {
        match listener.by {
            Orderer::Caller => Order::Caller,
            Orderer::Chat => Order::Chat { keyed: self.is_keyed(listener, name) },
        }
    }

    /// The token of the account is a constant of the package.
    fn is_keyed(&mut self, listener: &Listener, name: &str) -> bool {
        let program = self.flow.program;
        let library = |name: &str| name.split(['.', '(']).next().unwrap_or_default().to_owned();
        let names: Vec<String> = listener.makers().into_iter().filter(|maker| library(maker) == library(name)).collect();
        for unit in program.ids() {
            let module = program.module(unit);
            for (_, callee, arguments) in module.calls().take(MAX_CALLS) {
                let Value::Symbol(symbol) = self.flow.glance(unit, callee) else { continue };
                if arguments.len == 0 || !names.iter().any(|name| name == self.flow.symbols.name(symbol)) {
                    continue;
                }
                let arguments = module.list(arguments).iter().take(4).map(|argument| match module.expr(*argument) {
                    Expr::Keyword(_, value) => value,
                    _ => *argument,
                });
                if arguments.into_iter().any(|argument| is_token(&self.flow.expanded(unit, argument))) {
                    return true;
                }
            }
        }
        false
    }
}

/// A constant that nobody can remember.
fn is_token(value: &Value) -> bool {
    const SHORTEST: usize = 20;
    let is_one = |value: &Value| {
        value.as_text().is_some_and(|text| {
            let has = |test: fn(char) -> bool| text.chars().any(test);
            text.len() >= SHORTEST && !text.contains([' ', '/']) && has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic())
        })
    };
    value.alternatives().iter().all(is_one)
}

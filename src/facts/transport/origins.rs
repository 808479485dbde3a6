//! Answers that any web page may read.

use crate::facts::tools::syntax;
use crate::facts::{Place, scan};
use crate::flow::{UnitId, Value};
use crate::signatures::Runtime;
use crate::syntax::ir::{Expr, ExprId};

use super::{Finder, MAX_PER_UNIT, WeaknessKind, When};

const HEADER: &str = "access-control-allow-origin";

/// Who may read an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Allowed {
    Some,
    Anybody,
    /// Whoever asks is told that it may, which lets cookies through where `*` does not.
    WhoeverAsks,
}

impl Finder<'_, '_, '_> {
    pub(super) fn origins(&mut self) {
        for unit in self.flow.program.ids() {
            let found = self.found.len();
            let module = self.flow.program.module(unit);
            for (expr, kind) in module.iter() {
                let open = match (kind, scan::runtime(module.language)) {
                    (Expr::Call(..), Runtime::JavaScript) => self.middleware(unit, expr).or_else(|| self.header(unit, expr)),
                    (Expr::Call(..), Runtime::Python) => self.python_middleware(unit, expr),
                    (Expr::Pair(key, value), _) => self.pair(unit, key, value),
                    _ => None,
                };
                if let Some(credentials) = open.filter(|_| self.is_own(unit, expr)) {
                    let kind = WeaknessKind::AnyOrigin { credentials, protection: self.protection(unit) };
                    let when = self.listens(unit).unwrap_or(When::Always);
                    self.add(Place { unit, expr }, kind, when);
                }
                if self.found.len() - found >= MAX_PER_UNIT {
                    break;
                }
            }
        }
    }

    /// `cors()`, `cors({ origin: '*' })` of express, koa, hono and fastify; the answer is whether cookies go along.
    fn middleware(&mut self, unit: UnitId, call: ExprId) -> Option<bool> {
        let module = self.flow.program.module(unit);
        let Expr::Call(callee, _) = module.expr(call) else { return None };
        if syntax::last_word(module, callee)? != "cors" {
            return None;
        }
        let Some(options) = syntax::positional(module, call, 0) else {
            return matches!(self.flow.glance(unit, callee), Value::Symbol(_)).then_some(false);
        };
        let options = self.flow.expanded(unit, options);
        let Value::Object(_) = options else { return None };
        let origin = self.flow.member_of(&options, "origin");
        let credentials = matches!(self.flow.member_of(&options, "credentials"), Value::Bool(true));
        self.answer(&origin, credentials)
    }

    fn answer(&mut self, origin: &Value, credentials: bool) -> Option<bool> {
        match self.allowed(origin) {
            // Browsers send no cookies where the answer is `*`.
            Allowed::Anybody => Some(false),
            Allowed::WhoeverAsks => Some(credentials),
            Allowed::Some => None,
        }
    }

    /// The most that any alternative allows.
    fn allowed(&mut self, origin: &Value) -> Allowed {
        origin.alternatives().iter().map(|origin| self.allowed_by(origin)).max().unwrap_or(Allowed::Some)
    }

    fn allowed_by(&mut self, origin: &Value) -> Allowed {
        match origin {
            Value::Text(text) if &**text == "*" => Allowed::Anybody,
            Value::Bool(true) => Allowed::WhoeverAsks,
            Value::Array(_) | Value::List(_) => match self.flow.items_of(origin) {
                Some(items) if items.iter().any(|item| item.as_text() == Some("*")) => Allowed::Anybody,
                _ => Allowed::Some,
            },
            _ => Allowed::Some,
        }
    }

    /// `response.setHeader('Access-Control-Allow-Origin', '*')`
    fn header(&mut self, unit: UnitId, call: ExprId) -> Option<bool> {
        let module = self.flow.program.module(unit);
        let (_, method) = syntax::method(module, call)?;
        if !matches!(method, "setHeader" | "header" | "set" | "append") {
            return None;
        }
        self.pair(unit, syntax::positional(module, call, 0)?, syntax::positional(module, call, 1)?)
    }

    fn pair(&mut self, unit: UnitId, key: ExprId, value: ExprId) -> Option<bool> {
        let module = self.flow.program.module(unit);
        let Expr::Str(key) = module.expr(key) else { return None };
        if !module.text(key).eq_ignore_ascii_case(HEADER) {
            return None;
        }
        (self.flow.expanded(unit, value).as_text() == Some("*")).then_some(false)
    }

    /// `CORSMiddleware, allow_origins=["*"]`, `CORS(app)`
    fn python_middleware(&mut self, unit: UnitId, call: ExprId) -> Option<bool> {
        let module = self.flow.program.module(unit);
        if let Some(origins) = syntax::keyword(module, call, "allow_origins") {
            let value = self.flow.expanded(unit, origins);
            let credentials = syntax::keyword(module, call, "allow_credentials");
            let credentials = credentials.is_some_and(|value| matches!(self.flow.expanded(unit, value), Value::Bool(true)));
            // Starlette answers with the asking origin where cookies are allowed.
            return (self.allowed(&value) == Allowed::Anybody).then_some(credentials);
        }
        let Expr::Call(callee, _) = module.expr(call) else { return None };
        let is_flask =
            matches!(self.flow.glance(unit, callee), Value::Symbol(symbol) if self.flow.symbols.name(symbol) == "flask_cors.CORS");
        let says_who = ["origins", "resources"].iter().any(|name| syntax::keyword(module, call, name).is_some());
        (is_flask && !says_who).then_some(false)
    }
}

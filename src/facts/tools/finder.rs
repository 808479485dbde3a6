//! One walk over the program for everything that registers something.

use crate::facts::Place;
use crate::facts::scan::runtime;
use crate::flow::{Flow, Value};
use crate::signatures::{EntryPoint, Form, Registers, Signatures};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::look::Look;
use super::{Entry, syntax};

/// More than any server has: what comes after is not looked at.
const MAX_ENTRIES: usize = 8_192;

pub(super) struct Finder<'f, 'p, 's> {
    pub look: Look<'f, 'p>,
    pub signatures: &'s Signatures,
    pub entries: Vec<Entry>,
    /// Some file imports an SDK of the protocol, or brings one along.
    pub speaks_mcp: bool,
    /// What the methods were called on that registered the entries.
    pub(super) receivers: Vec<(usize, Place)>,
    /// Some function is registered of which nobody can tell which one it is.
    pub(super) misses_functions: bool,
    /// Objects of the file at hand that look like tools.
    pub(super) objects: Vec<Place>,
}

impl<'f, 'p, 's> Finder<'f, 'p, 's> {
    pub fn new(flow: &'f mut Flow<'p>, signatures: &'s Signatures) -> Self {
        let speaks_mcp = flow.program.units.iter().any(|unit| speaks_mcp(&unit.module));
        Self {
            look: Look::new(flow),
            signatures,
            entries: Vec::new(),
            speaks_mcp,
            receivers: Vec::new(),
            misses_functions: false,
            objects: Vec::new(),
        }
    }

    pub fn run(mut self) -> Vec<Entry> {
        let program = self.look.flow.program;
        for unit in program.ids() {
            let module = program.module(unit);
            for (expr, callee, _) in module.calls() {
                if self.entries.len() >= MAX_ENTRIES {
                    break;
                }
                self.call(Place { unit, expr }, callee);
            }
        }
        self.by_mounts();
        self.remote_methods();
        self.by_looks();
        self.by_pairs();
        self.entries
    }

    fn call(&mut self, call: Place, callee: ExprId) {
        let module = self.look.module(call.unit);
        if let Some((point, receiver, options)) = self.registration(module, callee)
            && self.may_register(point, Place { unit: call.unit, expr: receiver })
        {
            let before = self.entries.len();
            self.register(point, call, options);
            let receiver = Place { unit: call.unit, expr: receiver };
            self.receivers.extend((before..self.entries.len()).map(|at| (at, receiver)));
        } else if let Some(point) = self.registrar(call, callee) {
            self.register(point, call, None);
        }
        self.by_options(call);
    }

    /// What a function registers that is known by its own name: `createServer(…)` of `http`.
    fn registrar(&mut self, call: Place, callee: ExprId) -> Option<&'s EntryPoint> {
        let module = self.look.module(call.unit);
        let last = *syntax::arguments(module, call.expr).last()?;
        let may_answer =
            matches!(module.expr(last), Expr::Function(_) | Expr::Name(..) | Expr::Member(..) | Expr::Object(_) | Expr::Call(..));
        if !may_answer || !matches!(module.expr(callee), Expr::Name(..) | Expr::Member(..) | Expr::Sequence(_)) {
            return None;
        }
        let Value::Symbol(symbol) = self.look.flow.glance(call.unit, callee) else { return None };
        self.signatures.registrar(runtime(module.language), self.look.flow.symbols.name(symbol))
    }

    /// What a callee registers: `server.tool` itself, and in Python also `mcp.tool(…)`, which is called once more with the function.
    fn registration(&self, module: &Module, callee: ExprId) -> Option<(&'s EntryPoint, ExprId, Option<ExprId>)> {
        let runtime = runtime(module.language);
        let known = |expr| {
            let (receiver, method) = syntax::member(module, expr)?;
            Some((self.signatures.registration(runtime, method)?, receiver))
        };
        if let Some((point, receiver)) = known(callee) {
            return Some((point, receiver, None));
        }
        let Expr::Call(inner, _) = module.expr(callee) else { return None };
        let (point, receiver) = known(inner)?;
        matches!(point.form, Form::Function | Form::Route).then_some((point, receiver, Some(callee)))
    }

    fn register(&mut self, point: &'s EntryPoint, call: Place, options: Option<ExprId>) {
        match point.form {
            Form::Arguments => self.by_arguments(point, call),
            Form::Object => self.by_object(point, call),
            Form::Function => self.by_function(point, call, options),
            Form::Request => self.by_request(call),
            Form::Route => self.by_route(point, call, options),
            // A method of the name of an option is something else.
            Form::Option => {}
        }
    }

    /// Whether a method of this name is likely to be the SDK's: what it is called on is of the SDK, or could be.
    fn may_register(&mut self, point: &EntryPoint, receiver: Place) -> bool {
        let is_http = point.registers == Registers::Http;
        if !is_http && !self.speaks_mcp {
            return false;
        }
        match self.look.flow.glance(receiver.unit, receiver.expr) {
            Value::Symbol(symbol) => {
                let name = self.look.flow.symbols.name(symbol);
                if is_http { is_web(name) } else { is_mcp(name) || !name.contains('.') && !name.contains("()") }
            }
            Value::Unknown | Value::Instance(_) | Value::Parameter(..) | Value::Member(..) | Value::Any(_) => !is_http,
            _ => false,
        }
    }
}

/// Names of the SDKs and of the frameworks on top of them.
pub(super) fn is_mcp(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("mcp") || name.contains("modelcontextprotocol")
}

fn is_web(name: &str) -> bool {
    const WEB: [&str; 14] = [
        "express",
        "koa",
        "fastify",
        "hono",
        "router",
        "http",
        "https",
        "restify",
        "polka",
        "flask",
        "fastapi",
        "starlette",
        "aiohttp",
        "fastmcp",
    ];
    let name = name.to_ascii_lowercase();
    name.contains("()") && WEB.iter().any(|word| name.contains(word)) && !name.contains("axios")
}

pub(super) fn speaks_mcp(module: &Module) -> bool {
    module.iter().any(|(_, expr)| match expr {
        Expr::Import(specifier) => matches!(module.expr(specifier), Expr::Str(text) if is_mcp(module.text(text))),
        Expr::Str(text) => matches!(module.text(text), "tools/call" | "tools/list"),
        _ => false,
    })
}

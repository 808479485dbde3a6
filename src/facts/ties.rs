//! Where a connection is tied to the input or output of a program: what one side says, the other hears.

use std::collections::HashSet;

use super::{Facts, Place, scan};
use crate::flow::{Flow, Symbol, UnitId, Value};
use crate::signatures::{Effect, Signatures};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId, List, Span};

/// A connection in the hands of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    pub place: Place,
    pub line: Line,
}

/// Who has called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// This machine has.
    Out,
    /// Somebody else has.
    In,
}

/// What an expression stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Connection(Line),
    Process,
}

/// One of these is written wherever something is tied to a program.
const TYING: [&str; 5] = ["pipe", "dup2", "stdin", "stdio", "stdout"];
/// One of these, wherever there is a connection.
const CONNECTING: [&str; 12] = [
    "net",
    "tls",
    "socket",
    "Socket",
    "WebSocket",
    "ws",
    "connect",
    "createConnection",
    "create_connection",
    "createServer",
    "accept",
    "open_connection",
];
/// Makers of connections that are not connected yet.
const SOCKETS: [&str; 8] = [
    "net.Socket",
    "net.Stream",
    "tls.TLSSocket",
    "socket.socket",
    "ssl.wrap_socket",
    "ssl.SSLContext().wrap_socket",
    "ssl.create_default_context().wrap_socket",
    "gevent.socket.socket",
];
/// Names of names, members of members.
const MAX_LINKS: u32 = 8;
/// Calls of one file that are looked through for a thread.
const MAX_CALLS: usize = 20_000;
const SERVERS: [&str; 4] = ["net.createServer", "tls.createServer", "net.Server", "tls.Server"];

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures) -> Vec<Tie> {
    let starting: HashSet<UnitId> = facts.calls.iter().filter(|call| call.effect.start().is_some()).map(|call| call.place.unit).collect();
    let mut found = Vec::new();
    for unit in flow.program.ids().filter(|unit| starting.contains(unit)) {
        let module = flow.program.module(unit);
        let writes = |words: &[&str]| words.iter().any(|word| module.names.find(word).is_some());
        if writes(&TYING) && writes(&CONNECTING) {
            let mut search = Search { flow: &mut *flow, signatures, unit, serving: HashSet::new(), heard: Vec::new(), threads: None };
            search.servers();
            search.listeners();
            found.extend(search.ties());
        }
    }
    found
}

struct Search<'s, 'p> {
    flow: &'s mut Flow<'p>,
    signatures: &'s Signatures,
    unit: UnitId,
    /// Functions that are given a connection which somebody else has made.
    serving: HashSet<FunctionId>,
    /// Calls that wait for what one end says: `socket.on('data', …)`.
    heard: Vec<(Span, End)>,
    /// Functions that threads begin with, and what they are given; looked for when the first is asked for.
    threads: Option<Vec<(FunctionId, List)>>,
}

impl<'p> Search<'_, 'p> {
    fn module(&self) -> &'p Module {
        self.flow.program.module(self.unit)
    }

    fn calls(&self) -> impl Iterator<Item = (ExprId, ExprId, &'p [ExprId])> + use<'p> {
        let module = self.module();
        module.calls().map(|(id, callee, list)| (id, callee, module.list(list)))
    }

    fn servers(&mut self) {
        let module = self.module();
        if !["createServer", "Server"].iter().any(|word| module.names.find(word).is_some()) {
            return;
        }
        for (_, callee, arguments) in self.calls() {
            let Value::Symbol(symbol) = self.flow.glance(self.unit, callee) else { continue };
            let name = self.flow.symbols.name(symbol);
            if SERVERS.iter().any(|server| name == *server || name.strip_prefix(server).is_some_and(|rest| rest == "().on")) {
                self.serving.extend(arguments.iter().filter_map(|argument| match module.expr(*argument) {
                    Expr::Function(function) => Some(function),
                    _ => None,
                }));
            }
        }
    }

    fn listeners(&mut self) {
        let module = self.module();
        for (id, callee, arguments) in self.calls() {
            let Expr::Member(object, name) = module.expr(callee) else { continue };
            if matches!(module.name(name), "on" | "once" | "addListener" | "addEventListener")
                && arguments.iter().any(|argument| matches!(module.expr(*argument), Expr::Function(_)))
                && let Some(end) = self.end(object)
            {
                self.heard.push((module.span(id), end));
            }
        }
    }

    fn ties(&mut self) -> Vec<Tie> {
        let module = self.module();
        let mut found = Vec::new();
        for (id, callee, arguments) in self.calls() {
            let line = match module.expr(callee) {
                Expr::Member(object, name) => match (module.name(name), arguments) {
                    ("pipe", [other, ..]) => self.between(object, *other),
                    ("dup2", [handle, ..]) => self.connection(*handle),
                    ("write" | "send" | "end" | "sendall", [text, ..]) => self.passed_on(id, object).or_else(|| self.pumped(object, *text)),
                    _ => self.given(arguments),
                },
                _ => self.given(arguments),
            };
            found.extend(line.map(|line| Tie { place: Place { unit: self.unit, expr: id }, line }));
        }
        found
    }

    fn between(&mut self, one: ExprId, other: ExprId) -> Option<Line> {
        match (self.end(one)?, self.end(other)?) {
            (End::Connection(line), End::Process) | (End::Process, End::Connection(line)) => Some(line),
            (End::Connection(_), End::Connection(_)) | (End::Process, End::Process) => None,
        }
    }

    fn connection(&mut self, expr: ExprId) -> Option<Line> {
        match self.end(expr)? {
            End::Connection(line) => Some(line),
            End::Process => None,
        }
    }

    /// `socket.on('data', (text) => shell.stdin.write(text))`
    fn passed_on(&mut self, call: ExprId, object: ExprId) -> Option<Line> {
        let at = self.module().span(call);
        let around: Vec<End> =
            self.heard.iter().filter(|(span, _)| span.start < at.start && at.end <= span.end).map(|(_, end)| *end).collect();
        if around.is_empty() {
            return None;
        }
        let end = self.end(object)?;
        around.into_iter().find_map(|heard| match (heard, end) {
            (End::Connection(line), End::Process) | (End::Process, End::Connection(line)) => Some(line),
            (End::Connection(_), End::Connection(_)) | (End::Process, End::Process) => None,
        })
    }

    /// `shell.stdin.write(line.recv(1024))`
    fn pumped(&mut self, object: ExprId, text: ExprId) -> Option<Line> {
        match (self.end(object)?, self.end(text)?) {
            (End::Process, End::Connection(line)) => Some(line),
            // What a program has said may be sent anywhere.
            (End::Connection(_), _) | (End::Process, End::Process) => None,
        }
    }

    /// `stdin=sock`, `{ stdio: [sock, sock, sock] }`
    fn given(&mut self, arguments: &[ExprId]) -> Option<Line> {
        let module = self.module();
        for argument in arguments {
            match module.expr(*argument) {
                Expr::Keyword(name, value) if matches!(module.name(name), "stdin" | "stdout" | "stderr") => {
                    if let Some(line) = self.connection(value) {
                        return Some(line);
                    }
                }
                Expr::Object(members) => {
                    for member in module.list(members) {
                        let Expr::Pair(key, value) = module.expr(*member) else { continue };
                        let is_stdio = matches!(module.expr(key), Expr::Str(text) if module.text(text) == "stdio");
                        if let Expr::Array(items) = module.expr(value)
                            && is_stdio
                            && let Some(line) = module.list(items).iter().take(3).find_map(|item| self.connection(*item))
                        {
                            return Some(line);
                        }
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn end(&mut self, expr: ExprId) -> Option<End> {
        let mut at = expr;
        for _ in 0..MAX_LINKS {
            if let Some(end) = self.known_end(at) {
                return Some(end);
            }
            at = self.source(at)?;
        }
        None
    }

    /// What an expression is taken from: `line, _ = server.accept()`.
    fn source(&mut self, expr: ExprId) -> Option<ExprId> {
        let module = self.module();
        match module.expr(expr) {
            Expr::Index(object, _) | Expr::Member(object, _) | Expr::Await(object) | Expr::Element(object) => Some(object),
            Expr::Call(callee, _) => match module.expr(callee) {
                Expr::Member(object, _) => Some(object),
                _ => None,
            },
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                module.variables.get(&(scope, name))?.last().copied()
            }
            Expr::Parameter(function, position) => self.given_to_thread(function, position),
            _ => None,
        }
    }

    /// `Thread(target=pump, args=(line, shell))`
    fn given_to_thread(&mut self, function: FunctionId, position: u32) -> Option<ExprId> {
        let module = self.module();
        if self.threads.is_none() {
            self.threads = Some(self.threads());
        }
        let mut of_function = self.threads.iter().flatten().filter(|(target, _)| *target == function);
        of_function.find_map(|(_, items)| module.list(*items).get(position as usize).copied())
    }

    fn threads(&self) -> Vec<(FunctionId, List)> {
        let module = self.module();
        let thread = |(_, _, arguments): (ExprId, ExprId, &[ExprId])| {
            let named = |wanted: &str| {
                arguments.iter().find_map(|argument| match module.expr(*argument) {
                    Expr::Keyword(name, value) if module.name(name) == wanted => Some(value),
                    _ => None,
                })
            };
            let target = super::moments::handed(module, named("target")?)?;
            match module.expr(named("args")?) {
                Expr::Array(items) => Some((target, items)),
                _ => None,
            }
        };
        self.calls().take(MAX_CALLS).filter_map(thread).collect()
    }

    fn known_end(&mut self, expr: ExprId) -> Option<End> {
        let mut value = self.flow.glance(self.unit, expr);
        if matches!(value, Value::Member(..) | Value::Parameter(..)) {
            if let Some(function) = root_parameter(&value)
                && self.serving.contains(&function)
            {
                return Some(End::Connection(Line::In));
            }
            value = self.flow.with_callers(value);
        }
        value.alternatives().iter().find_map(|value| match value {
            Value::Symbol(symbol) => self.end_of(*symbol),
            _ => None,
        })
    }

    /// By what made it: the first call of a chain that is known.
    fn end_of(&self, symbol: Symbol) -> Option<End> {
        let runtime = scan::runtime(self.module().language);
        let name = self.flow.symbols.name(symbol);
        let line = if name.contains(".accept()") { Line::In } else { Line::Out };
        name.match_indices("()").take(6).find_map(|(at, _)| {
            let callee = &name[..at];
            if SOCKETS.contains(&callee) {
                return Some(End::Connection(line));
            }
            let effect = self.signatures.call(runtime, callee)?.effect;
            if effect == Effect::Host || effect == Effect::Url && is_socket(callee) {
                return Some(End::Connection(line));
            }
            effect.start().map(|_| End::Process)
        })
    }
}

/// `WebSocket`, `websockets.connect`, `socket.io-client`: it stays open, and both sides speak.
fn is_socket(callee: &str) -> bool {
    callee.to_ascii_lowercase().contains("socket") || matches!(callee, "ws" | "ws.WebSocket")
}

fn root_parameter(value: &Value) -> Option<FunctionId> {
    let mut at = value;
    loop {
        match at {
            Value::Parameter(function, _) => return Some(function.id),
            Value::Member(base, ..) => at = base,
            _ => return None,
        }
    }
}

//! The calls whose arguments are worth asking about, and the calls that tell something by themselves.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::facts::{CallFact, Facts, HostUse, Place, scan};
use crate::flow::{At, Flow, UnitId, Value};
use crate::signatures::{Effect, Runtime, Signatures};
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, Name, ScopeId};
use crate::syntax::{Language, Module};

use super::{Sink, SourceUse, commands, sink_of};

/// Methods that send what they are given, on whatever a call that connects has made.
const SENDS: [&str; 9] = ["write", "end", "send", "sendall", "sendto", "emit", "publish", "sendMail", "sendmail"];
/// Methods that give a program that was started what it reads.
const FEEDS: [&str; 3] = ["().stdin.write", "().stdin.end", "().communicate"];
/// Methods of parameters that callers are asked about, so many in one package.
const MAX_ASKED: u32 = 400;
/// Between an address and the end of the call that takes it.
const MAX_AFTER: u32 = 96;

#[derive(Debug)]
pub(super) struct SendingCall {
    pub place: Place,
    pub callee: String,
    pub sink: Sink,
    /// Where the addresses stand that it goes to, beside itself.
    pub connected_by: Vec<Place>,
    /// The hosts that it names without being a call of a client.
    pub named: Vec<HostUse>,
    /// The command that it runs.
    pub command: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Found {
    pub calls: Vec<SendingCall>,
    pub sources: Vec<SourceUse>,
}

/// What the import of a module that an address holds is called.
pub const DATA_IMPORT: &str = "import";

fn gives_to_command(name: &str) -> bool {
    FEEDS.iter().any(|method| name.ends_with(method))
}

type Variable = (UnitId, ScopeId, Name);

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures) -> Found {
    let mut search =
        Search { flow, facts, signatures, found: BTreeMap::new(), sources: Vec::new(), connections: HashMap::default(), asked: 0 };
    search.known_calls();
    for unit in search.flow.program.ids() {
        search.methods(unit);
        search.data_imports(unit);
    }
    search.other_callers_of_hosts();
    Found { calls: search.found.into_values().collect(), sources: search.sources }
}

struct Search<'f, 'p> {
    flow: &'f mut Flow<'p>,
    facts: &'f Facts<'f>,
    signatures: &'f Signatures,
    found: BTreeMap<(Place, Sink), SendingCall>,
    sources: Vec<SourceUse>,
    /// The calls by which what a variable holds is connected.
    connections: HashMap<Variable, Vec<Place>, BuildFastHasher>,
    asked: u32,
}

impl<'p> Search<'_, 'p> {
    fn module(&self, unit: UnitId) -> &'p Module {
        self.flow.program.module(unit)
    }

    fn add(&mut self, place: Place, sink: Sink, callee: &str, connected_by: Vec<Place>) {
        let call = SendingCall { place, callee: callee.to_owned(), sink, connected_by, named: Vec::new(), command: None };
        self.found.entry((place, sink)).or_insert(call);
    }

    fn known_calls(&mut self) {
        let facts = self.facts;
        for call in &facts.calls {
            let Some(sink) = sink_of(call.effect) else { continue };
            // A line of a script: its commands are calls of their own.
            if call.effect == Effect::Shell && self.module(call.place.unit).language == Language::Bash {
                continue;
            }
            if matches!(call.effect, Effect::Url | Effect::Host | Effect::Mail)
                && let Some(variable) = self.receiver(call.place).and_then(|object| self.variable(call.place.unit, object))
            {
                self.connections.entry(variable).or_default().push(call.place);
            }
            let connected_by = if sink == Sink::Send { self.connected_by(call.place) } else { Vec::new() };
            self.add(call.place, sink, &call.callee, connected_by);
            if sink == Sink::Run {
                self.command(call);
            }
        }
    }

    /// `import(`data:text/javascript;base64,${code}`)`: what is put together is run.
    fn data_imports(&mut self, unit: UnitId) {
        let module = self.module(unit);
        if !module.texts.iter().any(|text| text.starts_with("data:")) {
            return;
        }
        for (expr, specifier) in module.imports() {
            let first = match module.expr(specifier) {
                Expr::Concat(parts) => module.list(parts).first().copied(),
                Expr::Binary(BinaryOp::Add, left, _) => Some(left),
                Expr::Name(..) => Some(specifier),
                _ => None,
            };
            let Some(first) = first else { continue };
            let address = self.flow.glance(unit, first).pattern();
            if address.starts_with("data:") {
                self.add(Place { unit, expr }, Sink::Evaluate, DATA_IMPORT, Vec::new());
            }
        }
    }

    /// A command that sends by itself.
    fn command(&mut self, call: &CallFact<'_>) {
        let text = commands::text(&call.value, call.arguments.as_deref());
        let Some(addresses) = commands::addressed(&text) else { return };
        let named = addresses.into_iter().map(|address| HostUse::reached(address, call.place)).collect();
        let callee = call.callee.clone();
        let sending = SendingCall { place: call.place, callee, sink: Sink::Send, connected_by: Vec::new(), named, command: Some(text) };
        self.found.entry((call.place, Sink::Send)).or_insert(sending);
    }

    fn receiver(&self, place: Place) -> Option<ExprId> {
        let module = self.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return None };
        match module.expr(callee) {
            Expr::Member(object, _) | Expr::Index(object, _) => Some(object),
            _ => None,
        }
    }

    fn variable(&self, unit: UnitId, expr: ExprId) -> Option<Variable> {
        let module = self.module(unit);
        let Expr::Name(name, scope) = module.expr(expr) else { return None };
        Some((unit, module.declaring_scope(name, scope)?, name))
    }

    /// The calls that have made, or connected, what a method is called on.
    fn connected_by(&self, place: Place) -> Vec<Place> {
        let module = self.module(place.unit);
        let (Expr::Call(_, arguments) | Expr::New(_, arguments)) = module.expr(place.expr) else { return Vec::new() };
        // `urlopen(request)`: what is sent names its host itself.
        let objects = self.receiver(place).into_iter().chain(module.list(arguments).iter().take(2).copied());
        objects.filter_map(|object| self.variable(place.unit, object)).flat_map(|variable| self.made(variable, true)).collect()
    }

    fn made(&self, variable: Variable, asks_callers: bool) -> Vec<Place> {
        let (unit, scope, name) = variable;
        let module = self.module(unit);
        let values = module.variables.get(&(scope, name)).map_or(&[][..], |values| &values[..values.len().min(8)]);
        let mut made: Vec<Place> = values.iter().map(|value| Place { unit, expr: *value }).collect();
        made.extend(self.connections.get(&variable).into_iter().flatten().copied().take(8));
        for value in values.iter().filter(|_| asks_callers) {
            if let Expr::Parameter(function, position) = module.expr(*value) {
                let function = At { unit, id: function };
                for call in self.flow.callers(function).iter().take(8) {
                    let argument = self.flow.argument(function, position, *call);
                    let variable = argument.and_then(|argument| self.variable(call.unit, argument));
                    made.extend(variable.into_iter().flat_map(|variable| self.made(variable, false)));
                }
            }
        }
        made
    }

    /// Calls of methods that are named like a sender's or a source's.
    fn methods(&mut self, unit: UnitId) {
        let module = self.module(unit);
        let runtime = scan::runtime(module.language);
        let words: HashSet<Name, BuildFastHasher> = self.words(module);
        for (id, callee, arguments) in module.calls() {
            let method = match module.expr(callee) {
                Expr::Member(_, name) | Expr::Name(name, _) if words.contains(&name) => module.name(name),
                // `sent[names[5]](…)`
                Expr::Index(..) => "",
                _ => continue,
            };
            if !method.is_empty() || arguments.len > 0 {
                let place = Place { unit, expr: id };
                let callee = self.flow.glance(unit, callee);
                let callee = self.asked_of_callers(callee, method, arguments.len > 0);
                self.method(place, runtime, &callee, arguments.len > 0);
            }
        }
    }

    fn words(&self, module: &Module) -> HashSet<Name, BuildFastHasher> {
        let is_word = |name: &Name| {
            let name = module.name(*name);
            SENDS.contains(&name) || name == "communicate" || self.signatures.is_word_of_sources(name)
        };
        (0..module.names.len() as u32).map(Name).filter(is_word).collect()
    }

    /// `def upload(sock, data): sock.sendall(data)`
    fn asked_of_callers(&mut self, callee: Value, method: &str, has_arguments: bool) -> Value {
        let is_open = matches!(callee, Value::Member(..)) && has_arguments && SENDS.contains(&method);
        if !is_open || self.asked >= MAX_ASKED {
            return callee;
        }
        self.asked += 1;
        self.flow.with_callers(callee)
    }

    fn method(&mut self, place: Place, runtime: Runtime, callee: &Value, has_arguments: bool) {
        for callee in callee.alternatives() {
            let Value::Symbol(symbol) = callee else { continue };
            let name = self.flow.symbols.name(*symbol).to_owned();
            if let Some(source) = self.signatures.source(runtime, &name) {
                let (class, id, tells) = (source.class, source.id.clone(), source.tells.clone());
                self.sources.push(SourceUse { place, class, id, tells });
            }
            if has_arguments && gives_to_command(&name) {
                let connected_by = self.started_to_send(place);
                if !connected_by.is_empty() {
                    self.add(place, Sink::Send, &name, connected_by);
                }
            }
            if has_arguments && (self.signatures.is_sender(runtime, &name) || self.is_of_a_connection(runtime, &name)) {
                let connected_by = self.connected_by(place);
                self.add(place, Sink::Send, &name, connected_by);
            }
        }
    }

    /// The commands that send what comes in by a pipe, where a method writes into one: `curl.stdin.end(data)`.
    fn started_to_send(&self, place: Place) -> Vec<Place> {
        let module = self.module(place.unit);
        let Some(mut object) = self.receiver(place) else { return Vec::new() };
        if let Expr::Member(process, name) = module.expr(object)
            && module.name(name) == "stdin"
        {
            object = process;
        }
        let made = match self.variable(place.unit, object) {
            Some(variable) => self.made(variable, false),
            None => vec![Place { unit: place.unit, expr: object }],
        };
        let sends = |place: &Place| {
            let mut calls = self.facts.calls.iter().filter(|call| call.place == *place && sink_of(call.effect) == Some(Sink::Run));
            calls.any(|call| commands::addressed(&commands::text(&call.value, call.arguments.as_deref())).is_some())
        };
        made.into_iter().filter(sends).collect()
    }

    /// `https.request().write`: a method of what a call that connects gives.
    fn is_of_a_connection(&self, runtime: Runtime, name: &str) -> bool {
        let Some((made, method)) = name.rsplit_once("().") else { return false };
        let connects = |signature: &crate::signatures::CallSignature| matches!(signature.effect, Effect::Url | Effect::Host);
        SENDS.contains(&method) && self.signatures.call(runtime, made).is_some_and(connects)
    }

    /// Whatever else is given an address: `client.post('https://…', data)` of a client that nobody knows.
    fn other_callers_of_hosts(&mut self) {
        let facts = self.facts;
        for host in facts.hosts.iter().filter(|host| host.reached && host.implied_by.is_none()) {
            let module = self.module(host.place.unit);
            let span = module.span(host.place.expr);
            let last = host.place.expr.0.saturating_add(MAX_AFTER).min(module.exprs.len() as u32);
            let around = (host.place.expr.0..last).map(ExprId).find(|id| {
                let around = module.span(*id);
                let is_call = matches!(module.expr(*id), Expr::Call(..) | Expr::New(..));
                is_call && around.start <= span.start && span.end <= around.end
            });
            let Some(expr) = around else { continue };
            let place = Place { unit: host.place.unit, expr };
            if !self.found.contains_key(&(place, Sink::Send)) && !self.is_sink(place) {
                self.add(place, Sink::Send, "", Vec::new());
            }
        }
    }

    /// Something else is known of the call: `fs.writeFile` and `eval` send nothing.
    fn is_sink(&self, place: Place) -> bool {
        [Sink::Evaluate, Sink::Run, Sink::Write].iter().any(|sink| self.found.contains_key(&(place, *sink)))
    }
}

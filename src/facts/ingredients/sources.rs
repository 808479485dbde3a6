//! What calls give: what they tell by themselves, or what they were given.

use crate::facts::{Place, scan};
use crate::flow::{At, UnitId, Value};
use crate::signatures::{CallSignature, Effect, SourceClass};
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};
use crate::syntax::{Language, Module};

use super::Ingredient;
use super::members::Wanted;
use super::walk::Walk;

/// Returns of one function that are looked at.
const MAX_RETURNS: usize = 24;
/// Methods whose answer says little of their object.
const TESTS: [&str; 16] = [
    "includes",
    "startsWith",
    "endsWith",
    "indexOf",
    "has",
    "test",
    "startswith",
    "endswith",
    "hexdigest",
    "digest",
    "hasOwnProperty",
    "isdigit",
    "exists",
    "is_file",
    "is_dir",
    "equals",
];
/// Functions that sign, or make what signs: the key stays where it is.
const SIGNS: [&str; 18] = [
    "sign",
    "signTransaction",
    "sign_transaction",
    "signMessage",
    "sign_message",
    "SignJWT",
    "createPrivateKey",
    "importPKCS8",
    "load_pem_private_key",
    "Wallet",
    "Keypair",
    "SigningKey",
    "fromSecretKey",
    "from_key",
    "privateKeyToAccount",
    "fromPrivateKey",
    "fromMnemonic",
    "fromPhrase",
];
/// Methods that make something which talks for its caller, rather than an answer.
const MAKERS: [&str; 13] = [
    "create",
    "extend",
    "defaults",
    "session",
    "build_opener",
    "connect",
    "createConnection",
    "client",
    "resource",
    "create_connection",
    "createSocket",
    "build_request",
    "open_connection",
];
/// Methods of a connection by which something comes in.
pub(super) const HEARS: [&str; 15] = [
    "on",
    "once",
    "addListener",
    "addEventListener",
    "recv",
    "recvfrom",
    "recv_into",
    "readline",
    "read",
    "receive",
    "receive_json",
    "receive_text",
    "makefile",
    "onmessage",
    "getresponse",
];
/// Connections that are made before they are connected.
const LINES: [&str; 6] = ["net.Socket", "tls.TLSSocket", "socket.socket", "ssl.wrap_socket", "websocket.WebSocket", "dgram.createSocket"];
/// What a list of files is read by.
const LISTING: [&str; 15] = [
    "readdir",
    "readdirSync",
    "listdir",
    "scandir",
    "walk",
    "fwalk",
    "glob",
    "iglob",
    "rglob",
    "iterdir",
    "globSync",
    "sync",
    "opendir",
    "globby",
    "crawl",
];

impl<'p> Walk<'_, 'p> {
    pub(super) fn call(&mut self, unit: UnitId, expr: ExprId, callee: ExprId, arguments: List, wanted: Wanted<'p>) {
        match self.glance(unit, expr) {
            Value::Env(name) => return self.add(Ingredient::Variable(name.to_string()), unit, expr),
            Value::Number(_) | Value::Bool(_) => return,
            _ => {}
        }
        if self.variables_read(unit, expr) {
            return;
        }
        if self.attribute(unit, (expr, callee), arguments, wanted) {
            return;
        }
        if let Some(asked) = wanted
            && self.member_of_call(unit, (expr, callee), asked.name)
        {
            return;
        }
        let module = self.flow.program.module(unit);
        if let Expr::Member(_, word) | Expr::Name(word, _) = module.expr(callee)
            && (TESTS.contains(&module.name(word)) || SIGNS.contains(&module.name(word)))
        {
            return;
        }
        let called = self.glance(unit, callee);
        let mut is_known = false;
        for called in called.alternatives() {
            match called {
                Value::Symbol(symbol) => {
                    let name = self.flow.symbols.name(*symbol).to_owned();
                    is_known |= self.outside(unit, expr, &name);
                }
                Value::Function(function) => {
                    is_known = true;
                    self.own(*function, At { unit, id: expr }, wanted);
                }
                _ => {}
            }
        }
        if is_known {
            return;
        }
        if self.index.calls.contains_key(&Place { unit, expr }) && self.known_fact(unit, expr) {
            return;
        }
        if is_request(self.flow.program.module(unit), callee, arguments) {
            return;
        }
        let before = self.found.len();
        self.passes_on(unit, callee, arguments, wanted);
        // What a function makes of a key that nobody knows may be a signature.
        if self.is_of_a_caller(unit, callee) {
            let mut at = 0;
            self.found.retain(|(ingredient, _)| {
                at += 1;
                at <= before || !matches!(ingredient, Ingredient::Source { class: SourceClass::Wallet, .. })
            });
        }
    }

    /// The function that is called is a parameter.
    fn is_of_a_caller(&self, unit: UnitId, callee: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        let Expr::Name(name, scope) = module.expr(callee) else { return false };
        let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
        values.is_some_and(|values| values.iter().all(|value| matches!(module.expr(*value), Expr::Parameter(..))))
    }

    /// `nacl.sign.keyPair().secretKey`: what tells something is a member of what the call gives.
    fn member_of_call(&mut self, unit: UnitId, (expr, callee): (ExprId, ExprId), member: &str) -> bool {
        let runtime = self.runtime(unit);
        for called in self.glance(unit, callee).alternatives() {
            let Value::Symbol(symbol) = called else { continue };
            let name = format!("{}().{member}", self.flow.symbols.name(*symbol));
            if let Some(source) = self.signatures.source(runtime, &name) {
                let (class, id, tells) = (source.class, source.id.clone(), source.tells.clone());
                self.add(Ingredient::Source { class, id, tells }, unit, expr);
                return true;
            }
        }
        false
    }

    /// What a function outside the package is known to give; false where it passes on what it is given.
    pub(super) fn outside(&mut self, unit: UnitId, expr: ExprId, name: &str) -> bool {
        let runtime = self.runtime(unit);
        if self.signatures.is_closing(runtime, name) {
            return true;
        }
        if let Some(source) = self.signatures.source(runtime, name) {
            let (class, id, tells) = (source.class, source.id.clone(), source.tells.clone());
            self.add(Ingredient::Source { class, id, tells }, unit, expr);
            return true;
        }
        if self.is_request(unit, expr, name) || self.is_accepted(unit, expr, name) {
            return true;
        }
        match self.signatures.call(runtime, name) {
            Some(signature) => self.gives(unit, expr, name, signature),
            None if self.is_heard(unit, name) => {
                let host = self.host_of(unit, expr);
                self.add(Ingredient::Answer(host), unit, expr);
                true
            }
            None => is_lookup(name),
        }
    }

    /// `net.connect().on`, `socket.socket().recv`: what a connection gives to whoever listens.
    fn is_heard(&self, unit: UnitId, name: &str) -> bool {
        let Some((made, method)) = name.rsplit_once("().") else { return false };
        let connects = |signature: &CallSignature| matches!(signature.effect, Effect::Url | Effect::Host);
        let is_line = || LINES.contains(&made) || self.signatures.call(self.runtime(unit), made).is_some_and(connects);
        HEARS.contains(&method) && is_line()
    }

    /// By what a call of a known function does; false where it only passes on.
    fn gives(&mut self, unit: UnitId, expr: ExprId, name: &str, signature: &CallSignature) -> bool {
        match signature.effect {
            // What is piped into a command comes out of it.
            Effect::Read if self.is_piped(unit, expr) => {
                self.files_read_by(unit, expr);
                false
            }
            Effect::Read => {
                let is_listing = signature.id == "folder-read" || LISTING.contains(&last(name));
                self.file(unit, expr, is_listing);
                if !is_listing {
                    self.folders_of(unit, expr);
                }
                true
            }
            Effect::Url | Effect::Host => {
                let is_made = last(name).starts_with(char::is_uppercase) || MAKERS.contains(&last(name));
                let is_made = is_made || matches!(self.flow.program.module(unit).expr(expr), Expr::New(..));
                if !is_made {
                    let host = self.host_of(unit, expr);
                    self.add(Ingredient::Answer(host), unit, expr);
                }
                !is_made
            }
            Effect::Dns => {
                let host = self.host_of(unit, expr);
                self.add(Ingredient::Answer(host), unit, expr);
                // The name that is looked up tells as much as the answer.
                false
            }
            Effect::Shell | Effect::Program => {
                let command = self.command_of(unit, expr);
                self.add(Ingredient::Output(command), unit, expr);
                true
            }
            Effect::Write => {
                self.files_read_by(unit, expr);
                true
            }
            Effect::Sql | Effect::Log | Effect::Copy | Effect::Listen | Effect::Launch | Effect::Delete | Effect::Import => true,
            Effect::Evaluate | Effect::Deserialize | Effect::Mail => false,
        }
    }

    /// The same for a call that is only known by the names that it is written with.
    pub(super) fn known_fact(&mut self, unit: UnitId, expr: ExprId) -> bool {
        let Some(at) = self.index.calls.get(&Place { unit, expr }).and_then(|all| all.first()).copied() else { return false };
        let call = &self.facts.calls[at];
        let (callee, signature) = (call.callee.clone(), call.signature);
        self.gives(unit, expr, &callee, signature)
    }

    fn is_piped(&self, unit: UnitId, expr: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        let Expr::Call(_, arguments) = module.expr(expr) else { return false };
        let is_stdin = |argument: &ExprId| matches!(module.expr(*argument), Expr::Keyword(name, _) if module.name(name) == "stdin");
        module.language == Language::Bash && module.list(arguments).iter().any(is_stdin)
    }

    fn host_of(&self, unit: UnitId, expr: ExprId) -> Option<String> {
        let hosts = self.index.hosts_in(Place { unit, expr });
        hosts.first().map(|at| self.facts.hosts[*at].address.host.clone())
    }

    fn command_of(&self, unit: UnitId, expr: ExprId) -> String {
        let Some(at) = self.index.calls.get(&Place { unit, expr }).and_then(|all| all.first()) else { return "*".to_owned() };
        let call = &self.facts.calls[*at];
        let words = call.arguments.iter().flatten().map(Value::pattern);
        let text: Vec<String> = std::iter::once(call.value.pattern()).chain(words).take(8).collect();
        text.join(" ").chars().take(200).collect()
    }

    /// What a function of the package returns, for one call of it.
    fn own(&mut self, function: At<FunctionId>, call: At<ExprId>, wanted: Wanted<'p>) {
        let returns: Vec<ExprId> = {
            let info = self.flow.program.module(function.unit).function(function.id);
            info.returns.iter().take(MAX_RETURNS).copied().collect()
        };
        // One that is being looked at already is looked at for all its calls.
        let is_new = !self.bound.iter().any(|(bound, _)| *bound == function);
        if is_new {
            self.bound.push((function, call));
        }
        returns.into_iter().for_each(|returned| self.walk(function.unit, returned, wanted));
        if is_new {
            self.bound.pop();
        }
    }
}

/// `os.environ.get(name)`: one variable, whichever it is.
fn is_lookup(name: &str) -> bool {
    let is_one = |method: &str| matches!(method, "get" | "pop" | "setdefault" | "has");
    let of_all = name.rsplit_once('.').is_some_and(|(object, method)| is_one(method) && matches!(object, "os.environ" | "process.env"));
    of_all || name == "os.getenv"
}

fn last(name: &str) -> &str {
    name.trim_end_matches("()").rsplit(['.', '/']).next().unwrap_or(name)
}

/// `session.get(address, headers=…)`: what comes back is somebody's answer, and not what was asked.
fn is_request(module: &Module, callee: ExprId, arguments: List) -> bool {
    let Expr::Member(_, method) = module.expr(callee) else { return false };
    let says = |argument: &ExprId| match module.expr(*argument) {
        Expr::Keyword(name, _) => matches!(module.name(name), "headers" | "params" | "timeout" | "json" | "auth"),
        _ => false,
    };
    scan::connects_by_name(module.name(method)) && module.list(arguments).iter().any(says)
}

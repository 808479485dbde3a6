//! Parameters that are known for what they are given, whoever calls: keys that move money, and the requests of other code.

use std::collections::HashSet;

use crate::facts::scan;
use crate::flow::{At, Flow, UnitId, Value};
use crate::signatures::{Signatures, SourceClass};
use crate::syntax::Module;
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId};

use super::Ingredient;
use super::index::function_of;
use super::walk::Walk;

/// Calls and functions that keys are followed through, one after the other.
const MAX_ROUNDS: usize = 4;
/// Parts of an argument that are looked at for a parameter.
const MAX_PARTS: usize = 24;
/// Functions of a package that are looked at for a key that they hand on.
const MAX_KEYS: usize = 256;
/// What sends requests for whoever made it.
const CLIENTS: [&str; 12] = [
    "requests.Session",
    "requests.sessions.Session",
    "requests.adapters.HTTPAdapter",
    "httpx.Client",
    "httpx.AsyncClient",
    "aiohttp.ClientSession",
    "http.client.HTTPConnection",
    "http.client.HTTPSConnection",
    "urllib3.PoolManager",
    "axios.Axios",
    "undici.Agent",
    "undici.Dispatcher",
];
/// Objects that all code of a program shares, by the methods of which it sends.
const SHARED: [&str; 20] = [
    "requests",
    "requests.api",
    "requests.Session",
    "requests.sessions.Session",
    "requests.adapters.HTTPAdapter",
    "httpx",
    "httpx.Client",
    "httpx.AsyncClient",
    "aiohttp.ClientSession",
    "urllib.request",
    "http.client.HTTPConnection",
    "http.client.HTTPSConnection",
    "http",
    "https",
    "http.ClientRequest.prototype",
    "axios",
    "axios.default",
    "globalThis",
    "global",
    "XMLHttpRequest.prototype",
];
/// Their methods.
const METHODS: [&str; 12] =
    ["request", "send", "get", "post", "put", "patch", "delete", "fetch", "urlopen", "_request", "dispatch", "endheaders"];

#[derive(Debug, Default)]
pub(super) struct Given {
    keys: HashSet<(At<FunctionId>, u32)>,
    /// Functions that stand between other code and what sends its requests.
    between: HashSet<At<FunctionId>>,
}

/// The entry of [`Given::between`] among the ingredients.
pub(super) const OTHERS: &str = "requests-of-others";

impl Given {
    pub fn of(flow: &mut Flow<'_>, signatures: &Signatures) -> Self {
        let mut given = Self::default();
        let units: Vec<UnitId> = flow.program.ids().collect();
        for unit in &units {
            given.keyed_calls(flow, signatures, *unit);
            given.subclasses(flow, *unit);
            given.replaced(flow, *unit);
        }
        for _ in 0..MAX_ROUNDS {
            let before = given.keys.len();
            given.callers(flow);
            if given.keys.len() == before || before > MAX_KEYS {
                break;
            }
        }
        given
    }

    pub fn of_parameter(&self, function: At<FunctionId>, position: u32) -> Option<Ingredient> {
        let (class, id, tells) = if self.keys.contains(&(function, position)) {
            (SourceClass::Wallet, "wallet-keys", "the private key that a caller gives")
        } else if self.between.contains(&function) {
            (SourceClass::Passwords, OTHERS, "what other code sends with its requests")
        } else {
            return None;
        };
        Some(Ingredient::Source { class, id: id.to_owned(), tells: tells.to_owned() })
    }

    /// `Account.from_key(key)`: the parameter that the key comes from.
    fn keyed_calls(&mut self, flow: &mut Flow<'_>, signatures: &Signatures, unit: UnitId) {
        let module = flow.program.module(unit);
        let runtime = scan::runtime(module.language);
        let words: HashSet<_> = (0..module.names.len() as u32)
            .map(crate::syntax::ir::Name)
            .filter(|name| signatures.is_word_of_keyed(module.name(*name)))
            .collect();
        if words.is_empty() {
            return;
        }
        for (_, callee, list) in module.calls() {
            let (Expr::Member(_, word) | Expr::Name(word, _)) = module.expr(callee) else { continue };
            let Some(key) = module.list(list).first().copied().filter(|_| words.contains(&word)) else { continue };
            let called = flow.glance(unit, callee);
            let is_keyed =
                |value: &Value| matches!(value, Value::Symbol(symbol) if signatures.is_keyed(runtime, flow.symbols.name(*symbol)));
            if called.alternatives().iter().any(is_keyed) {
                self.keys.extend(parameters_in(module, unit, key));
            }
        }
    }

    /// Whoever hands a parameter on to one that is given a key is given a key.
    fn callers(&mut self, flow: &mut Flow<'_>) {
        let known: Vec<(At<FunctionId>, u32)> = self.keys.iter().copied().take(MAX_KEYS).collect();
        for (function, position) in known {
            for call in flow.callers(function).iter().take(MAX_PARTS) {
                if let Some(argument) = flow.argument(function, position, *call) {
                    self.keys.extend(parameters_in(flow.program.module(call.unit), call.unit, argument));
                }
            }
            self.through_decorators(flow, function, position);
        }
    }

    /// `def traced(f): def inner(key): … f(key)`, over a function that is given a key.
    fn through_decorators(&mut self, flow: &mut Flow<'_>, function: At<FunctionId>, position: u32) {
        let decorators = flow.program.module(function.unit).function(function.id).decorators.clone();
        for decorator in decorators.into_iter().take(4) {
            let Value::Function(around) = flow.glance(function.unit, decorator) else { continue };
            let module = flow.program.module(around.unit);
            let (from, to) = module.function(around.id).exprs;
            for id in (from..to).take(2_000).map(ExprId) {
                let Expr::Call(callee, list) = module.expr(id) else { continue };
                let is_wrapped = parameters_in(module, around.unit, callee).contains(&(around, 0));
                if let Some(argument) = module.list(list).get(position as usize).filter(|_| is_wrapped) {
                    self.keys.extend(parameters_in(module, around.unit, *argument));
                }
            }
        }
    }

    /// `class Session(requests.Session): def request(self, …): …; return super().request(…)`
    fn subclasses(&mut self, flow: &mut Flow<'_>, unit: UnitId) {
        let module = flow.program.module(unit);
        for class in (0..module.classes.len() as u32).map(ClassId) {
            let info = module.class(class);
            let methods: Vec<FunctionId> =
                info.methods.iter().filter(|(name, _)| METHODS.contains(&module.name(*name))).map(|(_, method)| *method).collect();
            if methods.is_empty() {
                continue;
            }
            let is_client = info.bases.iter().take(4).any(|base| is_named(flow, unit, *base, &CLIENTS));
            let hands_on = |method: &FunctionId| {
                let (from, to) = module.function(*method).exprs;
                (from..to).map(ExprId).any(|id| matches!(module.expr(id), Expr::Call(callee, _) if is_of_super(module, callee)))
            };
            self.between.extend(methods.into_iter().filter(|method| is_client && hands_on(method)).map(|id| At { unit, id }));
        }
    }

    /// `requests.Session.request = logged`, `axios.interceptors.request.use(logged)`
    fn replaced(&mut self, flow: &mut Flow<'_>, unit: UnitId) {
        let module = flow.program.module(unit);
        for method in METHODS {
            let writes = module.names.find(method).and_then(|name| module.member_writes.get(&name));
            for write in writes.into_iter().flatten().take(MAX_PARTS) {
                if let Some(function) = function_of(module, write.value).filter(|_| is_named(flow, unit, write.object, &SHARED)) {
                    self.between.insert(At { unit, id: function });
                }
            }
        }
        if module.names.find("interceptors").is_none() {
            return;
        }
        for (_, callee, list) in module.calls() {
            let Some(function) = module.list(list).first().and_then(|first| function_of(module, *first)) else { continue };
            if is_named(flow, unit, callee, &["axios.interceptors.request.use", "axios.default.interceptors.request.use"]) {
                self.between.insert(At { unit, id: function });
            }
        }
    }
}

impl Walk<'_, '_> {
    /// `account.privateKey` in code that brings in a library for wallets.
    pub(super) fn is_wallet_key(&mut self, unit: UnitId, word: &str) -> bool {
        if !matches!(word, "secretKey" | "privateKey" | "private_key" | "_private_key" | "secret_key" | "mnemonic") {
            return false;
        }
        let module = self.flow.program.module(unit);
        self.index.unit(unit).imports.iter().any(|library| self.signatures.keeps_wallets(module.text(*library)))
    }
}

/// `super().request`
pub(super) fn is_of_super(module: &Module, callee: ExprId) -> bool {
    matches!(module.expr(callee), Expr::Member(object, _) if matches!(module.expr(object), Expr::Super(_)))
}

fn is_named(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId, names: &[&str]) -> bool {
    let value = flow.glance(unit, expr);
    let is_one = |value: &Value| matches!(value, Value::Symbol(symbol) if names.contains(&flow.symbols.name(*symbol)));
    value.alternatives().iter().any(is_one)
}

/// The parameters that an expression is, or is a form of: `bs58.decode(key)`.
fn parameters_in(module: &Module, unit: UnitId, expr: ExprId) -> Vec<(At<FunctionId>, u32)> {
    let mut found = Vec::new();
    let mut queue = vec![expr];
    for _ in 0..MAX_PARTS {
        let Some(at) = queue.pop() else { break };
        match module.expr(at) {
            Expr::Parameter(function, position) => found.push((At { unit, id: function }, position)),
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope);
                let values = scope.and_then(|scope| module.variables.get(&(scope, name)));
                queue.extend(values.into_iter().flatten().take(4));
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => {
                queue.extend(module.list(list).iter().take(2));
                if let Expr::Member(object, _) = module.expr(callee) {
                    queue.push(object);
                }
            }
            Expr::Keyword(_, value) | Expr::Await(value) => queue.push(value),
            Expr::Either(one, other) | Expr::If(_, one, other) => queue.extend([one, other]),
            _ => {}
        }
    }
    found
}

//! Reads of the environment: by member, by key, by call, as a whole.

use crate::flow::{Symbol, Value};
use crate::signatures::Effect;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List};

use super::scan::{Pending, Scanner};
use super::{EnvDump, EnvRead, Place};

/// Functions that take a variable's name first.
const GETTERS: [&str; 12] = [
    "os.getenv",
    "os.environ.get",
    "os.environ.setdefault",
    "os.environ.pop",
    "os.environ.__getitem__",
    "os.environ.copy().get",
    "os.getenvb",
    "Deno.env.get",
    "Bun.env.get",
    "decouple.config",
    "decouple.AutoConfig()",
    "env-var.get",
];

impl Scanner<'_, '_> {
    /// `process.env.X`, `os.environ[name]`.
    pub(super) fn glance_member(&mut self, place: Place, object: ExprId, key: Option<ExprId>) {
        let module = self.program.module(place.unit);
        // Only a name or a member can be the environment; most objects are neither worth a question.
        if !matches!(module.expr(object), Expr::Name(..) | Expr::Member(..) | Expr::Index(..) | Expr::Either(..) | Expr::Call(..)) {
            return;
        }
        if let Expr::Call(callee, _) = module.expr(object)
            && !matches!(module.expr(callee), Expr::Name(..) | Expr::Member(..))
        {
            return;
        }
        let value = self.flow.glance(place.unit, object);
        let is_environment =
            |flow: &crate::flow::Flow<'_>, value: &Value| matches!(value, Value::Symbol(symbol) if flow.is_environment(*symbol));
        if !value.alternatives().iter().any(|value| is_environment(&self.flow, value)) {
            return;
        }
        match key {
            None => {
                if let Expr::Member(_, name) = module.expr(place.expr)
                    && is_variable_name(module.name(name))
                {
                    self.read(module.name(name).to_owned(), place);
                }
            }
            Some(key) => self.read_later(place, key),
        }
    }

    /// A key that is written where it is used is read at once; any other may come from callers that are still to be found.
    fn read_later(&mut self, place: Place, key: ExprId) {
        match self.program.module(place.unit).expr(key) {
            Expr::Str(_) => self.read_each(place, key),
            _ => self.pending.push(Pending::Variable(place, key)),
        }
    }

    pub(super) fn read_each(&mut self, place: Place, key: ExprId) {
        let names = self.flow.expanded(place.unit, key);
        for name in names.alternatives() {
            if let Some(name) = name.as_text() {
                self.read(name.to_owned(), place);
            }
        }
    }

    fn read(&mut self, name: String, place: Place) {
        let plausible = !name.is_empty() && name.len() <= 128 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-()".contains(&b));
        if plausible {
            self.facts.env.push(EnvRead { name, place });
        }
    }

    /// `"X" in os.environ`.
    pub(super) fn membership(&mut self, place: Place, name: ExprId, container: ExprId) {
        let container = self.flow.glance(place.unit, container);
        if matches!(container, Value::Symbol(symbol) if self.flow.is_environment(symbol)) {
            self.read_later(place, name);
        }
    }

    /// Calls that take a name, and calls that take the environment itself.
    pub(super) fn environment_call(&mut self, place: Place, called: Option<Symbol>, callee: ExprId, arguments: List) {
        let module = self.program.module(place.unit);
        if arguments.len == 0 {
            return;
        }
        if let Some(symbol) = called
            && self.takes_a_name(symbol)
            && let Some(argument) = self.argument(place, 0)
        {
            self.read_later(place, argument);
            return;
        }
        for argument in module.list(arguments).iter().take(8) {
            let inner = match module.expr(*argument) {
                Expr::Keyword(_, value) | Expr::Spread(value) => value,
                _ => *argument,
            };
            if !is_maybe_environment(module, inner) {
                continue;
            }
            let Value::Symbol(symbol) = self.flow.glance(place.unit, inner) else { continue };
            if self.flow.is_environment(symbol) {
                self.whole_environment(place, callee, arguments);
                return;
            }
            self.glance_argument(place, *argument, symbol);
        }
    }

    fn takes_a_name(&self, symbol: Symbol) -> bool {
        let name = self.flow.symbols.name(symbol);
        // `environs.Env().str("X")` and its like: every reader of the object takes a name.
        GETTERS.contains(&name) || name.starts_with("environs.Env().") || (name.starts_with("commander.Option()") && name.ends_with(".env"))
    }

    /// The environment is handed over: to a schema that names its variables, or to something that takes all of it.
    fn whole_environment(&mut self, place: Place, callee: ExprId, arguments: List) {
        let names = self.schema_names(place, callee, arguments);
        if !names.is_empty() {
            for name in names {
                self.read(name, place);
            }
            return;
        }
        let by = match self.flow.value(place.unit, callee) {
            Value::Symbol(symbol) => self.flow.symbols.name(symbol).to_owned(),
            _ => return,
        };
        let serializes =
            matches!(by.as_str(), "JSON.stringify" | "json.dumps" | "str" | "repr" | "pickle.dumps" | "yaml.dump" | "util.inspect");
        let runtime = super::scan::runtime(self.program.module(place.unit).language);
        let leaves = self
            .signatures
            .call(runtime, &by)
            .is_some_and(|signature| matches!(signature.effect, Effect::Url | Effect::Host | Effect::Write | Effect::Mail));
        if serializes || leaves {
            self.facts.dumps.push(EnvDump { place, by, leaves });
        }
    }

    /// A dump that stands inside a call which connects or writes goes with it.
    pub(super) fn dumps_that_leave(&mut self) {
        let takes = |effect| matches!(effect, Effect::Url | Effect::Host | Effect::Mail | Effect::Write);
        for dump in &mut self.facts.dumps {
            let module = self.program.module(dump.place.unit);
            let inner = module.span(dump.place.expr);
            let outer = self.facts.calls.iter().filter(|call| call.place.unit == dump.place.unit && takes(call.effect)).find(|call| {
                let span = module.span(call.place.expr);
                span.start < inner.start && inner.end <= span.end
            });
            if let Some(call) = outer.filter(|_| !dump.leaves) {
                dump.by.clone_from(&call.callee);
                dump.leaves = true;
            }
        }
    }

    /// `z.object({ACME_TOKEN: …}).parse(process.env)`, `cleanEnv(process.env, {ACME_TOKEN: str()})`.
    fn schema_names(&mut self, place: Place, callee: ExprId, arguments: List) -> Vec<String> {
        let module = self.program.module(place.unit);
        let mut objects: Vec<ExprId> =
            module.list(arguments).iter().copied().filter(|argument| matches!(module.expr(*argument), Expr::Object(_))).collect();
        if let Expr::Member(object, _) = module.expr(callee) {
            objects.extend(self.object_argument(place, object, 0));
        }
        let mut names = Vec::new();
        for object in objects {
            let Expr::Object(members) = module.expr(object) else { continue };
            for member in module.list(members) {
                if let Expr::Pair(key, _) = module.expr(*member)
                    && let Expr::Str(key) = module.expr(key)
                    && is_upper(module.text(key))
                {
                    names.push(module.text(key).to_owned());
                }
            }
        }
        names
    }

    /// The object literal that a schema was made from: through names and calls of methods on it.
    fn object_argument(&self, place: Place, expr: ExprId, depth: u32) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        if depth > 12 {
            return None;
        }
        match module.expr(expr) {
            Expr::Object(_) => Some(expr),
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                let value = *module.variables.get(&(scope, name))?.first()?;
                self.object_argument(place, value, depth + 1)
            }
            Expr::Call(callee, arguments) => {
                let given = module.list(arguments).iter().copied().find(|argument| matches!(module.expr(*argument), Expr::Object(_)));
                given.or_else(|| match module.expr(callee) {
                    Expr::Member(object, _) => self.object_argument(place, object, depth + 1),
                    _ => None,
                })
            }
            _ => None,
        }
    }
}

/// The environment by a name, as a member, or copied: `dict(os.environ)`, `os.environ.copy()`.
fn is_maybe_environment(module: &Module, expr: ExprId) -> bool {
    match module.expr(expr) {
        Expr::Member(..) | Expr::Name(..) => true,
        Expr::Call(callee, _) => {
            matches!(module.expr(callee), Expr::Name(name, _) | Expr::Member(_, name) if matches!(module.name(name), "dict" | "copy"))
        }
        _ => false,
    }
}

/// Methods of the environment object are no variables.
fn is_variable_name(name: &str) -> bool {
    !matches!(
        name,
        "get"
            | "setdefault"
            | "pop"
            | "copy"
            | "items"
            | "keys"
            | "values"
            | "update"
            | "hasOwnProperty"
            | "toString"
            | "clear"
            | "toObject"
    )
}

fn is_upper(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && name.as_bytes()[0].is_ascii_uppercase()
}

//! What calls give: what they tell by themselves, or what they were given.

use crate::facts::{PathAccess, Place};
use crate::flow::{At, UnitId, Value};
use crate::signatures::{CallSignature, Effect};
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};

use super::Ingredient;
use super::walk::{Walk, Wanted};

/// Returns of one function that are looked at.
const MAX_RETURNS: usize = 24;
/// Expressions of a promise's function that are looked through for what it settles to.
const MAX_SETTLING: u32 = 4_000;
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
/// Functions that give all that they are given, in another form.
const COPYING: [&str; 48] = [
    "stringify",
    "dumps",
    "dump",
    "safe_dump",
    "dict",
    "str",
    "repr",
    "entries",
    "keys",
    "values",
    "assign",
    "items",
    "copy",
    "deepcopy",
    "from",
    "fromEntries",
    "inspect",
    "clone",
    "cloneDeep",
    "structuredClone",
    "list",
    "sorted",
    "tuple",
    "set",
    "filter",
    "map",
    "reduce",
    "forEach",
    "urlencode",
    "URLSearchParams",
    "encode",
    "serialize",
    "update",
    "join",
    "format",
    "b64encode",
    "btoa",
    "Map",
    "merge",
    "OrderedDict",
    "vars",
    "toString",
    "Object",
    "bytes",
    "pformat",
    "String",
    "push",
    "append",
];
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

impl Walk<'_, '_> {
    pub(super) fn call(&mut self, unit: UnitId, expr: ExprId, callee: ExprId, arguments: List, wanted: &Wanted) {
        match self.flow.glance(unit, expr) {
            Value::Env(name) => return self.add(Ingredient::Variable(name.to_string()), unit, expr),
            Value::Number(_) | Value::Bool(_) => return,
            _ => {}
        }
        let module = self.flow.program.module(unit);
        if let Expr::Member(_, method) = module.expr(callee)
            && TESTS.contains(&module.name(method))
        {
            return;
        }
        let called = self.flow.glance(unit, callee);
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
        self.passes_on(unit, callee, arguments, wanted);
    }

    /// What a function outside the package is known to give; false where it passes on what it is given.
    fn outside(&mut self, unit: UnitId, expr: ExprId, name: &str) -> bool {
        let runtime = self.runtime(unit);
        if self.signatures.is_closing(runtime, name) {
            return true;
        }
        if let Some(source) = self.signatures.source(runtime, name) {
            let (class, id, tells) = (source.class, source.id.clone(), source.tells.clone());
            self.add(Ingredient::Source { class, id, tells }, unit, expr);
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

    /// By what a call of a known function does; false where it only passes on.
    fn gives(&mut self, unit: UnitId, expr: ExprId, name: &str, signature: &CallSignature) -> bool {
        match signature.effect {
            Effect::Read => {
                let is_listing = signature.id == "folder-read" || LISTING.contains(&last(name));
                self.file(unit, expr, is_listing);
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
            Effect::Sql | Effect::Log | Effect::Listen | Effect::Launch | Effect::Delete | Effect::Import => true,
            Effect::Evaluate | Effect::Deserialize | Effect::Mail => false,
        }
    }

    /// The same for a call that is only known by the names that it is written with.
    fn known_fact(&mut self, unit: UnitId, expr: ExprId) -> bool {
        let Some(at) = self.index.calls.get(&Place { unit, expr }).and_then(|all| all.first()).copied() else { return false };
        let call = &self.facts.calls[at];
        let (callee, signature) = (call.callee.clone(), call.signature);
        self.gives(unit, expr, &callee, signature)
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

    /// What a call reads, as far as its path is known.
    fn file(&mut self, unit: UnitId, expr: ExprId, is_listing: bool) {
        let paths = self.paths_at(unit, expr);
        let opens_to_write = paths.iter().any(|(access, _)| *access == PathAccess::Write);
        if opens_to_write {
            return;
        }
        let mut paths: Vec<String> = paths.into_iter().map(|(_, path)| path).collect();
        if paths.is_empty() {
            paths.push("*".to_owned());
        }
        for path in paths {
            let ingredient = if is_listing { Ingredient::Folder(path) } else { Ingredient::File(path) };
            self.add(ingredient, unit, expr);
        }
    }

    /// What a call that copies or packs takes along.
    pub(super) fn files_read_by(&mut self, unit: UnitId, call: ExprId) {
        for (access, path) in self.paths_at(unit, call) {
            if access == PathAccess::Read {
                self.add(Ingredient::File(path), unit, call);
            }
        }
    }

    /// What is put into a file that a call has opened: `with open(path, "w") as file: json.dump(data, file)`.
    pub(super) fn written_to(&mut self, unit: UnitId, call: ExprId) {
        let index = self.index.unit(unit);
        self.additions(unit, index.additions.piped_to(call), &None);
        let Some((scope, name)) = index.kept_in.get(&call) else { return };
        self.additions(unit, index.additions.of(*scope, *name), &None);
    }

    /// The paths that a call was given, at its own place or at those of its arguments.
    pub(super) fn paths_at(&self, unit: UnitId, expr: ExprId) -> Vec<(PathAccess, String)> {
        let module = self.flow.program.module(unit);
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(expr) else { return Vec::new() };
        let receiver = match module.expr(callee) {
            Expr::Member(object, _) => Some(object),
            _ => None,
        };
        let inner = |argument: &ExprId| match module.expr(*argument) {
            Expr::Keyword(_, value) | Expr::Spread(value) => value,
            _ => *argument,
        };
        let places = module.list(arguments).iter().take(8).map(inner).chain(receiver).chain([expr]);
        places
            .filter_map(|expr| self.index.paths.get(&Place { unit, expr }))
            .flatten()
            .map(|at| (self.facts.paths[*at].access, self.facts.paths[*at].path.clone()))
            .filter(|(access, _)| *access != PathAccess::Named)
            .take(8)
            .collect()
    }

    /// What a function of the package returns, for one call of it.
    fn own(&mut self, function: At<FunctionId>, call: At<ExprId>, wanted: &Wanted) {
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

    /// The receiver, the arguments, and what functions among the arguments return.
    fn passes_on(&mut self, unit: UnitId, callee: ExprId, arguments: List, wanted: &Wanted) {
        let module = self.flow.program.module(unit);
        if let Expr::Member(object, _) = module.expr(callee) {
            self.walk(unit, object, &None);
        }
        for argument in module.list(arguments).iter().take(MAX_RETURNS) {
            match module.expr(*argument) {
                Expr::Function(function) => {
                    let info = module.function(function);
                    info.returns.iter().take(MAX_RETURNS).for_each(|returned| self.walk(unit, *returned, wanted));
                    self.settles(unit, function);
                }
                _ if self.is_whole_environment(unit, *argument) && !self.copies(unit, callee) => {
                    // A schema takes what it knows; whoever asks for a member of that gets one variable.
                    if let Some(name) = wanted {
                        self.add(Ingredient::Variable(name.to_string()), unit, *argument);
                    }
                }
                _ => self.walk(unit, *argument, &None),
            }
        }
    }

    /// `process.env`, `{...process.env}`, `dict(os.environ)`.
    fn is_whole_environment(&mut self, unit: UnitId, expr: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        match module.expr(expr) {
            Expr::Name(..) | Expr::Member(..) => {
                matches!(self.flow.glance(unit, expr), Value::Symbol(symbol) if self.flow.is_environment(symbol))
            }
            Expr::Keyword(_, inner) | Expr::Spread(inner) => self.is_whole_environment(unit, inner),
            Expr::Object(members) => module
                .list(members)
                .iter()
                .take(MAX_RETURNS)
                .any(|member| matches!(module.expr(*member), Expr::Spread(inner) if self.is_whole_environment(unit, inner))),
            _ => false,
        }
    }

    /// What is called gives all that it is given, in another form.
    fn copies(&self, unit: UnitId, callee: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        match module.expr(callee) {
            Expr::Name(name, _) | Expr::Member(_, name) => COPYING.contains(&module.name(name)),
            _ => true,
        }
    }

    /// `new Promise((resolve) => … resolve(value))`
    fn settles(&mut self, unit: UnitId, function: FunctionId) {
        let module = self.flow.program.module(unit);
        let info = module.function(function);
        let (start, end) = info.exprs;
        let Some(name) = info.parameters.first().and_then(|parameter| parameter.name).filter(|_| end - start < MAX_SETTLING) else {
            return;
        };
        for id in (start..end).map(ExprId) {
            if let Expr::Call(callee, arguments) = module.expr(id)
                && let Expr::Name(called, scope) = module.expr(callee)
                && called == name
                && module.declaring_scope(called, scope) == Some(info.scope)
            {
                self.all(unit, arguments, &None);
            }
        }
    }

    /// What a function that is handed to a call is given by it: `fs.readFile(path, (error, text) => …)`.
    pub(super) fn calls_back(&mut self, unit: UnitId, call: ExprId, callee: ExprId, arguments: List) {
        let called = self.flow.glance(unit, callee);
        let mut is_known = false;
        for called in called.alternatives() {
            match called {
                Value::Symbol(symbol) => {
                    let name = self.flow.symbols.name(*symbol).to_owned();
                    is_known |= self.outside(unit, call, &name);
                }
                // What the package's own function gives to it is among the known calls, or nobody knows.
                Value::Function(_) => is_known = true,
                _ => {}
            }
        }
        if is_known || self.known_fact(unit, call) {
            return;
        }
        let module = self.flow.program.module(unit);
        if let Expr::Member(object, _) = module.expr(callee) {
            self.walk(unit, object, &None);
        }
        for argument in module.list(arguments).iter().take(8) {
            if super::index::function_of(module, *argument).is_none() {
                self.walk(unit, *argument, &None);
            }
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

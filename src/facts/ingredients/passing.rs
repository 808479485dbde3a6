//! Calls that pass on what they are given.

use crate::flow::{UnitId, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId, List};

use super::Ingredient;
use super::index::function_of;
use super::members::Wanted;
use super::walk::Walk;

/// Arguments of one call, and returns of one function, that are looked at.
const MAX_ARGUMENTS: usize = 24;
/// Expressions of a promise's function that are looked through for what it settles to.
const MAX_SETTLING: u32 = 4_000;
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

impl<'p> Walk<'_, 'p> {
    /// The receiver, the arguments, and what functions among the arguments return.
    pub(super) fn passes_on(&mut self, unit: UnitId, callee: ExprId, arguments: List, wanted: Wanted<'p>) {
        let module = self.flow.program.module(unit);
        match module.expr(callee) {
            Expr::Member(object, method) if module.name(method) == "get" => {
                self.one_of(unit, object, module.list(arguments).first().copied());
            }
            Expr::Member(object, _) => self.walk(unit, object, None),
            _ => {}
        }
        for argument in module.list(arguments).iter().take(MAX_ARGUMENTS) {
            match module.expr(*argument) {
                Expr::Function(function) => {
                    let info = module.function(function);
                    info.returns.iter().take(MAX_ARGUMENTS).for_each(|returned| self.walk(unit, *returned, wanted));
                    self.settles(unit, function);
                }
                _ if self.is_whole_environment(unit, *argument) && !self.copies(unit, callee) => {
                    // A schema takes what it knows; whoever asks for a member of that gets one variable.
                    if let Some(asked) = wanted {
                        self.add(Ingredient::Variable(asked.name.to_owned()), unit, *argument);
                    }
                }
                _ => self.walk(unit, *argument, None),
            }
        }
    }

    /// `process.env`, `{...process.env}`, `dict(os.environ)`.
    fn is_whole_environment(&mut self, unit: UnitId, expr: ExprId) -> bool {
        let module = self.flow.program.module(unit);
        match module.expr(expr) {
            Expr::Name(..) | Expr::Member(..) => {
                matches!(self.glance(unit, expr), Value::Symbol(symbol) if self.flow.is_environment(symbol))
            }
            Expr::Keyword(_, inner) | Expr::Spread(inner) => self.is_whole_environment(unit, inner),
            // `os.environ if env is None else env`
            Expr::If(_, one, other) | Expr::Either(one, other) => {
                self.is_whole_environment(unit, one) || self.is_whole_environment(unit, other)
            }
            Expr::Object(members) => module
                .list(members)
                .iter()
                .take(MAX_ARGUMENTS)
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
                self.all(unit, arguments, None);
            }
        }
    }

    /// What a function that is handed to a call is given by it: `fs.readFile(path, (error, text) => …)`.
    pub(super) fn calls_back(&mut self, unit: UnitId, call: ExprId, callee: ExprId, arguments: List) {
        let called = self.glance(unit, callee);
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
            self.walk(unit, object, None);
        }
        for argument in module.list(arguments).iter().take(8) {
            if function_of(module, *argument).is_none() {
                self.walk(unit, *argument, None);
            }
        }
    }
}

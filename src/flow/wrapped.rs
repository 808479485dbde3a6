//! Modules inside one file, as bundlers wrap them: `__commonJS({ "a.js"(exports, module) { … } })`, and the table that
//! `__webpack_require__` looks them up in. What such a module exports is an object that its function fills; it is known by that function.

use std::collections::HashMap;

use crate::syntax::ir::{Expr, ExprId, FunctionId, List, Module};

use super::Flow;
use super::call::Arguments;
use super::value::{At, UnitId, Value};

/// The helper of a bundler is shorter than this.
const MAX_HELPER: u32 = 120;
/// So many writes of one name in one module are looked through.
const MAX_WRITES: usize = 24;

/// What was found out of the bundles so far.
#[derive(Debug, Default)]
pub(super) struct Bundles {
    tables: HashMap<UnitId, Tables>,
    /// Whether a function is a bundler's helper.
    helpers: HashMap<At<FunctionId>, bool>,
}

/// All tables of wrapped modules in one file.
#[derive(Debug, Default)]
struct Tables {
    /// Each module's function by its key.
    all: Vec<HashMap<String, ExprId>>,
    /// In which table a function stands, and which table a literal is.
    of_function: HashMap<FunctionId, usize>,
    by_list: HashMap<u32, usize>,
}

impl Tables {
    fn of(module: &Module) -> Self {
        let mut tables = Self::default();
        for (_, expr) in module.iter() {
            let Expr::Object(list) = expr else { continue };
            let mut table = HashMap::new();
            for member in module.list(list) {
                if let Expr::Pair(key, value) = module.expr(*member)
                    && let Some(key) = key_text(module, key)
                    && takes_exports(module, value)
                {
                    table.insert(key, value);
                }
            }
            // A table holds modules and nothing else.
            if table.is_empty() || table.len() < module.list(list).len() {
                continue;
            }
            let at = tables.all.len();
            tables.by_list.insert(list.start, at);
            for value in table.values() {
                if let Expr::Function(function) = module.expr(*value) {
                    tables.of_function.insert(function, at);
                }
            }
            tables.all.push(table);
        }
        tables
    }
}

/// Which parameters of a wrapped module's function are its `exports` and its `module`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Roots {
    exports: u32,
    module: u32,
}

impl Flow<'_> {
    /// What a call gives that brings in a wrapped module: `require_a()`, `__webpack_require__(123)`.
    pub(super) fn wrapped_module(&mut self, unit: UnitId, callee: ExprId, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let found = match arguments.list {
            [] => self.lazy_module(unit, callee)?,
            [key] => self.module_of_table(unit, callee, *key)?,
            [_, _, ..] => return None,
        };
        let at = At { unit, id: found };
        let mut values = self.whole(at, depth);
        values.push(Value::Object(at));
        Some(Value::any(values))
    }

    /// `module.exports = …` inside the function of a wrapped module.
    fn whole(&mut self, at: At<ExprId>, depth: u32) -> Vec<Value> {
        let module = self.program.module(at.unit);
        let Expr::Function(function) = module.expr(at.id) else { return Vec::new() };
        let parameter = roots(module, function).module;
        let writes = self.writes_in(at, function, "exports");
        let whole = writes.into_iter().filter(|(object, _)| is_parameter(module, *object, function, parameter));
        whole.map(|(_, value)| self.eval(at.unit, value, depth + 1)).collect()
    }

    /// `exports.name = …` and `module.exports.name = …` inside the function of a wrapped module.
    pub(super) fn wrapped_member(&mut self, at: At<ExprId>, name: &str, depth: u32) -> Value {
        let module = self.program.module(at.unit);
        let Expr::Function(function) = module.expr(at.id) else { return Value::Unknown };
        let parameters = roots(module, function);
        let is_exports = |object: ExprId| match module.expr(object) {
            Expr::Member(base, name) => module.name(name) == "exports" && is_parameter(module, base, function, parameters.module),
            _ => is_parameter(module, object, function, parameters.exports),
        };
        let writes = self.writes_in(at, function, name);
        let values: Vec<ExprId> = writes.into_iter().filter(|(object, _)| is_exports(*object)).map(|(_, value)| value).collect();
        let mut values: Vec<Value> = values.into_iter().map(|value| self.eval(at.unit, value, depth + 1)).collect();
        // Compiled code sets its exports to nothing first.
        values.retain(|value| *value != Value::Null);
        // The default import of a CommonJS module is its exports.
        if values.is_empty() && name == "default" {
            values = self.whole(at, depth);
            if values.is_empty() {
                values.push(Value::Object(at));
            }
        }
        Value::any(values)
    }

    /// The writes of a property inside a function: object and value.
    fn writes_in(&self, at: At<ExprId>, function: FunctionId, name: &str) -> Vec<(ExprId, ExprId)> {
        let module = self.program.module(at.unit);
        let (start, end) = module.function(function).exprs;
        let Some(writes) = module.names.find(name).and_then(|name| module.member_writes.get(&name)) else { return Vec::new() };
        let first = writes.partition_point(|write| write.value.0 < start);
        let inside = writes[first..].iter().take_while(|write| write.value.0 < end).take(MAX_WRITES);
        inside.map(|write| (write.object, write.value)).collect()
    }

    /// `var require_a = __commonJS({ "a.js"(exports, module) { … } })`, or with the function alone.
    fn lazy_module(&mut self, unit: UnitId, callee: ExprId) -> Option<ExprId> {
        let module = self.program.module(unit);
        let Expr::Call(helper, given) = module.expr(only_value(module, callee)?) else { return None };
        let [given] = module.list(given) else { return None };
        let wrapped = match module.expr(*given) {
            Expr::Object(members) => match module.list(members) {
                [only] => match module.expr(*only) {
                    Expr::Pair(_, value) => value,
                    _ => return None,
                },
                _ => return None,
            },
            _ => *given,
        };
        (takes_exports(module, wrapped) && self.is_helper(unit, helper)).then_some(wrapped)
    }

    /// `require(key)`, where the function that calls it stands in the table itself or the bundler's helper is called.
    fn module_of_table(&mut self, unit: UnitId, callee: ExprId, key: ExprId) -> Option<ExprId> {
        let module = self.program.module(unit);
        if !matches!(module.expr(key), Expr::Str(_) | Expr::Number(_)) {
            return None;
        }
        let require = module.expr(only_value(module, callee)?);
        let helper = match require {
            Expr::Function(function) if self.is_helper(unit, callee) => Some(table_of_helper(module, function)?),
            Expr::Parameter(_, 2) => None,
            _ => return None,
        };
        let key = key_text(module, key)?;
        let tables = self.bundles.tables.entry(unit).or_insert_with(|| Tables::of(module));
        let table = match (helper, require) {
            (Some(list), _) => tables.by_list.get(&list.start)?,
            (None, Expr::Parameter(function, _)) => tables.of_function.get(&function)?,
            (None, _) => return None,
        };
        tables.all[*table].get(key.as_str()).copied()
    }

    /// A small function that makes `{ exports: {} }`.
    fn is_helper(&mut self, unit: UnitId, helper: ExprId) -> bool {
        let module = self.program.module(unit);
        let Some(Expr::Function(id)) = only_value(module, helper).map(|value| module.expr(value)) else { return false };
        *self.bundles.helpers.entry(At { unit, id }).or_insert_with(|| makes_exports(module, id))
    }
}

fn makes_exports(module: &Module, function: FunctionId) -> bool {
    let (start, end) = module.function(function).exprs;
    let is_exports = |id: u32| match module.expr(ExprId(id)) {
        Expr::Pair(key, _) => matches!(module.expr(key), Expr::Str(text) if module.text(text) == "exports"),
        _ => false,
    };
    end - start <= MAX_HELPER && (start..end).any(is_exports)
}

/// The one value of a variable.
fn only_value(module: &Module, name: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(name) else { return None };
    let values = module.variables.get(&(module.declaring_scope(name, scope)?, name))?;
    match values[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn takes_exports(module: &Module, value: ExprId) -> bool {
    matches!(module.expr(value), Expr::Function(function) if (1..=3).contains(&module.function(function).parameters.len()))
}

/// esbuild gives a module `exports` first, webpack `module`; a webpack module has a third parameter or says `module` first.
fn roots(module: &Module, function: FunctionId) -> Roots {
    let parameters = &module.function(function).parameters;
    let first = parameters.first().and_then(|parameter| parameter.name).map(|name| module.name(name));
    let is_webpack = parameters.len() == 3 || first.is_some_and(|first| first.trim_start_matches('_').starts_with("module"));
    if is_webpack { Roots { exports: 1, module: 0 } } else { Roots { exports: 0, module: 1 } }
}

fn is_parameter(module: &Module, object: ExprId, function: FunctionId, index: u32) -> bool {
    only_value(module, object).is_some_and(|value| module.expr(value) == Expr::Parameter(function, index))
}

fn key_text(module: &Module, key: ExprId) -> Option<String> {
    match module.expr(key) {
        Expr::Str(text) => Some(module.text(text).to_owned()),
        Expr::Number(number) => Some(super::value::number_text(number)),
        _ => None,
    }
}

/// The table that `__webpack_require__` indexes with its parameter.
fn table_of_helper(module: &Module, function: FunctionId) -> Option<List> {
    let (start, end) = module.function(function).exprs;
    (start..end).find_map(|id| {
        let Expr::Index(table, key) = module.expr(ExprId(id)) else { return None };
        let Expr::Parameter(of, 0) = module.expr(only_value(module, key)?) else { return None };
        match module.expr(only_value(module, table)?) {
            Expr::Object(list) if of == function && !module.list(list).is_empty() => Some(list),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Program, Unit};
    use crate::model::RelPath;
    use crate::syntax::{Language, ParseBudget, parse};

    const HELPER: &str = "var __getOwnPropNames = Object.getOwnPropertyNames;\nvar __commonJS = (cb, mod) => function __require() { return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };\n";
    const MINIFIED: &str = "var w=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);\n";
    const WEBPACK: &str = "var cache = {};\nfunction req(id) { var known = cache[id]; if (known !== undefined) return known.exports; var module = (cache[id] = { exports: {} }); modules[id](module, module.exports, req); return module.exports; }\n";

    /// What the callee of the call of `test(…)`'s argument is: `test(run)`.
    fn tested(code: &str) -> String {
        let path = RelPath::new("index.js").unwrap();
        let module = parse(code, Language::JavaScript, &ParseBudget::default()).unwrap();
        let program = Program::new(vec![Unit { path, module: module.into(), parts: Default::default() }], None);
        let mut flow = Flow::new(&program);
        let module = program.module(UnitId(0));
        let asked = module.iter().find_map(|(_, expr)| match expr {
            Expr::Call(callee, list) => match (module.expr(callee), module.list(list)) {
                (Expr::Name(name, _), [only]) if module.name(name) == "test" => Some(*only),
                _ => None,
            },
            _ => None,
        });
        match flow.value(UnitId(0), asked.unwrap()) {
            Value::Symbol(symbol) => flow.symbols.name(symbol).to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Function(function) => module.function(function.id).name.map_or("?", |name| module.name(name)).to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_wrapped_module_gives_what_it_exports() {
        let body = "{ exports.run = function run() {}; module.exports.port = 'p'; exports.cp = require('child_process').exec; }";
        let module = format!("{HELPER}var require_a = __commonJS({{ 'node_modules/a.js'(exports, module) {body} }});\n");
        assert_eq!(tested(&format!("{module}var a = __toESM(require_a()); test(a.run)")), "run");
        assert_eq!(tested(&format!("{module}test(require_a().port)")), "p");
        assert_eq!(tested(&format!("{module}const {{ cp }} = require_a(); test(cp)")), "child_process.exec");
        assert_eq!(tested(&format!("{MINIFIED}var a=w((e,t)=>{{e.run=function run(){{}}}});var b=a();test(b.run)")), "run");
        assert_eq!(tested(&format!("{MINIFIED}var a=w((e,t)=>{{t.exports=function go(){{}}}});test(__toESM(a()).default)")), "go");
        let inner = format!("{HELPER}var require_b = __commonJS({{ 'b.js'(exports) {{ exports.b = 'deep'; }} }});\n");
        let outer = "var require_a = __commonJS({ 'a.js'(exports, module) { var b = require_b(); module.exports = { a: b.b }; } });\ntest(require_a().a)";
        assert_eq!(tested(&format!("{inner}{outer}")), "deep");
    }

    #[test]
    fn a_table_of_modules_is_looked_up_by_key() {
        let table = "var modules = { 12: (module, exports, req) => { exports.go = req(34).run; }, 34: (module, exports) => { exports.run = function run() {}; }, './c.js': (e, t, n) => { e.exports = n(34); } };\n";
        assert_eq!(tested(&format!("{table}{WEBPACK}test(req(34).run)")), "run");
        assert_eq!(tested(&format!("{table}{WEBPACK}var a = req(12); test(a.go)")), "run");
        assert_eq!(tested(&format!("{table}{WEBPACK}test(req('./c.js').run)")), "run");
        let getters = "var modules = { 7: (e, t, n) => { n.d(t, { go: () => go, a: () => b }); function go() {} } };\n";
        assert_eq!(tested(&format!("{getters}{WEBPACK}test(req(7).go)")), "go");
        let names = "var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name] }); };\nvar a_exports = {};\n__export(a_exports, { go: () => go });\nfunction go() {}\n";
        assert_eq!(tested(&format!("{names}test(a_exports.go)")), "go");
    }

    #[test]
    fn what_looks_alike_is_no_module() {
        let memo = "const memo = (make) => () => make({});\nconst a = memo((exports) => { exports.run = function run() {}; });\n";
        assert_ne!(tested(&format!("{memo}test(a().run)")), "run");
    }
}

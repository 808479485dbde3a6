//! `object.name` and `object[key]`, for every kind of object.

use std::rc::Rc;

use crate::syntax::Language;
use crate::syntax::ir::{ClassId, Export, Expr, ExprId, FunctionId, Name, ScopeId};

use super::builtins::{is_builtin, is_mapping_method, is_method_of_objects};
use super::value::{At, UnitId, Value};
use super::{Flow, Symbol, fold};

/// Re-exports and base classes are followed this far.
pub(super) const MAX_HOPS: u32 = 16;

impl Flow<'_> {
    pub(super) fn member(&mut self, object: &Value, name: &str, depth: u32) -> Value {
        if self.fuel == 0 || depth > 96 {
            return Value::Unknown;
        }
        self.fuel -= 1;
        // Modules, functions and frames all lead to the same place.
        if name == "__builtins__" {
            return Value::Symbol(self.symbols.root("builtins"));
        }
        match object {
            Value::Symbol(symbol) => self.hung_on(*symbol, name, depth).unwrap_or_else(|| self.symbol_member(*symbol, name)),
            Value::Any(values) => {
                Value::any(values.iter().map(|value| self.member(value, name, depth + 1)).filter(|value| !value.is_unknown()))
            }
            Value::Object(at) => self.object_member(*at, name, depth),
            Value::Instance(at) => self.instance_member(*at, name, depth),
            Value::Given(given) => self.within(given, |flow| flow.member(&given.thing, name, depth)),
            Value::Class(at) => self.class_member(*at, name, depth, 0).unwrap_or(Value::Unknown),
            Value::Namespace(unit) => self.namespace_member(*unit, name, depth),
            Value::Parameter(at, index) => match self.annotated(*at, *index, depth) {
                Some(instance) => self.member(&instance, name, depth + 1),
                None => Value::member(&Rc::new(object.clone()), name.into()),
            },
            // `[]['filter']['constructor']` makes functions.
            Value::Member(base, ..) if name == "constructor" && matches!(**base, Value::Array(_) | Value::List(_)) => {
                Value::Symbol(self.symbols.root("Function"))
            }
            Value::Member(..) => Value::member(&Rc::new(object.clone()), name.into()),
            // `f.bind(x)`: what is bound is still the function.
            Value::Function(_) if matches!(name, "bind" | "call" | "apply") => object.clone(),
            Value::Function(at) if name == "__globals__" => Value::Namespace(at.unit),
            Value::Function(_) if name == "constructor" => Value::Symbol(self.symbols.root("Function")),
            // `[].constructor` is Array, and the constructor of that is Function.
            Value::Array(_) | Value::Text(_) | Value::Number(_) | Value::List(_) if name == "constructor" => {
                Value::Symbol(self.symbols.root("Object"))
            }
            Value::Array(_) | Value::List(_) if matches!(name, "filter" | "map" | "at" | "find" | "concat" | "flat") => {
                // A method of an array, taken for its `.constructor`.
                Value::member(&Rc::new(object.clone()), name.into())
            }
            Value::Array(_) | Value::List(_) if name == "length" => {
                self.elements(object, depth).map_or(Value::Unknown, |items| Value::Number(items.len() as f64))
            }
            Value::Text(_) if name == "value" => object.clone(), // a member of an enumeration
            Value::Text(text) if name == "length" => Value::Number(text.encode_utf16().count() as f64),
            Value::Url(text) => fold::url::part(text, name),
            Value::Path(text) => fold::path::part(text, name),
            Value::Unknown
            | Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_)
            | Value::Null
            | Value::Concat(_)
            | Value::Env(_)
            | Value::Function(_)
            | Value::Array(_)
            | Value::List(_) => Value::Unknown,
        }
    }

    pub(super) fn symbol_member(&mut self, symbol: Symbol, name: &str) -> Value {
        match (self.symbols.name(symbol), name) {
            (environment, _) if is_readable(environment) && !is_mapping_method(name) => Value::Env(name.into()),
            // The module's own function, which only happens to have the name of a method of functions.
            (module, "call") if module == "subprocess" || module.ends_with(".subprocess") || module == "subprocess32" => {
                Value::Symbol(self.symbols.member(symbol, name))
            }
            // What a function object offers leads back to the function.
            (_, "bind" | "call" | "apply" | "__call__" | "__wrapped__" | "__func__") => Value::Symbol(symbol),
            // `module.constructor._load` loads a module.
            ("module", "constructor") => Value::Symbol(self.symbols.member(symbol, name)),
            ("sys.modules", _) if !is_mapping_method(name) => self.outside(name, Language::Python),
            // The built-in functions are methods of the module that holds them.
            (function, "__self__") if is_builtin(function) => Value::Symbol(self.symbols.root("builtins")),
            // `Error.prototype.constructor` is Error.
            (prototype, "constructor") if prototype != "Function.prototype" && prototype.ends_with(".prototype") => {
                let class = prototype.trim_end_matches(".prototype").to_owned();
                Value::Symbol(self.symbols.root(&class))
            }
            // `eval.constructor`, `Array.constructor`, `(async () => {}).constructor`.
            // What some call gave back has a class of its own, other than the prototype of a function.
            (function, "constructor") if function == "Object.getPrototypeOf()" || !function.contains("()") => {
                Value::Symbol(self.symbols.root("Function"))
            }
            // `os.__dict__['system']`, `vars(os)['system']`.
            (_, "__dict__" | "__globals__") => Value::Symbol(symbol),
            _ => Value::Symbol(self.symbols.member(symbol, name)),
        }
    }

    pub(super) fn index(&mut self, object: &Value, key: &Value, depth: u32) -> Value {
        match key {
            Value::Text(name) => self.member(object, name, depth),
            Value::Any(keys) => Value::any(keys.iter().map(|key| self.index(object, key, depth + 1)).filter(|value| !value.is_unknown())),
            Value::Number(number) => self.item(object, *number, depth),
            _ if let Value::Given(given) = object => self.within(given, |flow| flow.index(&given.thing, key, depth)),
            // Some element of it.
            _ => match object {
                Value::Array(_) | Value::List(_) => {
                    let items = self.elements(object, depth).unwrap_or_default();
                    if items.len() > 24 { Value::Unknown } else { Value::any(items) }
                }
                Value::Object(at) => self.some_member(*at, depth),
                Value::Symbol(symbol) if self.is_environment(*symbol) => Value::member(&Rc::new(object.clone()), "*".into()),
                _ => Value::Unknown,
            },
        }
    }

    /// `process.env`, `os.environ` and their like.
    pub fn is_environment(&self, symbol: Symbol) -> bool {
        let name = self.symbols.name(symbol);
        is_readable(name) || name == "Deno.env"
    }

    pub(super) fn item(&mut self, object: &Value, number: f64, depth: u32) -> Value {
        match object {
            Value::Namespace(unit) => self.item_of_module(*unit, number, depth),
            Value::Text(text) => text.chars().nth(number as usize).map_or(Value::Unknown, |c| Value::text(c.encode_utf8(&mut [0; 4]))),
            Value::Array(at) => {
                // One element, without reading the others.
                let module = self.program.module(at.unit);
                let Expr::Array(list) = module.expr(at.id) else { return Value::Unknown };
                let items = module.list(list);
                let position = if number < 0.0 { items.len() as f64 + number } else { number };
                match items.get(position as usize) {
                    Some(item) if position >= 0.0 && !matches!(module.expr(*item), Expr::Spread(_)) => self.eval(at.unit, *item, depth + 1),
                    _ => Value::Unknown,
                }
            }
            Value::List(items) => {
                let position = if number < 0.0 { items.len() as f64 + number } else { number };
                if position < 0.0 { Value::Unknown } else { items.get(position as usize).cloned().unwrap_or(Value::Unknown) }
            }
            Value::Object(_) => self.member(object, &super::value::number_text(number), depth),
            Value::Given(given) => self.within(given, |flow| flow.item(&given.thing, number, depth)),
            Value::Any(values) => {
                Value::any(values.iter().map(|value| self.item(value, number, depth + 1)).filter(|value| !value.is_unknown()))
            }
            _ => Value::Unknown,
        }
    }

    /// Any of an object's values, where the key is not known.
    fn some_member(&mut self, at: At<ExprId>, depth: u32) -> Value {
        let module = self.program.module(at.unit);
        let Expr::Object(list) = module.expr(at.id) else { return Value::Unknown };
        let members = module.list(list);
        if members.len() > 24 {
            return Value::Unknown;
        }
        let values: Vec<Value> = members
            .iter()
            .filter_map(|member| match module.expr(*member) {
                Expr::Pair(_, value) => Some(self.eval(at.unit, value, depth + 1)),
                _ => None,
            })
            .collect();
        Value::any(values)
    }

    fn object_member(&mut self, at: At<ExprId>, name: &str, depth: u32) -> Value {
        let module = self.program.module(at.unit);
        let Expr::Object(list) = module.expr(at.id) else { return self.wrapped_member(at, name, depth) };
        let mut found = Vec::new();
        for member in module.list(list).iter().rev() {
            match module.expr(*member) {
                Expr::Pair(key, value) => {
                    let matches = match module.expr(key) {
                        Expr::Str(text) => module.text(text) == name,
                        _ => self.eval(at.unit, key, depth + 1).as_text() == Some(name),
                    };
                    if matches {
                        found.push(self.eval(at.unit, value, depth + 1));
                        break;
                    }
                }
                Expr::Spread(inner) => {
                    let inner = self.eval(at.unit, inner, depth + 1);
                    let value = self.member(&inner, name, depth + 1);
                    if !value.is_unknown() {
                        found.push(value);
                    }
                }
                _ => {}
            }
        }
        found.extend(self.written(at.unit, name, &Value::Object(at), depth));
        if found.is_empty() && is_method_of_objects(name) {
            return Value::member(&Rc::new(Value::Object(at)), name.into());
        }
        Value::any(found)
    }

    fn class_member(&mut self, at: At<ClassId>, name: &str, depth: u32, hops: u32) -> Option<Value> {
        if let Some(value) = self.own_member(at, name, depth) {
            return Some(value);
        }
        let written = self.written(at.unit, name, &Value::Class(at), depth);
        if !written.is_empty() {
            return Some(Value::any(written));
        }
        if hops >= MAX_HOPS {
            return None;
        }
        self.bases(at, depth).into_iter().find_map(|base| match base {
            Value::Class(base) => self.class_member(base, name, depth + 1, hops + 1),
            _ => None,
        })
    }

    /// A method or a field with a value, of the class itself.
    pub(super) fn own_member(&mut self, at: At<ClassId>, name: &str, depth: u32) -> Option<Value> {
        let module = self.program.module(at.unit);
        let class = module.class(at.id);
        let wanted = module.names.find(name)?;
        if let Some((_, function)) = class.methods.iter().rev().find(|(method, _)| *method == wanted) {
            return Some(self.method(At { unit: at.unit, id: *function }, depth));
        }
        let field = class.fields.iter().rev().find(|field| field.name == wanted)?;
        match module.expr(field.value) {
            Expr::Opaque => None,
            _ => Some(self.field_value(At { unit: at.unit, id: field.value }, depth)),
        }
    }

    /// A method, or what it returns when reading it calls it (`@property`, `get name()`).
    fn method(&mut self, at: At<FunctionId>, depth: u32) -> Value {
        let function = self.program.module(at.unit).function(at.id);
        let is_property = function.decorators.iter().any(|decorator| {
            let value = self.eval(at.unit, *decorator, depth + 8);
            matches!(value, Value::Symbol(symbol) if matches!(self.symbols.name(symbol), "property" | "functools.cached_property"))
        });
        if is_property || function.is_getter { self.returned(at, depth) } else { Value::Function(at) }
    }

    pub(super) fn bases(&mut self, at: At<ClassId>, depth: u32) -> Vec<Value> {
        let bases = self.program.module(at.unit).class(at.id).bases.clone();
        bases.into_iter().map(|base| self.eval(at.unit, base, depth + 1)).collect()
    }

    pub(super) fn base_instance(&mut self, unit: UnitId, class: ClassId, depth: u32) -> Value {
        let instances: Vec<Value> = self
            .bases(At { unit, id: class }, depth)
            .into_iter()
            .map(|base| match base {
                Value::Class(base) => Value::Instance(base),
                Value::Symbol(base) => Value::Symbol(self.symbols.result(base)),
                _ => Value::Unknown,
            })
            .collect();
        Value::any(instances)
    }

    /// What another file gets when it takes `name` from this one.
    pub(super) fn exported(&mut self, unit: UnitId, name: &str, depth: u32, hops: u32) -> Option<Value> {
        if hops > MAX_HOPS || self.fuel == 0 {
            return None;
        }
        self.fuel -= 1;
        match self.program.module(unit).language {
            Language::Python => self.python_exported(unit, name, depth, hops),
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => self.script_exported(unit, name, depth, hops),
        }
    }

    fn python_exported(&mut self, unit: UnitId, name: &str, depth: u32, hops: u32) -> Option<Value> {
        let module = self.program.module(unit);
        if let Some(known) = module.names.find(name)
            && let Some(values) = module.variables.get(&(ScopeId(0), known))
            && !values.iter().all(|value| self.is_own_submodule(unit, *value, known))
        {
            return Some(self.variable(unit, known, ScopeId(0), depth + 1));
        }
        if let Some(submodule) = self.program.graph.submodule(&self.program.unit(unit).path, name) {
            return Some(Value::Namespace(submodule));
        }
        self.re_exported(unit, name, depth, hops)
    }

    /// `from . import agent` in the package's own `__init__.py`.
    fn is_own_submodule(&self, unit: UnitId, value: ExprId, name: Name) -> bool {
        let (module, path) = (self.program.module(unit), &self.program.unit(unit).path);
        let Expr::Member(import, member) = module.expr(value) else { return false };
        let Expr::Import(specifier) = module.expr(import) else { return false };
        let Expr::Str(text) = module.expr(specifier) else { return false };
        member == name && self.program.graph.resolve(path, module.language, module.text(text)) == Some(unit)
    }

    fn script_exported(&mut self, unit: UnitId, name: &str, depth: u32, hops: u32) -> Option<Value> {
        let module = self.program.module(unit);
        let mut whole = None;
        let mut found = Vec::new();
        for export in &module.exports {
            match export {
                Export::Item(item, value) if module.name(*item) == name => found.push(self.eval(unit, *value, depth + 1)),
                Export::Whole(value) => whole = Some(*value),
                Export::Item(..) | Export::All(_) => {}
            }
        }
        if !found.is_empty() {
            return Some(Value::any(found.into_iter().filter(|value| *value != Value::Null)));
        }
        if let Some(whole) = whole {
            let value = self.eval(unit, whole, depth + 1);
            return Some(if name == "default" { value } else { self.member(&value, name, depth + 1) });
        }
        if let Some(found) = self.re_exported(unit, name, depth, hops) {
            return Some(found);
        }
        // The default import of a CommonJS module is its exports.
        (name == "default").then_some(Value::Namespace(unit))
    }

    fn re_exported(&mut self, unit: UnitId, name: &str, depth: u32, hops: u32) -> Option<Value> {
        let module = self.program.module(unit);
        let all: Vec<ExprId> = module
            .exports
            .iter()
            .filter_map(|export| match export {
                Export::All(import) => Some(*import),
                Export::Item(..) | Export::Whole(_) => None,
            })
            .collect();
        all.into_iter().find_map(|import| match self.eval(unit, import, depth + 1) {
            Value::Namespace(other) => self.exported(other, name, depth + 1, hops + 1),
            _ => None,
        })
    }

    /// A name that `from x import *` brings into this Python file.
    pub(super) fn star_import(&mut self, unit: UnitId, name: &str, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        if module.exports.is_empty() {
            return None;
        }
        self.re_exported(unit, name, depth, 0)
    }

    /// An instance of what a parameter's annotation names, when that is a class.
    fn annotated(&mut self, at: At<FunctionId>, index: u32, depth: u32) -> Option<Value> {
        let parameter = self.program.module(at.unit).function(at.id).parameters.get(index as usize)?;
        match self.eval(at.unit, parameter.annotation?, depth + 1) {
            Value::Class(class) => Some(Value::Instance(class)),
            Value::Symbol(symbol) if self.symbols.name(symbol).contains('.') => Some(Value::Symbol(self.symbols.result(symbol))),
            _ => None,
        }
    }
}

/// The environment, and what libraries give in its place: the same variables, and those of a file beside the program.
fn is_readable(name: &str) -> bool {
    matches!(
        name,
        "process.env"
            | "os.environ"
            | "os.environb"
            | "os.environ.copy()"
            | "Bun.env"
            | "import.meta.env"
            | "Deno.env.toObject()"
            | "dotenv.config().parsed"
            | "dotenv.configDotenv().parsed"
            | "dotenv.parse()"
            | "dotenv.dotenv_values()"
            | "starlette.config.environ"
    )
}

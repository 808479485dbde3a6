//! Expressions to values.

use std::rc::Rc;

use crate::syntax::Language;
use crate::syntax::ir::{BinaryOp, Export, Expr, ExprId, Name, ScopeId};

use super::numbers::{arithmetic, byte, unary};
use super::value::{At, UnitId, Value};
use super::{Effort, Flow, Known, fold, value};

/// One question follows a chain of this many steps: aliases of aliases, members of members.
const MAX_DEPTH: u32 = 64;
/// A variable that takes more values than these is unknown.
const MAX_ASSIGNMENTS: usize = 12;
/// A literal array is read up to this many elements when any of them is asked for.
pub(super) const MAX_ELEMENTS: usize = 512;

impl Flow<'_> {
    pub(super) fn eval(&mut self, unit: UnitId, id: ExprId, depth: u32) -> Value {
        if depth > MAX_DEPTH || self.fuel == 0 {
            return Value::Unknown;
        }
        self.fuel -= 1;
        self.worth(unit, id, depth + 1)
    }

    /// `next` is the depth of what the expression is made of.
    fn worth(&mut self, unit: UnitId, id: ExprId, next: u32) -> Value {
        let program = self.program;
        let module = program.module(unit);
        match module.expr(id) {
            Expr::Str(text) => Value::text(module.text(text)),
            Expr::Number(number) => Value::Number(number),
            Expr::Bool(value) => Value::Bool(value),
            Expr::Null => Value::Null,
            Expr::Concat(list) => Value::concat(module.list(list).iter().map(|part| self.eval(unit, *part, next)).collect::<Vec<_>>()),
            Expr::Name(name, scope) => self.variable(unit, name, scope, next),
            Expr::This(class) => Value::Instance(At { unit, id: class }),
            Expr::Super(class) => self.base_instance(unit, class, next),
            Expr::Member(object, name) => self.member_at(unit, (object, name), next),
            Expr::Index(object, key) => {
                let object = self.eval(unit, object, next);
                let key = self.eval(unit, key, next);
                self.index(&object, &key, next)
            }
            Expr::Call(callee, arguments) => self.call(At { unit, id }, callee, arguments, false, next),
            Expr::New(callee, arguments) => self.call(At { unit, id }, callee, arguments, true, next),
            Expr::Binary(BinaryOp::Add, ..) => self.sum(unit, id, next),
            Expr::Binary(op, left, right) => self.binary(unit, op, left, right, next),
            Expr::Unary(op, operand) => unary(op, &self.eval(unit, operand, next)),
            Expr::Assign(_, value)
            | Expr::Keyword(_, value)
            | Expr::Spread(value)
            | Expr::Await(value)
            | Expr::Pair(_, value)
            | Expr::Return(value) => self.eval(unit, value, next),
            Expr::Array(_) => Value::Array(At { unit, id }),
            Expr::Object(_) => Value::Object(At { unit, id }),
            Expr::Function(function) => Value::Function(At { unit, id: function }),
            Expr::Class(class) => Value::Class(At { unit, id: class }),
            Expr::Either(left, right) | Expr::If(_, left, right) => Value::any([left, right].map(|way| self.eval(unit, way, next))),
            Expr::Sequence(list) => module.list(list).last().map_or(Value::Unknown, |last| self.eval(unit, *last, next)),
            Expr::Element(source) => self.element(unit, id, source, next),
            Expr::Parameter(function, index) => self.parameter(At { unit, id: function }, index, next),
            Expr::Import(specifier) => {
                let specifier = self.eval(unit, specifier, next);
                self.import(unit, &specifier)
            }
            Expr::Comprehension(element, _) => self.comprehension(unit, element, next),
            Expr::Opaque
            | Expr::Regex(_)
            | Expr::Yield(_)
            | Expr::Block(_)
            | Expr::Loop(_)
            | Expr::Throw(_)
            | Expr::Leave
            | Expr::Try(_) => Value::Unknown,
        }
    }

    /// `a + b + c …` without going down the left side step by step.
    fn sum(&mut self, unit: UnitId, id: ExprId, depth: u32) -> Value {
        let module = self.program.module(unit);
        let mut operands = Vec::new();
        let mut at = id;
        while let Expr::Binary(BinaryOp::Add, left, right) = module.expr(at) {
            operands.push(right);
            at = left;
        }
        let mut sum = self.eval(unit, at, depth);
        // What comes after a text, put together once and not text by text.
        let mut more = Vec::new();
        for operand in operands.into_iter().rev() {
            let value = self.eval(unit, operand, depth);
            if textual(&sum) && !matches!(value, Value::Any(_)) {
                more.push(value);
            } else {
                sum = add(join(sum, &mut more), value);
            }
            if self.fuel == 0 {
                more.push(Value::Unknown);
                break;
            }
        }
        join(sum, &mut more)
    }

    fn binary(&mut self, unit: UnitId, op: BinaryOp, left: ExprId, right: ExprId, depth: u32) -> Value {
        let before = self.eval(unit, left, depth);
        let after = self.eval(unit, right, depth);
        if let (Value::Number(a), Value::Number(b)) = (&before, &after) {
            return arithmetic(op, *a, *b);
        }
        match (op, &before) {
            (BinaryOp::Div, path) if path.alternatives().iter().any(|way| matches!(way, Value::Path(_))) => {
                fold::path::join(&[before.clone(), after])
            }
            (BinaryOp::Mod, Value::Text(_) | Value::Concat(_)) => self.percent_format(&before, &after, depth),
            (BinaryOp::Mul, Value::Text(text)) => match after {
                Value::Number(times) => fold::text::repeat(text, times),
                _ => Value::Unknown,
            },
            // `condition && value`
            (BinaryOp::And, _) => after,
            // Elements of bytes are numbers, however they are kept.
            (BinaryOp::BitXor | BinaryOp::Sub, _) => match (byte(&before), byte(&after)) {
                (Some(a), Some(b)) => arithmetic(op, a, b),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    pub(super) fn variable(&mut self, unit: UnitId, name: Name, scope: ScopeId, depth: u32) -> Value {
        let program = self.program;
        let module = program.module(unit);
        let Some(scope) = module.declaring_scope(name, scope) else {
            return self.global(unit, module.name(name), depth);
        };
        let key = (unit, scope, name);
        if self.overrides.is_empty()
            && let Some(known) = self.variables[self.effort as usize].get(&key)
        {
            return known.clone().unwrap_or(Value::Unknown);
        }
        // While parameters stand for particular values, only what the module's top declares is the same as ever.
        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
        let is_supposed =
            !self.overrides.is_empty() && values.iter().any(|id| self.overridden(Known::Element(At { unit, id: *id })).is_some());
        if self.closer.is_some()
            && let Some(value) = self.overridden(Known::Variable(key))
        {
            return value;
        }
        let is_closer = self.is_full_question() && self.closer.is_some();
        let remember = (self.overrides.is_empty() || scope == ScopeId(0) && !is_closer) && !is_supposed;
        if remember && let Some(known) = self.variables[self.effort as usize].get(&key) {
            return known.clone().unwrap_or(Value::Unknown);
        }
        if values.len() > MAX_ASSIGNMENTS {
            return Value::Unknown;
        }
        if remember {
            self.variables[self.effort as usize].insert(key, None);
        } else if !self.begin(key) {
            return Value::Unknown;
        }
        let in_steps = if is_closer { self.made_in_steps(key, values, depth) } else { None };
        let value = in_steps.unwrap_or_else(|| Value::any(values.iter().map(|value| self.eval(unit, *value, depth + 1))));
        if !remember {
            self.resolving.pop();
        }
        if remember {
            // A glance that ran dry is not tried again; a full answer is not taken from a question that was cut short.
            if self.fuel > 0 || self.effort == Effort::Glance {
                self.variables[self.effort as usize].insert(key, Some(value.clone()));
            } else {
                self.variables[self.effort as usize].remove(&key);
            }
        }
        value
    }

    /// Notes that a variable is being worked out for these suppositions; false where it already is: it is made of itself.
    fn begin(&mut self, key: (UnitId, ScopeId, Name)) -> bool {
        let here = (key, self.overrides.len());
        let is_new = !self.resolving.contains(&here);
        if is_new {
            self.resolving.push(here);
        }
        is_new
    }

    fn global(&mut self, unit: UnitId, name: &str, depth: u32) -> Value {
        if name == "undefined" {
            return Value::Null;
        }
        let module = self.program.module(unit);
        // What a script of the shell never sets comes from its environment.
        if module.language == Language::Bash && name == "$" {
            return Value::Symbol(self.symbols.root("process.env"));
        }
        let is_python = module.language == Language::Python;
        if is_python && let Some(found) = self.star_import(unit, name, depth) {
            return found;
        }
        if is_python && let Some(found) = self.outside_star(unit, name, depth) {
            return found;
        }
        // Compiled code calls its own exports by way of them.
        if name == "exports" && !is_python && !module.exports.is_empty() {
            return Value::Namespace(unit);
        }
        self.hung(name, depth).unwrap_or_else(|| Value::Symbol(self.symbols.root(name)))
    }

    /// A name that may come from `from subprocess import *`; the built-in functions stay what they are.
    fn outside_star(&mut self, unit: UnitId, name: &str, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        if module.exports.is_empty() || super::builtins::is_builtin(name) {
            return None;
        }
        let imports: Vec<ExprId> = module
            .exports
            .iter()
            .filter_map(|export| match export {
                Export::All(import) => Some(*import),
                Export::Item(..) | Export::Whole(_) => None,
            })
            .collect();
        let mut found = Vec::new();
        for import in imports {
            if let Value::Symbol(outside) = self.eval(unit, import, depth + 1) {
                found.push(Value::Symbol(self.symbols.member(outside, name)));
            }
        }
        (!found.is_empty()).then(|| Value::any(found))
    }

    /// The module that a specifier names: one of this package's, or the canonical name of another.
    pub(super) fn import(&mut self, unit: UnitId, specifier: &Value) -> Value {
        let from = self.program.unit(unit);
        let language = from.module.language;
        let alternatives: Vec<Value> = specifier
            .alternatives()
            .iter()
            .map(|specifier| match specifier.as_text() {
                None => Value::Unknown,
                Some(text) => match self.program.graph.resolve(&from.path, language, text) {
                    Some(unit) => Value::Namespace(unit),
                    None => self.outside(text, language),
                },
            })
            .collect();
        Value::any(alternatives)
    }

    pub(super) fn outside(&mut self, specifier: &str, language: Language) -> Value {
        match language {
            Language::Python => {
                let mut parts = specifier.trim_start_matches('.').split('.');
                let mut symbol = self.symbols.root(parts.next().unwrap_or_default());
                for part in parts {
                    symbol = self.symbols.member(symbol, part);
                }
                Value::Symbol(symbol)
            }
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => Value::Symbol(self.symbols.root(specifier)),
        }
    }

    fn element(&mut self, unit: UnitId, id: ExprId, source: ExprId, depth: u32) -> Value {
        if let Some(value) = self.overridden(Known::Element(At { unit, id })) {
            return value;
        }
        let source = self.eval(unit, source, depth);
        Value::any(self.elements(&source, depth).unwrap_or_default())
    }

    /// What an array holds, in order; none when that is not known.
    pub(super) fn elements(&mut self, value: &Value, depth: u32) -> Option<Vec<Value>> {
        match value {
            Value::List(values) => Some(values.to_vec()),
            Value::Array(at) => {
                let module = self.program.module(at.unit);
                let Expr::Array(list) = module.expr(at.id) else { return None };
                let items = module.list(list);
                if items.len() > MAX_ELEMENTS * 128 {
                    return None;
                }
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    if let Expr::Spread(inner) = module.expr(*item) {
                        let inner = self.eval(at.unit, inner, depth + 1);
                        values.extend(self.elements(&inner, depth + 1)?);
                    } else {
                        values.push(self.eval(at.unit, *item, depth + 1));
                    }
                }
                Some(values)
            }
            // Iterating over a dictionary gives its keys.
            Value::Object(at) => {
                let module = self.program.module(at.unit);
                let Expr::Object(list) = module.expr(at.id) else { return None };
                let mut keys = Vec::new();
                for item in module.list(list).iter().take(MAX_ELEMENTS) {
                    if let Expr::Pair(key, _) = module.expr(*item) {
                        keys.push(self.eval(at.unit, key, depth + 1));
                    }
                }
                Some(keys)
            }
            Value::Given(given) => self.within(given, |flow| flow.elements(&given.thing, depth)),
            Value::Text(text) if text.len() <= MAX_ELEMENTS * 128 => {
                Some(text.chars().map(|c| Value::text(c.encode_utf8(&mut [0; 4]))).collect())
            }
            _ => None,
        }
    }

    /// `[f(x) for x in xs]`, element by element where `xs` is constant.
    fn comprehension(&mut self, unit: UnitId, element: ExprId, depth: u32) -> Value {
        let Some(variable) = self.loop_variable(unit, element) else {
            let value = self.eval(unit, element, depth);
            return Value::List(Rc::new([value]));
        };
        let Expr::Element(source) = self.program.module(unit).expr(variable) else { return Value::Unknown };
        let source = self.eval(unit, source, depth);
        let Some(items) = self.elements(&source, depth) else { return Value::Unknown };
        let (mut values, mut weight) = (Vec::new(), 0);
        for item in items.into_iter().take(MAX_ELEMENTS * 128) {
            let value = self.with_override(Known::Element(At { unit, id: variable }), item, |flow| flow.eval(unit, element, depth));
            weight += value.length();
            if weight > value::MAX_TEXT {
                break;
            }
            values.push(value);
        }
        Value::List(values.into())
    }

    /// The one loop variable of a comprehension: what a name inside its element is bound to.
    fn loop_variable(&self, unit: UnitId, element: ExprId) -> Option<ExprId> {
        let module = self.program.module(unit);
        // The parts of the element lie right before it.
        (element.0.saturating_sub(24)..=element.0).rev().map(ExprId).find_map(|id| {
            let Expr::Name(name, scope) = module.expr(id) else { return None };
            let scope = module.declaring_scope(name, scope)?;
            let values = module.variables.get(&(scope, name))?;
            super::closer::element_of(module, *values.first()?)
        })
    }

    pub(super) fn with_override(&mut self, key: Known, value: Value, question: impl FnOnce(&mut Self) -> Value) -> Value {
        self.overrides.push((key, value));
        let answer = question(self);
        self.overrides.pop();
        answer
    }

    pub(super) fn overridden(&self, key: Known) -> Option<Value> {
        self.overrides.iter().rev().find(|(at, _)| *at == key).map(|(_, value)| value.clone())
    }
}

pub(super) fn add(before: Value, after: Value) -> Value {
    match (&before, &after) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
        (Value::List(a), Value::List(b)) => Value::List(a.iter().chain(b.iter()).cloned().collect()),
        (Value::Any(_), _) | (_, Value::Any(_)) if before.alternatives().len() * after.alternatives().len() <= 24 => {
            let pairs: Vec<Value> =
                before.alternatives().iter().flat_map(|a| after.alternatives().iter().map(|b| add(a.clone(), b.clone()))).collect();
            Value::any(pairs)
        }
        _ if textual(&before) || textual(&after) || is_open(&before) && is_open(&after) => Value::concat([before, after]),
        _ => Value::Unknown,
    }
}

fn join(sum: Value, more: &mut Vec<Value>) -> Value {
    if more.is_empty() { sum } else { Value::concat(std::iter::once(sum).chain(more.drain(..))) }
}

fn textual(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Concat(_) | Value::Url(_) | Value::Path(_) | Value::Env(_))
}

/// It may turn out to be a text once callers are asked: what is added to it is kept in mind.
fn is_open(value: &Value) -> bool {
    matches!(value, Value::Parameter(..) | Value::Member(..) | Value::Symbol(_))
}

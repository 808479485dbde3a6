//! One question: what went into an expression.

use std::collections::HashSet;

use crate::facts::{Facts, Place, scan};
use crate::flow::{At, Flow, UnitId, Value};
use crate::signatures::{Runtime, Signatures};
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, List, Name, ScopeId, UnaryOp};

use super::Ingredient;
use super::files::is_of_settings;
use super::index::Index;
use super::members::Wanted;

/// Names of names, calls of calls.
pub(super) const MAX_DEPTH: u32 = 60;
/// Steps of one question.
const MAX_STEPS: u32 = 2_500;
/// More ingredients than these make no difference.
const MAX_FOUND: usize = 48;
/// So many callers, members or values of one thing are looked at.
pub(super) const MAX_WIDTH: usize = 24;
/// An expression, what is looked for in it, and the call that the code around is looked at for.
type Step<'p> = (UnitId, ExprId, Wanted<'p>, Option<At<ExprId>>);
type Seen<'p> = HashSet<Step<'p>, BuildFastHasher>;

pub(super) struct Walk<'w, 'p> {
    pub flow: &'w mut Flow<'p>,
    pub signatures: &'w Signatures,
    pub facts: &'w Facts<'w>,
    pub index: &'w mut Index<'p>,
    /// The one call that a function is looked at for.
    pub bound: Vec<(At<FunctionId>, At<ExprId>)>,
    /// Functions whose parameters were asked for while no call was fixed.
    pub open: Vec<At<FunctionId>>,
    pub found: Vec<(Ingredient, Place)>,
    pub steps: u32,
    /// With the call that the code around is looked at for.
    pub(super) seen: Seen<'p>,
    /// Those of second looks, to be taken again.
    spare: Vec<Seen<'p>>,
    /// Depth of the step at hand.
    pub(super) depth: u32,
    /// One value of a table is asked for, by a name that stands in the code: so many times on the way here.
    pub(super) picks: u32,
}

impl<'w, 'p> Walk<'w, 'p> {
    pub fn new(flow: &'w mut Flow<'p>, signatures: &'w Signatures, facts: &'w Facts<'w>, index: &'w mut Index<'p>) -> Self {
        let (bound, open, found) = (Vec::new(), Vec::new(), Vec::new());
        Self { flow, signatures, facts, index, bound, open, found, steps: 0, seen: Seen::default(), spare: Vec::new(), depth: 0, picks: 0 }
    }

    pub(super) fn glance(&mut self, unit: UnitId, expr: ExprId) -> Value {
        self.index.glance(self.flow, unit, expr)
    }

    pub fn runtime(&self, unit: UnitId) -> Runtime {
        scan::runtime(self.flow.program.module(unit).language)
    }

    pub fn add(&mut self, ingredient: Ingredient, unit: UnitId, expr: ExprId) {
        // One setting is not all of them.
        if self.picks > 0 && matches!(&ingredient, Ingredient::File(path) if is_of_settings(path)) {
            return;
        }
        let one = (ingredient, Place { unit, expr });
        if self.found.len() < MAX_FOUND && !self.found.contains(&one) {
            self.found.push(one);
        }
    }

    pub fn all(&mut self, unit: UnitId, list: List, wanted: Wanted<'p>) {
        let program = self.flow.program;
        program.module(unit).list(list).iter().take(MAX_WIDTH * 4).for_each(|part| self.walk(unit, *part, wanted));
    }

    pub fn walk(&mut self, unit: UnitId, expr: ExprId, wanted: Wanted<'p>) {
        let is_over = self.depth > MAX_DEPTH || self.steps > MAX_STEPS || self.found.len() >= MAX_FOUND;
        if is_over || !self.seen.insert((unit, expr, wanted, self.bound.last().map(|(_, call)| *call))) {
            return;
        }
        self.steps += 1;
        self.depth += 1;
        self.step(unit, expr, wanted);
        self.depth -= 1;
    }

    fn step(&mut self, unit: UnitId, expr: ExprId, wanted: Wanted<'p>) {
        let module = self.flow.program.module(unit);
        match module.expr(expr) {
            Expr::Object(members) => self.object(unit, members, wanted),
            Expr::Concat(list) | Expr::Array(list) => self.all(unit, list, None),
            Expr::Sequence(list) => {
                if let Some(last) = module.list(list).last() {
                    self.walk(unit, *last, wanted);
                }
            }
            Expr::Pair(_, value)
            | Expr::Keyword(_, value)
            | Expr::Spread(value)
            | Expr::Await(value)
            | Expr::Yield(value)
            | Expr::Return(value)
            | Expr::Assign(_, value) => self.walk(unit, value, wanted),
            Expr::Element(source) => self.walk(unit, source, None),
            Expr::Either(one, other) | Expr::If(_, one, other) => {
                self.walk(unit, one, wanted);
                self.walk(unit, other, wanted);
            }
            Expr::Comprehension(element, _) => self.walk(unit, element, wanted),
            Expr::Binary(op, left, right) => match op {
                BinaryOp::Add | BinaryOp::Mod | BinaryOp::Div | BinaryOp::Mul | BinaryOp::BitXor | BinaryOp::Other => {
                    self.walk(unit, left, None);
                    self.walk(unit, right, None);
                }
                BinaryOp::And => self.walk(unit, right, wanted),
                BinaryOp::Sub | BinaryOp::In | BinaryOp::Equal | BinaryOp::NotEqual => {}
            },
            Expr::Unary(UnaryOp::Minus | UnaryOp::Other, value) => self.walk(unit, value, wanted),
            Expr::Index(object, key) => self.index_of(unit, expr, object, key),
            Expr::Member(object, name) => self.member(unit, expr, (object, module.name(name)), wanted),
            Expr::Name(name, scope) => self.name(unit, expr, (name, scope), wanted),
            Expr::Parameter(function, position) => self.parameter(At { unit, id: function }, position, wanted),
            Expr::Call(callee, arguments) | Expr::New(callee, arguments) => self.call(unit, expr, callee, arguments, wanted),
            Expr::Unary(UnaryOp::Not | UnaryOp::TypeOf | UnaryOp::Delete, _)
            | Expr::Opaque
            | Expr::Str(_)
            | Expr::Regex(_)
            | Expr::Number(_)
            | Expr::Bool(_)
            | Expr::Null
            | Expr::This(_)
            | Expr::Super(_)
            | Expr::Function(_)
            | Expr::Class(_)
            | Expr::Import(_)
            | Expr::Block(_)
            | Expr::Loop(_)
            | Expr::Throw(_)
            | Expr::Leave
            | Expr::Try(_) => {}
        }
    }

    fn object(&mut self, unit: UnitId, members: List, wanted: Wanted<'p>) {
        let module = self.flow.program.module(unit);
        let key_of = |member: ExprId| match module.expr(member) {
            Expr::Pair(key, _) => match module.expr(key) {
                Expr::Str(text) => Some(module.text(text)),
                _ => None,
            },
            _ => None,
        };
        let members = module.list(members);
        if let Some(asked) = wanted {
            if let Some(member) = members.iter().rev().find(|member| key_of(**member) == Some(asked.name)) {
                return self.walk(unit, *member, None);
            }
            let spread = members.iter().filter(|member| matches!(module.expr(**member), Expr::Spread(_)));
            return spread.take(MAX_WIDTH).for_each(|member| self.walk(unit, *member, wanted));
        }
        members.iter().take(MAX_WIDTH * 4).for_each(|member| self.walk(unit, *member, None));
    }

    /// What a glance says for certain; true where nothing more is to be asked.
    pub(super) fn settled(&mut self, unit: UnitId, expr: ExprId, value: &Value, wanted: Wanted<'p>) -> bool {
        match value {
            Value::Env(name) => {
                self.add(Ingredient::Variable(name.to_string()), unit, expr);
                true
            }
            Value::Symbol(symbol) => {
                if self.flow.is_environment(*symbol) {
                    match wanted {
                        Some(asked) => self.add(Ingredient::Variable(asked.name.to_owned()), unit, expr),
                        None => self.add(Ingredient::Environment, unit, expr),
                    }
                    return true;
                }
                let name = self.flow.symbols.name(*symbol).to_owned();
                if self.is_request(unit, expr, &name) {
                    return true;
                }
                // `os.hostname` that is not called tells nothing; `__dirname` does.
                if let Some(source) = self.signatures.source(self.runtime(unit), &name)
                    && (name.starts_with("__") || name.starts_with("process.") || name.starts_with("sys."))
                {
                    let (class, id, tells) = (source.class, source.id.clone(), source.tells.clone());
                    self.add(Ingredient::Source { class, id, tells }, unit, expr);
                    return true;
                }
                !name.contains("()")
            }
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Function(_) | Value::Class(_) => true,
            Value::Unknown
            | Value::Concat(_)
            | Value::Path(_)
            | Value::Url(_)
            | Value::Instance(_)
            | Value::Object(_)
            | Value::Array(_)
            | Value::List(_)
            | Value::Given(_)
            | Value::Namespace(_)
            | Value::Parameter(..)
            | Value::Member(..)
            | Value::Any(_) => false,
        }
    }

    fn name(&mut self, unit: UnitId, expr: ExprId, (name, scope): (Name, ScopeId), wanted: Wanted<'p>) {
        let value = self.glance(unit, expr);
        let module = self.flow.program.module(unit);
        let declared = module.declaring_scope(name, scope);
        let is_plain = !matches!(value, Value::Text(_) | Value::Null | Value::Bool(_) | Value::Number(_));
        if (declared.is_none() || is_plain) && self.settled(unit, expr, &value, wanted) && declared.is_none() {
            return;
        }
        let Some(scope) = declared else { return };
        for assigned in module.variables.get(&(scope, name)).into_iter().flatten().take(MAX_WIDTH) {
            self.walk(unit, *assigned, wanted);
        }
        let index = self.index.unit(unit);
        self.additions(unit, index.additions.of(scope, name), wanted);
    }

    /// The variables that a read of the environment takes, where that is known; false where it is no read.
    pub(super) fn variables_read(&mut self, unit: UnitId, expr: ExprId) -> bool {
        let reads = self.index.env.get(&Place { unit, expr }).cloned().unwrap_or_default();
        let names: Vec<String> = reads.iter().map(|at| self.facts.env[*at].name.clone()).collect();
        let is_read = !names.is_empty();
        names.into_iter().for_each(|name| self.add(Ingredient::Variable(name), unit, expr));
        is_read
    }

    fn index_of(&mut self, unit: UnitId, expr: ExprId, object: ExprId, key: ExprId) {
        if self.variables_read(unit, expr) {
            return;
        }
        if let Value::Symbol(symbol) = self.glance(unit, object)
            && self.flow.is_environment(symbol)
        {
            // `for (const key of Object.keys(process.env)) out[key] = process.env[key]`
            return self.walk(unit, key, None);
        }
        // `process['e' + 'nv']`
        let value = self.glance(unit, expr);
        if matches!(value, Value::Symbol(_) | Value::Env(_)) && self.settled(unit, expr, &value, None) {
            return;
        }
        self.one_of(unit, object, Some(key));
    }

    /// One entry of a table that callers give: where that turns out to be the environment, it is one variable, and all of them
    /// only where the key goes through all names.
    pub(super) fn one_of(&mut self, unit: UnitId, table: ExprId, key: Option<ExprId>) {
        if !matches!(self.glance(unit, table), Value::Parameter(..)) {
            return self.walk(unit, table, None);
        }
        let (mut anew, before) = (self.spare.pop().unwrap_or_default(), self.found.len());
        anew.clear();
        let seen = std::mem::replace(&mut self.seen, anew);
        self.walk(unit, table, None);
        self.spare.push(std::mem::replace(&mut self.seen, seen));
        let is_environment = self.found[before..].iter().any(|(ingredient, _)| *ingredient == Ingredient::Environment);
        if is_environment {
            let mut at = 0;
            self.found.retain(|(ingredient, _)| {
                at += 1;
                at <= before || *ingredient != Ingredient::Environment
            });
            key.into_iter().for_each(|key| self.walk(unit, key, None));
        }
    }

    fn parameter(&mut self, function: At<FunctionId>, position: u32, wanted: Wanted<'p>) {
        if let Some((_, call)) = self.bound.iter().rev().find(|(bound, _)| *bound == function).copied() {
            if let Some(argument) = self.flow.argument(function, position, call) {
                self.walk(call.unit, argument, wanted);
            }
            return;
        }
        if self.index.is_handler(function) {
            let module = self.flow.program.module(function.unit);
            let info = module.function(function.id);
            let own = info.parameters.get(position as usize).and_then(|parameter| parameter.name);
            let name = wanted.map(|asked| asked.name).or_else(|| own.map(|name| module.name(name))).unwrap_or_default().to_owned();
            self.add(Ingredient::Input(name), function.unit, ExprId(info.exprs.0));
            self.requested(function);
            return;
        }
        if self.hears_orders(function) {
            return;
        }
        if let Some(source) = self.index.given(function, position) {
            self.add(source, function.unit, ExprId(self.flow.program.module(function.unit).function(function.id).exprs.0));
        }
        self.open.push(function);
        let callers: Vec<At<ExprId>> = self.flow.callers(function).iter().take(MAX_WIDTH).copied().collect();
        for call in &callers {
            if let Some(argument) = self.flow.argument(function, position, *call) {
                self.walk(call.unit, argument, wanted);
            }
        }
        if let Some((_, source)) = self.flow.feed(function).filter(|_| position == 0) {
            self.walk(source.unit, source.id, wanted);
        }
        let module = self.flow.program.module(function.unit);
        let default = module.function(function.id).parameters.get(position as usize).and_then(|parameter| parameter.default);
        if let Some(default) = default {
            self.walk(function.unit, default, wanted);
        }
        if callers.is_empty() {
            let index = self.index.unit(function.unit);
            for call in index.handed_to.get(&function.id).into_iter().flatten().take(MAX_WIDTH) {
                if let Expr::Call(callee, arguments) | Expr::New(callee, arguments) = module.expr(*call) {
                    self.calls_back(function.unit, *call, callee, arguments);
                }
            }
        }
    }
}

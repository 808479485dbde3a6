//! Expressions.

use crate::flow::{At, UnitId, Value};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, UnaryOp};

use super::worth::Worth;
use super::{MAX_DEPTH, Scope, Unset};

/// Longer literals are no settings.
const MAX_ITEMS: usize = 64;
/// How far before a comprehension its clauses are looked for.
const MAX_CLAUSES: u32 = 300;

impl Unset<'_, '_> {
    pub(super) fn evaluate(&mut self, unit: UnitId, id: ExprId, scope: Scope) -> Worth {
        if self.fuel == 0 || self.depth >= MAX_DEPTH {
            return Worth::Unknown;
        }
        self.fuel -= 1;
        self.depth += 1;
        let worth = self.worth(unit, id, scope);
        self.depth -= 1;
        worth
    }

    fn worth(&mut self, unit: UnitId, id: ExprId, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        match module.expr(id) {
            Expr::Str(text) => Worth::text(module.text(text)),
            Expr::Number(number) => Worth::Number(number),
            Expr::Bool(value) => Worth::Bool(value),
            Expr::Null => Worth::Null,
            Expr::Concat(parts) => self.concat(unit, parts, scope),
            Expr::Name(name, at) => self.variable(unit, id, name, at, scope),
            Expr::This(class) => self.this(At { unit, id: class }, &scope),
            Expr::Member(object, name) => self.member_at(unit, id, object, module.name(name), scope),
            Expr::Index(object, key) => self.index(unit, object, key, scope),
            Expr::Call(callee, arguments) => self.call(unit, id, callee, arguments, scope),
            Expr::New(callee, arguments) => self.made(unit, callee, arguments, scope),
            Expr::Binary(op, left, right) => self.binary(unit, op, left, right, scope),
            Expr::Unary(op, operand) => self.unary(unit, op, operand, scope),
            Expr::Either(left, right) => self.either(unit, left, right, scope),
            Expr::If(test, then, otherwise) => self.choice(unit, test, then, otherwise, scope),
            Expr::Array(items) => self.array(unit, items, scope),
            Expr::Object(_) => Worth::Object(At { unit, id }, scope),
            Expr::Comprehension(element, _) => self.comprehension(unit, id, element, scope),
            Expr::Assign(_, inner)
            | Expr::Await(inner)
            | Expr::Keyword(_, inner)
            | Expr::Pair(_, inner)
            | Expr::Return(inner)
            | Expr::Spread(inner) => self.evaluate(unit, inner, scope),
            Expr::Sequence(parts) => match module.list(parts).last() {
                Some(last) => self.evaluate(unit, *last, scope),
                None => Worth::Unknown,
            },
            Expr::Element(_) => {
                let at = At { unit, id };
                self.elements.iter().rev().find(|(known, _)| *known == at).map_or(Worth::Unknown, |(_, worth)| worth.clone())
            }
            Expr::Parameter(function, index) => self.parameter(At { unit, id: function }, index, &scope),
            Expr::Function(function) => Worth::Function(At { unit, id: function }, scope),
            Expr::Class(class) => Worth::Class(At { unit, id: class }),
            Expr::Import(_) => self.glanced(unit, id).unwrap_or(Worth::Unknown),
            Expr::Opaque
            | Expr::Regex(_)
            | Expr::Super(_)
            | Expr::Yield(_)
            | Expr::Block(_)
            | Expr::Loop(_)
            | Expr::Throw(_)
            | Expr::Leave
            | Expr::Try(_) => Worth::Unknown,
        }
    }

    /// What a name or an import leads to, as `flow` sees it; constants are left to us.
    pub(super) fn glanced(&mut self, unit: UnitId, id: ExprId) -> Option<Worth> {
        match self.flow.glance(unit, id) {
            Value::Symbol(symbol) => Some(Worth::Outside(symbol)),
            Value::Env(_) => Some(Worth::Null),
            Value::Function(at) => Some(Worth::Function(at, None)),
            Value::Class(at) => Some(Worth::Class(at)),
            Value::Namespace(unit) => Some(Worth::Namespace(unit)),
            Value::Unknown
            | Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_)
            | Value::Null
            | Value::Concat(_)
            | Value::Path(_)
            | Value::Url(_)
            | Value::Instance(_)
            | Value::Object(_)
            | Value::Array(_)
            | Value::List(_)
            | Value::Parameter(..)
            | Value::Member(..)
            | Value::Given(_)
            | Value::Any(_) => None,
        }
    }

    fn concat(&mut self, unit: UnitId, parts: List, scope: Scope) -> Worth {
        let parts = self.flow.program.module(unit).list(parts);
        let parts: Vec<Worth> = parts.iter().take(MAX_ITEMS).map(|part| self.evaluate(unit, *part, scope.clone())).collect();
        let mut whole = String::new();
        for part in &parts {
            match part {
                Worth::Text(text) => whole.push_str(text),
                _ if parts.iter().any(|part| matches!(part, Worth::Text(text) if !text.is_empty())) => return Worth::Something,
                _ => return Worth::Unknown,
            }
        }
        Worth::text(&whole)
    }

    fn binary(&mut self, unit: UnitId, op: BinaryOp, left: ExprId, right: ExprId, scope: Scope) -> Worth {
        let python = self.is_python(unit);
        let before = self.evaluate(unit, left, scope.clone());
        if op == BinaryOp::And && before.truth(python) == Some(false) {
            return before;
        }
        let after = self.evaluate(unit, right, scope);
        match op {
            BinaryOp::And => match (before.truth(python), after.truth(python)) {
                (Some(true), _) => after,
                (_, Some(false)) => Worth::Nothing,
                _ => Worth::Unknown,
            },
            BinaryOp::Equal => Worth::of_truth(before.equals(&after)),
            BinaryOp::NotEqual => Worth::of_truth(before.equals(&after).map(|equal| !equal)),
            BinaryOp::In => self.contains(&after, &before),
            BinaryOp::Add => sum(&before, &after),
            // Which comparison it is, the IR does not tell; a length is compared with what it exceeds: `list.length > 0`.
            BinaryOp::Other => match (before, after) {
                (Worth::Number(a), Worth::Number(b)) if a == b => Worth::Bool(false),
                _ => Worth::Unknown,
            },
            BinaryOp::Mod | BinaryOp::Div | BinaryOp::Mul | BinaryOp::Sub | BinaryOp::BitXor => Worth::Unknown,
        }
    }

    fn unary(&mut self, unit: UnitId, op: UnaryOp, operand: ExprId, scope: Scope) -> Worth {
        let python = self.is_python(unit);
        let worth = self.evaluate(unit, operand, scope);
        match (op, worth) {
            (UnaryOp::Not, worth) => Worth::of_truth(worth.truth(python).map(|truth| !truth)),
            (UnaryOp::Minus, Worth::Number(number)) => Worth::Number(-number),
            (UnaryOp::TypeOf, Worth::Null) => Worth::text("undefined"),
            (UnaryOp::TypeOf, Worth::Text(_)) => Worth::text("string"),
            (UnaryOp::TypeOf, Worth::Bool(_)) => Worth::text("boolean"),
            (UnaryOp::TypeOf, Worth::Number(_)) => Worth::text("number"),
            (UnaryOp::Minus | UnaryOp::TypeOf | UnaryOp::Delete | UnaryOp::Other, _) => Worth::Unknown,
        }
    }

    /// `a || b`, `a ?? b`, `a or b`: the three differ only for a value that is false and not null.
    fn either(&mut self, unit: UnitId, left: ExprId, right: ExprId, scope: Scope) -> Worth {
        let python = self.is_python(unit);
        let before = self.evaluate(unit, left, scope.clone());
        let truth = before.truth(python);
        if truth == Some(true) {
            return before;
        }
        let after = self.evaluate(unit, right, scope);
        match truth {
            Some(_) if python || matches!(before, Worth::Null) || after.truth(python) == Some(false) => after,
            None if python && after.truth(python) == Some(true) => Worth::Something,
            Some(_) | None => Worth::Unknown,
        }
    }

    fn choice(&mut self, unit: UnitId, test: ExprId, then: ExprId, otherwise: ExprId, scope: Scope) -> Worth {
        match self.truth(unit, test, scope.clone()) {
            Some(true) => self.evaluate(unit, then, scope),
            Some(false) => self.evaluate(unit, otherwise, scope),
            None => {
                let both = vec![self.evaluate(unit, then, scope.clone()), self.evaluate(unit, otherwise, scope)];
                Worth::any(both, self.is_python(unit))
            }
        }
    }

    fn array(&mut self, unit: UnitId, items: List, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        let items = module.list(items);
        if items.len() > MAX_ITEMS {
            return Worth::Something;
        }
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            let worth = self.evaluate(unit, *item, scope.clone());
            match (module.expr(*item), worth) {
                (Expr::Spread(_), Worth::List(inner)) => all.extend(inner.iter().cloned()),
                (Expr::Spread(_), _) => return Worth::Unknown,
                (_, worth) => all.push(worth),
            }
        }
        Worth::list(all)
    }

    fn index(&mut self, unit: UnitId, object: ExprId, key: ExprId, scope: Scope) -> Worth {
        let object = self.evaluate(unit, object, scope.clone());
        let key = self.evaluate(unit, key, scope);
        match (&object, &key) {
            (Worth::Outside(symbol), _) if self.flow.is_environment(*symbol) => Worth::Null,
            (_, Worth::Text(name)) => self.member(&object, name, self.is_python(unit)),
            (Worth::List(items), Worth::Number(at)) if *at >= 0.0 => match items.get(*at as usize) {
                Some(item) => item.clone(),
                None if self.is_python(unit) => Worth::Unknown,
                None => Worth::Null,
            },
            _ => Worth::Unknown,
        }
    }

    /// `[body for target in iterable if test]` with one `for` only. The test is known by its place: it is written behind the iterable.
    fn comprehension(&mut self, unit: UnitId, id: ExprId, element: ExprId, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        let body_end = module.span(element).end;
        let first = id.0.saturating_sub(MAX_CLAUSES);
        let inside = |at: &ExprId| module.span(*at).start >= body_end && module.span(*at).end <= module.span(id).end;
        let mut loops = (first..id.0).map(ExprId).filter(|at| matches!(module.expr(*at), Expr::Element(source) if inside(&source)));
        let (Some(variable), None) = (loops.next(), loops.next()) else { return Worth::Unknown };
        let Expr::Element(source) = module.expr(variable) else { return Worth::Unknown };
        let Worth::List(items) = self.evaluate(unit, source, scope.clone()) else { return Worth::Unknown };
        let behind = module.span(source).end;
        let test = (variable.0 + 1..id.0).rev().map(ExprId).find(|at| module.span(*at).start >= behind);
        let mut all = Vec::new();
        for item in items.iter().take(MAX_ITEMS) {
            self.elements.push((At { unit, id: variable }, item.clone()));
            let kept = test.map_or(Some(true), |test| self.truth(unit, test, scope.clone()));
            let worth = if kept == Some(true) { Some(self.evaluate(unit, element, scope.clone())) } else { None };
            self.elements.pop();
            if kept.is_none() {
                return Worth::Unknown;
            }
            all.extend(worth);
        }
        Worth::list(all)
    }
}

fn sum(before: &Worth, after: &Worth) -> Worth {
    match (before, after) {
        (Worth::Text(a), Worth::Text(b)) => Worth::text(&format!("{a}{b}")),
        (Worth::Number(a), Worth::Number(b)) => Worth::Number(a + b),
        (Worth::List(a), Worth::List(b)) => Worth::list(a.iter().chain(b.iter()).cloned().collect()),
        (Worth::Text(text), _) | (_, Worth::Text(text)) if !text.is_empty() => Worth::Something,
        _ => Worth::Unknown,
    }
}

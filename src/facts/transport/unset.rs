//! Whether a test is true where nobody has set any variable. A small look at the forms that settings are written in.

use crate::flow::{UnitId, Value};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, UnaryOp};

use super::Finder;

const MAX_DEPTH: u32 = 8;

impl Finder<'_, '_, '_> {
    /// None where it hangs on something else.
    pub(super) fn truth(&mut self, unit: UnitId, test: ExprId, depth: u32) -> Option<bool> {
        if depth > MAX_DEPTH {
            return None;
        }
        let module = self.flow.program.module(unit);
        match module.expr(test) {
            Expr::Bool(value) => Some(value),
            Expr::Null => Some(false),
            Expr::Unary(UnaryOp::Not, inner) => self.truth(unit, inner, depth + 1).map(|truth| !truth),
            Expr::Await(inner) => self.truth(unit, inner, depth + 1),
            Expr::Either(left, right) => match self.truth(unit, left, depth + 1) {
                Some(false) => self.truth(unit, right, depth + 1),
                known => known,
            },
            Expr::Binary(BinaryOp::And, left, right) => match (self.truth(unit, left, depth + 1), self.truth(unit, right, depth + 1)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expr::Binary(op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right) => {
                let (left, right) = (self.text(unit, left, depth + 1)?, self.text(unit, right, depth + 1)?);
                Some((left == right) == (op == BinaryOp::Equal))
            }
            Expr::Binary(BinaryOp::In, one, many) => {
                let one = self.text(unit, one, depth + 1)?;
                let many = self.flow.value(unit, many);
                let many = self.flow.items_of(&many)?;
                let texts: Option<Vec<&str>> = many.iter().map(Value::as_text).collect();
                Some(one.is_some_and(|one| texts.is_some_and(|texts| texts.contains(&one.as_str()))))
            }
            Expr::Call(callee, list) if matches!(module.expr(callee), Expr::Name(name, _) if matches!(module.name(name), "Boolean" | "bool")) =>
            {
                let first = *module.list(list).first()?;
                self.truth(unit, first, depth + 1)
            }
            Expr::Name(..) => match self.only_value(unit, test) {
                Some(value) => self.truth(unit, value, depth + 1),
                None => truth_of(self.text(unit, test, depth + 1)?.as_deref()),
            },
            _ => truth_of(self.text(unit, test, depth + 1)?.as_deref()),
        }
    }

    /// The text that a value has; the inner none is for what is not set at all.
    fn text(&mut self, unit: UnitId, expr: ExprId, depth: u32) -> Option<Option<String>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let module = self.flow.program.module(unit);
        match module.expr(expr) {
            Expr::Str(text) => return Some(Some(module.text(text).to_owned())),
            Expr::Number(number) => return Some(Some(number.to_string())),
            Expr::Null => return Some(None),
            // `.toLowerCase()`, `.strip()`
            Expr::Call(callee, _) => {
                if let Expr::Member(object, name) = module.expr(callee) {
                    let plain = match module.name(name) {
                        "toLowerCase" | "lower" | "casefold" => str::to_ascii_lowercase,
                        "toUpperCase" | "upper" => str::to_ascii_uppercase,
                        "trim" | "strip" | "toString" => str::to_owned,
                        _ => return self.folded(unit, expr),
                    };
                    return self.text(unit, object, depth + 1).map(|text| text.map(|text| plain(&text)));
                }
            }
            Expr::Name(..) => {
                if let Some(value) = self.only_value(unit, expr) {
                    return self.text(unit, value, depth + 1);
                }
            }
            _ => {}
        }
        self.folded(unit, expr)
    }

    /// `process.env.X`, `os.environ.get("X", "1")`, `process.env.X || "1"`: what flow makes of it, without the variable.
    fn folded(&mut self, unit: UnitId, expr: ExprId) -> Option<Option<String>> {
        let value = self.flow.value(unit, expr);
        let rest: Vec<&Value> = value.alternatives().iter().filter(|value| !matches!(value, Value::Env(_) | Value::Null)).collect();
        match rest.as_slice() {
            [] => Some(None),
            [one] => one.as_text().map(|text| Some(text.to_owned())),
            _ => None,
        }
    }

    /// What a variable is given, if that happens in one place only.
    fn only_value(&self, unit: UnitId, expr: ExprId) -> Option<ExprId> {
        let module = self.flow.program.module(unit);
        let Expr::Name(name, scope) = module.expr(expr) else { return None };
        let scope = module.declaring_scope(name, scope)?;
        match module.variables.get(&(scope, name))?.as_slice() {
            [one] if *one != expr && !matches!(module.expr(*one), Expr::Parameter(..) | Expr::Element(_) | Expr::Opaque) => Some(*one),
            _ => None,
        }
    }
}

fn truth_of(text: Option<&str>) -> Option<bool> {
    Some(text.is_some_and(|text| !text.is_empty()))
}

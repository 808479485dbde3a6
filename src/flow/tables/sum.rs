//! The sum that a turned table must fit.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, UnaryOp};

use super::{MAX_NESTED, Table, arithmetic, constant};

/// Terms are nested no deeper than a sum of some dozen has.
const MAX_DEPTH: u32 = 64;

/// The turn of the table at which the sum is the target; none where no turn does it.
pub(super) fn fitting(module: &Module, sum: ExprId, target: f64, table: &Table) -> Option<usize> {
    let mut turned = table.clone();
    (0..table.texts.len()).find(|turn| {
        turned.turned = *turn;
        value(module, sum, &turned, 0) == Some(target)
    })
}

fn value(module: &Module, expr: ExprId, table: &Table, depth: u32) -> Option<f64> {
    if depth > MAX_DEPTH {
        return None;
    }
    match module.expr(expr) {
        Expr::Number(number) => Some(number),
        Expr::Unary(UnaryOp::Minus, inner) => value(module, inner, table, depth + 1).map(|number| -number),
        Expr::Binary(op, left, right) => arithmetic(op, value(module, left, table, depth + 1)?, value(module, right, table, depth + 1)?),
        Expr::Call(callee, arguments) if super::find::is_named(module, callee, "parseInt") => {
            let Expr::Call(_, arguments) = module.expr(*module.list(arguments).first()?) else { return None };
            let arguments = module.list(arguments);
            let number = arguments.iter().find_map(|argument| constant(module, *argument, MAX_NESTED - 4))?;
            let key = arguments.iter().rev().find_map(|argument| match module.expr(*argument) {
                Expr::Str(text) => Some(module.text(text)),
                _ => None,
            });
            leading_number(&table.word(number, key)?)
        }
        _ => None,
    }
}

/// As `parseInt` reads it: what follows the digits does not matter.
fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    let number: f64 = digits[..end].parse().ok()?;
    Some(if digits.len() == text.len() { number } else { -number })
}

//! The sum that a turned table must fit.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List, UnaryOp};

use super::{MAX_NESTED, Table, arithmetic, constant};

/// Words that are looked up in search of a turn; a real table of a thousand texts takes twelve thousand.
const MAX_LOOKUPS: u32 = 200_000;
/// Terms are nested no deeper than a sum of some dozen has.
const MAX_DEPTH: u32 = 64;

/// The turn of the table at which the sum is the target; none where no turn does it.
pub(super) fn fitting(module: &Module, sum: ExprId, target: f64, table: &Table) -> Option<usize> {
    let mut search = Search { module, table: table.clone(), left: MAX_LOOKUPS };
    (0..table.texts.len()).find(|turn| {
        search.table.turned = *turn;
        search.value(sum, 0) == Some(target)
    })
}

struct Search<'m> {
    module: &'m Module,
    table: Table,
    /// Of [`MAX_LOOKUPS`].
    left: u32,
}

impl Search<'_> {
    fn value(&mut self, expr: ExprId, depth: u32) -> Option<f64> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.module.expr(expr) {
            Expr::Number(number) => Some(number),
            Expr::Unary(UnaryOp::Minus, inner) => self.value(inner, depth + 1).map(|number| -number),
            Expr::Binary(op, left, right) => arithmetic(op, self.value(left, depth + 1)?, self.value(right, depth + 1)?),
            Expr::Call(callee, arguments) if super::find::is_named(self.module, callee, "parseInt") => self.read(arguments),
            _ => None,
        }
    }

    /// `parseInt(at(0x1f, 'key'))`
    fn read(&mut self, arguments: List) -> Option<f64> {
        self.left = self.left.checked_sub(1)?;
        let Expr::Call(_, arguments) = self.module.expr(*self.module.list(arguments).first()?) else { return None };
        let arguments = self.module.list(arguments);
        let number = arguments.iter().find_map(|argument| constant(self.module, *argument, MAX_NESTED - 4))?;
        let key = arguments.iter().rev().find_map(|argument| match self.module.expr(*argument) {
            Expr::Str(text) => Some(self.module.text(text)),
            _ => None,
        });
        leading_number(&self.table.word(number, key)?)
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

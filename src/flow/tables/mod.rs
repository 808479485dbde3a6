//! Tables of texts that obfuscated code turns, decodes and looks its words up in: what a call of the decoder gives.
//!
//! Such a table is stored turned by some number of places. When it loads, the code turns it one place at a time until a sum over
//! numbers in the texts fits; that search is done here in the same way, over constants alone.

mod coding;
mod find;
mod sum;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::rc::Rc;

use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, UnaryOp};

use super::value::{At, UnitId, Value};
use super::{Flow, Program};
use coding::Coding;

/// A longer table is no table of words.
const MAX_TEXTS: usize = 20_000;
/// Numbers are sums of sums this deep at most.
const MAX_NESTED: u32 = 8;

/// The tables of a program, by the functions that look words up in them.
#[derive(Debug, Default)]
pub(super) struct Tables {
    by_decoder: HashMap<At<FunctionId>, Rc<Table>, BuildFastHasher>,
}

/// Texts in the order in which the decoder finds them.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    texts: Vec<String>,
    /// The number that stands for the first text.
    first: f64,
    coding: Coding,
    /// By how many places the stored order is turned.
    turned: usize,
}

impl Table {
    /// The word for a number, as the decoder's call would give it.
    fn word(&self, number: f64, key: Option<&str>) -> Option<String> {
        let at = number - self.first;
        if at < 0.0 || at.fract() != 0.0 || at >= self.texts.len() as f64 {
            return None;
        }
        let text = &self.texts[(at as usize + self.turned) % self.texts.len()];
        self.coding.undo(text, key)
    }
}

impl Tables {
    pub fn of(program: &Program) -> Self {
        let mut tables = Self::default();
        for unit in program.ids() {
            for (decoder, table) in find::tables(program.module(unit)) {
                tables.by_decoder.insert(At { unit, id: decoder }, table);
            }
        }
        tables
    }
}

impl Flow<'_> {
    /// What a decoder gives for constants; none where the function is none.
    pub(super) fn looked_up(&mut self, function: At<FunctionId>, unit: UnitId, arguments: &[ExprId], depth: u32) -> Option<Value> {
        let table = Rc::clone(self.tables.by_decoder.get(&function)?);
        let mut values = Vec::new();
        for argument in arguments.iter().take(2) {
            values.push(self.eval(unit, *argument, depth + 1));
        }
        // Either may be the number, and a text may be one: `at('0x1f')`.
        let number = values.iter().find_map(|value| match value {
            Value::Number(number) => Some(*number),
            value => value.as_text().and_then(hexadecimal),
        })?;
        let key = values.iter().rev().find_map(|value| value.as_text().filter(|text| hexadecimal(text).is_none()));
        table.word(number, key).map(|word| Value::text(&word))
    }
}

fn hexadecimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix("0x").filter(|digits| !digits.is_empty() && digits.len() <= 8)?;
    u32::from_str_radix(digits, 16).ok().map(f64::from)
}

/// A number that is written out: `0x1f`, `-3`, `0x2 * 0x10 + -1`.
fn constant(module: &Module, expr: ExprId, nested: u32) -> Option<f64> {
    if nested > MAX_NESTED {
        return None;
    }
    match module.expr(expr) {
        Expr::Number(number) => Some(number),
        Expr::Str(text) => hexadecimal(module.text(text)),
        Expr::Unary(UnaryOp::Minus, inner) => constant(module, inner, nested + 1).map(|number| -number),
        Expr::Binary(op, left, right) => arithmetic(op, constant(module, left, nested + 1)?, constant(module, right, nested + 1)?),
        _ => None,
    }
}

fn arithmetic(op: BinaryOp, left: f64, right: f64) -> Option<f64> {
    Some(match op {
        BinaryOp::Add => left + right,
        BinaryOp::Sub => left - right,
        BinaryOp::Mul => left * right,
        BinaryOp::Div => left / right,
        BinaryOp::Mod => left % right,
        BinaryOp::BitXor => f64::from(left as i32 ^ right as i32),
        BinaryOp::And | BinaryOp::In | BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::Other => return None,
    })
}

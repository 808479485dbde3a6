//! What operators make of numbers, and of the bytes that texts stand for.

use crate::syntax::ir::{BinaryOp, UnaryOp};

use super::value::Value;

pub(super) fn arithmetic(op: BinaryOp, a: f64, b: f64) -> Value {
    match op {
        BinaryOp::Add => Value::Number(a + b),
        BinaryOp::Sub => Value::Number(a - b),
        BinaryOp::Mul => Value::Number(a * b),
        BinaryOp::Div if b != 0.0 => Value::Number(a / b),
        BinaryOp::Mod if b != 0.0 => Value::Number(a % b),
        BinaryOp::BitXor => Value::Number(f64::from(a as i32 ^ b as i32)),
        BinaryOp::Div | BinaryOp::Mod | BinaryOp::And | BinaryOp::In | BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::Other => {
            Value::Unknown
        }
    }
}

pub(super) fn byte(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => match text.chars().next().map(u32::from) {
            Some(code) if code < 256 && text.chars().nth(1).is_none() => Some(f64::from(code)),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn unary(op: UnaryOp, value: &Value) -> Value {
    match (op, value) {
        (UnaryOp::Minus, Value::Number(number)) => Value::Number(-number),
        (UnaryOp::Not, Value::Bool(value)) => Value::Bool(!value),
        (UnaryOp::Not, Value::Number(number)) => Value::Bool(*number == 0.0),
        (UnaryOp::Minus | UnaryOp::Not | UnaryOp::TypeOf | UnaryOp::Delete | UnaryOp::Other, _) => Value::Unknown,
    }
}

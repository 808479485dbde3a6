//! Texts that steer or defend code, and texts that are lists of numbers.

use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List};

use super::{Sign, Trace};

/// The expression takes years on a text with line breaks.
const HANGS: &str = "(((.+)+)+)+$";
/// Shorter lists of numbers are magic bytes, versions, addresses.
const MIN_CODES: usize = 24;
/// Names of this many letters, and how many of them make it a manner.
const MIN_LETTERS: usize = 2;
const MIN_SPELLED: usize = 3;

pub(super) fn find(module: &Module, found: &mut Vec<Trace>) {
    let mut spelled = module.iter().filter(|(_, expr)| is_spelled(module, *expr)).map(|(id, _)| id);
    if let Some(at) = spelled.next()
        && spelled.take(MIN_SPELLED - 1).count() == MIN_SPELLED - 1
    {
        found.push(Trace { sign: Sign::Spelled, at });
    }
    for (id, expr) in module.iter() {
        let sign = match expr {
            Expr::Str(text) | Expr::Regex(text) => of_text(module.text(text)),
            Expr::Call(callee, arguments) if unpacks(module, callee, arguments) => Some(Sign::Packed),
            Expr::Call(callee, arguments) if calls_debugger(module, callee, arguments) => Some(Sign::Debugger),
            Expr::Call(_, arguments) if is_codes(module, arguments) => Some(Sign::Codes),
            _ => None,
        };
        found.extend(sign.map(|sign| Trace { sign, at: id }));
    }
}

fn of_text(text: &str) -> Option<Sign> {
    if is_order(text) {
        return Some(Sign::Order);
    }
    (text.len() < 64 && text.contains(HANGS)).then_some(Sign::SelfDefence)
}

/// `2|0|3|1`: each number once and not in their order.
fn is_order(text: &str) -> bool {
    let plain = text.len() >= 7 && text.len() < 1000 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'|');
    if !plain {
        return false;
    }
    let numbers: Vec<usize> = text.split('|').map_while(|number| number.parse().ok()).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    numbers.len() >= 4
        && numbers.len() == text.split('|').count()
        && sorted != numbers
        && sorted.iter().enumerate().all(|(at, number)| at == *number)
}

/// `f.constructor('debugger')`, `Function('debu' + 'gger')`
fn calls_debugger(module: &Module, callee: ExprId, arguments: List) -> bool {
    let makes_functions = match module.expr(callee) {
        Expr::Member(_, name) => module.name(name) == "constructor",
        Expr::Name(name, _) => module.name(name) == "Function",
        Expr::Index(..) => true,
        _ => false,
    };
    let text = |expr: ExprId| match module.expr(expr) {
        Expr::Str(text) => module.text(text),
        _ => "",
    };
    makes_functions
        && module.list(arguments).iter().any(|argument| match module.expr(*argument) {
            Expr::Binary(BinaryOp::Add, left, right) => ["debu", "debug"].contains(&text(left)) && text(right).ends_with("ger"),
            _ => text(*argument) == "debugger",
        })
}

/// `eval(function (p, a, c, k) { … }('…', 62, 9, 'word|word'.split('|')))`
fn unpacks(module: &Module, callee: ExprId, arguments: List) -> bool {
    let (Expr::Name(name, _), [inner]) = (module.expr(callee), module.list(arguments)) else { return false };
    let Expr::Call(function, given) = module.expr(*inner) else { return false };
    let is_split = |argument: &ExprId| match module.expr(*argument) {
        Expr::Call(split, _) => matches!(module.expr(split), Expr::Member(text, method)
            if module.name(method) == "split" && matches!(module.expr(text), Expr::Str(_))),
        _ => false,
    };
    module.name(name) == "eval" && matches!(module.expr(function), Expr::Function(_)) && module.list(given).iter().any(is_split)
}

/// `String.fromCharCode(101, 118, …)`, `bytes([101, 118, …])`: printable text, number by number.
fn is_codes(module: &Module, arguments: List) -> bool {
    let arguments = module.list(arguments);
    if is_printable(module, arguments) {
        return true;
    }
    arguments.iter().take(2).any(|argument| {
        let inner = match module.expr(*argument) {
            Expr::Spread(inner) => inner,
            _ => *argument,
        };
        matches!(module.expr(inner), Expr::Array(items) if is_printable(module, module.list(items)))
    })
}

/// `bytes([111, 115]).decode()`
fn is_spelled(module: &Module, expr: Expr) -> bool {
    let Expr::Call(callee, _) = expr else { return false };
    let Expr::Member(made, method) = module.expr(callee) else { return false };
    let Expr::Call(maker, arguments) = module.expr(made) else { return false };
    let is_made = matches!(module.expr(maker), Expr::Name(name, _) if matches!(module.name(name), "bytes" | "bytearray"));
    let [list] = module.list(arguments) else { return false };
    let Expr::Array(items) = module.expr(*list) else { return false };
    let items = module.list(items);
    is_made && module.name(method) == "decode" && items.len() >= MIN_LETTERS && are_letters(module, items)
}

fn is_printable(module: &Module, items: &[ExprId]) -> bool {
    items.len() >= MIN_CODES && are_letters(module, items)
}

/// Printable codes, half of them small letters.
fn are_letters(module: &Module, items: &[ExprId]) -> bool {
    let letter = |item: &ExprId| match module.expr(*item) {
        Expr::Number(code) => matches!(code as u32, 9 | 10 | 13 | 32..=126) && code.fract() == 0.0,
        _ => false,
    };
    let word = |item: &&ExprId| matches!(module.expr(**item), Expr::Number(code) if (code as u32) >= 97 && (code as u32) <= 122);
    items.iter().all(letter) && items.iter().filter(word).count() * 2 >= items.len()
}

//! What is taken where a variable is not set, and what its value is turned into: `parseInt(process.env.PORT ?? "3000")`.

use crate::flow::Flow;
use crate::model::ValueForm;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId};

use super::parents::Parents;
use super::{Need, Place, constant};

/// An expression is followed outwards so far.
const MAX_STEPS: usize = 24;

/// Functions that turn a text into a number.
const NUMBERS: [&str; 5] = ["parseInt", "parseFloat", "Number", "int", "float"];
/// Functions and methods that leave a text a text.
const TEXTS: [&str; 13] = [
    "String",
    "str",
    "trim",
    "strip",
    "lower",
    "upper",
    "toLowerCase",
    "toUpperCase",
    "casefold",
    "rstrip",
    "split",
    "replace",
    "expanduser",
];
/// What switches are compared with.
const SWITCHES: [&str; 8] = ["true", "false", "1", "0", "yes", "no", "on", "off"];

/// `os.getenv("PORT", "3000")`, `config("PORT", default=3000)`.
pub(super) fn of_call(flow: &mut Flow<'_>, place: Place) -> Need {
    let module = flow.program.module(place.unit);
    let Expr::Call(callee, list) = module.expr(place.expr) else { return Need::default() };
    if !matches!(module.expr(callee), Expr::Name(..) | Expr::Member(..)) {
        return Need::default();
    }
    let arguments = module.list(list);
    let by_position = arguments.get(1).filter(|argument| !matches!(module.expr(**argument), Expr::Keyword(..) | Expr::Spread(_)));
    let by_name = arguments.iter().find_map(|argument| match module.expr(*argument) {
        Expr::Keyword(name, value) if module.name(name) == "default" => Some(value),
        _ => None,
    });
    let default = by_name.or(by_position.copied()).and_then(|value| constant(flow, place.unit, value));
    Need { default, ..Need::default() }
}

/// The outermost expression that is still the variable's value, and what was learnt on the way there.
pub(super) fn around(flow: &mut Flow<'_>, parents: &Parents, place: Place) -> (ExprId, Need) {
    let module = flow.program.module(place.unit);
    let mut need = Need::default();
    let mut at = place.expr;
    for _ in 0..MAX_STEPS {
        let Some(parent) = parents.parent(at) else { break };
        match module.expr(parent) {
            Expr::Either(first, second) => {
                if first == at && need.default.is_none() {
                    need.default = constant(flow, place.unit, second);
                }
            }
            Expr::If(test, _, otherwise) if test == at => {
                if !matches!(module.expr(otherwise), Expr::Block(_)) {
                    need.default = need.default.take().or_else(|| constant(flow, place.unit, otherwise));
                }
                break;
            }
            Expr::Binary(BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::In, first, second) => {
                if is_switch(module, if first == at { second } else { first }) {
                    need.form = ValueForm::Switch;
                }
                break;
            }
            Expr::Call(callee, list) => match conversion(module, at, callee, module.list(list)) {
                Some(form) => need.form = need.form.max(form),
                None => break,
            },
            Expr::Member(..) if is_called(module, parents, parent) => {}
            _ => break,
        }
        at = parent;
    }
    (at, need)
}

/// What a call makes of its first argument, or of the object whose method it is.
fn conversion(module: &Module, at: ExprId, callee: ExprId, arguments: &[ExprId]) -> Option<ValueForm> {
    let (Expr::Name(name, _) | Expr::Member(_, name)) = module.expr(callee) else { return None };
    let name = module.name(name);
    if callee != at && arguments.first() != Some(&at) {
        return None;
    }
    if NUMBERS.contains(&name) {
        return Some(ValueForm::Number);
    }
    TEXTS.contains(&name).then_some(ValueForm::Text)
}

fn is_called(module: &Module, parents: &Parents, member: ExprId) -> bool {
    parents.parent(member).is_some_and(|call| matches!(module.expr(call), Expr::Call(callee, _) if callee == member))
}

/// `"true"`, or a list of such words.
fn is_switch(module: &Module, expr: ExprId) -> bool {
    match module.expr(expr) {
        Expr::Str(text) => SWITCHES.contains(&module.text(text).to_ascii_lowercase().as_str()),
        Expr::Array(items) => {
            module.list(items).iter().take(16).any(|item| matches!(module.expr(*item), Expr::Str(_)) && is_switch(module, *item))
        }
        _ => false,
    }
}

/// Reading it throws where it is not set: `os.environ["X"]`, `config("X")`.
pub(super) fn is_strict(flow: &mut Flow<'_>, place: Place) -> bool {
    let module = flow.program.module(place.unit);
    match module.expr(place.expr) {
        Expr::Index(..) => module.language == crate::syntax::Language::Python,
        Expr::Call(callee, list) if list.len == 1 => {
            let crate::flow::Value::Symbol(symbol) = flow.glance(place.unit, callee) else { return false };
            matches!(flow.symbols.name(symbol), "decouple.config" | "os.environ.__getitem__")
        }
        _ => false,
    }
}

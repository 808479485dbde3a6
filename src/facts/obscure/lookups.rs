//! Members that are looked up by number, tables that are turned, and operators behind functions.

use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, List, UnaryOp};

use super::{Sign, Trace};

/// Methods that are called by a looked-up name.
const MIN_METHODS: usize = 3;
/// Members of any kind, where they are half of all that are computed.
const MIN_MEMBERS: usize = 20;
/// Texts of a list from which names are taken by their places.
const MIN_TABLE: usize = 6;
/// A wrapper adds a number or two to its argument.
const MAX_NESTED: u32 = 4;
/// Turned tables that are looked at.
const MAX_TURNS: usize = 8;
/// `parseInt` of looked-up texts in the sum that a turned table must fit.
const MIN_SUMMANDS: usize = 3;
/// Functions that only add or call, in one object.
const MIN_PROXIES: usize = 4;

pub(super) fn find(module: &Module, found: &mut Vec<Trace>) {
    let (mut members, mut methods, mut computed, mut turns) = (Vec::new(), Vec::new(), 0_usize, Vec::new());
    for (id, expr) in module.iter() {
        match expr {
            Expr::Index(_, key) => {
                computed += 1;
                if is_lookup(module, key, 0) {
                    members.push(id);
                }
            }
            Expr::Call(callee, arguments) => match module.expr(callee) {
                Expr::Index(_, key) if is_lookup(module, key, 0) => methods.push(id),
                Expr::Member(table, method) if is_turn(module, table, module.name(method), arguments) => turns.push(id),
                _ => {}
            },
            Expr::Object(list) if is_of_proxies(module, list) => found.push(Trace { sign: Sign::Proxies, at: id }),
            _ => {}
        }
    }
    if methods.len() >= MIN_METHODS || (members.len() >= MIN_MEMBERS && members.len() * 2 >= computed) {
        let at = methods.first().or(members.first()).copied().unwrap_or(ExprId(0));
        found.push(Trace { sign: Sign::Lookups, at });
    }
    let turned = turns.into_iter().take(MAX_TURNS).find(|turn| fits_a_sum(module, *turn));
    found.extend(turned.map(|at| Trace { sign: Sign::Rotation, at }));
}

/// `at(0x1f)`, `at(3, 'k$2')`, `at(1) + at(2)`: a name that a function gives for a number.
fn is_lookup(module: &Module, key: ExprId, nested: u32) -> bool {
    match module.expr(key) {
        Expr::Call(callee, arguments) => {
            let list = module.list(arguments);
            let is_plain = matches!(module.expr(callee), Expr::Name(..)) && (1..=5).contains(&list.len());
            is_plain
                && list.iter().all(|argument| is_number(module, *argument, 0) || is_short_text(module, *argument))
                && list.iter().any(|argument| is_number(module, *argument, 0))
        }
        Expr::Index(table, at) => matches!(module.expr(at), Expr::Number(_)) && is_table(module, table),
        Expr::Binary(BinaryOp::Add, left, right) if nested < MAX_NESTED => {
            is_lookup(module, left, nested + 1) || is_lookup(module, right, nested + 1)
        }
        _ => false,
    }
}

/// A variable that is a list of texts and nothing else.
fn is_table(module: &Module, table: ExprId) -> bool {
    let Expr::Name(name, scope) = module.expr(table) else { return false };
    let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
    let Some([one]) = values.map(Vec::as_slice) else { return false };
    let Expr::Array(items) = module.expr(*one) else { return false };
    let items = module.list(items);
    items.len() >= MIN_TABLE && items.iter().take(MIN_TABLE).all(|item| matches!(module.expr(*item), Expr::Str(_)))
}

/// Written as a number, a sum of numbers, or a text that is one: `'0x1f'`.
fn is_number(module: &Module, expr: ExprId, nested: u32) -> bool {
    match module.expr(expr) {
        Expr::Number(_) => true,
        Expr::Str(text) => {
            let text = module.text(text);
            let digits = text.strip_prefix("0x").unwrap_or(text);
            !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && text != digits
        }
        Expr::Unary(UnaryOp::Minus, inner) if nested < MAX_NESTED => is_number(module, inner, nested + 1),
        Expr::Binary(_, left, right) if nested < MAX_NESTED => is_number(module, left, nested + 1) && is_number(module, right, nested + 1),
        _ => false,
    }
}

fn is_short_text(module: &Module, expr: ExprId) -> bool {
    matches!(module.expr(expr), Expr::Str(text) if module.text(text).len() <= 8)
}

/// `table.push(table.shift())`
fn is_turn(module: &Module, table: ExprId, method: &str, arguments: List) -> bool {
    let [argument] = module.list(arguments) else { return false };
    let Expr::Call(inner, nothing) = module.expr(*argument) else { return false };
    let Expr::Member(taken, shift) = module.expr(inner) else { return false };
    let is_same = matches!((module.expr(table), module.expr(taken)), (Expr::Name(a, _), Expr::Name(b, _)) if a == b);
    method == "push" && nothing.len == 0 && module.name(shift) == "shift" && is_same
}

/// The function around it tries, and reads numbers off texts again and again.
fn fits_a_sum(module: &Module, turn: ExprId) -> bool {
    let function = module.enclosing_function(turn);
    if function == FunctionId(0) {
        return false;
    }
    let (start, end) = module.function(function).exprs;
    let exprs = &module.exprs[start as usize..end as usize];
    let reads = |expr: &&Expr| match expr {
        Expr::Call(callee, arguments) => {
            let is_reader = matches!(module.expr(*callee), Expr::Name(name, _) if module.name(name) == "parseInt");
            is_reader && matches!(module.list(*arguments), [one, ..] if matches!(module.expr(*one), Expr::Call(..)))
        }
        _ => false,
    };
    let tries = exprs.iter().any(|expr| matches!(expr, Expr::Try(_)));
    tries && exprs.iter().filter(reads).take(MIN_SUMMANDS).count() == MIN_SUMMANDS
}

/// `{ 'kXqPz': function (a, b) { return a + b; }, … }`: keys of one length, functions of one operator or one call.
fn is_of_proxies(module: &Module, members: List) -> bool {
    let members = module.list(members);
    if members.len() < MIN_PROXIES {
        return false;
    }
    let mut length = None;
    let proxies = members.iter().filter(|member| {
        let Expr::Pair(key, value) = module.expr(**member) else { return false };
        let (Expr::Str(key), Expr::Function(function)) = (module.expr(key), module.expr(value)) else { return false };
        let key = module.text(key);
        let mixed = key.bytes().any(|byte| byte.is_ascii_uppercase()) && key.bytes().any(|byte| byte.is_ascii_lowercase());
        mixed && *length.get_or_insert(key.len()) == key.len() && is_proxy(module, function)
    });
    proxies.take(MIN_PROXIES).count() == MIN_PROXIES
}

fn is_proxy(module: &Module, function: FunctionId) -> bool {
    let function = module.function(function);
    let [returned] = function.returns.as_slice() else { return false };
    let is_name = |expr: ExprId| matches!(module.expr(expr), Expr::Name(..) | Expr::Parameter(..));
    let is_alone = function.exprs.1 - function.exprs.0 < 24;
    is_alone
        && function.parameters.len() >= 2
        && match module.expr(*returned) {
            Expr::Binary(_, left, right) => is_name(left) && is_name(right),
            Expr::Call(callee, arguments) => is_name(callee) && module.list(arguments).iter().all(|argument| is_name(*argument)),
            _ => false,
        }
}

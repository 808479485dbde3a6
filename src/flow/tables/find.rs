//! Which functions of a file are tables, decoders, and the loop that turns a table.

use std::rc::Rc;

use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, List};
use crate::syntax::{Language, Module};

use super::coding::{ALPHABET, Coding};
use super::sum::fitting;
use super::{MAX_TEXTS, Table, constant};

/// Shorter lists are no tables.
const MIN_TEXTS: usize = 4;
/// Tables of one file.
const MAX_TABLES: usize = 4;
/// Decoders, and loops that turn a table, are made of a few hundred expressions.
const MAX_CODE: u32 = 1_500;

/// Each decoder with its table.
pub(super) fn tables(module: &Module) -> Vec<(FunctionId, Rc<Table>)> {
    let turns = match module.language {
        Language::JavaScript | Language::TypeScript | Language::Tsx if may_have_tables(module) => turns(module),
        Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Python | Language::Bash => return Vec::new(),
    };
    let mut found = Vec::new();
    for turn in turns.into_iter().take(MAX_TABLES) {
        let Some(texts) = texts_of(module, turn.table) else { continue };
        for (decoder, first, coding) in decoders(module, turn.table) {
            let table = Table { texts: texts.clone(), first, coding, turned: 0 };
            let Some(turned) = fitting(module, turn.sum, turn.target, &table) else { continue };
            let table = Rc::new(Table { turned, ..table });
            // The decoder puts another function in its own place when it is first called.
            let outer = module.function(decoder).parent;
            let is_wrapped = outer != FunctionId(0) && names_itself(module, outer);
            found.extend([Some(decoder), is_wrapped.then_some(outer)].into_iter().flatten().map(|function| (function, Rc::clone(&table))));
        }
    }
    found
}

/// The names that a turning loop cannot do without.
fn may_have_tables(module: &Module) -> bool {
    ["push", "shift", "parseInt"].iter().all(|name| module.names.find(name).is_some())
}

/// A function that is called at once with a table and the number that a sum must be.
struct Turn {
    table: ExprId,
    target: f64,
    sum: ExprId,
}

fn turns(module: &Module) -> Vec<Turn> {
    let is_turn = |function: FunctionId| {
        let (start, end) = module.function(function).exprs;
        if end - start > MAX_CODE {
            return false;
        }
        let mut calls = (start..end).map(ExprId);
        calls.any(|call| matches!(module.expr(call), Expr::Call(callee, arguments) if puts_back(module, callee, arguments)))
    };
    let called = module.calls().filter_map(|(_, callee, arguments)| {
        let Expr::Function(function) = module.expr(callee) else { return None };
        let [table, target, ..] = module.list(arguments) else { return None };
        let target = constant(module, *target, 0)?;
        let is_name = matches!(module.expr(*table), Expr::Name(..));
        (is_name && is_turn(function)).then_some((function, *table, target))
    });
    called.filter_map(|(function, table, target)| Some(Turn { table, target, sum: sum_of(module, function)? })).collect()
}

/// `table.push(table.shift())`
fn puts_back(module: &Module, callee: ExprId, arguments: List) -> bool {
    let (Expr::Member(_, push), [taken]) = (module.expr(callee), module.list(arguments)) else { return false };
    let Expr::Call(inner, _) = module.expr(*taken) else { return false };
    let Expr::Member(_, shift) = module.expr(inner) else { return false };
    module.name(push) == "push" && module.name(shift) == "shift"
}

/// The largest sum over `parseInt` in a function.
fn sum_of(module: &Module, function: FunctionId) -> Option<ExprId> {
    let (start, end) = module.function(function).exprs;
    let reads = |expr: ExprId| matches!(module.expr(expr), Expr::Call(callee, _) if is_named(module, callee, "parseInt"));
    let first = (start..end).map(ExprId).find(|expr| reads(*expr))?;
    let holds = |expr: &ExprId| {
        let (span, part) = (module.span(*expr), module.span(first));
        matches!(module.expr(*expr), Expr::Binary(op, ..) if op != BinaryOp::Equal) && span.start <= part.start && part.end <= span.end
    };
    (first.0..end).map(ExprId).rfind(holds)
}

pub(super) fn is_named(module: &Module, callee: ExprId, name: &str) -> bool {
    matches!(module.expr(callee), Expr::Name(known, _) if module.name(known) == name)
}

/// The texts of a variable, or of a function that gives them.
fn texts_of(module: &Module, table: ExprId) -> Option<Vec<String>> {
    let Expr::Name(name, scope) = module.expr(table) else { return None };
    let scope = module.declaring_scope(name, scope)?;
    module.variables.get(&(scope, name))?.iter().find_map(|value| match module.expr(*value) {
        Expr::Array(items) => texts(module, items),
        Expr::Function(function) => {
            let (start, end) = module.function(function).exprs;
            (start..end).find_map(|at| match module.expr(ExprId(at)) {
                Expr::Array(items) => texts(module, items),
                _ => None,
            })
        }
        _ => None,
    })
}

fn texts(module: &Module, items: List) -> Option<Vec<String>> {
    let items = module.list(items);
    if !(MIN_TEXTS..=MAX_TEXTS).contains(&items.len()) {
        return None;
    }
    let text = |item: &ExprId| match module.expr(*item) {
        Expr::Str(text) => Some(module.text(text).to_owned()),
        _ => None,
    };
    items.iter().map(text).collect()
}

/// Functions that take a number off their first parameter and look the rest up in the table.
fn decoders(module: &Module, table: ExprId) -> Vec<(FunctionId, f64, Coding)> {
    let Expr::Name(table, _) = module.expr(table) else { return Vec::new() };
    let mut found = Vec::new();
    for at in 1..module.functions.len() as u32 {
        let function = FunctionId(at);
        let Some(first) = offset(module, function) else { continue };
        // The table is named by the function itself or by the one around it.
        let around = [function, module.function(function).parent];
        let speaks = around.iter().filter(|around| **around != FunctionId(0)).any(|around| {
            let (start, end) = module.function(*around).exprs;
            let end = end.min(start.saturating_add(MAX_CODE));
            (start..end).any(|at| matches!(module.expr(ExprId(at)), Expr::Name(name, _) if name == table))
        });
        if speaks {
            found.push((function, first, coding(module, function)));
        }
        if found.len() >= MAX_TABLES {
            break;
        }
    }
    found
}

/// `at = at - 0x1f`, once in a function and about its first parameter.
fn offset(module: &Module, function: FunctionId) -> Option<f64> {
    let info = module.function(function);
    let first = info.parameters.first()?.name?;
    let (start, end) = info.exprs;
    if end - start > MAX_CODE {
        return None;
    }
    let mut looks_up = false;
    let mut found = None;
    for at in start..end {
        match module.expr(ExprId(at)) {
            Expr::Assign(target, value) if matches!(module.expr(target), Expr::Name(name, _) if name == first) && found.is_none() => {
                let Expr::Binary(op, left, right) = module.expr(value) else { continue };
                let is_own = matches!(module.expr(left), Expr::Name(name, _) if name == first);
                found = match op {
                    BinaryOp::Sub if is_own => constant(module, right, 0),
                    BinaryOp::Add if is_own => constant(module, right, 0).map(|number| -number),
                    _ => None,
                };
            }
            Expr::Index(..) => looks_up = true,
            _ => {}
        }
    }
    found.filter(|_| looks_up)
}

fn coding(module: &Module, function: FunctionId) -> Coding {
    let (start, end) = module.function(function).exprs;
    let (mut packed, mut keyed) = (false, false);
    for at in start..end {
        match module.expr(ExprId(at)) {
            Expr::Str(text) => packed |= module.text(text).starts_with(ALPHABET),
            Expr::Binary(BinaryOp::BitXor, ..) => keyed = true,
            _ => {}
        }
    }
    match (packed, keyed) {
        (false, _) => Coding::Plain,
        (true, false) => Coding::Base64,
        (true, true) => Coding::Keyed,
    }
}

/// A function that puts another value in its own place.
fn names_itself(module: &Module, function: FunctionId) -> bool {
    let info = module.function(function);
    let (start, end) = info.exprs;
    (start..end).any(|at| match module.expr(ExprId(at)) {
        Expr::Assign(target, _) => matches!(module.expr(target), Expr::Name(name, _) if Some(name) == info.name),
        _ => false,
    })
}

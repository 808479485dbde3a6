//! The tests of one file, and those that decide whether a place is come to.

use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, Span};

/// Statements in front of a place, in one block, that are looked at.
const MAX_BEFORE: usize = 64;

/// Where a file decides: tests with two ways, blocks of statements, and calls that are given functions.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    tests: Vec<ExprId>,
    blocks: Vec<ExprId>,
    calls: Vec<ExprId>,
}

impl Conditions {
    pub fn of(module: &Module) -> Self {
        let mut found = Self::default();
        for (id, expr) in module.iter() {
            match expr {
                Expr::If(..) | Expr::Binary(BinaryOp::And, ..) | Expr::Either(..) => found.tests.push(id),
                Expr::Block(_) => found.blocks.push(id),
                Expr::Call(_, list) if module.list(list).iter().any(|part| matches!(module.expr(*part), Expr::Function(_))) => {
                    found.calls.push(id);
                }
                _ => {}
            }
        }
        found
    }

    /// Each test on the way to the place, and whether it holds there.
    pub fn before(&self, module: &Module, place: ExprId) -> Vec<(ExprId, bool)> {
        let at = module.span(place);
        let around = self.tests.iter().filter(|test| contains(module.span(**test), at));
        let mut found: Vec<(ExprId, bool)> = around.filter_map(|test| branch(module, *test, at)).collect();
        for block in self.blocks.iter().filter(|block| contains(module.span(**block), at)) {
            let Expr::Block(list) = module.expr(*block) else { continue };
            let earlier = module.list(list).iter().filter(|item| module.span(**item).end <= at.start);
            found.extend(earlier.rev().take(MAX_BEFORE).filter_map(|item| left(module, *item)));
        }
        found
    }

    /// Calls among whose arguments the place stands inside a function.
    pub fn calls_around<'m>(&'m self, module: &'m Module, place: ExprId) -> impl Iterator<Item = ExprId> + 'm {
        let at = module.span(place);
        self.calls.iter().copied().filter(move |call| contains(module.span(*call), at))
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The way on which the place stands.
fn branch(module: &Module, id: ExprId, at: Span) -> Option<(ExprId, bool)> {
    let inside = |part: ExprId| contains(module.span(part), at);
    match module.expr(id) {
        Expr::If(test, then, _) if inside(then) => Some((test, true)),
        Expr::If(test, _, otherwise) if inside(otherwise) && !inside(test) => Some((test, false)),
        Expr::Binary(BinaryOp::And, first, second) if inside(second) => Some((first, true)),
        Expr::Either(first, second) if inside(second) => Some((first, false)),
        _ => None,
    }
}

/// `if (test) return;`: behind it the test does not hold.
fn left(module: &Module, item: ExprId) -> Option<(ExprId, bool)> {
    let Expr::If(test, then, otherwise) = module.expr(item) else { return None };
    if leaves(module, then, 0) {
        Some((test, false))
    } else if leaves(module, otherwise, 0) {
        Some((test, true))
    } else {
        None
    }
}

/// Functions that end the program.
const ENDS: [&str; 6] = ["exit", "_exit", "quit", "abort", "kill", "exit_process"];

fn leaves(module: &Module, expr: ExprId, depth: u32) -> bool {
    if depth > 8 {
        return false;
    }
    match module.expr(expr) {
        Expr::Return(_) | Expr::Throw(_) | Expr::Leave => true,
        Expr::Block(list) | Expr::Sequence(list) => module.list(list).last().is_some_and(|last| leaves(module, *last, depth + 1)),
        Expr::Await(inner) => leaves(module, inner, depth + 1),
        Expr::Call(callee, _) => match module.expr(callee) {
            Expr::Name(name, _) | Expr::Member(_, name) => ENDS.contains(&module.name(name)),
            _ => false,
        },
        _ => false,
    }
}

//! Whether what a call starts is meant to go unseen: without a window, past the end of who started it.

use super::Place;
use crate::flow::Program;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

/// Expressions of a call that are looked at.
const MOST: usize = 400;

/// `{ detached: true, stdio: 'ignore' }`, `windowsHide` with it, `creationflags=CREATE_NO_WINDOW`, `start_new_session=True`.
pub fn starts_unseen(program: &Program, place: Place) -> bool {
    let module = program.module(place.unit);
    let (Expr::Call(_, list) | Expr::New(_, list)) = module.expr(place.expr) else { return false };
    let mut hints = Hints::default();
    for argument in module.list(list) {
        hints.look(module, *argument);
        if let Some(value) = assigned(module, *argument) {
            hints.look(module, value);
        }
    }
    hints.detached && (hints.silent || hints.hidden) || hints.hidden && hints.silent
}

#[derive(Default)]
struct Hints {
    detached: bool,
    hidden: bool,
    silent: bool,
}

impl Hints {
    fn look(&mut self, module: &Module, expr: ExprId) {
        let whole = module.span(expr);
        for id in (0..=expr.0).rev().map(ExprId).take(MOST) {
            let span = module.span(id);
            if span.start < whole.start || span.end > whole.end {
                break;
            }
            match module.expr(id) {
                Expr::Pair(key, value) => {
                    if let Expr::Str(key) = module.expr(key) {
                        self.option(module, module.text(key), value);
                    }
                }
                Expr::Keyword(name, value) => self.option(module, module.name(name), value),
                _ => {}
            }
        }
    }

    fn option(&mut self, module: &Module, name: &str, value: ExprId) {
        let is_on = !matches!(module.expr(value), Expr::Bool(false) | Expr::Null);
        match name {
            "detached" | "start_new_session" | "preexec_fn" => self.detached |= is_on,
            "windowsHide" | "startupinfo" => self.hidden |= is_on,
            // CREATE_NO_WINDOW and DETACHED_PROCESS, by name or by number.
            "creationflags" => {
                self.hidden |= is_on;
                self.silent |= is_on;
            }
            "stdio" => self.silent |= matches!(module.expr(value), Expr::Str(text) if module.text(text) == "ignore"),
            "stdout" | "stderr" => {
                self.silent |= matches!(module.expr(value), Expr::Member(_, name) if module.name(name) == "DEVNULL");
            }
            _ => {}
        }
    }
}

/// The one value that a name has.
fn assigned(module: &Module, expr: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(expr) else { return None };
    let scope = module.declaring_scope(name, scope)?;
    match module.variables.get(&(scope, name))?.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

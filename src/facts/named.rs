//! Calls that are known by names alone: `cursor.execute(…)`, where nothing tells what the cursor is.

use crate::signatures::{Argument, Effect};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::Place;
use super::scan::{Pending, Scanner, runtime};

impl<'s> Scanner<'_, 's> {
    /// What to look into where both the method and the object are named like known ones.
    pub(super) fn known_by_names(&self, place: Place) -> Option<Pending<'s>> {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(place.expr) else { return None };
        let Expr::Member(object, method) = module.expr(callee) else { return None };
        let method = module.name(method);
        let name = || written(module, object).or(Some(""));
        let signature = self.signatures.method(runtime(module.language), name, method)?;
        if arguments.len == 0 && signature.argument != Argument::Receiver {
            return None;
        }
        let callee = written(module, object).map_or_else(|| method.to_owned(), |object| format!("{object}.{method}"));
        Some(match signature.effect {
            Effect::Log => Pending::Log(place),
            _ => Pending::Named(place, callee, signature),
        })
    }
}

/// The last word of what an object is called: `cursor` in `self.cursor`, `get_cursor` in `db.get_cursor()`.
pub(super) fn written(module: &Module, object: ExprId) -> Option<&str> {
    match module.expr(object) {
        Expr::Name(name, _) | Expr::Member(_, name) => Some(module.name(name)),
        Expr::Call(callee, _) => match module.expr(callee) {
            Expr::Name(name, _) | Expr::Member(_, name) => Some(module.name(name)),
            _ => None,
        },
        Expr::Await(inner) => match module.expr(inner) {
            Expr::Await(_) => None,
            _ => written(module, inner),
        },
        _ => None,
    }
}

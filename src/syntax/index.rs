//! Where in a module the expressions stand that nearly everybody looks for, so that not everybody has to pass over all of it.

use serde::{Deserialize, Serialize};

use super::Module;
use super::ir::{Expr, ExprId, List};

/// Expressions by what they are, in the order of the arena.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// Calls, and `new`.
    calls: Vec<ExprId>,
    imports: Vec<ExprId>,
}

impl Index {
    pub(super) fn of(exprs: &[Expr]) -> Self {
        let mut index = Self::default();
        for (at, expr) in exprs.iter().enumerate() {
            match expr {
                Expr::Call(..) | Expr::New(..) => index.calls.push(ExprId(at as u32)),
                Expr::Import(_) => index.imports.push(ExprId(at as u32)),
                _ => {}
            }
        }
        index
    }
}

impl Module {
    /// Each call and `new`, with what is called and what that is given.
    pub fn calls(&self) -> impl Iterator<Item = (ExprId, ExprId, List)> + '_ {
        self.index.calls.iter().filter_map(|id| match self.expr(*id) {
            Expr::Call(callee, arguments) | Expr::New(callee, arguments) => Some((*id, callee, arguments)),
            _ => None,
        })
    }

    /// Each import, with the specifier of what it brings in.
    pub fn imports(&self) -> impl Iterator<Item = (ExprId, ExprId)> + '_ {
        self.index.imports.iter().filter_map(|id| match self.expr(*id) {
            Expr::Import(specifier) => Some((*id, specifier)),
            _ => None,
        })
    }
}

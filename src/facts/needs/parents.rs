//! What each expression of a module is part of; the arena itself only knows what it is made of.

use crate::syntax::ir::ExprId;
use crate::syntax::{Module, each_part};

const NONE: u32 = u32::MAX;

pub(super) struct Parents {
    of: Vec<u32>,
}

impl Parents {
    pub fn of(module: &Module) -> Self {
        let mut of = vec![NONE; module.exprs.len()];
        for (whole, expr) in module.iter() {
            each_part(module, expr, &mut |part: ExprId| {
                let parent = &mut of[part.index()];
                if *parent == NONE {
                    *parent = whole.0;
                }
            });
        }
        Self { of }
    }

    /// None for the body of a function, and for what nothing holds. A part always comes before its whole, so that climbing ends.
    pub fn parent(&self, expr: ExprId) -> Option<ExprId> {
        self.of.get(expr.index()).filter(|parent| **parent != NONE && **parent > expr.0).map(|parent| ExprId(*parent))
    }
}

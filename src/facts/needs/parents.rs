//! What each expression of a module is part of; the arena itself only knows what it is made of.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

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

fn each_part(module: &Module, expr: Expr, visit: &mut impl FnMut(ExprId)) {
    match expr {
        Expr::Opaque
        | Expr::Str(_)
        | Expr::Regex(_)
        | Expr::Number(_)
        | Expr::Bool(_)
        | Expr::Null
        | Expr::Name(..)
        | Expr::This(_)
        | Expr::Super(_)
        | Expr::Function(_)
        | Expr::Class(_)
        | Expr::Parameter(..)
        | Expr::Leave => {}
        Expr::Member(part, _)
        | Expr::Unary(_, part)
        | Expr::Keyword(_, part)
        | Expr::Spread(part)
        | Expr::Await(part)
        | Expr::Yield(part)
        | Expr::Element(part)
        | Expr::Import(part)
        | Expr::Return(part)
        | Expr::Throw(part) => visit(part),
        Expr::Index(first, second)
        | Expr::Binary(_, first, second)
        | Expr::Assign(first, second)
        | Expr::Pair(first, second)
        | Expr::Either(first, second) => {
            visit(first);
            visit(second);
        }
        Expr::If(test, then, otherwise) => [test, then, otherwise].into_iter().for_each(visit),
        Expr::Call(callee, list) | Expr::New(callee, list) | Expr::Comprehension(callee, list) => {
            visit(callee);
            module.list(list).iter().copied().for_each(visit);
        }
        Expr::Concat(list)
        | Expr::Array(list)
        | Expr::Object(list)
        | Expr::Sequence(list)
        | Expr::Block(list)
        | Expr::Loop(list)
        | Expr::Try(list) => module.list(list).iter().copied().for_each(visit),
    }
}

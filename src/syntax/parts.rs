//! What an expression is made of.

use super::Module;
use super::ir::{Expr, ExprId};

/// Visits the expressions that one is directly made of, in order; the bodies of functions and classes are not among them.
pub fn each_part(module: &Module, expr: Expr, visit: &mut impl FnMut(ExprId)) {
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

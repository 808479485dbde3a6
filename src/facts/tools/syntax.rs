//! Small looks at the code around an expression.

use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

/// The arguments of a call, keywords and all.
pub(in crate::facts) fn arguments(module: &Module, call: ExprId) -> &[ExprId] {
    match module.expr(call) {
        Expr::Call(_, list) | Expr::New(_, list) => module.list(list),
        _ => &[],
    }
}

/// The positional argument at a position.
pub(in crate::facts) fn positional(module: &Module, call: ExprId, position: usize) -> Option<ExprId> {
    let argument = *arguments(module, call).get(position)?;
    (!matches!(module.expr(argument), Expr::Keyword(..) | Expr::Spread(_))).then_some(argument)
}

/// The value of a named argument.
pub(in crate::facts) fn keyword(module: &Module, call: ExprId, name: &str) -> Option<ExprId> {
    arguments(module, call).iter().find_map(|argument| match module.expr(*argument) {
        Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
        _ => None,
    })
}

/// The method that a call names last: `registerTool` of `this.server.registerTool(…)`.
pub(in crate::facts) fn method(module: &Module, call: ExprId) -> Option<(ExprId, &str)> {
    let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(call) else { return None };
    member(module, callee)
}

/// An object and the name of its member.
pub(in crate::facts) fn member(module: &Module, expr: ExprId) -> Option<(ExprId, &str)> {
    match module.expr(expr) {
        Expr::Member(object, name) => Some((object, module.name(name))),
        Expr::Sequence(list) => member(module, *module.list(list).last()?),
        _ => None,
    }
}

/// The last word of a callee: `tool` of `mcp.tool`, `Tool` of `types.Tool` and of `Tool`.
pub(in crate::facts) fn last_word(module: &Module, callee: ExprId) -> Option<&str> {
    match module.expr(callee) {
        Expr::Member(_, name) | Expr::Name(name, _) => Some(module.name(name)),
        Expr::Sequence(list) => last_word(module, *module.list(list).last()?),
        _ => None,
    }
}

/// The text in the first statement of a function.
pub(in crate::facts) fn docstring(module: &Module, function: FunctionId) -> Option<String> {
    let body = module.function(function).body?;
    let Expr::Block(list) = module.expr(body) else { return None };
    match module.expr(*module.list(list).first()?) {
        Expr::Str(text) => Some(module.text(text).trim().to_owned()),
        _ => None,
    }
}

//! Tables of subcommands: `{"install": install, "run": run}[sys.argv[1]]()`.

use super::{asked, parts};
use crate::facts::moments::handed;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

/// Names of names.
const MAX_HOPS: u32 = 3;

/// The call takes the function out of a table, by a word of the command line that is not what is taken without one.
pub(super) fn is_by_word(module: &Module, call: ExprId, function: FunctionId) -> bool {
    let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(call) else { return false };
    let Some((table, key)) = looked_up(module, callee, MAX_HOPS) else { return false };
    let Some(word) = word_of(module, table, function) else { return false };
    asked::is_of_command_line(module, key) && !may_be(module, key, word, MAX_HOPS)
}

/// `table[key]`, `table.get(key)`, and a variable that holds it.
fn looked_up(module: &Module, expr: ExprId, hops: u32) -> Option<(ExprId, ExprId)> {
    let hops = hops.checked_sub(1)?;
    match module.expr(expr) {
        Expr::Index(table, key) => Some((table, key)),
        Expr::Call(callee, arguments) => match module.expr(callee) {
            Expr::Member(table, name) if module.name(name) == "get" => Some((table, *module.list(arguments).first()?)),
            _ => None,
        },
        Expr::Either(one, _) | Expr::Await(one) => looked_up(module, one, hops),
        Expr::Name(..) => looked_up(module, held(module, expr)?, hops),
        _ => None,
    }
}

/// The word under which the table holds the function.
fn word_of(module: &Module, table: ExprId, function: FunctionId) -> Option<&str> {
    let table = held(module, table).unwrap_or(table);
    let Expr::Object(members) = module.expr(table) else { return None };
    module.list(members).iter().take(256).find_map(|member| {
        let Expr::Pair(key, value) = module.expr(*member) else { return None };
        let Expr::Str(word) = module.expr(key) else { return None };
        (handed(module, value) == Some(function)).then(|| module.text(word))
    })
}

/// What the one value of a variable is.
fn held(module: &Module, expr: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(expr) else { return None };
    let scope = module.declaring_scope(name, scope)?;
    match module.variables.get(&(scope, name)).map(Vec::as_slice) {
        Some([one]) => Some(*one),
        _ => None,
    }
}

/// The word stands in what the key is made of: it is what is taken where nobody says anything.
fn may_be(module: &Module, key: ExprId, word: &str, hops: u32) -> bool {
    let Some(hops) = hops.checked_sub(1) else { return false };
    parts(module, key).any(|part| match module.expr(part) {
        Expr::Str(text) => module.text(text) == word,
        Expr::Name(..) => held(module, part).is_some_and(|value| value < part && may_be(module, value, word, hops)),
        _ => false,
    })
}

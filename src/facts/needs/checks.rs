//! Variables that the code demands: `if (!token) throw …`, `if not token: sys.exit(1)`.

use std::collections::{BTreeSet, HashMap};

use crate::flow::{Flow, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, UnaryOp};

use super::EnvRead;
use super::parents::Parents;
use super::starts::Starts;

/// More conditions in one test, more statements in one branch, or more levels around it are not looked at.
const MAX_PARTS: usize = 32;
const MAX_LEVELS: usize = 200;

const EXITS: [&str; 8] = ["process.exit", "process.abort", "sys.exit", "os._exit", "os.abort", "exit", "quit", "Deno.exit"];

/// The names of all variables without which a branch fails that nothing else leads to.
pub(super) fn demanded(flow: &mut Flow<'_>, starts: &mut Starts<'_>, unit: UnitId, reads: &[&EnvRead]) -> BTreeSet<String> {
    let module = flow.program.module(unit);
    let mut read_at: HashMap<ExprId, Vec<&str>> = HashMap::new();
    for read in reads {
        read_at.entry(read.place.expr).or_default().push(&read.name);
    }
    let mut names = BTreeSet::new();
    for (at, expr) in module.iter() {
        let Expr::If(test, then, _) = expr else { continue };
        let mut missing = Vec::new();
        tested_for_absence(module, test, &mut missing);
        if missing.is_empty() || !fails(flow, unit, then) || !starts.comes_to(flow, unit, at) {
            continue;
        }
        for value in missing {
            match value_read(module, value).and_then(|read| read_at.get(&read)) {
                Some(read) => names.extend(read.iter().map(|name| (*name).to_owned())),
                None => {
                    if let Value::Env(name) = flow.value(unit, value) {
                        names.insert(name.to_string());
                    }
                }
            }
        }
    }
    names
}

/// Whether something decides if the expression is come to at all, within its function.
pub(super) fn is_conditional(module: &Module, parents: &Parents, expr: ExprId) -> bool {
    let mut at = expr;
    for _ in 0..MAX_LEVELS {
        let Some(parent) = parents.parent(at) else { return false };
        match module.expr(parent) {
            Expr::If(test, _, _) if test != at => return true,
            Expr::Either(first, _) if first != at => return true,
            Expr::Binary(BinaryOp::And, first, _) if first != at => return true,
            Expr::Try(_) | Expr::Loop(_) | Expr::Comprehension(..) => return true,
            _ => at = parent,
        }
    }
    true
}

/// What must be missing for the test to hold, where one missing value is enough.
fn tested_for_absence(module: &Module, test: ExprId, missing: &mut Vec<ExprId>) {
    if missing.len() >= MAX_PARTS {
        return;
    }
    match module.expr(test) {
        Expr::Unary(UnaryOp::Not, value) => missing.push(value),
        Expr::Binary(BinaryOp::Equal, value, nothing) if is_nothing(module, nothing) => missing.push(value),
        Expr::Either(first, second) => {
            // `a || b || c` leans to the left; the right sides are short.
            if !matches!(module.expr(second), Expr::Either(..)) {
                tested_for_absence(module, second, missing);
            }
            missing_in_chain(module, first, missing);
        }
        _ => {}
    }
}

fn missing_in_chain(module: &Module, mut test: ExprId, missing: &mut Vec<ExprId>) {
    while let Expr::Either(first, second) = module.expr(test) {
        if missing.len() >= MAX_PARTS {
            return;
        }
        if !matches!(module.expr(second), Expr::Either(..)) {
            tested_for_absence(module, second, missing);
        }
        test = first;
    }
    tested_for_absence(module, test, missing);
}

fn is_nothing(module: &Module, expr: ExprId) -> bool {
    match module.expr(expr) {
        Expr::Null => true,
        Expr::Str(text) => module.text(text).is_empty(),
        _ => false,
    }
}

/// The branch throws or ends the program.
fn fails(flow: &mut Flow<'_>, unit: UnitId, branch: ExprId) -> bool {
    let module = flow.program.module(unit);
    let statements = match module.expr(branch) {
        Expr::Block(list) | Expr::Sequence(list) => module.list(list),
        _ => &[branch][..],
    };
    statements.iter().rev().take(MAX_PARTS).any(|statement| match module.expr(*statement) {
        Expr::Throw(_) => true,
        Expr::Call(callee, _) => {
            matches!(flow.glance(unit, callee), Value::Symbol(symbol) if EXITS.contains(&flow.symbols.name(symbol)))
        }
        _ => false,
    })
}

/// What stands behind a name that is given one value only: in a helper, the read of whichever variable it is called for.
fn value_read(module: &Module, value: ExprId) -> Option<ExprId> {
    let Expr::Name(name, scope) = module.expr(value) else { return Some(value) };
    match module.variables.get(&(module.declaring_scope(name, scope)?, name)).map(Vec::as_slice) {
        Some([only]) => Some(*only),
        _ => None,
    }
}

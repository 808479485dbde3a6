//! What an option of a command line says of the variable that stands behind it.

use crate::flow::{Flow, UnitId};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List};

use super::parents::Parents;
use super::{Need, Place, constant, help};

/// Keys and keywords that hold a help text.
const HELPS: [&str; 5] = ["help", "describe", "description", "desc", "doc"];

/// Calls in a chain (`new Option(…).env("X").default("y")`) are followed so far.
const MAX_CHAIN: usize = 12;

/// `place` is the variable's value, or its name where a library reads it.
pub(super) fn around(flow: &mut Flow<'_>, parents: &Parents, place: Place) -> Need {
    let module = flow.program.module(place.unit);
    let nothing = Need::default();
    let Some(parent) = parents.parent(place.expr) else { return nothing };
    match module.expr(parent) {
        // `add_argument("--token", default=os.environ.get("X"), help="…")`, `click.option(envvar="X", help="…")`
        Expr::Keyword(..) => match parents.parent(parent).map(|call| module.expr(call)) {
            Some(Expr::Call(_, list)) => members(flow, place.unit, list),
            _ => nothing,
        },
        // `{ describe: "…", default: process.env.X }`
        Expr::Pair(..) => match parents.parent(parent).map(|object| module.expr(object)) {
            Some(Expr::Object(list)) => Need { purpose: members(flow, place.unit, list).purpose, ..Need::default() },
            _ => nothing,
        },
        // `.option("--token <token>", "…", process.env.X)`
        Expr::Call(callee, list) if is_option(module, callee) => Need { purpose: second(flow, place.unit, list), ..Need::default() },
        _ => nothing,
    }
}

fn is_option(module: &Module, callee: ExprId) -> bool {
    matches!(module.expr(callee), Expr::Member(_, name) if matches!(module.name(name), "option" | "requiredOption"))
}

fn second(flow: &mut Flow<'_>, unit: UnitId, list: List) -> Option<String> {
    let text = *flow.program.module(unit).list(list).get(1)?;
    help(flow, unit, text)
}

/// What the keywords of a call, or the members of an object, say.
fn members(flow: &mut Flow<'_>, unit: UnitId, list: List) -> Need {
    let module = flow.program.module(unit);
    let mut need = Need::default();
    for member in module.list(list).iter().take(64) {
        let (key, value) = match module.expr(*member) {
            Expr::Keyword(name, value) => (module.name(name), value),
            Expr::Pair(key, value) => match module.expr(key) {
                Expr::Str(key) => (module.text(key), value),
                _ => continue,
            },
            _ => continue,
        };
        if HELPS.contains(&key) {
            need.purpose = need.purpose.take().or_else(|| help(flow, unit, value));
        } else if key == "required" {
            need.required = matches!(module.expr(value), Expr::Bool(true));
        } else if key == "default" {
            need.default = constant(flow, unit, value);
        }
    }
    need
}

/// commander: `new Option("--token <token>", "…").env("X").default("y")`, in any order.
pub(super) fn chain(flow: &mut Flow<'_>, parents: &Parents, place: Place) -> Need {
    let module = flow.program.module(place.unit);
    let mut need = Need::default();
    let Expr::Call(callee, _) = module.expr(place.expr) else { return need };
    if !matches!(module.expr(callee), Expr::Member(_, method) if module.name(method) == "env") {
        return need;
    }
    let mut at = place.expr;
    for _ in 0..MAX_CHAIN {
        let Some(call) = parents.parent(at).and_then(|member| parents.parent(member)) else { break };
        if !matches!(module.expr(call), Expr::Call(..)) {
            break;
        }
        at = call;
    }
    for _ in 0..2 * MAX_CHAIN {
        match module.expr(at) {
            Expr::New(_, list) => {
                need.purpose = second(flow, place.unit, list);
                break;
            }
            Expr::Call(callee, list) => {
                let Expr::Member(object, method) = module.expr(callee) else { break };
                match (module.name(method), module.list(list).first()) {
                    ("default", Some(value)) => need.default = constant(flow, place.unit, *value),
                    ("makeOptionMandatory", _) => need.required = true,
                    _ => {}
                }
                at = object;
            }
            _ => break,
        }
    }
    need
}

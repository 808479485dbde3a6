//! The texts at these places: read off the code, and worked out where they are put together or come from elsewhere.

use crate::facts::Place;
use crate::facts::tools::Entry;
use crate::flow::{Flow, Value};
use crate::syntax::ir::Expr;

use super::Role;

/// Texts that are worked out; a server has some hundreds.
const MAX_QUESTIONS: u32 = 6_000;
/// Steps that all of them may take together.
const MAX_STEPS: u64 = 4_000_000;
/// One thing may be one of so many texts.
const MAX_ALTERNATIVES: usize = 8;

/// Every text with its place and role.
pub(super) fn texts(flow: &mut Flow<'_>, entries: &[Entry], places: &[(Place, Role)]) -> Vec<(Place, Role, String)> {
    let mut found = names(entries);
    let (mut questions, limit) = (MAX_QUESTIONS, flow.spent + MAX_STEPS);
    for &(place, role) in places {
        let module = flow.program.module(place.unit);
        match module.expr(place.expr) {
            Expr::Str(text) => found.push((place, role, module.text(text).to_owned())),
            Expr::Concat(_)
            | Expr::Binary(..)
            | Expr::Name(..)
            | Expr::Member(..)
            | Expr::Index(..)
            | Expr::Call(..)
            | Expr::Either(..)
            | Expr::If(..)
            | Expr::Await(_)
                if questions > 0 && flow.spent < limit =>
            {
                questions -= 1;
                found.extend(worked_out(flow, place).into_iter().map(|text| (place, role, text)));
            }
            _ => {}
        }
    }
    found
}

/// What is the same for every tool is asked for by its name.
fn names(entries: &[Entry]) -> Vec<(Place, Role, String)> {
    let names = entries.iter().flat_map(|entry| {
        let inputs = entry.inputs.iter().map(|input| &input.name);
        entry.name.iter().chain(inputs).map(|name| (entry.place, Role::Name, name.clone()))
    });
    names.collect()
}

/// The texts that an expression may be, unknown parts as `*`.
fn worked_out(flow: &mut Flow<'_>, place: Place) -> Vec<String> {
    let seen = flow.glance(place.unit, place.expr);
    let value = if has_text(&seen) { seen } else { flow.expanded(place.unit, place.expr) };
    value.alternatives().iter().filter(|value| value.has_text()).take(MAX_ALTERNATIVES).map(Value::pattern).collect()
}

fn has_text(value: &Value) -> bool {
    value.alternatives().iter().all(|value| value.as_text().is_some())
}

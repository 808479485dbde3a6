//! How a variable is needed: whether the code stops without it, what it takes instead, and what a help text says it is for.

mod checks;
mod fallback;
mod options;
mod parents;
mod schemas;
mod starts;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::flow::{At, Flow, UnitId, Value};
use crate::model::ValueForm;
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::{EnvRead, Place};
use parents::Parents;
use schemas::Fields;
use starts::Starts;

/// Longer texts are no setting's default and no one's help.
const LONGEST: usize = 300;

/// Words for a log rather than values: `process.env.X ?? "not set"`.
const NOTHING: [&str; 8] = ["not set", "(not set)", "unset", "undefined", "unknown", "none", "null", "n/a"];

/// What all reads of one variable say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Need {
    /// The code stops where it is not set.
    pub required: bool,
    /// What is taken where it is not set.
    pub default: Option<String>,
    pub form: ValueForm,
    /// In the words of a help text.
    pub purpose: Option<String>,
    /// Some read of it expects that it may be missing.
    tolerant: bool,
    /// A test ends the program, or throws, where it is missing.
    demanded: bool,
}

impl Need {
    fn merge(&mut self, other: Self) {
        self.required |= other.required;
        self.tolerant |= other.tolerant;
        self.demanded |= other.demanded;
        self.default = self.default.take().or(other.default);
        self.purpose = self.purpose.take().or(other.purpose);
        self.form = self.form.max(other.form);
    }
}

/// Of every variable that is read, by its name; `handlers` are the functions that answer somebody outside.
pub(super) fn find(flow: &mut Flow<'_>, reads: &[EnvRead], handlers: &HashSet<At<FunctionId>>) -> BTreeMap<String, Need> {
    let mut needs: BTreeMap<String, Need> = BTreeMap::new();
    let mut by_unit: BTreeMap<UnitId, Vec<&EnvRead>> = BTreeMap::new();
    for read in reads {
        by_unit.entry(read.place.unit).or_default().push(read);
    }
    let mut starts = Starts::new(handlers);
    for (unit, reads) in by_unit {
        let module = flow.program.module(unit);
        let fields = schemas::fields(module);
        for read in &reads {
            let seen = seen_at(flow, &mut starts, &fields, read.place);
            needs.entry(read.name.clone()).or_default().merge(seen);
        }
        let names: BTreeSet<&str> = reads.iter().map(|read| read.name.as_str()).collect();
        for (name, need) in schemas::entries(flow, unit, &names) {
            needs.entry(name).or_default().merge(need);
        }
        for name in checks::demanded(flow, &mut starts, unit, &reads) {
            // What is demanded but not seen to be read is somebody else's.
            if let Some(need) = needs.get_mut(&name) {
                need.demanded = true;
            }
        }
    }
    for need in needs.values_mut() {
        need.required = need.default.is_none() && (need.demanded || (need.required && !need.tolerant));
    }
    needs
}

fn seen_at(flow: &mut Flow<'_>, starts: &mut Starts<'_>, fields: &Fields, place: Place) -> Need {
    let module = flow.program.module(place.unit);
    let parents = starts.parents.entry(place.unit).or_insert_with(|| Parents::of(module));
    let mut need = fallback::of_call(flow, place);
    let (top, around) = fallback::around(flow, parents, place);
    need.merge(around);
    need.merge(options::around(flow, parents, Place { unit: place.unit, expr: top }));
    need.merge(options::chain(flow, parents, place));
    if let Some(field) = fields.get(&place.expr) {
        need.merge(schemas::field(flow, place.unit, *field));
    }
    if fallback::is_strict(flow, place) && starts.comes_to(flow, place.unit, place.expr) {
        need.required = true;
    }
    need.tolerant |=
        module.language == Language::Python && matches!(module.expr(place.expr), Expr::Call(..) | Expr::Binary(..)) && !need.required;
    need
}

/// The text of a constant, numbers and switches included.
fn constant(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId) -> Option<String> {
    let text = match flow.value(unit, expr) {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => return None,
    };
    let is_nothing = text.trim().is_empty() || NOTHING.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    (!is_nothing && text.len() <= LONGEST).then_some(text)
}

/// A help text on one line.
fn help(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId) -> Option<String> {
    let Value::Text(text) = flow.value(unit, expr) else { return None };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

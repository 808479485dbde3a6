//! What else the code around a place speaks of.

use crate::detect::Evidence;
use crate::facts::{Place, spells};
use crate::flow::UnitId;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

/// Functions of a file that one person writes; beyond them it is a bundle of many.
const MANY: usize = 400;

/// One of the words stands in the same file; in a bundle, in the same module of it.
pub(super) fn spells_around(evidence: Evidence<'_>, place: Place, words: &[String]) -> bool {
    let module = evidence.program.module(place.unit);
    let mut function = module.enclosing_function(place.expr);
    while function != FunctionId(0) && module.function(function).parent != FunctionId(0) {
        function = module.function(function).parent;
    }
    if module.functions.len() <= MANY || function == FunctionId(0) {
        return words.iter().any(|word| spells(module, word));
    }
    let (from, to) = module.function(function).exprs;
    let exprs = module.exprs.get(from as usize..to as usize).unwrap_or_default();
    exprs.iter().any(|expr| match expr {
        Expr::Str(text) => words.iter().any(|word| module.text(*text).contains(word.as_str())),
        Expr::Member(_, name) => words.iter().any(|word| module.name(*name) == word),
        _ => false,
    })
}

/// Where a path is written that a helper in another file is given, and that no code asks for as soon as the helper runs.
///
/// A function that reads any file runs early for one of its callers; what the others hand it is read when these run.
pub(super) fn given_later(evidence: Evidence<'_>, path: &str, place: Place) -> Option<Place> {
    let parts: Vec<&str> = path.split('/').filter(|part| part.len() > 2 && !part.contains(['*', '~'])).take(8).collect();
    let writes_all = |unit: UnitId| parts.iter().all(|part| spells(evidence.program.module(unit), part));
    if parts.is_empty() || writes_all(place.unit) {
        return None;
    }
    let first = evidence.program.ids().filter(|unit| writes_all(*unit)).flat_map(|unit| written_in(evidence, unit, parts[0]));
    let soonest = first.min_by_key(|written| (evidence.moment(*written), *written))?;
    (evidence.moment(soonest) > evidence.moment(place)).then_some(soonest)
}

fn written_in(evidence: Evidence<'_>, unit: UnitId, part: &str) -> Vec<Place> {
    let module = evidence.program.module(unit);
    let is_it = |(_, expr): &(ExprId, Expr)| matches!(expr, Expr::Str(text) if module.text(*text).contains(part));
    module.iter().filter(is_it).map(|(expr, _)| Place { unit, expr }).collect()
}

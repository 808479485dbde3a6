//! What a tool answers and the code also sends: who asked for a file is not told of the copy.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Facts, Place};
use crate::flow::{At, Flow};
use crate::signatures::Signatures;
use crate::syntax::ir::FunctionId;

use super::index::Index;
use super::walk::Walk;
use super::{Ingredient, Outflow, Sink};

/// Tools of one package that are looked at.
const MAX_TOOLS: usize = 64;
/// Returns of one tool.
const MAX_RETURNS: usize = 24;

/// Where what a tool answers was read, and whose answers it passes on.
#[derive(Default)]
struct Answer {
    taken: BTreeSet<Place>,
    hosts: BTreeSet<String>,
}

/// Fills in [`Outflow::answered`].
pub(super) fn mark<'p>(flow: &mut Flow<'p>, signatures: &Signatures, facts: &Facts<'_>, index: &mut Index<'p>, outflows: &mut [Outflow]) {
    let sends_content = |outflow: &&mut Outflow| {
        let is_sent = outflow.sink == Sink::Send && !outflow.hosts.is_empty();
        is_sent && outflow.ingredients.iter().any(|(ingredient, _)| is_content(ingredient))
    };
    let candidates: Vec<&mut Outflow> = outflows.iter_mut().filter(sends_content).collect();
    if candidates.is_empty() {
        return;
    }
    let handlers: BTreeMap<At<FunctionId>, ()> =
        facts.entries.iter().filter_map(|entry| Some((entry.handler.as_ref()?.function, ()))).take(MAX_TOOLS).collect();
    let answers: Vec<Answer> = handlers.into_keys().map(|handler| answer(flow, signatures, facts, index, handler)).collect();
    for outflow in candidates {
        let is_content_of = |answer: &Answer| outflow.ingredients.iter().any(|(it, place)| is_content(it) && answer.taken.contains(place));
        // Whoever sends a file to a service tells what the service made of it.
        let is_told = |answer: &Answer| outflow.hosts.iter().any(|host| answer.hosts.contains(&host.address.host));
        outflow.answered = answers.iter().any(|answer| is_content_of(answer) && !is_told(answer));
    }
}

fn answer<'p>(flow: &mut Flow<'p>, signatures: &Signatures, facts: &Facts<'_>, index: &mut Index<'p>, handler: At<FunctionId>) -> Answer {
    let returns = &flow.program.module(handler.unit).function(handler.id).returns;
    let mut walk = Walk::new(flow, signatures, facts, index);
    returns.iter().take(MAX_RETURNS).for_each(|returned| walk.walk(handler.unit, *returned, None));
    let mut answer = Answer::default();
    for (ingredient, place) in walk.found {
        match ingredient {
            Ingredient::File(_) | Ingredient::Output(_) => {
                answer.taken.insert(place);
            }
            Ingredient::Answer(host) => answer.hosts.extend(host),
            Ingredient::Environment
            | Ingredient::Variable(_)
            | Ingredient::Folder(_)
            | Ingredient::Source { .. }
            | Ingredient::Input(_)
            | Ingredient::Order(_) => {}
        }
    }
    answer
}

fn is_content(ingredient: &Ingredient) -> bool {
    match ingredient {
        Ingredient::File(_) | Ingredient::Output(_) => true,
        Ingredient::Environment
        | Ingredient::Variable(_)
        | Ingredient::Folder(_)
        | Ingredient::Source { .. }
        | Ingredient::Answer(_)
        | Ingredient::Input(_)
        | Ingredient::Order(_) => false,
    }
}

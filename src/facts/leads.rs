//! Connections to addresses that another machine has told before.

use super::{Address, CallFact, Facts, Ingredient, Place, Sink};
use crate::flow::{Flow, Symbols, Value, is_decoder};
use crate::signatures::Effect;

/// A connection whose address came from somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    pub place: Place,
    /// Where it was asked for.
    pub from: Place,
    /// Who has told it, where that is known.
    pub host: Option<String>,
    /// What was told had to be turned into a text first.
    pub decoded: bool,
}

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>) -> Vec<Lead> {
    let mut found: Vec<Lead> = Vec::new();
    let sends = facts.outflows.iter().filter(|outflow| outflow.sink == Sink::Send);
    for outflow in sends {
        let told = outflow.ingredients.iter().find_map(|(ingredient, from)| match ingredient {
            Ingredient::Answer(host) if *from != outflow.place => Some((host.clone(), *from)),
            _ => None,
        });
        let Some((host, from)) = told else { continue };
        let connects = |call: &&CallFact<'_>| call.place == outflow.place && matches!(call.effect, Effect::Url | Effect::Host);
        let is_new = !found.iter().any(|lead| lead.place == outflow.place);
        if let Some(call) = facts.calls.iter().find(connects).filter(|_| is_new) {
            let value = address(flow, &call.value);
            if Address::of_value(&value, Address::of_host).is_empty() {
                let decoded = value.has_part(&|part| is_decoded(&flow.symbols, part));
                found.push(Lead { place: outflow.place, from, host, decoded });
            }
        }
    }
    found
}

/// Of a pair of host and port the host.
fn address(flow: &mut Flow<'_>, value: &Value) -> Value {
    let first = flow.items_of(value).filter(|_| value.as_text().is_none()).and_then(|items| items.into_iter().next());
    first.map_or_else(|| value.clone(), |first| flow.with_callers(first))
}

/// `base64.b64decode().decode()`, `Buffer.from().toString()`
fn is_decoded(symbols: &Symbols, value: &Value) -> bool {
    let Value::Symbol(symbol) = value else { return false };
    let name = symbols.name(*symbol);
    name.contains("Buffer.from().toString") || name.match_indices("()").take(16).any(|(at, _)| is_decoder(&name[..at]))
}

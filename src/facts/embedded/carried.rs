//! Programs for a machine that the code carries as a text, writes to a file and starts.

use crate::flow::{Flow, Value, is_decoder};
use crate::signatures::Effect;

use super::dropped::takes;
use super::written::given_to;
use crate::facts::{CallFact, Facts, Place, Sink};

/// A program in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Where it is written.
    pub place: Place,
    /// Where it is started.
    pub run: Place,
    /// "a program for Windows"
    pub what: String,
}

/// Calls of one package that are looked at.
const MAX_CALLS: usize = 256;

pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>) -> Vec<Carried> {
    let mut found = Vec::new();
    for call in facts.calls.iter().filter(|call| call.effect == Effect::Write).take(MAX_CALLS) {
        let run = facts.calls.iter().find(|other| other.place.unit == call.place.unit && takes(other, &call.value));
        let Some(run) = run else { continue };
        let unit = call.place.unit;
        for expr in given_to(flow, call) {
            let value = flow.expanded(unit, expr);
            if let Some(what) = value.alternatives().iter().find_map(|value| program(flow, facts, call, value)) {
                found.push(Carried { place: call.place, run: run.place, what });
                break;
            }
        }
    }
    found
}

fn program(flow: &Flow<'_>, facts: &Facts<'_>, call: &CallFact<'_>, value: &Value) -> Option<String> {
    if let Some(text) = value.as_text() {
        return of_magic(text).map(str::to_owned);
    }
    let Value::Symbol(symbol) = value else { return None };
    let name = flow.symbols.name(*symbol);
    let decoder = name.match_indices("()").map(|(at, _)| &name[..at]).find(|callee| is_decoder(callee))?;
    // What was fetched or read is told by others.
    let comes_from = facts.outflows.iter().any(|outflow| outflow.place == call.place && outflow.sink == Sink::Write);
    (!comes_from).then(|| format!("what `{decoder}` unpacks"))
}

/// The text is bytes as Latin-1.
fn of_magic(text: &str) -> Option<&'static str> {
    let has_bytes = || text.chars().take(64).any(|c| c < '\t');
    match text {
        _ if text.starts_with("\u{7f}ELF") => Some("a program for Linux"),
        _ if text.starts_with("MZ") && has_bytes() => Some("a program for Windows"),
        _ if ["\u{cf}\u{fa}\u{ed}\u{fe}", "\u{ca}\u{fe}\u{ba}\u{be}"].iter().any(|magic| text.starts_with(magic)) => {
            Some("a program for macOS")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::of_magic;

    #[test]
    fn programs_are_known_by_their_first_bytes() {
        assert_eq!(of_magic("MZ\u{90}\0\u{3}\0\0\0"), Some("a program for Windows"));
        assert_eq!(of_magic("\u{7f}ELF\u{2}\u{1}"), Some("a program for Linux"));
        assert_eq!(of_magic("MZ is how a text may begin as well"), None);
        assert_eq!(of_magic("#!/bin/sh\n"), None);
    }
}

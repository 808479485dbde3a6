//! What the package says to a model: names, descriptions, defaults, instructions, prompts, answers and errors, after folding; and
//! which of it is an instruction or is hidden from whoever reads along.

mod changed;
mod gather;
mod hearing;
mod places;

use crate::flow::Flow;
use crate::signatures::{Signatures, Told};

use super::Place;
use super::tools::Entry;

pub use changed::{Change, Changed};
pub use hearing::{Heard, Hidden};

/// A text that a model reads, in which there is something to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub place: Place,
    pub role: Role,
    pub told: Vec<Told>,
    pub hidden: Vec<Hidden>,
    /// The text as a model takes it in: without hidden characters, decoded; the ranges of `told` are its.
    pub text: String,
}

/// As what a model reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Of a tool, a parameter, a prompt, a resource.
    Name,
    /// Descriptions, titles, docstrings.
    Description,
    /// Defaults, values of an enumeration, examples.
    Value,
    /// The server's own instructions.
    Instructions,
    /// A prompt that the server offers.
    Prompt,
    /// A question that the server has the client ask a model or its user.
    Question,
    /// What a handler answers.
    Answer,
    /// What it answers when something is wrong.
    Error,
    /// A longer text of which nobody can tell where it ends.
    Elsewhere,
}

impl Role {
    /// It is read when a client lists what the server has, before anyone calls anything.
    pub fn is_listed(self) -> bool {
        match self {
            Self::Name | Self::Description | Self::Value | Self::Instructions => true,
            Self::Prompt | Self::Question | Self::Answer | Self::Error | Self::Elsewhere => false,
        }
    }
}

/// More of them tell nothing new.
const MAX_SAID: usize = 4_000;

/// Looks at every text that a model may read and keeps those that tell or hide something, and those descriptions that may be others
/// tomorrow, both in the order of their places.
pub(super) fn find(flow: &mut Flow<'_>, entries: &[Entry], signatures: &Signatures) -> (Vec<Said>, Vec<Changed>) {
    let places = places::places(flow.program, entries);
    let changed = changed::find(flow, entries, &places, signatures);
    let mut found = Vec::new();
    for (place, role, text) in gather::texts(flow, entries, &places) {
        if found.len() >= MAX_SAID {
            break;
        }
        let Heard { text, told, hidden } = Heard::of(&text, role.is_listed(), signatures);
        if !told.is_empty() || !hidden.is_empty() {
            found.push(Said { place, role, told, hidden, text });
        }
    }
    found.sort_by(|a, b| (a.place, a.role, &a.text).cmp(&(b.place, b.role, &b.text)));
    found.dedup_by(|a, b| a.place == b.place && a.text == b.text);
    (found, changed)
}

//! Where a value ends that somebody outside chooses: from the inputs of tools, requests and remote answers to shells, paths, queries,
//! addresses and code, through the functions, methods, fields and files between them.

mod branches;
mod call;
mod callbacks;
mod callee;
mod caller;
mod compare;
mod engine;
mod env;
mod exits;
mod guard;
mod label;
mod matching;
mod outside;
mod pattern;
mod private;
mod programs;
mod roots;
mod sinks;
mod subjects;
mod summary;
mod text;
mod unknown;
mod unset;
mod value;
mod variables;
mod walk;
mod ways;

use crate::facts::{Facts, Place};
use crate::flow::Flow;
use crate::model::Confidence;
use crate::signatures::{Effect, Kind, Signatures};

/// A value from outside at a place where it does harm.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    pub kind: Kind,
    /// What the call does with it.
    pub effect: Effect,
    pub source: Source,
    /// Where the flaw stands: the check that does not hold, the text that the value is put into, or the call that takes it.
    pub place: Place,
    /// The call in which it ends.
    pub sink: Place,
    /// Its canonical name, as far as it is known.
    pub callee: String,
    /// From where the value comes in to where it ends; the last one is the sink.
    pub steps: Vec<(Place, String)>,
    /// How well each step is known.
    pub confidence: Confidence,
    pub part: Part,
    /// The text is split at blanks, so that the value can become several arguments.
    pub split: bool,
    /// A check stands in between that does not close the way.
    pub weak: Option<Weakness>,
}

/// Who chooses a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// In [`Facts::entries`].
    pub entry: usize,
    /// The tool by name, where it is known; a dispatcher's are told apart by the test around the sink.
    pub tool: Option<String>,
    /// The input's name as far as known: `path`, `options.filter`.
    pub input: String,
}

/// How much of the dangerous text the value makes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its beginning; in an address what follows the scheme.
    Start,
    /// Something fixed comes before it.
    Inside,
}

/// Why a check does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weakness {
    /// The path is compared with a folder's name without a separator behind it: `/data` also begins `/database`.
    PrefixWithoutSeparator,
    /// The check looks at the path before `..` and links are undone.
    BeforeNormalising,
    /// Characters or words are forbidden instead of allowed.
    Blacklist,
    /// The query is told harmless by its first word.
    FirstWord,
    /// Nothing is checked unless somebody configures it.
    OffByDefault,
}

/// All exposures, in the order of their places, and whether something was left out for its size.
pub fn trace(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures) -> (Vec<Exposure>, bool) {
    let mut engine = engine::Engine::new(flow, facts, signatures);
    let exposures = roots::exposures(&mut engine);
    (exposures, engine.bounded)
}

#[cfg(test)]
mod tests;

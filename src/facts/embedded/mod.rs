//! Texts of the program that something runs as code: each is read as a small program of its own and judged like any other.
//!
//! A producer tells where a text is run, in which language, and when; what is in it is asked elsewhere.

mod carried;
mod dropped;
mod evaluated;
mod powershell;
mod scripts;
mod shipped;
mod staged;
mod started;
mod unpacked;
mod windows;
mod written;

use std::collections::BTreeSet;

use crate::flow::{Flow, Value};
use crate::manifest::Manifest;
use crate::model::{Location, Runs, Tree};
use crate::signatures::Signatures;
use crate::syntax::Language;

use super::moments::Moment;
use super::{Facts, Place};

pub use carried::Carried;
pub use staged::Staged;
pub(super) use started::{interpreted, name_of};
pub use unpacked::{From, Unpacked};

/// A text that is code, and what makes it run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Embedded {
    /// Where it is run: what it does is told there.
    pub host: Location,
    pub language: Language,
    pub text: String,
    pub runs: Runs,
    /// When its top level runs.
    pub moment: Moment,
    /// A clause: "in what `eval` runs", "in the script `postinstall`".
    pub how: String,
    /// The file only holds it encoded or in pieces.
    pub veiled: bool,
}

/// Texts in the manifest that stands around the code.
pub(super) fn of_manifest(manifest: &Manifest) -> Vec<Embedded> {
    let mut found = BTreeSet::new();
    scripts::find(manifest, &mut found);
    found.into_iter().collect()
}

/// Adds the texts in the code to those of the manifest, in the order of their places, each once. Files of the tree are data that
/// the code may read.
pub fn find<'p>(flow: &mut Flow<'p>, facts: &mut Facts<'_>, tree: &'p Tree, signatures: &Signatures) {
    let mut found: BTreeSet<Embedded> = std::mem::take(&mut facts.embedded).into_iter().collect();
    started::find(flow, facts, signatures, &mut found);
    shipped::find(flow, facts, tree, signatures, &mut found);
    written::find(flow, facts, &mut found);
    dropped::find(flow, facts, &mut found);
    unpacked::find(flow, facts, tree);
    evaluated::find(flow, facts, &mut found);
    powershell::find(facts, signatures);
    facts.embedded = found.into_iter().collect();
    facts.carried = carried::find(flow, facts);
    facts.staged = staged::find(flow, facts, tree);
}

/// What is run at a place of the code, when that place runs.
fn run_at(flow: &Flow<'_>, facts: &Facts<'_>, place: Place, language: Language, text: &str, how: String) -> Embedded {
    let program = flow.program;
    let runs = facts.reach.runs(program, place);
    Embedded {
        host: program.location(place.unit, place.expr),
        language,
        text: text.to_owned(),
        runs,
        moment: facts.moments.of(program, place, runs),
        how,
        veiled: !super::spells_text(program.module(place.unit), text),
    }
}

/// The texts that a value may be, with a name in the place of what is only known at run time.
fn codes(value: &Value) -> Vec<String> {
    let code = |value: &Value| match value {
        Value::Concat(parts) => parts.iter().map(|part| part.as_text().unwrap_or("_").to_owned()).collect(),
        value => value.as_text().unwrap_or_default().to_owned(),
    };
    value.alternatives().iter().map(code).filter(|code: &String| code.len() >= SHORTEST).collect()
}

/// Bytes; less than this is no program.
const SHORTEST: usize = 12;

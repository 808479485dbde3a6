//! Texts of the program that something runs as code: each is read as a small program of its own and judged like any other.
//!
//! A producer tells where a text is run, in which language, and when; what is in it is asked elsewhere.

mod evaluated;
mod scripts;

use std::collections::BTreeSet;

use crate::flow::Flow;
use crate::manifest::Manifest;
use crate::model::{Location, Runs};
use crate::syntax::Language;

use super::moments::Moment;
use super::{Facts, Place};

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

/// Texts in the code and in the manifest that stands around it, in the order of their places, each once.
pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: Option<&Manifest>) -> Vec<Embedded> {
    let mut found = BTreeSet::new();
    if let Some(manifest) = manifest {
        scripts::find(manifest, &mut found);
    }
    evaluated::find(flow, facts, &mut found);
    found.into_iter().collect()
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

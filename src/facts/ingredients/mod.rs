//! What a value is made of, asked backwards from the few calls that matter: those that send, evaluate, run or write.
//!
//! Where [`Flow`] answers what a value is, this answers what went into it: functions that nobody knows are taken to pass on what
//! they are given, objects hold what was ever put into them. A digest gives nothing away.

mod additions;
mod answers;
mod commands;
mod files;
mod given;
mod imported;
mod index;
mod members;
mod orders;
mod origins;
mod passing;
mod senders;
mod sources;
#[cfg(test)]
mod tests;
mod walk;

pub use files::is_of_settings;
pub use senders::DATA_IMPORT;

use std::collections::HashMap;

use crate::flow::Flow;
use crate::signatures::{Effect, Signatures, SourceClass};

use super::{Facts, HostUse, Place};

/// Something that went into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ingredient {
    /// All variables of the environment.
    Environment,
    Variable(String),
    /// What a file holds; its path with `~` and `*`.
    File(String),
    /// The names of the files in a folder.
    Folder(String),
    /// What a function tells of a person or a machine: the entry of `signatures/sources.toml`, and what it tells.
    Source {
        class: SourceClass,
        id: String,
        tells: String,
    },
    /// What a program that was started has written; its command.
    Output(String),
    /// What somebody on the network has answered; the host, where it is known.
    Answer(Option<String>),
    /// What a caller of a tool gives, by the name that the tool has for it; empty where it has none.
    Input(String),
    /// What somebody says who calls this process or writes to its bot; where it began to listen.
    Order(Order),
}

/// Who gives an order, and whose the ear is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Whoever reaches a port.
    Caller,
    /// Whoever writes to a bot; the package itself brings the token of the bot's account.
    Chat { keyed: bool },
}

/// What becomes of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sink {
    Send,
    Evaluate,
    Run,
    Write,
}

/// A call that sends, evaluates, runs or writes, and what it was given is made of.
#[derive(Debug, Clone)]
pub struct Outflow {
    pub place: Place,
    /// Canonical, as far as it is known.
    pub callee: String,
    pub sink: Sink,
    /// Whom it goes to, where it is sent and that is known.
    pub hosts: Vec<HostUse>,
    /// The path that is written, where that is known.
    pub path: Option<String>,
    /// Each with where it comes from, in no order.
    pub ingredients: Vec<(Ingredient, Place)>,
    /// A tool gives the same to whoever asked, and the one that it is sent to has no part in the answer.
    pub answered: bool,
}

/// A call that tells something of a person or a machine, whatever becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceUse {
    pub place: Place,
    pub class: SourceClass,
    pub id: String,
    pub tells: String,
}

/// Steps that all questions of a package may take together.
const BUDGET: u32 = 1_500_000;

/// Fills in [`Facts::outflows`] and [`Facts::sources`]; asked once all calls, hosts and entries are known.
pub(super) fn find(flow: &mut Flow<'_>, facts: &Facts<'_>, signatures: &Signatures) -> (Vec<Outflow>, Vec<SourceUse>) {
    let found = senders::find(flow, facts, signatures);
    let given = given::Given::of(flow, signatures);
    let mut index = index::Index::new(flow.program, facts, given);
    let mut budget = BUDGET;
    let mut outflows = Vec::new();
    for call in found.calls {
        let mut question = origins::Question { flow, signatures, facts, index: &mut index, budget: &mut budget };
        outflows.extend(question.outflows(&call));
    }
    through_files(&mut outflows);
    answers::mark(flow, signatures, facts, &mut index, &mut outflows);
    outflows.retain(|outflow| !outflow.ingredients.is_empty());
    (outflows, found.sources)
}

/// What the package has written to a file is in the file when that is read again.
fn through_files(outflows: &mut [Outflow]) {
    let mut written: HashMap<String, Vec<(Ingredient, Place)>> = HashMap::new();
    for outflow in outflows.iter().filter(|outflow| outflow.sink == Sink::Write) {
        if let Some(path) = outflow.path.as_ref().filter(|path| path.as_str() != "*") {
            written.entry(path.clone()).or_default().extend(outflow.ingredients.iter().cloned());
        }
    }
    for outflow in outflows.iter_mut().filter(|outflow| outflow.sink != Sink::Write) {
        let mut more = Vec::new();
        for (ingredient, _) in &outflow.ingredients {
            if let Ingredient::File(path) = ingredient {
                more.extend(written.get(path).into_iter().flatten().cloned());
            }
        }
        more.retain(|one| !outflow.ingredients.contains(one));
        outflow.ingredients.extend(more);
        outflow.ingredients.sort();
        outflow.ingredients.dedup();
    }
}

/// How what a call does is looked at here; none where nothing leaves by it.
fn sink_of(effect: Effect) -> Option<Sink> {
    match effect {
        Effect::Url | Effect::Host | Effect::Dns | Effect::Mail => Some(Sink::Send),
        Effect::Evaluate | Effect::Import | Effect::Deserialize => Some(Sink::Evaluate),
        Effect::Shell | Effect::Program => Some(Sink::Run),
        Effect::Write => Some(Sink::Write),
        Effect::Launch | Effect::Sql | Effect::Read | Effect::Delete | Effect::Listen | Effect::Log | Effect::Copy => None,
    }
}

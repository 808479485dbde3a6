//! What a client can ask of the server: its tools, resources and prompts, and the functions that answer.

mod additions;
mod annotation;
mod branches;
mod definition;
mod finder;
mod forms;
mod graph;
mod handler;
mod http;
mod injected;
mod instructions;
mod items;
mod look;
mod mounts;
mod offered;
mod parts;
mod python;
mod reach;
mod register;
mod requests;
mod schema;
mod situations;
mod structural;
pub(super) mod syntax;
#[cfg(test)]
mod tests;
mod zod;

use std::collections::BTreeMap;

use crate::flow::{At, Flow};
use crate::signatures::Signatures;
use crate::syntax::ir::FunctionId;

use super::Place;

pub use instructions::{Instructions, Told, instructions};
pub use reach::reached;
pub use schema::shape_of_schema;

/// One thing that somebody outside can ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub kind: EntryKind,
    /// None where it is only known at run time, and for a function that answers for all tools.
    pub name: Option<String>,
    /// Of a resource.
    pub address: Option<String>,
    /// What a resource is called that is known by its address.
    pub label: Option<String>,
    pub description: Option<String>,
    /// What it says that it takes; empty where that is not known.
    pub inputs: Vec<Input>,
    /// `readOnlyHint` and its like, as written.
    pub annotations: BTreeMap<String, bool>,
    /// Where it is registered or listed.
    pub place: Place,
    pub handler: Option<Handler>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Tool,
    Resource,
    Prompt,
    /// Answers every call of a tool and looks at the name itself; the tools are entries of their own, without a handler.
    Dispatcher,
    /// The same for resources and prompts.
    ResourceDispatcher,
    PromptDispatcher,
    /// Answers requests over HTTP that are no MCP messages.
    Http,
    /// Is called with what a remote server said: the address that a user shall be sent to.
    Remote,
}

/// The function that answers, and what it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Handler {
    pub function: At<FunctionId>,
    pub takes: Vec<Takes>,
}

/// A parameter of a handler, counted as [`crate::syntax::ir::Expr::Parameter`] counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Somebody else's value itself; how to call it for a reader: an input's own name, `uri`, `request.query`.
    Value(u32, String),
    /// An object whose members are the inputs.
    Inputs(u32),
    /// A request object: `params.name` and `params.arguments` (tools, prompts), `params.uri` (resources).
    Request(u32),
    /// The name of the tool or prompt that is asked for.
    Name(u32),
}

/// An input that a tool declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub shape: Shape,
    pub description: Option<String>,
    /// How its schema is written, without that description: type, choices, defaults, and the texts of what is inside.
    pub form: String,
    /// The library refuses a call whose value does not fit.
    pub enforced: bool,
}

/// What an input may be, as far as it matters for what it can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A number, a boolean, or one of a fixed list.
    Harmless,
    /// A text that must match a regular expression.
    Pattern(String),
    /// Anything else.
    Open,
}

/// Finds all entries, in the order of their places.
pub fn find(flow: &mut Flow<'_>, signatures: &Signatures) -> Vec<Entry> {
    let mut entries = finder::Finder::new(flow, signatures).run();
    entries.sort_by(|a, b| (a.place, a.kind, &a.name).cmp(&(b.place, b.kind, &b.name)));
    entries.dedup();
    entries
}

//! What a server tells a model beside its tools.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::location::Location;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Offer {
    pub kind: OfferKind,
    /// Empty for instructions.
    pub name: String,
    /// Of a resource, with `{…}` for its open parts; empty where it is not known.
    pub address: String,
    /// The instructions themselves; of a prompt or a resource what is said of it.
    pub description: String,
    /// Names of what a prompt takes.
    pub inputs: Vec<String>,
    /// What is said of each of them, where something is said.
    pub input_texts: BTreeMap<String, String>,
    /// How the schema of each is written.
    pub input_forms: BTreeMap<String, String>,
    pub location: Location,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferKind {
    /// What the server tells every client when it connects.
    Instructions,
    Prompt,
    /// With or without open parts in its address.
    Resource,
}

impl OfferKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
        }
    }
}

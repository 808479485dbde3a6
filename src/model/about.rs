//! What a catalogue would say of the package, as far as its files tell.

use serde::{Deserialize, Serialize};

use super::name::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// Whose conventions the package follows; a folder or a file may hold a package of either ecosystem.
    pub ecosystem: Option<Registry>,
    /// The name in the MCP registry that the package claims.
    pub mcp_name: Option<String>,
    /// One line, as written in the manifest.
    pub description: Option<String>,
    /// An address for people: `https://code.example/acme/server`.
    pub repository: Option<String>,
    /// How each variable that the code reads is used, by name.
    pub variables: Vec<Variable>,
}

/// How the code uses a variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Variable {
    pub name: String,
    /// The code stops where it is not set.
    pub required: bool,
    /// By its name.
    pub secret: bool,
    /// What the code takes where it is not set.
    pub default: Option<String>,
    pub form: ValueForm,
    /// What it is for, in the words of a document or a help text.
    pub purpose: Option<String>,
}

/// What the value of a variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueForm {
    #[default]
    Text,
    Number,
    /// On or off.
    Switch,
    FilePath,
}

impl About {
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.binary_search_by(|variable| variable.name.as_str().cmp(name)).ok().map(|at| &self.variables[at])
    }
}

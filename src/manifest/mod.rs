//! What a package says of itself: its manifests, its documents, its configuration examples. Never whether it is true.

mod agents;
mod claims;
mod declared;
mod direct;
mod documents;
mod entry;
mod env;
mod explained;
mod hosts;
mod json;
mod listing;
mod npm;
mod python;
mod text;
mod yaml;

pub use agents::{AgentSetting, AgentSettingKind};
pub use declared::{Declarations, EnvMention, EnvMentionKind, HostMention, HostMentionKind, Statement};
pub use direct::{Direct, DirectFrom, Repository, Wanted, leads_to, repository, without_user};
pub use documents::{given, listed};
pub use entry::{Entry, EntryKind, Script, Trigger};
pub use env::canonical_env;
pub use explained::{Explained, explained};
pub use hosts::{reads_as_host, registrable_domain};
pub use json::{Node, Value};
pub use listing::{Identity, ServerJson, ServerJsonSource, ServerName, ServerPackage, is_server_name};
pub use python::{Header, Headers, core_metadata, setup_cfg};
pub use yaml::{YamlLimits, within as yaml_within};

use crate::model::{Location, Registry, RelPath, Tree};

/// Everything that the package's own files claim, whichever ecosystem they speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// [`Registry::Local`] where neither ecosystem's manifest stands at the root (a bundle, a plain folder).
    pub ecosystem: Registry,
    /// As written; PyPI names are not normalised.
    pub name: Option<String>,
    pub version: Option<String>,
    pub license: Option<String>,
    /// One line of the manifest.
    pub description: Option<String>,
    /// Where the source is kept, as written.
    pub repository: Option<String>,
    /// Sorted by kind, then path; one file may be named several times for several reasons.
    pub entries: Vec<Entry>,
    /// Nobody gives its commands, as far as is known; whoever reads it from files alone cannot tell.
    pub commands_wait: bool,
    pub scripts: Vec<Script>,
    /// Name and requirement as written, sorted; runtime and optional ones, but not those of development or extras.
    pub dependencies: Vec<(String, String)>,
    /// Dependencies that npm takes from inside the package.
    pub bundled_dependencies: Vec<String>,
    /// Dependencies that bypass the registry, sorted.
    pub direct: Vec<Direct>,
    /// What settings of agents and editors say that lie in it, sorted.
    pub agents: Vec<AgentSetting>,
    pub declared: Declarations,
    pub module_type: ModuleType,
    /// The document that a registry would show first.
    pub readme: Option<RelPath>,
    /// The name in the MCP registry: `mcpName` of package.json, or `mcp-name:` in the README.
    pub mcp_name: Option<ServerName>,
    /// The shipped server.json that lies highest.
    pub server_json: Option<RelPath>,
    /// Every server.json: shipped ones, then the MCP registry's.
    pub servers: Vec<ServerJson>,
    /// Named in an MCP bundle's manifest.json.
    pub tools: Vec<DeclaredTool>,
    pub build_backend: Option<BuildBackend>,
    /// Manifests that are there but could not be understood, sorted.
    pub unreadable: Vec<RelPath>,
}

/// How Node reads the package's `.js` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModuleType {
    #[default]
    CommonJs,
    Module,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTool {
    pub name: String,
    pub description: String,
    pub location: Location,
}

/// The program that builds a source distribution when it is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildBackend {
    /// `hatchling.build`, as written.
    pub name: String,
    /// The package brings its own backend (`backend-path`).
    pub in_tree: bool,
}

impl Default for Manifest {
    /// Of a package that says nothing.
    fn default() -> Self {
        Self {
            ecosystem: Registry::Local,
            name: None,
            version: None,
            license: None,
            description: None,
            repository: None,
            entries: Vec::new(),
            commands_wait: false,
            scripts: Vec::new(),
            dependencies: Vec::new(),
            bundled_dependencies: Vec::new(),
            direct: Vec::new(),
            agents: Vec::new(),
            declared: Declarations::default(),
            module_type: ModuleType::default(),
            readme: None,
            mcp_name: None,
            server_json: None,
            servers: Vec::new(),
            tools: Vec::new(),
            build_backend: None,
            unreadable: Vec::new(),
        }
    }
}

impl Manifest {
    fn tidy(&mut self) {
        self.entries.sort();
        self.entries.dedup();
        self.dependencies.sort();
        self.dependencies.dedup();
        self.unreadable.sort();
        self.unreadable.dedup();
        self.declared.tidy();
    }
}

/// Reads whatever manifests and documents the tree holds; a broken one is [`Manifest::unreadable`], never an error.
pub fn read(tree: &Tree) -> Manifest {
    let mut manifest = Manifest::default();
    python::read(tree, &mut manifest);
    npm::read(tree, &mut manifest);
    documents::read(tree, &mut manifest);
    direct::read(tree, &mut manifest);
    agents::read(tree, &mut manifest);
    manifest.tidy();
    manifest
}

#[cfg(test)]
mod tests;

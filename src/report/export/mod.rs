//! The approved list in the forms that clients and gateways take. Entries in, text out; nothing is judged here.

mod commands;
mod docker;
mod mcp_registry;
mod select;
mod server;
mod settings;
mod toolhive;

use jiff::civil::Date;

use crate::approvals::{Approval, Block};
use crate::model::Registry;

pub use select::select;

/// Who is to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Managed settings of Claude Code.
    Claude,
    /// Enterprise-managed settings of Copilot, which VS Code reads.
    VsCode,
    /// A catalog of Docker's MCP gateway.
    Docker,
    /// A registry file of ToolHive.
    ToolHive,
    /// What an MCP registry answers to `GET /v0.1/servers`.
    McpRegistry,
}

/// What may be started on a day, and what may not.
#[derive(Debug, Clone)]
pub struct AllowList<'l> {
    /// Sorted; the older version first.
    pub servers: Vec<Server<'l>>,
    pub blocks: Vec<&'l Block>,
    /// What no form can hold, and why.
    pub left_out: Vec<String>,
    pub date: Date,
}

/// A version of a published package that is approved.
#[derive(Debug, Clone, Copy)]
pub struct Server<'l> {
    /// Where its runner finds it.
    pub runner: Runner,
    pub approval: &'l Approval,
    /// The newest version of its name that is approved.
    pub is_newest: bool,
}

/// The program that fetches and starts a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    Npx,
    Uvx,
}

impl Runner {
    /// A local package has none.
    fn of(registry: Registry) -> Option<Self> {
        match registry {
            Registry::Npm => Some(Self::Npx),
            Registry::Pypi => Some(Self::Uvx),
            Registry::Local => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Npx => "npx",
            Self::Uvx => "uvx",
        }
    }
}

/// A file for a client, and what whoever installs it has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub text: String,
    pub notes: Vec<String>,
}

/// The same list gives the same bytes on every day on which the same entries count.
pub fn export(form: Form, list: &AllowList<'_>) -> Export {
    let mut export = match form {
        Form::Claude => settings::claude(list),
        Form::VsCode => settings::vscode(list),
        Form::Docker => docker::catalog(list),
        Form::ToolHive => toolhive::registry(list),
        Form::McpRegistry => mcp_registry::servers(list),
    };
    export.notes.splice(0..0, list.left_out.iter().cloned());
    export
}

//! What the code of a package was seen to use.

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::origin::Origin;

/// What makes a piece of code run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// The installer, by a hook.
    Install,
    /// The server when it is started, or whoever imports the package.
    #[default]
    Server,
    /// Another way to run it, on somebody's platform: a worker, a function, a page.
    Hosted,
    /// A script that only a person starts.
    Script,
    /// Tests, examples and the like.
    Aside,
    /// Nothing that the package offers.
    Unreached,
}

impl Runs {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::Server => "server",
            Self::Hosted => "hosted",
            Self::Script => "script",
            Self::Aside => "aside",
            Self::Unreached => "unreached",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Observed {
    pub env: Vec<ObservedEnv>,
    pub hosts: Vec<ObservedHost>,
    pub configured: Vec<ObservedSetting>,
    pub files: Vec<ObservedFile>,
}

/// A store of credentials that is read, or a place on the disk that is written to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedFile {
    /// With `~` for the home folder and `*` for what is only known at run time.
    pub path: String,
    pub access: FileAccess,
    /// What is kept there, if it is a known store: `AWS credentials`.
    pub store: Option<String>,
    pub runs: Runs,
    pub location: Location,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileAccess {
    Read,
    Write,
    Delete,
}

impl FileAccess {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
        }
    }
}

/// A variable that the code reads, at the first place where it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedEnv {
    pub name: String,
    pub declared: bool,
    /// Named in a help text or tool description, which is a hint but no declaration.
    pub declared_by_code: bool,
    /// Every program may read it: `PATH`, `NODE_ENV`, proxies.
    pub harmless: bool,
    pub runs: Runs,
    pub location: Location,
    pub origin: Origin,
}

/// A host that stands in the code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedHost {
    /// Lower case, no port; an unresolved part is `*`.
    pub name: String,
    pub declared: bool,
    /// Named in a help text or tool description, which is a hint but no declaration.
    pub declared_by_code: bool,
    /// It flows into a call that connects.
    pub reached: bool,
    /// The domain of a mail address rather than a server's name.
    pub email: bool,
    /// It only serves where nothing else is configured.
    pub is_default: bool,
    /// The variables that can name another host in its place, sorted.
    pub settings: Vec<String>,
    /// It is told how the package is used.
    pub telemetry: bool,
    /// The library that brings the host, where the code does not write it.
    pub implied_by: Option<String>,
    pub runs: Runs,
    pub location: Location,
    pub origin: Origin,
}

/// A setting that names a host which the code connects to, at the first place where it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedSetting {
    /// A variable (`ACME_URL`) or an option (`--api-url`).
    pub setting: String,
    /// The host that serves where it is not set.
    pub default: Option<String>,
    pub location: Location,
    pub origin: Origin,
}

/// An MCP tool that the server registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub description: String,
    /// Names of what it takes.
    pub inputs: Vec<String>,
    /// What it says of each of them, where it says something.
    #[serde(default)]
    pub input_texts: std::collections::BTreeMap<String, String>,
    /// How the schema of each is written: type, choices, defaults, and the texts of what is inside.
    #[serde(default)]
    pub input_forms: std::collections::BTreeMap<String, String>,
    pub location: Location,
    /// `readOnlyHint` and its like, as written.
    pub annotations: std::collections::BTreeMap<String, bool>,
    /// Words of [`super::CapabilityKind`].
    pub capabilities: Vec<String>,
}

//! What a package says that it needs, beside what its code was seen to use.

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::origin::Origin;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declared {
    pub env: Vec<DeclaredEnv>,
    pub hosts: Vec<DeclaredHost>,
}

/// A variable that a shipped document names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeclaredEnv {
    pub name: String,
    pub location: Location,
}

/// A host that a shipped document names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeclaredHost {
    /// Lower case, no port.
    pub name: String,
    pub location: Location,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Observed {
    pub env: Vec<ObservedEnv>,
    pub hosts: Vec<ObservedHost>,
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
    pub location: Location,
    pub origin: Origin,
}

/// A host that stands in the code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedHost {
    /// Lower case, no port; an unresolved part is `*`.
    pub name: String,
    pub declared: bool,
    /// It flows into a call that connects.
    pub reached: bool,
    /// The domain of a mail address rather than a server's name.
    pub email: bool,
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
    pub location: Location,
    /// `readOnlyHint` and its like, as written.
    pub annotations: std::collections::BTreeMap<String, bool>,
    /// Words of [`super::CapabilityKind`].
    pub capabilities: Vec<String>,
}

//! What a package says that it needs, and what it says that it does not do.

use serde::{Deserialize, Serialize};

use super::location::Location;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declared {
    pub env: Vec<DeclaredEnv>,
    pub hosts: Vec<DeclaredHost>,
    pub claims: Vec<DeclaredClaim>,
}

/// A variable that a shipped document names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeclaredEnv {
    pub name: String,
    /// A document sets, passes or lists it as a variable of this program, rather than only writing the word.
    pub is_setting: bool,
    pub location: Location,
}

/// A host that a shipped document names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeclaredHost {
    /// Lower case, no port.
    pub name: String,
    pub location: Location,
}

/// What a shipped document says that the package does not do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeclaredClaim {
    pub claim: Claim,
    /// The words of the document.
    pub text: String,
    pub location: Location,
}

/// Something that a package promises not to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// It connects to nothing.
    NoNetwork,
    /// What it is given stays on this machine.
    LocalOnly,
    /// It reports nothing about its use.
    NoTelemetry,
    /// It changes nothing.
    ReadOnly,
}

impl Claim {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoNetwork => "no-network",
            Self::LocalOnly => "local-only",
            Self::NoTelemetry => "no-telemetry",
            Self::ReadOnly => "read-only",
        }
    }
}

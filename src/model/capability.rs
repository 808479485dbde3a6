//! What code can do. A fact, never a finding.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::origin::Origin;

/// One thing that the code can do, at the first place where it does it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Capability {
    pub kind: CapabilityKind,
    /// What of it: the program, host, variable or hook (`git`, `api.acme.example`); `*` when only known at run time.
    pub detail: String,
    pub location: Location,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapabilityKind {
    Process,
    CodeEval,
    Database,
    FileRead,
    FileWrite,
    FileDelete,
    NetworkOut,
    NetworkListen,
    EnvRead,
    Native,
    InstallScript,
}

impl CapabilityKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::CodeEval => "code-eval",
            Self::Database => "database",
            Self::FileRead => "file-read",
            Self::FileWrite => "file-write",
            Self::FileDelete => "file-delete",
            Self::NetworkOut => "network-out",
            Self::NetworkListen => "network-listen",
            Self::EnvRead => "env-read",
            Self::Native => "native",
            Self::InstallScript => "install-script",
        }
    }
}

impl fmt::Display for CapabilityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

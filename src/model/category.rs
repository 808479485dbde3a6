//! The kinds of trouble that a report speaks of: its own stable words, shared by rules that find the same thing.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    CodeEval,
    CommandInjection,
    PathTraversal,
    SqlInjection,
    Ssrf,
    Deserialization,
    SecretLeak,
    PermissionMismatch,
    UndeclaredHost,
    UndeclaredEnv,
    CredentialAccess,
    ArchiveAnomaly,
    ManifestConfusion,
    InstallScript,
    NativeBinary,
    InsecureTransport,
    Telemetry,
    ContradictedClaim,
    Exfiltration,
    RemoteCode,
    Persistence,
    AgentControl,
    SelfPropagation,
    Destruction,
    Obfuscation,
    HiddenText,
    ToolPoisoning,
    LookAlikeName,
    KnownMalware,
    KnownVulnerability,
    Provenance,
}

impl Category {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeEval => "code-eval",
            Self::CommandInjection => "command-injection",
            Self::PathTraversal => "path-traversal",
            Self::SqlInjection => "sql-injection",
            Self::Ssrf => "ssrf",
            Self::Deserialization => "deserialization",
            Self::SecretLeak => "secret-leak",
            Self::PermissionMismatch => "permission-mismatch",
            Self::UndeclaredHost => "undeclared-host",
            Self::UndeclaredEnv => "undeclared-env",
            Self::CredentialAccess => "credential-access",
            Self::ArchiveAnomaly => "archive-anomaly",
            Self::ManifestConfusion => "manifest-confusion",
            Self::InstallScript => "install-script",
            Self::NativeBinary => "native-binary",
            Self::InsecureTransport => "insecure-transport",
            Self::Telemetry => "telemetry",
            Self::ContradictedClaim => "contradicted-claim",
            Self::Exfiltration => "exfiltration",
            Self::RemoteCode => "remote-code",
            Self::Persistence => "persistence",
            Self::AgentControl => "agent-control",
            Self::SelfPropagation => "self-propagation",
            Self::Destruction => "destruction",
            Self::Obfuscation => "obfuscation",
            Self::HiddenText => "hidden-text",
            Self::ToolPoisoning => "tool-poisoning",
            Self::LookAlikeName => "look-alike-name",
            Self::KnownMalware => "known-malware",
            Self::KnownVulnerability => "known-vulnerability",
            Self::Provenance => "provenance",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

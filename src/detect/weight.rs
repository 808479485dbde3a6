//! How much a finding weighs by when its code runs: what nobody has asked for weighs more than what somebody calls.

use crate::facts::Moment;
use crate::model::{Category, Severity};

/// The severity at a moment, of what has a severity by itself.
pub(super) fn at(moment: Moment, category: Category, severity: Severity) -> Severity {
    match moment {
        Moment::Install => at_install(category, severity),
        Moment::Load | Moment::Use | Moment::Never => severity,
    }
}

/// Nobody has started the package yet, nor asked it for anything.
fn at_install(category: Category, severity: Severity) -> Severity {
    match category {
        // Installers of honest packages fetch from their vendor, if at all.
        Category::UndeclaredHost => match severity {
            Severity::Info | Severity::Low => Severity::Medium,
            Severity::Medium | Severity::High => Severity::High,
            Severity::Critical => Severity::Critical,
        },
        // They have no use for anybody's credentials, nor for code that is put together.
        Category::CredentialAccess | Category::CodeEval => match severity {
            Severity::Info | Severity::Low => severity,
            Severity::Medium => Severity::High,
            Severity::High | Severity::Critical => Severity::Critical,
        },
        // Starting compilers and version control is their work; a command that is bad anywhere is no part of it.
        Category::CommandInjection => match severity {
            Severity::Info | Severity::Low | Severity::Medium => severity,
            Severity::High | Severity::Critical => Severity::Critical,
        },
        Category::AgentControl
        | Category::ArchiveAnomaly
        | Category::ContradictedClaim
        | Category::Deserialization
        | Category::Destruction
        | Category::Exfiltration
        | Category::HiddenText
        | Category::InsecureTransport
        | Category::InstallScript
        | Category::KnownMalware
        | Category::KnownVulnerability
        | Category::LookAlikeName
        | Category::ManifestConfusion
        | Category::NativeBinary
        | Category::Obfuscation
        | Category::PathTraversal
        | Category::PermissionMismatch
        | Category::Persistence
        | Category::Provenance
        | Category::RemoteCode
        | Category::SecretLeak
        | Category::SelfPropagation
        | Category::SqlInjection
        | Category::Ssrf
        | Category::Telemetry
        | Category::ToolPoisoning
        | Category::UndeclaredEnv => severity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_nobody_declared_weighs_more_at_install() {
        assert_eq!(at(Moment::Install, Category::UndeclaredHost, Severity::Medium), Severity::High);
        assert_eq!(at(Moment::Install, Category::UndeclaredHost, Severity::Low), Severity::Medium);
        assert_eq!(at(Moment::Load, Category::UndeclaredHost, Severity::Medium), Severity::Medium);
    }

    #[test]
    fn starting_a_compiler_weighs_no_more_at_install() {
        assert_eq!(at(Moment::Install, Category::CommandInjection, Severity::Medium), Severity::Medium);
        assert_eq!(at(Moment::Install, Category::CommandInjection, Severity::High), Severity::Critical);
    }
}

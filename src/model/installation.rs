//! What comes along when a package is installed, and what was found in it.

use serde::{Deserialize, Serialize};

use super::capability::CapabilityKind;
use super::category::Category;
use super::finding::{Confidence, Severity};
use super::score::Verdict;
use super::spec::PackageId;

/// Everything that an installation brings beside the package itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Installation {
    /// Worst first: by verdict, then those that the package's code comes to, then by score and name.
    pub packages: Vec<Dependency>,
    /// What could not be judged; sorted.
    pub failed: Vec<Unjudged>,
    /// What would come from elsewhere than a registry, or was not found there; sorted.
    pub missing: Vec<Unjudged>,
    /// Optional packages for other platforms, which are left out here; sorted.
    pub elsewhere: Vec<PackageId>,
    /// What only the dependencies can do, by kind.
    pub powers: Vec<Power>,
}

/// One package that comes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    pub id: PackageId,
    pub verdict: Verdict,
    pub score: u8,
    /// One sentence, from its own report.
    pub summary: String,
    /// The names from the package down to it, both with them; the shortest way.
    pub path: Vec<String>,
    /// Published by those who publish the package: judged as a part of it, its findings stand among the package's own.
    pub is_own: bool,
    /// Code of the package comes to it by importing, one package from the other.
    pub is_used: bool,
    /// The installation runs something of it, whoever imports it.
    pub runs_at_install: bool,
    /// Source code that it runs could not be read.
    pub is_unread: bool,
    /// The gravest of its findings, worst first.
    pub findings: Vec<Concern>,
}

/// A finding in a dependency, in short.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Concern {
    pub rule: String,
    pub category: Category,
    pub severity: Severity,
    pub confidence: Confidence,
    pub message: String,
    /// Within its own package.
    pub path: String,
    pub line: u32,
}

/// What was to be installed and is not judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unjudged {
    /// `name@version`, or a name and what is wanted of it: `notes@git+https://…`.
    pub package: String,
    /// Who asks for it, as `name@version`.
    pub by: Option<String>,
    /// A clause.
    pub why: String,
    /// The installation goes on without it.
    pub is_optional: bool,
}

/// Something that the package itself cannot do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Power {
    pub kind: CapabilityKind,
    /// The program, the host, the hook; `*` where it is only known at run time.
    pub detail: String,
    /// Who can, as `name@version`; sorted.
    pub packages: Vec<String>,
}

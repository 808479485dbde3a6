//! The whole answer about one package.

use serde::{Deserialize, Serialize};

use super::about::About;
use super::artifact::Verification;
use super::capability::Capability;
use super::coverage::Coverage;
use super::declared::Declared;
use super::digest::Sha256;
use super::finding::Finding;
use super::installation::Installation;
use super::links::Links;
use super::observed::{Observed, Tool};
use super::offer::Offer;
use super::path::RelPath;
use super::provenance::{Provenance, Publisher};
use super::score::{Score, Verdict};
use super::spec::PackageId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanReport {
    /// Version of the program that judged.
    pub engine: String,
    /// Digest of signatures and grammars.
    pub ruleset: Sha256,
    pub package: PackageId,
    pub artifacts: Vec<ArtifactSummary>,
    pub verdict: Verdict,
    pub score: Score,
    /// One sentence: trusted or not, and why.
    pub summary: String,
    pub coverage: Coverage,
    pub capabilities: Vec<Capability>,
    pub declared: Declared,
    pub observed: Observed,
    pub about: About,
    pub tools: Vec<Tool>,
    /// What it tells a model beside them, sorted.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// In [`Finding::sort_key`] order.
    pub findings: Vec<Finding>,
    pub shim: Option<Shim>,
    pub dependencies: Dependencies,
    /// Which packages its code comes to.
    #[serde(default)]
    pub links: Links,
    pub provenance: Provenance,
    #[serde(default)]
    pub release: Release,
    /// What a person should know that is no judgement: deprecated, yanked, weak hash.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtifactSummary {
    pub file: String,
    pub sha256: Sha256,
    pub verification: Verification,
    pub bytes: u64,
}

/// What the registry says of the version beside its files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Release {
    pub publisher: Option<Publisher>,
    /// The message of its publisher.
    pub deprecated: Option<String>,
    /// Why it was taken back; empty where nobody says.
    pub yanked: Option<String>,
}

/// The entry point only hands over to a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shim {
    /// Where the handing over is written.
    pub path: RelPath,
    pub line: u32,
    /// The dependencies that do the work, sorted.
    pub dependencies: Vec<String>,
}

/// What is known of the dependencies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dependencies {
    /// `name` and requirement as written, sorted; runtime ones only.
    pub direct: Vec<(String, String)>,
    /// All that an installation brings; none where only the package itself was judged.
    #[serde(default)]
    pub installation: Option<Installation>,
}

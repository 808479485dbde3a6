//! What was learnt around the artifacts. Part of what a result is keyed by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::advisory::KnownIssue;
use super::provenance::{Provenance, Publication};

/// Everything beside the artifacts that a judgement may depend on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Context {
    pub target: Target,
    pub registry: RegistryFacts,
    pub listing: Listing,
    pub provenance: Provenance,
    /// What the user hands over as declarations, in the order given.
    pub documents: Vec<GivenDocument>,
    /// What imported records know of this version, sorted.
    pub advisories: Vec<KnownIssue>,
    /// It comes along with another package, whose code may import it.
    #[serde(default)]
    pub brought: bool,
    /// Nothing that comes with it gives its commands: they wait for a person.
    #[serde(default)]
    pub commands_wait: bool,
}

/// What the MCP registry says of the server that the package claims to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listing {
    /// The package claims no name there, brings its own server.json, or nobody wanted the registry asked.
    #[default]
    NotAsked,
    /// It knows no such server.
    Absent { name: String },
    /// It could not be asked; why, in a clause.
    Unavailable { name: String, why: String },
    /// The server.json that carries this package's version, or else the newest that names the package, or else the newest.
    Found { name: String, server_json: String, status: ListingStatus },
}

/// What the MCP registry thinks of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingStatus {
    #[default]
    Active,
    Deprecated,
    Deleted,
}

/// A document about the package from elsewhere: a catalogue's entry, a specification of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenDocument {
    /// The file's name, which tells its format.
    pub name: String,
    pub text: String,
}

/// Whom the installation would be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub python: PythonVersion,
    pub platform: Platform,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PythonVersion {
    pub major: u32,
    pub minor: u32,
}

/// `linux-x86_64`, `macos-aarch64`, `windows-x86_64`: Rust's own words for system and architecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    pub os: String,
    pub arch: String,
}

/// What the registry's document says of the version, beyond its files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegistryFacts {
    /// npm's deprecation message.
    pub deprecated: Option<String>,
    /// PyPI's reason for taking the release back; empty when it gives none.
    pub yanked: Option<String>,
    #[serde(default)]
    pub publication: Publication,
    /// What a person should know about how it was fetched: weak hashes, a tarball on another host, files left out.
    pub notes: Vec<String>,
    /// What the registry's own document says that the files say as well; none where nobody was asked.
    #[serde(default)]
    pub published: Option<Published>,
}

/// A version as its registry's document describes it. An installer goes by this before it has the files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Published {
    /// Name and requirement, optional ones included; none where the document lists none for any version.
    pub dependencies: Option<BTreeMap<String, String>>,
    /// npm's scripts; none where the document has a form without them.
    pub scripts: Option<BTreeMap<String, String>>,
    /// npm's own word on whether an installation runs something.
    pub install_script: Option<bool>,
    /// Who published it.
    pub publisher: Option<String>,
    /// How many versions were published before; none where the document does not tell.
    pub earlier: Option<u32>,
    /// The one that was published last before.
    pub previous: Option<Earlier>,
    /// SHA-256 of the METADATA that an index announces for each wheel, by file name.
    pub metadata: BTreeMap<String, String>,
}

/// What is compared with an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Earlier {
    pub version: String,
    pub publisher: Option<String>,
    /// Who else could have published.
    pub maintainers: Vec<String>,
    pub dependencies: Vec<String>,
    pub install_script: bool,
}

impl Default for Target {
    fn default() -> Self {
        Self::here()
    }
}

impl Target {
    /// This machine, with the newest Python that packages commonly support.
    pub fn here() -> Self {
        Self {
            python: PythonVersion { major: 3, minor: 13 },
            platform: Platform { os: std::env::consts::OS.to_owned(), arch: std::env::consts::ARCH.to_owned() },
        }
    }
}

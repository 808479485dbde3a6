//! What a person asked to have judged, and who judges it.

use std::error::Error;
use std::path::PathBuf;

use url::Url;

use super::Progress;
use crate::diff::Side;
use crate::model::{PackageSpec, ScanReport, Target};
use crate::resolve::Machine;
use crate::resolve::lock::Parts;
use crate::store::Store;

/// One package to judge, with everything that the command line says about how.
#[derive(Debug, Clone)]
pub struct Request {
    pub subject: Subject,
    pub target: Target,
    /// A folder to take in place of the built-in signatures.
    pub signatures: Option<PathBuf>,
    /// The MCP registry to ask, or `none`; without one it is as the environment says.
    pub mcp_registry: Option<String>,
    /// Documents to take for the package's own.
    pub declared: Vec<PathBuf>,
    /// Ask nobody who vouches for the files.
    pub no_provenance: bool,
    /// A trusted root to take in place of the public Sigstore instance's.
    pub trusted_root: Option<PathBuf>,
    pub offline: bool,
    /// The folder in which imported advisories are kept, where no store is used for anything else.
    pub known_in: Option<PathBuf>,
    /// Bytes; none leaves it to the usual limit.
    pub max_size: Option<u64>,
    /// The machine for which everything that an installation brings is judged as well; none judges the package alone.
    pub installed_on: Option<Machine>,
}

/// Where the package comes from.
#[derive(Debug, Clone)]
pub enum Subject {
    Npm {
        spec: PackageSpec,
        registry: Option<Url>,
    },
    Pypi {
        spec: PackageSpec,
        index_url: Option<Url>,
        extra_index_urls: Vec<Url>,
    },
    Path(PathBuf),
    /// What lies at a path, where what it brings is asked for as well.
    Project {
        path: PathBuf,
        /// What of a Python project is installed beside what it always asks for.
        chosen: Parts,
        registry: Option<Url>,
        index_url: Option<Url>,
        extra_index_urls: Vec<Url>,
    },
    /// What a lock file pins.
    Lock {
        path: PathBuf,
        chosen: Parts,
        registry: Option<Url>,
        index_url: Option<Url>,
        extra_index_urls: Vec<Url>,
    },
}

/// What stands behind the command line.
pub trait Judge {
    /// Without a store nothing is to be read from an earlier run or kept for a later one.
    fn judge(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<ScanReport, Box<dyn Error>>;

    /// The document at an address that the user's own list names.
    fn page(&self, url: &Url, offline: bool) -> Result<Vec<u8>, Box<dyn Error>>;

    /// As [`Judge::judge`], with what lies in the release.
    fn side(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<Side, Box<dyn Error>>;

    /// Each rule's id and page (Markdown).
    fn pages(&self) -> &[(&str, &str)];
}

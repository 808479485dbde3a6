//! Spec → artifact: the only module that talks to a network.

mod body;
mod credentials;
mod defaults;
mod document;
mod error;
mod failure;
mod feed;
mod http;
mod integrity;
mod locked;
mod mcp;
mod network;
mod npm;
mod pace;
mod page;
mod post;
mod proofs;
mod pypi;
mod resolved;
mod resolving;
mod settings;
mod sweeping;
mod url;

pub use error::FetchError;
pub use feed::{Feed, feed, osv, place};
pub use http::Progress;
pub use integrity::{Algorithm, BadDigest, Digest, Mismatch, parse_sri, verify};
pub use locked::LockedDistribution;
pub use mcp::{ListedPackage, ListedServer, ServerList};
pub use npm::{NpmChange, NpmChanges, NpmHits, NpmRelease, NpmReleases, NpmSearch};
pub use pace::Pace;
pub use page::page;
pub use post::post;
pub use pypi::{PythonReleases, Serials, admits_python};
pub use resolved::{RemoteFile, Resolved};
pub use settings::{FetchOptions, Surroundings};

use std::future::Future;
use std::io;
use std::sync::OnceLock;

use ::url::Url;
use tokio::runtime::{Builder, Runtime};

use self::credentials::Credentials;
use self::http::Http;
use self::mcp::McpRegistry;
use self::npm::Npm;
use self::pypi::Pypi;
use crate::model::{Artifact, ArtifactKind, Listing, PackageId, PackageName, PackageSpec, Sha256, Target};

/// Resolves and downloads. Settings of one ecosystem that cannot be read stop only those who use it.
pub struct Fetcher {
    options: FetchOptions,
    npm: Result<Npm, FetchError>,
    pypi: Result<Pypi, FetchError>,
    mcp: McpRegistry,
    runtime: OnceLock<Runtime>,
}

impl Fetcher {
    /// Reads the settings that lie in files; connects to nothing.
    pub fn new(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let npm = Npm::new(surroundings, options);
        let pypi = Pypi::new(surroundings, options);
        // What stands in a flag is wrong at once; what stands in a file is wrong when it is needed.
        for error in npm.as_ref().err().into_iter().chain(pypi.as_ref().err()) {
            if let FetchError::BadUrl { setting, .. } = error
                && ([npm::FLAG, npm::CHANGES_FLAG].contains(&setting.as_str()) || pypi::FLAGS.contains(&setting.as_str()))
            {
                return Err(error.clone());
            }
        }
        let mcp = McpRegistry::new(surroundings, options)?;
        Ok(Self { options: options.clone(), npm, pypi, mcp, runtime: OnceLock::new() })
    }

    /// Answers one of the questions below. Connections stay open from one question to the next; an answer that needs no network starts
    /// nothing. The error is the system's, which grants no means of waiting.
    pub fn wait<T>(&self, question: impl Future<Output = T>) -> Result<T, io::Error> {
        let runtime = match self.runtime.get() {
            Some(runtime) => runtime,
            None => {
                let runtime = Builder::new_current_thread().enable_all().build()?;
                self.runtime.get_or_init(|| runtime)
            }
        };
        Ok(runtime.block_on(question))
    }

    /// The registry that serves this name, without credentials; it ends in a slash.
    pub fn npm_registry_for(&self, name: &PackageName) -> Result<Url, FetchError> {
        Ok(self.npm()?.registry_for(name).clone())
    }

    /// Asks the registry which version an install of `spec` would take, and what it promises of its tarball.
    pub async fn resolve_npm(&self, spec: &PackageSpec) -> Result<Resolved, FetchError> {
        self.npm()?.resolve(spec).await
    }

    /// The addresses of the package indexes in the order in which they are asked, without credentials.
    pub fn pypi_indexes(&self) -> Result<Vec<String>, FetchError> {
        Ok(self.pypi()?.sources())
    }

    /// Asks the indexes which version an install of `spec` for `target` would take: its wheel, then its source distribution,
    /// whichever of them exist.
    pub async fn resolve_pypi(&self, spec: &PackageSpec, target: &Target) -> Result<Resolved, FetchError> {
        self.pypi()?.releases(&spec.name).await?.chosen(spec, target)
    }

    /// All that the first index which has the project lists of it.
    pub async fn python_releases(&self, project: &PackageName) -> Result<PythonReleases, FetchError> {
        self.pypi()?.releases(project).await
    }

    /// The METADATA that an index serves beside a wheel, which it announced with this hash (PEP 658).
    pub async fn python_metadata(&self, wheel: &RemoteFile, sha256: &str) -> Result<Vec<u8>, FetchError> {
        self.pypi()?.metadata(wheel, sha256).await
    }

    /// The last bytes of a wheel, at most so many. No hash vouches for them.
    pub async fn end_of_wheel(&self, wheel: &RemoteFile, length: u64) -> Result<Vec<u8>, FetchError> {
        self.pypi()?.end_of_wheel(wheel, length).await
    }

    /// The MCP registry's address without credentials; none where nobody wants it asked.
    pub fn mcp_registry(&self) -> Option<String> {
        self.mcp.address()
    }

    /// The MCP registry's host, as a [`Pace`] knows it.
    pub fn mcp_registry_host(&self) -> Option<String> {
        self.mcp.host()
    }

    /// Asks the MCP registry for a server: its entry that speaks of this package, or its newest one.
    pub async fn mcp_listing(&self, server: &str, package: &PackageId) -> Result<Listing, FetchError> {
        self.mcp.listing(server, package).await
    }

    /// The file's bytes, checked against what the registry promised.
    pub async fn download(&self, file: &RemoteFile, progress: Progress<'_>) -> Result<Artifact, FetchError> {
        if self.options.offline {
            return Err(FetchError::Offline { missing: format!("`{}`", file.file) });
        }
        let (http, credentials) = self.door(file)?;
        let bytes = http.artifact(&file.url, credentials.as_ref(), self.options.max_size, progress).await?;
        let verification = verify(&bytes, &file.expected).map_err(|Mismatch { expected, got }| FetchError::HashMismatch {
            file: file.file.clone(),
            expected,
            got,
        })?;
        let sha256 = Sha256::of(&bytes);
        Ok(Artifact { file: file.file.clone(), kind: file.kind, bytes: bytes.into(), sha256, verification })
    }

    /// Through which ecosystem's settings a file is fetched.
    fn door(&self, file: &RemoteFile) -> Result<(&Http, Option<Credentials>), FetchError> {
        match file.kind {
            ArtifactKind::Sdist | ArtifactKind::Wheel | ArtifactKind::Zip => {
                let pypi = self.pypi()?;
                Ok((&pypi.http, pypi.credentials_for(&file.url)))
            }
            ArtifactKind::NpmTarball | ArtifactKind::Mcpb | ArtifactKind::Folder => {
                let npm = self.npm()?;
                Ok((&npm.http, npm.credentials_for(file)))
            }
        }
    }

    fn npm(&self) -> Result<&Npm, FetchError> {
        self.npm.as_ref().map_err(Clone::clone)
    }

    fn pypi(&self) -> Result<&Pypi, FetchError> {
        self.pypi.as_ref().map_err(Clone::clone)
    }
}

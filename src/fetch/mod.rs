//! Spec → artifact: the only module that talks to a network.

mod credentials;
mod defaults;
mod document;
mod error;
mod failure;
mod http;
mod integrity;
mod network;
mod npm;
mod resolved;
mod settings;
mod url;

pub use error::FetchError;
pub use http::Progress;
pub use integrity::{Algorithm, BadDigest, Digest, Mismatch, parse_sri, verify};
pub use resolved::{RemoteFile, Resolved};
pub use settings::{FetchOptions, Surroundings};

use ::url::Url;

use self::credentials::Credentials;
use self::http::Http;
use self::npm::Npm;
use crate::model::{Artifact, ArtifactKind, PackageName, PackageSpec, Sha256};

/// Resolves and downloads. Settings of one ecosystem that cannot be read stop only those who use it.
pub struct Fetcher {
    options: FetchOptions,
    npm: Result<Npm, FetchError>,
}

impl Fetcher {
    /// Reads the settings that lie in files; connects to nothing.
    pub fn new(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let npm = Npm::new(surroundings, options);
        // What stands in a flag is wrong at once; what stands in a file is wrong when it is needed.
        if let Err(error @ FetchError::BadUrl { setting, .. }) = &npm
            && setting == npm::FLAG
        {
            return Err(error.clone());
        }
        Ok(Self { options: options.clone(), npm })
    }

    /// The registry that serves this name, without credentials; it ends in a slash.
    pub fn npm_registry_for(&self, name: &PackageName) -> Result<Url, FetchError> {
        Ok(self.npm()?.registry_for(name).clone())
    }

    /// Asks the registry which version an install of `spec` would take, and what it promises of its tarball.
    pub async fn resolve_npm(&self, spec: &PackageSpec) -> Result<Resolved, FetchError> {
        self.npm()?.resolve(spec).await
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
            ArtifactKind::NpmTarball
            | ArtifactKind::Sdist
            | ArtifactKind::Wheel
            | ArtifactKind::Zip
            | ArtifactKind::Mcpb
            | ArtifactKind::Folder => {
                let npm = self.npm()?;
                Ok((&npm.http, npm.credentials_for(file)))
            }
        }
    }

    fn npm(&self) -> Result<&Npm, FetchError> {
        self.npm.as_ref().map_err(Clone::clone)
    }
}

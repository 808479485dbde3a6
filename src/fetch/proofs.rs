//! What vouches for a release beside its hash: a registry's keys, and what is attested of a file. Asked in passing, so it may
//! not take long.

use std::time::Duration;

use super::document::Document;
use super::error::FetchError;
use super::http::Http;
use super::url::shown;
use super::{Fetcher, RemoteFile, npm};
use crate::model::{PackageName, RegistryKey};

/// The attestations of one file have some ten kilobytes.
const MAX_ATTESTATIONS: u64 = 2 << 20;
const MAX_KEYS: u64 = 256 << 10;
/// For one answer, all attempts included.
const PATIENCE: Duration = Duration::from_secs(4);

const ACCEPT: &str = "application/vnd.pypi.integrity.v1+json, application/json; q=0.9";

impl Fetcher {
    /// The keys that the registry which serves this name signs with.
    pub async fn registry_keys(&self, name: &PackageName) -> Result<Vec<RegistryKey>, FetchError> {
        let npm = self.npm()?;
        let (url, credentials) = npm.keys(name)?;
        let asked = npm.http.document(&url, ACCEPT, credentials.as_ref(), MAX_KEYS);
        npm::read_keys(&self.patiently(&shown(&url), asked).await?)
    }

    /// What is attested of a file, in the words of its registry; for a file of which it shows something.
    pub async fn attestations(&self, file: &RemoteFile) -> Result<Vec<u8>, FetchError> {
        let missing = || FetchError::Offline { missing: format!("what is attested of `{}`", file.file) };
        let url = file.attestations.as_ref().ok_or_else(missing)?;
        let (http, credentials): (&Http, _) = self.door(&RemoteFile { url: url.clone(), ..file.clone() })?;
        http.check(url, Some(&file.registry))?;
        let asked = http.document(url, ACCEPT, credentials.as_ref(), MAX_ATTESTATIONS);
        Ok(self.patiently(&shown(url), asked).await?.bytes)
    }

    async fn patiently(&self, url: &str, asked: impl Future<Output = Result<Document, FetchError>>) -> Result<Document, FetchError> {
        let after = self.options.timeout.min(PATIENCE);
        let late = |_| FetchError::Timeout { url: url.to_owned(), after };
        tokio::time::timeout(after, asked).await.map_err(late)?
    }
}

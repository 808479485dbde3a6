//! What vouches for a release beside its hash: a registry's keys, and what is attested of a file. Asked in passing, so it may
//! not take long.

use std::time::Duration;

use super::error::FetchError;
use super::http::{Http, Manner};
use super::{Fetcher, RemoteFile, npm};
use crate::model::{PackageName, RegistryKey};

/// The attestations of one file have some ten kilobytes.
const MAX_ATTESTATIONS: u64 = 2 << 20;
const MAX_KEYS: u64 = 256 << 10;
/// For one answer, all attempts included.
const BRIEFLY: Manner<'static> = Manner { etag: None, header: None, patience: Some(Duration::from_secs(4)) };

const ACCEPT: &str = "application/vnd.pypi.integrity.v1+json, application/json; q=0.9";

impl Fetcher {
    /// The keys that the registry which serves this name signs with.
    pub async fn registry_keys(&self, name: &PackageName) -> Result<Vec<RegistryKey>, FetchError> {
        let npm = self.npm()?;
        let (url, credentials) = npm.keys(name)?;
        let document = npm.http.document_in(BRIEFLY, &url, ACCEPT, credentials.as_ref(), MAX_KEYS).await?;
        npm::read_keys(&document)
    }

    /// What is attested of a file, in the words of its registry; for a file of which it shows something.
    pub async fn attestations(&self, file: &RemoteFile) -> Result<Vec<u8>, FetchError> {
        let missing = || FetchError::Offline { missing: format!("what is attested of `{}`", file.file) };
        let url = file.attestations.as_ref().ok_or_else(missing)?;
        let (http, credentials): (&Http, _) = self.door(&RemoteFile { url: url.clone(), ..file.clone() })?;
        http.check(url, Some(&file.registry))?;
        Ok(http.document_in(BRIEFLY, url, ACCEPT, credentials.as_ref(), MAX_ATTESTATIONS).await?.bytes)
    }
}

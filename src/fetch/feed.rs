//! A large file that the user names by its address: no registry's, so no registry's settings or credentials.

use std::fs::File;

use url::Url;

use super::defaults;
use super::error::FetchError;
use super::http::{Http, Progress};
use super::network::Network;
use super::settings::{FetchOptions, Surroundings};
use super::url::{base_url, shown};

/// What an address has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feed {
    /// What it had when its server called it so.
    Unchanged,
    /// Another file, and how its server calls it.
    Fresh { etag: Option<String> },
}

/// By https, or from this machine; written into the empty file as it arrives. `limit` counts bytes.
pub async fn feed(
    surroundings: &Surroundings,
    options: &FetchOptions,
    url: &Url,
    etag: Option<&str>,
    limit: u64,
    file: File,
    progress: Progress<'_>,
) -> Result<Feed, FetchError> {
    let http = Http::new(Network::from_env(surroundings)?, options);
    let answer = http.artifact_into(file, etag, url, limit, progress).await?;
    Ok(answer.map_or(Feed::Unchanged, |etag| Feed::Fresh { etag }))
}

/// As it may be shown and kept: without user, password and query.
pub fn place(url: &Url) -> String {
    shown(url)
}

/// Where OSV keeps all records of an ecosystem in one file, below this address or else below its own.
pub fn osv(base: Option<&Url>, ecosystem: &str) -> Result<Url, FetchError> {
    let base = base.map_or_else(|| Ok(defaults::osv()), |base| base_url(base.as_str(), "--osv"))?;
    base.join(&format!("{ecosystem}/all.zip")).map_err(|error| FetchError::BadUrl {
        setting: "--osv".to_owned(),
        text: shown(&base),
        why: error.to_string(),
    })
}

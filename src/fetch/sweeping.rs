//! What a sweep asks registries beside single packages: whole lists, and what has changed since the last night.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::npm::{NpmChanges, NpmSearch};
use super::url::shown;
use super::{FetchError, Fetcher, Serials, ServerList};
use crate::model::PackageName;

impl Fetcher {
    /// The newest version of every server in the MCP registry, deleted ones too; with `since` only of those that were changed
    /// since then. None where nobody wants it asked.
    pub async fn mcp_servers(&self, since: Option<Timestamp>) -> Result<Option<ServerList>, FetchError> {
        self.mcp.servers(since).await
    }

    /// What npm's registry finds for these words.
    pub async fn npm_search(&self, text: &str) -> Result<NpmSearch, FetchError> {
        self.npm()?.search(text).await
    }

    /// What has happened to these packages at npm since a place in its feed, and the place from where to go on.
    pub async fn npm_changes(&self, names: &BTreeSet<PackageName>, since: &str) -> Result<NpmChanges, FetchError> {
        self.npm()?.changes(names, since).await
    }

    /// Where npm's feed of changes ends at present.
    pub async fn npm_changes_end(&self) -> Result<String, FetchError> {
        self.npm()?.changes_end().await
    }

    /// The address of npm's feed of changes, without credentials.
    pub fn npm_changes_address(&self) -> Result<String, FetchError> {
        Ok(shown(self.npm()?.changes_base()))
    }

    /// At which change the default package index has each of these projects; none where it is as it was when it was tagged.
    pub async fn pypi_serials(&self, names: &BTreeSet<PackageName>, etag: Option<&str>) -> Result<Option<Serials>, FetchError> {
        self.pypi()?.serials(names, etag).await
    }
}

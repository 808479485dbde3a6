//! The list of all servers, page after page.

use std::collections::BTreeSet;

use jiff::Timestamp;
use url::Url;

use super::listed::{self, Page, ServerList};
use super::{ACCEPT, McpRegistry};
use crate::fetch::error::FetchError;
use crate::fetch::url::shown;

/// The most that the API gives.
const PAGE: usize = 100;
/// A server.json may have a hundred kilobytes, most have two.
const MAX_PAGE: u64 = 16 << 20;
/// Six times as many servers as the public registry has.
const MAX_PAGES: usize = 2_000;
/// Pages name the next one by a server's name and version.
const MAX_CURSOR: usize = 4 << 10;

impl McpRegistry {
    /// The newest version of each server, deleted ones too; with `since` only of those that were changed since then.
    /// None where nobody wants the registry asked.
    pub async fn servers(&self, since: Option<Timestamp>) -> Result<Option<ServerList>, FetchError> {
        let Some(base) = &self.base else { return Ok(None) };
        let http = self.patient.as_ref().map_err(Clone::clone)?;
        let mut all = ServerList::default();
        let (mut cursor, mut seen) = (None, BTreeSet::new());
        for _ in 0..MAX_PAGES {
            let url = page_url(base, cursor.as_deref(), since)?;
            let document = http.document(&url, ACCEPT, None, MAX_PAGE).await?;
            let Page { next, servers } = listed::read(&document)?;
            all.add(servers);
            let Some(next) = next else { return Ok(Some(all)) };
            let endless = |why: &str| FetchError::Endless { url: shown(&url), why: why.to_owned() };
            if next.len() > MAX_CURSOR {
                return Err(endless("a page names the next one by more than 4096 bytes"));
            }
            if !seen.insert(next.clone()) {
                return Err(endless("a page continues at one that was read already"));
            }
            cursor = Some(next);
        }
        Err(FetchError::Endless { url: shown(base), why: format!("there are more than {MAX_PAGES} pages of servers") })
    }
}

fn page_url(base: &Url, cursor: Option<&str>, since: Option<Timestamp>) -> Result<Url, FetchError> {
    let mut url = base.join("v0.1/servers").map_err(|error| FetchError::BadUrl {
        setting: "the MCP registry's setting".to_owned(),
        text: shown(base),
        why: error.to_string(),
    })?;
    let mut query = url.query_pairs_mut();
    query.append_pair("limit", &PAGE.to_string()).append_pair("version", "latest").append_pair("include_deleted", "true");
    if let Some(since) = since {
        query.append_pair("updated_since", &since.to_string());
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    drop(query);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_and_moments_are_encoded() {
        let base = Url::parse("https://a.example/mcp/").unwrap();
        let since = "2026-11-20T23:00:00Z".parse().unwrap();
        let url = page_url(&base, Some("io.x/y:1.0&limit=1#é"), Some(since)).unwrap();
        let query = "limit=100&version=latest&include_deleted=true&updated_since=2026-11-20T23%3A00%3A00Z";
        let wanted = format!("https://a.example/mcp/v0.1/servers?{query}&cursor=io.x%2Fy%3A1.0%26limit%3D1%23%C3%A9");
        assert_eq!(url.as_str(), wanted);
    }
}

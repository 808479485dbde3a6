//! npm's search: a ranking of at most a few thousand packages, never a listing.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Npm;
use crate::fetch::error::FetchError;
use crate::fetch::url::shown;
use crate::model::PackageName;

/// The most that the registry gives at once.
const PAGE: usize = 250;
/// What the registry ranks behind this is not asked for.
const MAX_RESULTS: usize = 5_000;
/// A result has some two kilobytes.
const MAX_PAGE: u64 = 16 << 20;
const MAX_VERSION: usize = 255;
const ACCEPT: &str = "application/json";

/// The newest version of each package that was found.
pub type NpmHits = BTreeMap<PackageName, String>;

#[derive(Debug, Default)]
pub struct NpmSearch {
    pub hits: NpmHits,
    /// How many packages the registry counts.
    pub total: Option<u64>,
    /// Results without a name or a version.
    pub invalid: u64,
}

#[derive(Deserialize)]
struct Page {
    objects: Vec<Value>,
    #[serde(default)]
    total: Value,
}

impl Npm {
    /// Page by page, until one is not full, or brings nothing new, or the bound is met.
    pub async fn search(&self, text: &str) -> Result<NpmSearch, FetchError> {
        let mut found = NpmSearch::default();
        for from in (0..MAX_RESULTS).step_by(PAGE) {
            let page = match self.search_page(text, from).await {
                // The registry may not want to be asked for what it ranks that low.
                Err(FetchError::Status { status: 400 | 404 | 422, .. }) if from > 0 => break,
                page => page?,
            };
            let (before, count) = (found.hits.len(), page.objects.len());
            found.take(page);
            if count < PAGE || found.hits.len() == before {
                break;
            }
        }
        Ok(found)
    }

    async fn search_page(&self, text: &str, from: usize) -> Result<Page, FetchError> {
        let registry = self.settings.registry_for("");
        let mut url = registry.join("-/v1/search").map_err(|error| FetchError::BadUrl {
            setting: "the registry setting".to_owned(),
            text: shown(registry),
            why: error.to_string(),
        })?;
        let (size, start) = (PAGE.to_string(), from.to_string());
        url.query_pairs_mut().append_pair("text", text).append_pair("size", &size).append_pair("from", &start);
        let credentials = self.settings.credentials_for(&url, registry);
        self.http.document(&url, ACCEPT, credentials.as_ref(), MAX_PAGE).await?.json()
    }
}

impl NpmSearch {
    fn take(&mut self, page: Page) {
        self.total = page.total.as_u64().or(self.total);
        for object in page.objects.iter().take(PAGE) {
            let text = |key: &str| object["package"][key].as_str();
            match (text("name").map(PackageName::npm), text("version")) {
                (Some(Ok(name)), Some(version)) if (1..=MAX_VERSION).contains(&version.len()) => {
                    self.hits.entry(name).or_insert_with(|| version.to_owned());
                }
                _ => self.invalid += 1,
            }
        }
    }
}

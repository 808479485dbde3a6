//! npm's feed of changes: names in the order in which something happened to them. Its places are opaque and may be reset.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::Npm;
use crate::fetch::document::Document;
use crate::fetch::error::FetchError;
use crate::fetch::http::Manner;
use crate::fetch::url::shown;
use crate::model::PackageName;

/// How many changes are asked for at once.
const PAGE: usize = 5_000;
/// A page as short as this is taken for the end: the feed grows while it is read.
const SHORT_PAGE: usize = 100;
/// A million changes, which is some weeks.
const MAX_PAGES: usize = 200;
/// A change has some hundred bytes.
const MAX_PAGE: u64 = 32 << 20;
/// A place is a number, or some text with one in it.
const MAX_PLACE: usize = 1 << 10;
const MANNER: Manner<'static> = Manner { etag: None, header: Some(("npm-replication-opt-in", "true")), patience: None };
const ACCEPT: &str = "application/json";

/// What happened since a place in the feed.
#[derive(Debug, Default)]
pub struct NpmChanges {
    /// Of the packages that were asked about those to which something happened: what happened last.
    pub changes: BTreeMap<PackageName, NpmChange>,
    /// Of all packages.
    pub total: u64,
    /// From where to go on.
    pub place: String,
    /// The feed goes on, but no further was read.
    pub is_cut: bool,
    /// Entries without a name.
    pub invalid: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NpmChange {
    Moved,
    Deleted,
}

#[derive(Deserialize)]
struct Page {
    results: Vec<Value>,
    last_seq: Value,
}

impl Npm {
    pub fn changes_base(&self) -> &Url {
        &self.changes
    }

    pub async fn changes(&self, names: &BTreeSet<PackageName>, since: &str) -> Result<NpmChanges, FetchError> {
        let mut all = NpmChanges { place: since.to_owned(), ..NpmChanges::default() };
        let mut seen = BTreeSet::from([since.to_owned()]);
        for _ in 0..MAX_PAGES {
            let url = self.changes_url(&all.place)?;
            let page: Page = self.feed(&url).await?.json()?;
            let bad = |why: &str| FetchError::BadDocument { url: shown(&url), why: why.to_owned() };
            if page.results.len() > PAGE {
                return Err(bad("it lists more changes than were asked for"));
            }
            let last = place(&page.last_seq).ok_or_else(|| bad("it does not say where it ends"))?;
            all.take(&page.results, names);
            let is_end = page.results.len() < SHORT_PAGE || last == all.place;
            if !seen.insert(last.clone()) && !is_end {
                let why = "a page continues at one that was read already".to_owned();
                return Err(FetchError::Endless { url: shown(&url), why });
            }
            all.place = last;
            if is_end {
                return Ok(all);
            }
        }
        Ok(NpmChanges { is_cut: true, ..all })
    }

    /// Told by the feed's own address, or by its host.
    pub async fn changes_end(&self) -> Result<String, FetchError> {
        let end = |document: &Document| -> Result<Option<String>, FetchError> { Ok(place(&document.json::<Value>()?["update_seq"])) };
        let own = match self.feed(&self.changes).await {
            Ok(document) => end(&document)?,
            Err(FetchError::Status { status: 400..=499, .. }) => None,
            Err(error) => return Err(error),
        };
        if let Some(end) = own {
            return Ok(end);
        }
        let mut host = self.changes.clone();
        host.set_path("/");
        let why = || FetchError::BadDocument { url: shown(&host), why: "it does not say where the feed of changes ends".to_owned() };
        end(&self.feed(&host).await?)?.ok_or_else(why)
    }

    fn changes_url(&self, since: &str) -> Result<Url, FetchError> {
        let mut url = self.changes.join("_changes").map_err(|error| FetchError::BadUrl {
            setting: super::CHANGES_FLAG.to_owned(),
            text: shown(&self.changes),
            why: error.to_string(),
        })?;
        url.query_pairs_mut().append_pair("since", since).append_pair("limit", &PAGE.to_string());
        Ok(url)
    }

    async fn feed(&self, url: &Url) -> Result<Document, FetchError> {
        let credentials = self.settings.credentials_for(url, &self.changes);
        self.http.document_in(MANNER, url, ACCEPT, credentials.as_ref(), MAX_PAGE).await
    }
}

impl NpmChanges {
    fn take(&mut self, results: &[Value], names: &BTreeSet<PackageName>) {
        self.total += results.len() as u64;
        for result in results {
            match result["id"].as_str().map(PackageName::npm) {
                Some(Ok(name)) if names.contains(&name) => {
                    let change = if result["deleted"] == true { NpmChange::Deleted } else { NpmChange::Moved };
                    self.changes.insert(name, change);
                }
                Some(Ok(_)) => {}
                // Documents of the database itself.
                None | Some(Err(_)) if result["id"].as_str().is_some_and(|id| id.starts_with("_design/")) => {}
                None | Some(Err(_)) => self.invalid += 1,
            }
        }
    }
}

/// A number or a text.
fn place(value: &Value) -> Option<String> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (1..=MAX_PLACE).contains(&text.len()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_kept_as_it_is_written() {
        assert_eq!(place(&json!(24_950_180)).as_deref(), Some("24950180"));
        assert_eq!(place(&json!("12-g1AAAA==")).as_deref(), Some("12-g1AAAA=="));
        for odd in [json!(null), json!(""), json!([1]), json!({}), json!(true), json!("x".repeat(2000))] {
            assert_eq!(place(&odd), None, "{odd}");
        }
    }

    #[test]
    fn what_happened_last_to_a_name_of_interest_is_kept() {
        let mut changes = NpmChanges::default();
        let names = ["@acme/server", "gone", "back"].map(|name| PackageName::npm(name).unwrap());
        let results = [
            json!({ "id": "@acme/server", "seq": 1 }),
            json!({ "id": "gone" }),
            json!({ "id": "gone", "deleted": true }),
            json!({ "id": "back", "deleted": true }),
            json!({ "id": "back" }),
            json!({ "id": "other" }),
            json!({ "id": "_design/app" }),
            json!({ "id": "../x" }),
            json!(7),
        ];
        changes.take(&results, &names.into());
        let told: Vec<(&str, NpmChange)> = changes.changes.iter().map(|(name, change)| (name.as_str(), *change)).collect();
        assert_eq!(told, [("@acme/server", NpmChange::Moved), ("back", NpmChange::Moved), ("gone", NpmChange::Deleted)]);
        assert_eq!((changes.total, changes.invalid), (9, 2));
    }
}

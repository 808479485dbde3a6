//! The whole index in one page (PEP 691): with each project the serial of its last change. Tens of megabytes, of which only the
//! projects that are asked for are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Pypi;
use super::lenient::{Object, Scalar};
use crate::fetch::document::Document;
use crate::fetch::error::FetchError;
use crate::fetch::http::Tagged;
use crate::fetch::url::shown;
use crate::model::PackageName;

/// The public index has some forty megabytes.
const LARGEST_INDEX: u64 = 256 << 20;
const FORMAT: &str = "the JSON form of a package index (PEP 691)";
const ACCEPT: &str = "application/vnd.pypi.simple.v1+json";

/// The index, as far as it was asked about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Serials {
    pub serials: BTreeMap<PackageName, u64>,
    /// Under which the index knows its present state.
    pub etag: Option<String>,
    /// How many projects it lists.
    pub projects: u64,
    /// Entries without a name.
    pub invalid: u64,
}

impl Pypi {
    /// Of several indexes the default one is asked: the others are somebody's own.
    pub(in crate::fetch) async fn serials(&self, names: &BTreeSet<PackageName>, etag: Option<&str>) -> Result<Option<Serials>, FetchError> {
        let Some(index) = self.settings.indexes.last() else { return Ok(None) };
        let page = self.http.document_unless(etag, &index.url, ACCEPT, index.credentials.as_ref(), LARGEST_INDEX).await?;
        page.map(|page| read(page, names)).transpose()
    }
}

fn read(page: Tagged, names: &BTreeSet<PackageName>) -> Result<Serials, FetchError> {
    let document = &page.document;
    let not_the_format = |found: String| FetchError::NotTheFormat { url: shown(&document.url), wanted: FORMAT, found };
    if document.is_html() {
        return Err(not_the_format("an HTML page".to_owned()));
    }
    let mut kept = Kept { names, serials: Serials { etag: page.etag, ..Serials::default() }, is_list: false, without_serial: 0 };
    parse(document, &mut kept)?;
    let bad = |why: &str| FetchError::BadDocument { url: shown(&document.url), why: why.to_owned() };
    if !kept.is_list {
        return Err(bad("it lists no projects"));
    }
    if kept.without_serial > 0 {
        return Err(bad("it does not tell the serials of its projects"));
    }
    Ok(kept.serials)
}

fn parse(document: &Document, kept: &mut Kept<'_>) -> Result<(), FetchError> {
    let mut json = serde_json::Deserializer::from_slice(&document.bytes);
    let parsed = IndexSeed(kept).deserialize(&mut json).and_then(|()| json.end());
    parsed.map_err(|error| FetchError::BadDocument { url: shown(&document.url), why: error.to_string() })
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Project {
    name: Scalar,
    #[serde(rename = "_last-serial")]
    serial: Scalar,
}

/// What is kept while the page is read over.
struct Kept<'n> {
    names: &'n BTreeSet<PackageName>,
    serials: Serials,
    is_list: bool,
    /// Wanted projects without one.
    without_serial: u64,
}

impl Kept<'_> {
    fn take(&mut self, project: Project) {
        let Some(Ok(name)) = project.name.text().map(|name| PackageName::pypi(&name)) else {
            self.serials.invalid += 1;
            return;
        };
        self.serials.projects += 1;
        if !self.names.contains(&name) {
            return;
        }
        match project.serial.number() {
            Some(serial) => {
                self.serials.serials.insert(name, serial);
            }
            None => self.without_serial += 1,
        }
    }
}

struct IndexSeed<'k, 'n>(&'k mut Kept<'n>);

impl<'de> DeserializeSeed<'de> for IndexSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for IndexSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an index")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            if key == "projects" {
                self.0.is_list = true;
                entries.next_value_seed(ProjectsSeed(self.0))?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct ProjectsSeed<'k, 'n>(&'k mut Kept<'n>);

impl<'de> DeserializeSeed<'de> for ProjectsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ProjectsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of projects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(Object(project)) = items.next_element()? {
            self.0.take(project);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn names(names: &[&str]) -> BTreeSet<PackageName> {
        names.iter().map(|name| PackageName::pypi(name).unwrap()).collect()
    }

    fn index(text: &str) -> Result<Serials, FetchError> {
        let url = Url::parse("https://index.example/simple/").unwrap();
        let document = Document { bytes: text.into(), content_type: Some(ACCEPT.to_owned()), url };
        read(Tagged { document, etag: Some("\"1\"".to_owned()) }, &names(&["my-server", "other"]))
    }

    #[test]
    fn only_the_projects_that_are_asked_for_are_kept() {
        let found = index(
            r#"{"meta": {"_last-serial": 99, "api-version": "1.1"}, "projects": [
            {"_last-serial": 7, "name": "My.Server"}, {"name": "third", "_last-serial": 8, "more": [{}]}, {"_last-serial": 9, "name": ""},
            {"_last-serial": 9, "name": "-x-"}, {"name": 5}, 7, {"name": "no-serial"}], "extra": {"a": [1]}}"#,
        );
        let serials = [(PackageName::pypi("my-server").unwrap(), 7)].into();
        assert_eq!(found, Ok(Serials { serials, etag: Some("\"1\"".to_owned()), projects: 3, invalid: 4 }));
    }

    #[test]
    fn what_tells_no_serials_is_an_error() {
        for (text, why) in [
            (r#"{"meta": {}}"#, "it lists no projects"),
            (r#"{"projects": {}}"#, "expected a list of projects"),
            (r#"{"projects": [{"name": "other", "name": "x"}]}"#, "duplicate field"),
            (r#"{"projects": [{"name": "other"}]}"#, "it does not tell the serials of its projects"),
            (r#"{"projects": [{"name": "other", "_last-serial": "x"}]}"#, "it does not tell the serials of its projects"),
            (r#"{"projects": [{"name": "a", "_last-serial": 1}"#, "EOF"),
            ("[]", "expected an index"),
            ("<!doctype html><a href=x>x</a>", "an HTML page instead of the JSON form"),
        ] {
            let said = index(text).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}

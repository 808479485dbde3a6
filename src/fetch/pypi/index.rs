//! What an index says of one project: PEP 691 JSON here, PEP 503 pages in [`super::html`], both read into [`IndexPage`].

use serde::Deserialize;
use url::Url;

use super::super::FetchError;
use super::super::document::Document;
use super::super::url::{bare, shown};
use super::html;
use super::lenient::{List, Object, Scalar};

/// What the index is asked for, best first (PEP 691).
pub(super) const ACCEPT: &str = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/// What is expected, as errors call it.
pub(super) const FORMAT: &str = "a package index";

/// The largest projects list about twenty thousand files.
pub(super) const MOST_FILES: usize = 100_000;

/// No file system takes a longer name.
const LONGEST_NAME: usize = 255;

/// The files of one project, in the index's order; entries without a usable name or address are left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct IndexPage {
    /// As the index spells it; HTML pages name none.
    pub(super) name: Option<String>,
    pub(super) files: Vec<IndexFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexFile {
    /// A plain file name: no separators, no control characters, at most 255 bytes.
    pub(super) name: String,
    /// Absolute, http or https, without a fragment or credentials.
    pub(super) url: Url,
    pub(super) hashes: Hashes,
    pub(super) requires_python: Option<String>,
    /// The reason why it was taken back; empty when none is given.
    pub(super) yanked: Option<String>,
    pub(super) size: Option<u64>,
    /// A moment as RFC 3339 has it, as written.
    pub(super) uploaded: Option<String>,
    /// Where what is attested of it is kept (PEP 740).
    pub(super) provenance: Option<Url>,
    /// SHA-256 of the METADATA inside, in hexadecimal (PEP 658).
    pub(super) metadata: Option<String>,
}

/// Hexadecimal, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Hashes {
    pub(super) sha512: Option<String>,
    pub(super) sha384: Option<String>,
    pub(super) sha256: Option<String>,
    pub(super) sha1: Option<String>,
    pub(super) md5: Option<String>,
}

impl IndexPage {
    /// Reads by the announced content type, as pip does.
    pub(super) fn read(document: &Document) -> Result<Self, FetchError> {
        let kind = document.media_type();
        match kind.as_deref() {
            Some("application/vnd.pypi.simple.v1+json" | "application/json") => Self::from_json(document),
            Some("application/vnd.pypi.simple.v1+html" | "text/html") => html::read(document),
            _ => Err(FetchError::NotTheFormat {
                url: shown(&document.url),
                wanted: FORMAT,
                found: kind.map_or_else(|| "something without a content type".to_owned(), |kind| format!("`{kind}`")),
            }),
        }
    }

    fn from_json(document: &Document) -> Result<Self, FetchError> {
        let page: RawPage = document.json()?;
        let files = page.files.0.into_iter().filter_map(|Object(file)| file.read(&document.url)).collect();
        Ok(Self { name: page.name.text(), files })
    }
}

#[derive(Deserialize)]
struct RawPage {
    #[serde(default)]
    name: Scalar,
    files: List<Object<RawFile>, MOST_FILES>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default)]
struct RawFile {
    filename: Scalar,
    url: Scalar,
    hashes: Object<RawHashes>,
    requires_python: Scalar,
    yanked: Scalar,
    size: Scalar,
    upload_time: Scalar,
    provenance: Scalar,
    core_metadata: Object<RawHashes>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawHashes {
    sha512: Scalar,
    sha384: Scalar,
    sha256: Scalar,
    sha1: Scalar,
    md5: Scalar,
}

impl RawFile {
    fn read(self, page: &Url) -> Option<IndexFile> {
        let (url, _) = address(page, &self.url.text()?)?;
        let Object(hashes) = self.hashes;
        Some(IndexFile {
            name: plain_name(self.filename.text()?)?,
            url,
            hashes: Hashes {
                sha512: hashes.sha512.text(),
                sha384: hashes.sha384.text(),
                sha256: hashes.sha256.text(),
                sha1: hashes.sha1.text(),
                md5: hashes.md5.text(),
            },
            requires_python: self.requires_python.text(),
            size: self.size.number(),
            uploaded: self.upload_time.text(),
            provenance: self.provenance.text().and_then(|link| Some(address(page, &link)?.0)),
            metadata: self.core_metadata.0.sha256.text(),
            yanked: match self.yanked {
                Scalar::Bool(true) => Some(String::new()),
                // pip and the public index take an empty reason in JSON for "not yanked".
                Scalar::Text(reason) => Some(reason).filter(|reason| !reason.is_empty()),
                Scalar::Absent | Scalar::Bool(false) | Scalar::Number(_) => None,
            },
        })
    }
}

/// The absolute address and the fragment of a link on `page`; only the web's own schemes, never `file:`.
pub(super) fn address(page: &Url, link: &str) -> Option<(Url, Option<String>)> {
    let mut url = page.join(link.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let fragment = url.fragment().map(str::to_owned);
    url.set_fragment(None);
    // Who the user is comes from the user's own configuration, never from a page.
    Some((bare(&url), fragment))
}

pub(super) fn plain_name(name: String) -> Option<String> {
    let plain = !name.is_empty() && name.len() <= LONGEST_NAME && !name.starts_with('.');
    (plain && name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'/' | b'\\' | b':'))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = "application/vnd.pypi.simple.v1+json";

    fn page() -> Url {
        Url::parse("https://index.example/simple/server/").unwrap()
    }

    fn read_as(text: &str, content_type: &str) -> Result<IndexPage, FetchError> {
        IndexPage::read(&Document { bytes: text.into(), content_type: Some(content_type.into()), url: page() })
    }

    fn read(text: &str) -> Result<IndexPage, FetchError> {
        read_as(text, JSON)
    }

    #[test]
    fn a_json_page_is_read_with_all_that_matters() {
        let text = r#"{"meta": {"api-version": "1.1"}, "name": "server", "versions": ["1.0"], "files": [
            {"filename": "server-1.0-py3-none-any.whl", "url": "https://files.example/a/server-1.0-py3-none-any.whl#sha256=00",
             "hashes": {"sha256": "ab", "blake2b": "x"}, "requires-python": ">=3.9", "size": 12, "yanked": "broken",
             "core-metadata": {"sha256": "cd"}, "upload-time": "2026-01-01T00:00:00Z",
             "provenance": "/integrity/server/1.0/w/provenance"},
            {"filename": "server-1.0.tar.gz", "url": "../../files/server-1.0.tar.gz", "hashes": {}, "yanked": true}]}"#;
        let found = read(text).unwrap();
        let wheel = IndexFile {
            name: "server-1.0-py3-none-any.whl".into(),
            url: Url::parse("https://files.example/a/server-1.0-py3-none-any.whl").unwrap(),
            hashes: Hashes { sha256: Some("ab".into()), ..Hashes::default() },
            requires_python: Some(">=3.9".into()),
            yanked: Some("broken".into()),
            size: Some(12),
            uploaded: Some("2026-01-01T00:00:00Z".into()),
            provenance: Some(Url::parse("https://index.example/integrity/server/1.0/w/provenance").unwrap()),
            metadata: Some("cd".into()),
        };
        let sdist = IndexFile {
            name: "server-1.0.tar.gz".into(),
            url: Url::parse("https://index.example/files/server-1.0.tar.gz").unwrap(),
            hashes: Hashes::default(),
            requires_python: None,
            yanked: Some(String::new()),
            size: None,
            uploaded: None,
            provenance: None,
            metadata: None,
        };
        assert_eq!(found, IndexPage { name: Some("server".into()), files: vec![wheel, sdist] });
    }

    #[test]
    fn fields_of_any_type_neither_panic_nor_hide_the_rest() {
        for odd in ["null", "0", "-1.5", "true", "\"\"", "[]", "{}", "[[{}]]", "{\"sha256\": {\"a\": 1}}"] {
            let text = format!(
                r#"{{"name": {odd}, "meta": {odd}, "files": [{odd},
                    {{"filename": {odd}, "url": {odd}}},
                    {{"filename": "a-1.zip", "url": "a-1.zip", "hashes": {odd}, "requires-python": {odd}, "yanked": {odd}, "size": {odd},
                     "upload-time": {odd}, "provenance": {odd}}}]}}"#
            );
            let found = read(&text).unwrap();
            assert_eq!(found.files.len(), 1, "{odd}");
            assert_eq!(found.files[0].hashes, Hashes::default(), "{odd}");
        }
    }

    #[test]
    fn what_is_no_page_is_an_error() {
        for text in ["[]", "{}", r#"{"files": 1}"#, r#"{"files": [], "files": []}"#] {
            assert!(matches!(read(text), Err(FetchError::BadDocument { .. })), "{text}");
        }
        for text in ["", "<html>", r#"{"files": ["#] {
            assert!(matches!(read(text), Err(FetchError::NotTheFormat { .. })), "{text}");
        }
        let other = read_as("{}", "application/octet-stream; x=y").unwrap_err().to_string();
        assert!(other.contains("answered with `application/octet-stream` instead of a package index"), "{other}");
    }

    #[test]
    fn addresses_are_of_the_web_and_carry_no_credentials() {
        assert_eq!(address(&page(), "file:///etc/passwd"), None);
        assert_eq!(address(&page(), "data:text/plain,x"), None);
        let (url, fragment) = address(&page(), "https://user:secret@other.example/x#sha256=ab").unwrap();
        assert_eq!((url.as_str(), fragment.as_deref()), ("https://other.example/x", Some("sha256=ab")));
    }

    #[test]
    fn names_that_would_leave_their_folder_are_left_out() {
        for name in ["", "..", "../x.whl", "a/b.whl", "a\\b.whl", "C:x.whl", "a\u{0}.whl", "a\u{202e}.whl", ".hidden"] {
            assert_eq!(plain_name(name.into()), None, "{name:?}");
        }
        assert!(plain_name("a-1.0-py3-none-any.whl".into()).is_some());
        assert_eq!(plain_name("x".repeat(256)), None);
    }
}

//! A page of metadata as it arrived.

use serde::de::DeserializeOwned;
use url::Url;

use super::error::FetchError;
use super::url::shown;

#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    /// Where it came from in the end, after redirects: what relative links refer to.
    pub url: Url,
}

impl Document {
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, FetchError> {
        let text = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        serde_json::from_slice(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => FetchError::BadDocument { url: shown(&self.url), why: error.to_string() },
            serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
                FetchError::NotTheFormat { url: shown(&self.url), wanted: "JSON", found: self.kind() }
            }
        })
    }

    pub fn is_html(&self) -> bool {
        let head = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(256)]).trim_start().to_ascii_lowercase();
        head.starts_with("<!doctype html") || head.starts_with("<html") || self.media_type().is_some_and(|kind| kind == "text/html")
    }

    /// `text/html` of `Text/HTML; charset=utf-8`.
    pub fn media_type(&self) -> Option<String> {
        let kind = self.content_type.as_deref()?.split(';').next()?.trim().to_ascii_lowercase();
        let plain = kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/+-._".contains(&byte));
        (plain && !kind.is_empty()).then_some(kind)
    }

    fn kind(&self) -> String {
        match self.media_type() {
            _ if self.bytes.is_empty() => "an empty page".to_owned(),
            _ if self.is_html() => "an HTML page".to_owned(),
            Some(kind) if kind.ends_with("json") => "broken JSON".to_owned(),
            Some(kind) => format!("`{kind}`"),
            None => "something else".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], content_type: &str) -> FetchError {
        let url = Url::parse("https://a.example/x").unwrap();
        Document { bytes: bytes.to_vec(), content_type: Some(content_type.to_owned()), url }.json::<Vec<u8>>().unwrap_err()
    }

    #[test]
    fn what_came_instead_of_json_is_named() {
        let names = |bytes: &[u8], kind: &str| found(bytes, kind).to_string().lines().next().unwrap().to_owned();
        assert_eq!(
            names(b" <!DOCTYPE html><p>Log in", "application/json"),
            "https://a.example/x answered with an HTML page instead of JSON"
        );
        assert_eq!(names(b"", "text/plain"), "https://a.example/x answered with an empty page instead of JSON");
        assert_eq!(names(b"[1,", "application/json"), "https://a.example/x answered with broken JSON instead of JSON");
        assert_eq!(names(b"no", "text/plain; x"), "https://a.example/x answered with `text/plain` instead of JSON");
    }

    #[test]
    fn json_of_another_shape_is_a_bad_document() {
        assert!(matches!(found(b"{}", "application/json"), FetchError::BadDocument { .. }));
    }
}

//! PEP 503 index pages: the anchors and the base address, read without building a document.

use url::Url;

use super::super::FetchError;
use super::super::document::Document;
use super::super::url::shown;
use super::index::{Hashes, IndexFile, IndexPage, MOST_FILES, address, plain_name};

/// Reads every `<a href>`; the file's name is the last part of its address, as pip and uv take it.
pub(super) fn read(document: &Document) -> Result<IndexPage, FetchError> {
    let (text, url) = (String::from_utf8_lossy(&document.bytes), &document.url);
    let mut base = None;
    let mut page = IndexPage::default();
    for tag in Tags::new(&text) {
        match tag.name.to_ascii_lowercase().as_str() {
            "base" if base.is_none() => base = tag.get("href").and_then(|href| address(url, &href)).map(|(base, _)| base),
            "a" => page.files.extend(file(&tag, base.as_ref().unwrap_or(url))),
            _ => {}
        }
        if page.files.len() > MOST_FILES {
            return Err(FetchError::BadDocument { url: shown(url), why: format!("it lists more than {MOST_FILES} files") });
        }
    }
    Ok(page)
}

fn file(tag: &Tag<'_>, base: &Url) -> Option<IndexFile> {
    let (url, fragment) = address(base, &tag.get("href")?)?;
    let last = url.path_segments()?.next_back()?;
    Some(IndexFile {
        name: plain_name(percent_decode(last))?,
        hashes: hashes(fragment.as_deref().unwrap_or_default()),
        requires_python: tag.get("data-requires-python"),
        yanked: tag.get("data-yanked"),
        size: None,
        uploaded: None,
        provenance: tag.get("data-provenance").and_then(|link| Some(address(base, &link)?.0)),
        // `sha256=…`; `true` promises the file without its digest.
        metadata: tag.get("data-core-metadata").and_then(|told| told.strip_prefix("sha256=").map(str::to_owned)),
        url,
    })
}

/// `#sha256=…`; fragments may hold further pairs (`&egg=…`).
fn hashes(fragment: &str) -> Hashes {
    let mut hashes = Hashes::default();
    for (algorithm, value) in fragment.split('&').filter_map(|pair| pair.split_once('=')) {
        let slot = match algorithm {
            "sha512" => &mut hashes.sha512,
            "sha384" => &mut hashes.sha384,
            "sha256" => &mut hashes.sha256,
            "sha1" => &mut hashes.sha1,
            "md5" => &mut hashes.md5,
            _ => continue,
        };
        *slot = Some(value.to_owned());
    }
    hashes
}

pub(super) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let mut byte = [0];
        match bytes.get(at + 1..at + 3) {
            Some(digits) if bytes[at] == b'%' && hex::decode_to_slice(digits, &mut byte).is_ok() => at += 3,
            _ => {
                byte[0] = bytes[at];
                at += 1;
            }
        }
        out.push(byte[0]);
    }
    String::from_utf8_lossy(&out).into_owned()
}

struct Tag<'a> {
    name: &'a str,
    /// What stands between the name and `>`.
    rest: &'a str,
}

impl Tag<'_> {
    /// The first attribute of that name, its entities decoded; empty when it has no value.
    fn get(&self, wanted: &str) -> Option<String> {
        let mut rest = self.rest;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let value;
            (value, rest) = attribute_value(after);
            if name.eq_ignore_ascii_case(wanted) {
                return Some(decode_entities(value));
            }
            if rest.is_empty() {
                return None;
            }
        }
    }
}

/// The value behind an attribute's name, if there is one, and what follows it. Always moves on when `text` begins with `=`.
fn attribute_value(text: &str) -> (&str, &str) {
    let Some(value) = text.trim_start().strip_prefix('=') else { return ("", text) };
    let value = value.trim_start();
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return value[1..].split_once(quote).unwrap_or((&value[1..], ""));
    }
    let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
    value.split_at(end)
}

/// The opening tags of a page, comments and the text of scripts and styles left out.
struct Tags<'a> {
    text: &'a str,
}

impl<'a> Tags<'a> {
    fn new(text: &'a str) -> Self {
        Self { text }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let (_, behind) = self.text.split_once('<')?;
            if let Some(comment) = behind.strip_prefix("!--") {
                self.text = comment.split_once("-->")?.1;
                continue;
            }
            if !behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.text = behind;
                continue;
            }
            let (inner, after) = split_at_end(behind);
            let (name, rest) = inner.split_at(inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len()));
            self.text =
                if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") { behind_closing(after, name) } else { after };
            return Some(Tag { name, rest });
        }
    }
}

/// At the `>` that ends a tag, which is not one inside quotes (`data-requires-python=">=3.9"`).
fn split_at_end(text: &str) -> (&str, &str) {
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (None, '>') => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
        if !c.is_ascii_whitespace() {
            last = c;
        }
    }
    (text, "")
}

fn behind_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("</") {
        if behind.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return behind;
        }
        rest = behind;
    }
    ""
}

fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = entity(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The character that an entity at the beginning of `text` stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let c = match &text[1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        number => {
            let digits = number.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<IndexFile> {
        let url = Url::parse("https://index.example/simple/server/").unwrap();
        read(&Document { bytes: text.into(), content_type: None, url }).unwrap().files
    }

    #[test]
    fn anchors_give_name_hash_python_and_yanking() {
        let found = files(
            "<!DOCTYPE html><html><head><title>Links</title></head><body>\n\
             <a href=\"../../packages/server-1.0.tar.gz#sha256=ab&amp;x=1\" data-requires-python=\"&gt;=3.9,&lt;4\" data-provenance=\"/integrity/p\" rel=internal>s</a><br/>\n\
             <A HREF='https://files.example/server%2B-1.0.zip' data-yanked>t</A>\
             <a data-requires-python=\">=3.8\" data-yanked=\"has &quot;bugs&#39;&#x21;\" href=server-1.1.zip#md5=cd>u</a></body>",
        );
        let read: Vec<_> = found.iter().map(|file| (file.name.as_str(), file.url.as_str())).collect();
        assert_eq!(
            read,
            [
                ("server-1.0.tar.gz", "https://index.example/packages/server-1.0.tar.gz"),
                ("server+-1.0.zip", "https://files.example/server%2B-1.0.zip"),
                ("server-1.1.zip", "https://index.example/simple/server/server-1.1.zip"),
            ]
        );
        assert_eq!(found[0].hashes.sha256.as_deref(), Some("ab"));
        assert_eq!(found[0].requires_python.as_deref(), Some(">=3.9,<4"));
        assert_eq!(found[0].yanked, None);
        assert_eq!(found[0].provenance.as_ref().map(Url::as_str), Some("https://index.example/integrity/p"));
        assert_eq!(found[1].provenance, None);
        assert_eq!(found[1].yanked.as_deref(), Some(""));
        assert_eq!(found[2].yanked.as_deref(), Some("has \"bugs'!"));
        assert_eq!(found[2].requires_python.as_deref(), Some(">=3.8"));
        assert_eq!(found[2].hashes.md5.as_deref(), Some("cd"));
    }

    #[test]
    fn the_first_base_moves_relative_addresses() {
        let found = files("<base href='https://mirror.example/root/'><base href='https://evil.example/'><a href='a-1.zip'>x</a>");
        assert_eq!(found[0].url.as_str(), "https://mirror.example/root/a-1.zip");
    }

    #[test]
    fn comments_scripts_and_other_schemes_hold_no_files() {
        let text = "<!-- <a href='a-1.zip'> --><script>\"<a href='b-1.zip'>\"</SCRIPT><a href='file:///c-1.zip'><a name=x><a href=d-1.zip>";
        let names: Vec<_> = files(text).into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["d-1.zip"]);
    }

    #[test]
    fn broken_pages_end() {
        for text in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href='",
            "<a = = = >",
            "<a ==\"",
            "<!--",
            "<script",
            "&",
            "<a href='x&#xD800;&#99999999999;'>",
            "<é><a é=é>",
        ] {
            assert!(files(text).len() <= 1, "{text}");
        }
    }
}

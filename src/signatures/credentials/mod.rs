//! Formats of keys, tokens and private keys, found in texts by one pass for all of them, and held to what each must look like.

mod address;
mod check;
mod random;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use memchr::memmem;
use regex::bytes::Regex;
use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, Signatures, source};
use crate::model::Severity;

/// Of a credential so many characters may be shown.
const SHOWN: usize = 6;
/// Bytes of an anchor from which on hardly anything else has it.
const LONG: usize = 4;
/// Bytes around a credential in which its other half, or a word that says what it is for, is looked for.
const NEARBY: usize = 300;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialFormat {
    pub id: String,
    /// Whose door it opens: `GitHub`.
    pub opens: String,
    /// How bad it is that everybody who has the package has it.
    pub severity: Severity,
    /// Words without which the pattern need not be tried.
    pub anchors: Vec<String>,
    pub pattern: String,
    pub check: Option<Check>,
    /// Of `check = "with-secret"`.
    pub secret: Option<String>,
    /// Words of which one stands in the file.
    #[serde(default)]
    pub near: Vec<String>,
    /// Words close by with which it is made to be public.
    #[serde(default)]
    pub public_near: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(CredentialFormat);

/// What a match has to be beside random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    Checksum,
    WithSecret,
    Numbered,
    PrivateKey,
    SignedToken,
    AddressWithPassword,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    id: String,
    values: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Known);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "credential")]
    formats: Vec<CredentialFormat>,
    #[serde(default)]
    known: Vec<Known>,
}

/// A credential in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential<'s> {
    pub format: &'s CredentialFormat,
    /// In bytes; of what must not be shown.
    pub range: Range<usize>,
    pub severity: Severity,
}

#[derive(Debug)]
pub(super) struct Credentials {
    formats: Vec<CredentialFormat>,
    /// Of each format, compiled when it is first asked for.
    patterns: Vec<OnceLock<Regex>>,
    secrets: Vec<OnceLock<Regex>>,
    /// Of [`LONG`] bytes and more.
    anchors: AhoCorasick,
    /// Those that code has everywhere, as `pat` in `path`: whether one stands in a text is told by its first place.
    short: Vec<(memmem::Finder<'static>, usize)>,
    /// Each with its format.
    of_anchor: Vec<(String, usize)>,
    known: BTreeSet<String>,
}

impl Signatures {
    pub(super) fn credential_formats(&self) -> &Credentials {
        self.credentials.get_or_init(|| self.texts.parse(source::CREDENTIALS, Credentials::parse).expect(CHECKED))
    }

    /// Keys, tokens and private keys in a text, in the order in which they stand.
    pub fn credentials(&self, text: &[u8]) -> Vec<Credential<'_>> {
        self.credential_formats().find(text)
    }

    /// The text as it may be shown: of each credential only the beginning is left, and everything else stays where it is.
    pub fn masked<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let found = self.credentials(text.as_bytes());
        self.masked_at(text, &found)
    }

    /// The same where it is known which credentials stand in the text.
    pub fn masked_at<'t>(&self, text: Cow<'t, str>, found: &[Credential<'_>]) -> Cow<'t, str> {
        if found.is_empty() {
            return text;
        }
        let mut bytes = text.into_owned().into_bytes();
        for Credential { range, format, .. } in found {
            let shown = if format.check == Some(Check::PrivateKey) { check::header(&bytes[range.clone()]) } else { shown_of(range.len()) };
            // Line breaks stay, so that lines keep their numbers.
            bytes[range.start + shown..range.end].iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b'*');
        }
        // Every credential is ASCII.
        String::from_utf8(bytes).map_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned().into(), Cow::Owned)
    }
}

impl Credentials {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { formats, known } = source.parse()?;
        source.check(&formats)?;
        source.check(&known)?;
        let words: Vec<(usize, &String)> =
            formats.iter().enumerate().flat_map(|(at, format)| format.anchors.iter().map(move |anchor| (at, anchor))).collect();
        if let Some((at, _)) = words.iter().find(|(_, anchor)| anchor.len() < 2) {
            return Err(source.complain(&formats[*at].id, 0, format!("`{}`: an anchor has two characters at least", formats[*at].id)));
        }
        let mut anchors = AhoCorasick::builder();
        anchors.match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::DFA));
        let (words, short): (Vec<_>, Vec<_>) = words.into_iter().partition(|(_, anchor)| anchor.len() >= LONG);
        let anchors = anchors.build(words.iter().map(|(_, anchor)| anchor)).expect("a few short words");
        let short = short.into_iter().map(|(at, anchor)| (memmem::Finder::new(anchor).into_owned(), at)).collect();
        let (patterns, secrets) = (vec![OnceLock::new(); formats.len()], vec![OnceLock::new(); formats.len()]);
        let of_anchor = words.into_iter().map(|(at, anchor)| (anchor.clone(), at)).collect();
        let known = known.into_iter().flat_map(|known| known.values).collect();
        Ok(Self { patterns, secrets, anchors, short, of_anchor, known, formats })
    }

    /// Every pattern can be compiled.
    pub fn check(&self, source: Source<'_>) -> Result<(), SignatureError> {
        for format in &self.formats {
            for pattern in std::iter::once(&format.pattern).chain(&format.secret) {
                Regex::new(pattern).map_err(|error| source.complain(&format.id, 0, format!("`{}`: {error}", format.id)))?;
            }
        }
        Ok(())
    }

    fn pattern(&self, at: usize) -> &Regex {
        self.patterns[at].get_or_init(|| Regex::new(&self.formats[at].pattern).expect(CHECKED))
    }

    /// What the other half looks like, where there is one.
    fn secret(&self, at: usize) -> Option<&Regex> {
        let pattern = self.formats[at].secret.as_ref()?;
        Some(self.secrets[at].get_or_init(|| Regex::new(pattern).expect(CHECKED)))
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[CredentialFormat] {
        &self.formats
    }

    /// In the order in which they stand; one place is one credential.
    pub fn find(&self, text: &[u8]) -> Vec<Credential<'_>> {
        let mut found: Vec<Credential<'_>> = self.possible(text).into_iter().flat_map(|at| self.of_format(at, text)).collect();
        found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
        let mut end = 0;
        found.retain(|one| {
            let is_new = one.range.start >= end;
            end = end.max(one.range.end);
            is_new
        });
        found
    }

    /// The formats of which an anchor stands in the text.
    fn possible(&self, text: &[u8]) -> BTreeSet<usize> {
        let stands = |(finder, _): &&(memmem::Finder<'_>, usize)| finder.find(text).is_some();
        let mut possible: BTreeSet<usize> = self.short.iter().filter(stands).map(|(_, format)| *format).collect();
        let mut at = 0;
        // Only the leftmost search passes over text many bytes at a time; which anchors begin at a place is asked there.
        while let Some(found) = self.anchors.find(Input::new(text).range(at..)) {
            let here = &text[found.start()..];
            possible.extend(self.of_anchor.iter().filter(|(anchor, _)| here.starts_with(anchor.as_bytes())).map(|(_, format)| *format));
            at = found.start() + 1;
        }
        possible
    }

    fn of_format<'s>(&'s self, at: usize, text: &[u8]) -> Vec<Credential<'s>> {
        let format = &self.formats[at];
        if !format.near.is_empty() && !format.near.iter().any(|word| memmem::find(text, word.as_bytes()).is_some()) {
            return Vec::new();
        }
        let candidates = self.pattern(at).find_iter(text).map(|found| found.range());
        candidates.filter_map(|range| self.judged(at, text, range)).collect()
    }

    fn judged<'s>(&'s self, at: usize, text: &[u8], range: Range<usize>) -> Option<Credential<'s>> {
        let format = &self.formats[at];
        let value = std::str::from_utf8(&text[range.clone()]).ok()?;
        // What tells the format from others says nothing about randomness.
        let fixed = format.anchors.iter().filter(|anchor| value.starts_with(anchor.as_str())).map(String::len).max().unwrap_or(0);
        if self.known.contains(value) || self.known.contains(&value[fixed..]) || !stands_free(text, &range) {
            return None;
        }
        let around = &text[range.start.saturating_sub(NEARBY)..text.len().min(range.end + NEARBY)];
        if format.public_near.iter().any(|word| memmem::find(around, word.as_bytes()).is_some()) {
            return None;
        }
        let plain = || random::is_random(&value[fixed..]);
        let severity = match format.check {
            None if plain() => format.severity,
            Some(Check::Checksum) if plain() && check::checksum(&value[fixed..]) => format.severity,
            Some(Check::WithSecret) if plain() => {
                let beside = |secret: &Regex| check::beside(text, &range, NEARBY, secret).any(|other| !self.known.contains(other));
                if self.secret(at).is_some_and(beside) { format.severity } else { Severity::Info }
            }
            Some(Check::Numbered) if plain() && check::numbered(value) => format.severity,
            Some(Check::PrivateKey) if check::private_key(value) => format.severity,
            Some(Check::SignedToken) => check::signed_token(value, format.severity)?,
            Some(Check::AddressWithPassword) => {
                let password = address::password(value)?;
                let start = range.start + password.start;
                return Some(Credential { format, range: start..range.start + password.end, severity: format.severity });
            }
            None | Some(Check::Checksum | Check::Numbered | Check::PrivateKey | Check::WithSecret) => return None,
        };
        Some(Credential { format, range, severity })
    }
}

/// Of a short password nothing is shown.
fn shown_of(length: usize) -> usize {
    if length < 20 { 0 } else { SHOWN }
}

/// Not the middle of a longer word, of which encoded data has many.
fn stands_free(text: &[u8], range: &Range<usize>) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+'));
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    // `\n` in front, as a text in a text has it.
    let is_escape = range.start >= 2 && text[range.start - 2] == b'\\' && matches!(text[range.start - 1], b'n' | b't' | b'r');
    (!is_word(before) || is_escape) && !is_word(text.get(range.end))
}

impl Credential<'_> {
    /// Its beginning and its length, for a message.
    pub fn shown(&self, text: &[u8]) -> String {
        let length = self.range.len();
        let shown = match self.format.check {
            Some(Check::PrivateKey) => return format!("{length} characters"),
            Some(_) | None => &text[self.range.start..self.range.start + shown_of(length)],
        };
        format!("`{}…`, {length} characters", String::from_utf8_lossy(shown))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;

    #[test]
    fn a_credential_is_overwritten_but_for_its_beginning() {
        let signatures = Signatures::builtin();
        let example = signatures.credential_formats().entries().iter().find(|format| format.id == "groq-key").unwrap().example.clone();
        let text = format!("const key = \"{example}\";\n");
        let masked = signatures.masked(text.clone().into());
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked, format!("const key = \"{}{}\";\n", &example[..6], "*".repeat(example.len() - 6)));
        assert_eq!(signatures.masked("nothing here".into()), "nothing here");
    }

    #[test]
    fn what_is_part_of_a_longer_word_is_none() {
        let signatures = Signatures::builtin();
        let example = &signatures.credential_formats().entries().iter().find(|format| format.id == "github-token").unwrap().example;
        assert_eq!(signatures.credentials(example.as_bytes()).len(), 1);
        assert_eq!(signatures.credentials(format!("\\n{example}\\n").as_bytes()).len(), 1);
        assert!(signatures.credentials(format!("abc{example}").as_bytes()).is_empty());
        assert!(signatures.credentials(format!("{example}abc").as_bytes()).is_empty());
    }

    #[test]
    fn a_flood_of_anchors_hides_nothing() {
        let signatures = Signatures::builtin();
        let example = &signatures.credential_formats().entries().iter().find(|format| format.id == "github-token").unwrap().example;
        let text = format!("{} {example}", "ghp_ npm_ AKIA eyJ -----BEGIN PRIVATE KEY----- postgres://a:b@ ".repeat(20_000));
        assert_eq!(signatures.credentials(text.as_bytes()).len(), 1);
    }
}

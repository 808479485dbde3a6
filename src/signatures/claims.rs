//! What documents promise that a package does not do, and which sentences only sound like it.

use std::sync::OnceLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use regex_syntax::ParserBuilder;
use serde::Deserialize;

use super::entry::{Entry, Source, entry};
use super::error::SignatureError;
use crate::model::Claim;

/// A promise in one of several wordings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wording {
    pub id: String,
    pub claim: Claim,
    says: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Wording);

/// Words that make a sentence, or all that stands under a heading, no promise about the package as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    pub id: String,
    says: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Exception);

#[derive(Debug)]
pub(super) struct Claims {
    pub claims: Vec<Wording>,
    #[cfg(test)]
    pub exceptions: Vec<Exception>,
    #[cfg(test)]
    pub sections: Vec<Exception>,
    claim_words: Patterns,
    exception_words: Patterns,
    section_words: Patterns,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "claim")]
    claims: Vec<Wording>,
    #[serde(default, rename = "unless")]
    exceptions: Vec<Exception>,
    #[serde(default, rename = "section")]
    sections: Vec<Exception>,
}

/// The expressions of all entries at once, and which entry each belongs to. Texts are English, so that letters are those of ASCII;
/// compiling is most of what they cost, and few documents ask for more than the first set.
#[derive(Debug)]
struct Patterns {
    says: Vec<String>,
    owners: Vec<usize>,
    set: OnceLock<RegexSet>,
}

/// Bytes of a compiled set; the built-in ones take a tenth.
const SIZE_LIMIT: usize = 32 << 20;

impl Patterns {
    fn new<E: Entry>(source: Source<'_>, entries: &[E], says: impl Fn(&E) -> &[String]) -> Result<Self, SignatureError> {
        let error_in = |pattern: &String| {
            let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern);
            parsed.err().map(|error| error.to_string())
        };
        for entry in entries {
            let broken = says(entry).iter().find_map(error_in);
            if says(entry).is_empty() || broken.is_some() {
                let why = broken.unwrap_or_else(|| "`says` is empty".to_owned());
                return Err(source.complain(entry.id(), 0, format!("`{}`: {why}", entry.id())));
            }
        }
        let all = entries.iter().flat_map(|entry| says(entry).iter().cloned()).collect();
        let owners = entries.iter().enumerate().flat_map(|(at, entry)| vec![at; says(entry).len()]).collect();
        Ok(Self { says: all, owners, set: OnceLock::new() })
    }

    fn compile(&self) -> Result<RegexSet, regex::Error> {
        RegexSetBuilder::new(&self.says).unicode(false).size_limit(SIZE_LIMIT).build()
    }

    fn set(&self) -> &RegexSet {
        self.set.get_or_init(|| self.compile().expect("a folder's expressions are compiled when it is loaded, the built-in ones in tests"))
    }

    /// The entries that say it, in the order of the file.
    fn matches(&self, text: &str) -> impl Iterator<Item = usize> {
        self.set().matches(text.as_bytes()).into_iter().map(|pattern| self.owners[pattern]).collect::<Vec<_>>().into_iter()
    }

    fn is_match(&self, text: &str) -> bool {
        self.set().is_match(text.as_bytes())
    }
}

impl Claims {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { claims, exceptions, sections } = source.parse()?;
        source.check(&claims)?;
        source.check(&exceptions)?;
        source.check(&sections)?;
        Ok(Self {
            claim_words: Patterns::new(source, &claims, |entry| &entry.says)?,
            exception_words: Patterns::new(source, &exceptions, |entry| &entry.says)?,
            section_words: Patterns::new(source, &sections, |entry| &entry.says)?,
            claims,
            #[cfg(test)]
            exceptions,
            #[cfg(test)]
            sections,
        })
    }

    /// An expression that cannot be compiled, such as one that is too large.
    pub fn check(&self, file: &str) -> Result<(), SignatureError> {
        for words in [&self.claim_words, &self.exception_words, &self.section_words] {
            words.compile().map_err(|error| SignatureError::Invalid { file: file.to_owned(), line: 1, message: error.to_string() })?;
        }
        Ok(())
    }

    /// What a sentence promises, each thing once.
    pub fn said(&self, sentence: &str, headings: &str) -> Vec<Claim> {
        let sentence = sentence.to_lowercase();
        let mut found: Vec<Claim> = self.claim_words.matches(&sentence).map(|at| self.claims[at].claim).collect();
        found.sort_unstable();
        found.dedup();
        if found.is_empty() || self.exception_words.is_match(&sentence) || self.section_words.is_match(&headings.to_lowercase()) {
            return Vec::new();
        }
        found
    }

    /// The first wording that a sentence has, if no exception speaks against it.
    #[cfg(test)]
    pub fn claim(&self, sentence: &str) -> Option<&Wording> {
        let sentence = sentence.to_lowercase();
        let found = self.claim_words.matches(&sentence).next().filter(|_| !self.exception_words.is_match(&sentence));
        found.map(|at| &self.claims[at])
    }

    #[cfg(test)]
    pub fn exception(&self, sentence: &str) -> Option<&Exception> {
        self.exception_words.matches(&sentence.to_lowercase()).next().map(|at| &self.exceptions[at])
    }

    #[cfg(test)]
    pub fn section(&self, heading: &str) -> Option<&Exception> {
        self.section_words.matches(&heading.to_lowercase()).next().map(|at| &self.sections[at])
    }
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;
    use super::*;

    fn said(sentence: &str, headings: &str) -> Vec<Claim> {
        Signatures::builtin().claims_of(sentence, headings)
    }

    #[test]
    fn a_sentence_may_promise_several_things() {
        assert_eq!(
            said("No telemetry, no network calls, and your data never leaves your machine.", ""),
            [Claim::NoNetwork, Claim::LocalOnly, Claim::NoTelemetry]
        );
    }

    #[test]
    fn the_same_words_about_a_part_or_under_a_condition_promise_nothing() {
        assert_eq!(said("This server is read-only.", "Features"), [Claim::ReadOnly]);
        assert!(said("This server is read-only.", "Features / Read-only mode").is_empty());
        assert!(said("This server is read-only when started with --safe.", "").is_empty());
        assert!(said("`read_file` is read-only.", "").is_empty());
        assert!(said("Use a read-only token.", "").is_empty());
    }

    #[test]
    fn a_broken_expression_is_an_error() {
        let text = "[[unless]]\nid = \"a\"\nsays = [\"(\"]\nwhy = \"w\"\nexample = \"a\"\nclean = [\"b\"]\n";
        let error = Claims::parse("claims.toml", text).unwrap_err().to_string();
        assert!(error.starts_with("claims.toml:2: `a`: regex parse error"), "{error}");
    }
}

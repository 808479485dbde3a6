//! What documents promise that a package does not do, and which sentences only sound like it.

mod patterns;

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use crate::model::Claim;
use patterns::Patterns;

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

impl Claims {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { claims, exceptions, sections } = source.parse()?;
        source.check(&claims)?;
        source.check(&exceptions)?;
        source.check(&sections)?;
        Ok(Self {
            claim_words: Patterns::new(claims.iter().map(|entry| (entry.id.as_str(), entry.says.as_slice()))),
            exception_words: Patterns::new(exceptions.iter().map(|entry| (entry.id.as_str(), entry.says.as_slice()))),
            section_words: Patterns::new(sections.iter().map(|entry| (entry.id.as_str(), entry.says.as_slice()))),
            claims,
            #[cfg(test)]
            exceptions,
            #[cfg(test)]
            sections,
        })
    }

    /// Entries that say nothing, and expressions that cannot be read or are too large.
    pub fn check(&self, source: Source<'_>) -> Result<(), SignatureError> {
        for words in [&self.claim_words, &self.exception_words, &self.section_words] {
            words.check().map_err(|(id, why)| source.complain(&id, 0, format!("`{id}`: {why}")))?;
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
        let claims = Claims::parse("claims.toml", text).unwrap();
        let error = claims.check(Source { file: "claims.toml", text }).unwrap_err().to_string();
        assert!(error.starts_with("claims.toml:2: `a`: regex parse error"), "{error}");
    }
}

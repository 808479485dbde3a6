//! What tools and documents say: what a tool is for, what it claims to keep to, and which dangers are named.

use serde::Deserialize;

use super::Signatures;
use super::entry::{Source, entry};
use super::error::SignatureError;

/// What a tool does with a text that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Runs it in a shell.
    Shell,
    /// Runs it as a query.
    Sql,
    /// Runs it as code.
    Code,
    /// Opens the file of this name.
    Path,
    /// Asks the address.
    Url,
    /// Gives it to a program as its arguments.
    Option,
}

/// Something that is said in one of several ways.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saying {
    pub id: String,
    what: Deed,
    phrases: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Saying);

/// A purpose that needs nothing but what the tool is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Modest {
    pub id: String,
    phrases: Vec<String>,
    /// Words of tools that need more all the same.
    unless: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Modest);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Purposes {
    #[serde(default, rename = "purpose")]
    pub purposes: Vec<Saying>,
    #[serde(default, rename = "claim")]
    pub claims: Vec<Saying>,
    #[serde(default, rename = "warning")]
    pub warnings: Vec<Saying>,
    #[serde(default, rename = "modest")]
    pub modest: Vec<Modest>,
}

impl Signatures {
    /// What the text says a tool is for needs nothing but what the tool is given: no file, no host, no program.
    pub fn is_modest(&self, text: &str) -> bool {
        modest(&self.purposes().modest, text).is_some()
    }
}

/// A gap between two words of a phrase is no longer than this.
const MAX_GAP: usize = 4;
/// So much of a text is looked at, in bytes.
const MAX_TEXT: usize = 64 << 10;

impl Purposes {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let all: Self = source.parse()?;
        source.check(&all.purposes)?;
        source.check(&all.claims)?;
        source.check(&all.warnings)?;
        source.check(&all.modest)?;
        Ok(all)
    }
}

/// The saying about a deed that a text contains.
pub(super) fn said<'s>(sayings: &'s [Saying], what: Option<Deed>, text: &str) -> Option<&'s Saying> {
    let words = words(text);
    let about = sayings.iter().filter(|saying| what.is_none_or(|what| saying.what == what));
    about.into_iter().find(|saying| saying.phrases.iter().any(|phrase| contains(&words, phrase)))
}

/// The purpose that a text tells which needs nothing but what the tool is given.
pub(super) fn modest<'m>(all: &'m [Modest], text: &str) -> Option<&'m Modest> {
    let words = words(text);
    let says = |phrases: &[String]| phrases.iter().any(|phrase| contains(&words, phrase));
    all.iter().find(|modest| says(&modest.phrases) && !says(&modest.unless))
}

/// In small letters; `runCommand`, `run_command` and `run-command` are two words.
fn words(text: &str) -> Vec<String> {
    let text = &text[..text.floor_char_boundary(MAX_TEXT)];
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_small) {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("begins with one").extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn contains(words: &[String], phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or_default();
    let letter = first.bytes().next();
    let may_begin = |word: &String| word.bytes().next() == letter && fits(word, first);
    // Few texts have the word that a phrase begins with.
    if !matches!(first, "…" | "*") && !words.iter().any(may_begin) {
        return false;
    }
    let parts: Vec<&str> = phrase.split(' ').collect();
    (0..words.len()).any(|start| begins(&words[start..], &parts))
}

/// Whether the words begin with the phrase.
fn begins(words: &[String], phrase: &[&str]) -> bool {
    match phrase {
        [] => true,
        ["…", rest @ ..] => (0..=MAX_GAP.min(words.len())).any(|gap| begins(&words[gap..], rest)),
        [part, rest @ ..] => words.first().is_some_and(|word| fits(word, part)) && begins(&words[1..], rest),
    }
}

fn fits(word: &str, part: &str) -> bool {
    match part.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == part,
    }
}

impl Signatures {
    /// The text says that doing this with what it is given is what a tool is for.
    pub fn is_purpose(&self, deed: Deed, text: &str) -> bool {
        said(&self.purposes().purposes, Some(deed), text).is_some()
    }

    /// The text claims to keep to less than everything.
    pub fn claims_limits(&self, deed: Deed, text: &str) -> bool {
        said(&self.purposes().claims, Some(deed), text).is_some()
    }

    /// The text warns of what the deed can do.
    pub fn warns(&self, deed: Deed, text: &str) -> bool {
        said(&self.purposes().warnings, Some(deed), text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_sentences_are_read_as_words() {
        assert_eq!(words("runCommand, run_SQL-query"), ["run", "command", "run", "sql", "query"]);
        assert!(contains(&words("Executes the given shell commands"), "executes … command*"));
        assert!(contains(&words("execute_command"), "execute … command*"));
        assert!(!contains(&words("execute one two three four five commands"), "execute … command*"));
        assert!(!contains(&words("marshell"), "shell"));
    }
}

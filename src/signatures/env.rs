//! Environment variables: names that every program may read, and names that hold somebody's secret.

use serde::Deserialize;

use super::HashMap;
use super::callee;
use super::entry::{Source, entry};
use super::error::SignatureError;

/// Longer names are nobody's convention.
const LONGEST: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Harmless {
    pub id: String,
    #[serde(default)]
    pub names: Vec<String>,
    /// Hold for names that do not sound like a secret.
    #[serde(default)]
    pub prefixes: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// A secret that is known by its variable's name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretOwner {
    pub id: String,
    /// Who gave the secret out: `Amazon Web Services`.
    pub owner: String,
    /// Words in a package's name or documents that make reading it expected: `aws`, `amazon`.
    pub words: Vec<String>,
    #[serde(default)]
    pub names: Vec<String>,
    /// Hold for names that sound like a secret.
    #[serde(default)]
    pub prefixes: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretWord {
    pub id: String,
    /// Whole parts between underscores: `API_KEY` in `ACME_API_KEY_2`.
    pub words: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// Names about a secret that hold none: `MAX_TOKENS`, `AUTH_SERVER_URL`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    pub id: String,
    /// Whole parts between underscores at the beginning of the name.
    pub begins: Vec<String>,
    /// The same anywhere.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The same at its end, unless they belong to the word that tells the secret (`WEBHOOK_URL`).
    pub ends: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// A function that reads variables for whoever calls it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvReader {
    pub id: String,
    /// Canonical names, with `{a,b}` for several.
    pub callees: Vec<String>,
    pub takes: Takes,
    /// Where the argument stands, from 0.
    #[serde(default)]
    pub position: usize,
    /// By which word it may be given instead.
    #[serde(default)]
    pub keyword: Option<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// How an argument tells which variables are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// A name, or a list of names.
    Names,
    /// What the names begin with; an underscore follows.
    Prefix,
    /// Objects with names as their keys, at any depth.
    Keys,
    /// Objects with an `env` that is a name, at any depth.
    Options,
    /// Every named argument is a variable.
    Keywords,
    /// A text in which `$NAME` stands for the variable.
    Text,
}

entry!(EnvReader);
entry!(Setting);
entry!(Harmless);
entry!(SecretOwner);
entry!(SecretWord);

/// What is known of variable names; case does not matter, as on Windows.
#[derive(Debug)]
pub(super) struct Variables {
    pub(super) harmless: Vec<Harmless>,
    pub(super) owners: Vec<SecretOwner>,
    pub(super) words: Vec<SecretWord>,
    pub(super) settings: Vec<Setting>,
    pub(super) readers: Vec<EnvReader>,
    harmless_names: HashMap<String, usize>,
    owner_names: HashMap<String, usize>,
    reader_names: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    harmless: Vec<Harmless>,
    #[serde(default)]
    secret: Vec<SecretOwner>,
    #[serde(default)]
    word: Vec<SecretWord>,
    #[serde(default)]
    setting: Vec<Setting>,
    #[serde(default)]
    reader: Vec<EnvReader>,
}

impl Variables {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { harmless, secret: owners, word: words, setting: settings, reader: readers } = source.parse()?;
        source.check(&harmless)?;
        source.check(&owners)?;
        source.check(&words)?;
        source.check(&settings)?;
        source.check(&readers)?;
        let index = |lists: Vec<&Vec<String>>| -> HashMap<String, usize> {
            lists.into_iter().enumerate().flat_map(|(at, names)| names.iter().map(move |name| (name.to_ascii_uppercase(), at))).collect()
        };
        let harmless_names = index(harmless.iter().map(|entry| &entry.names).collect());
        let owner_names = index(owners.iter().map(|entry| &entry.names).collect());
        if let Some(name) = harmless_names.keys().filter(|name| owner_names.contains_key(*name)).min() {
            let id = &harmless[harmless_names[name]].id;
            return Err(source.complain(id, 0, format!("`{id}`: `{name}` is a secret below")));
        }
        let mut reader_names = HashMap::default();
        for (at, reader) in readers.iter().enumerate() {
            for pattern in &reader.callees {
                let names = callee::expand(pattern)
                    .ok_or_else(|| source.complain(&reader.id, 0, format!("`{}`: `{pattern}` is no pattern of names", reader.id)))?;
                reader_names.extend(names.into_iter().map(|name| (name, at)));
            }
        }
        Ok(Self { harmless, owners, words, settings, readers, harmless_names, owner_names, reader_names })
    }

    /// The reader that a function with this canonical name is; in a chain of calls on one object, those in between do not matter.
    pub fn reader(&self, callee: &str) -> Option<&EnvReader> {
        let known = |name: &str| self.reader_names.get(name).map(|at| &self.readers[*at]);
        known(callee).or_else(|| {
            let (object, rest) = callee.split_once("().")?;
            let method = rest.rsplit("().").next()?;
            known(&format!("{}().{method}", object.trim_end_matches("()")))
        })
    }

    pub(super) fn harmless(&self, name: &str) -> Option<&Harmless> {
        let name = folded(name)?;
        if let Some(at) = self.harmless_names.get(&name) {
            return Some(&self.harmless[*at]);
        }
        if self.owner_names.contains_key(&name) || self.secret_word(&name).is_some() {
            return None;
        }
        self.harmless.iter().find(|entry| begins(&name, &entry.prefixes))
    }

    pub fn is_harmless(&self, name: &str) -> bool {
        self.harmless(name).is_some()
    }

    pub fn secret_owner(&self, name: &str) -> Option<&SecretOwner> {
        let name = folded(name)?;
        if let Some(at) = self.owner_names.get(&name) {
            return Some(&self.owners[*at]);
        }
        self.secret_word(&name)?;
        self.owners.iter().find(|entry| begins(&name, &entry.prefixes))
    }

    pub fn is_secret(&self, name: &str) -> bool {
        let Some(folded) = folded(name) else { return false };
        if self.harmless_names.contains_key(&folded) {
            return false;
        }
        self.owner_names.contains_key(&folded) || self.secret_word(&folded).is_some()
    }

    /// The name has no word of its own beside those that tell a secret.
    pub fn is_common_secret(&self, name: &str) -> bool {
        let Some(mut name) = folded(name).filter(|name| self.secret_word(name).is_some()) else { return false };
        let mut words: Vec<&String> = self.words.iter().flat_map(|entry| &entry.words).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            while has_part(&name, word) {
                name = name.replacen(word.as_str(), "", 1);
            }
        }
        name.split('_').all(|part| matches!(part, "" | "API" | "ACCESS" | "APP" | "MY" | "USER" | "CLIENT" | "ROOT" | "ADMIN"))
    }

    /// `name` in capitals.
    pub(super) fn secret_word(&self, name: &str) -> Option<&SecretWord> {
        let found = self.words.iter().find(|entry| entry.words.iter().any(|word| has_part(name, word)))?;
        self.setting(name).is_none().then_some(found)
    }

    /// `name` in capitals.
    pub(super) fn setting(&self, name: &str) -> Option<&Setting> {
        let part_of_word = |end: &str| {
            let mut words = self.words.iter().flat_map(|entry| &entry.words);
            words.any(|word| ends(word, end) && (name == word || ends(name, word)))
        };
        self.settings.iter().find(|entry| {
            let begins = entry.begins.iter().any(|begin| name.strip_prefix(begin.as_str()).is_some_and(|rest| rest.starts_with('_')));
            let holds = entry.parts.iter().any(|part| has_part(name, part));
            begins || holds || entry.ends.iter().any(|end| ends(name, end) && !part_of_word(end))
        })
    }
}

/// `ACME_URL` ends in the part `URL`.
fn ends(name: &str, part: &str) -> bool {
    name.strip_suffix(part).is_some_and(|rest| rest.ends_with('_'))
}

fn folded(name: &str) -> Option<String> {
    (!name.is_empty() && name.len() <= LONGEST).then(|| name.to_ascii_uppercase())
}

fn begins(name: &str, prefixes: &[String]) -> bool {
    prefixes.iter().any(|prefix| name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)))
}

/// `word` stands in `name` with nothing or an underscore (or digits) on both sides.
fn has_part(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphabetic());
    let stands_at = |at: usize| edge(name[..at].last()) && name[at..].starts_with(word) && edge(name.get(at + word.len()));
    (0..=name.len().saturating_sub(word.len())).any(stands_at)
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;

    #[test]
    fn a_harmless_prefix_does_not_cover_a_secret() {
        let signatures = Signatures::builtin();
        assert!(signatures.is_harmless_variable("npm_config_registry"));
        assert!(!signatures.is_harmless_variable("npm_config__authToken_TOKEN"));
        assert!(signatures.is_harmless_variable("http_proxy"));
        assert!(signatures.is_harmless_variable("Path"));
        assert!(!signatures.is_harmless_variable("ACME_URL"));
        assert!(!signatures.is_harmless_variable(""));
    }

    #[test]
    fn secrets_are_known_by_owner_or_by_the_sound_of_their_name() {
        let signatures = Signatures::builtin();
        let owner = |name: &str| signatures.secret_owner(name).map(|secret| secret.id.as_str());
        assert_eq!(owner("AWS_SECRET_ACCESS_KEY"), Some("aws"));
        assert_eq!(owner("GITHUB_TOKEN"), Some("github"));
        assert_eq!(owner("GITHUB_WORKSPACE"), None);
        assert_eq!(owner("ACME_TOKEN"), None);
        assert!(signatures.is_secret_variable("ACME_TOKEN"));
        assert!(signatures.is_secret_variable("DB_PASSWORD_2"));
        assert!(!signatures.is_secret_variable("TOKENIZERS_PARALLELISM"));
        assert!(!signatures.is_secret_variable("PWD"));
    }
}

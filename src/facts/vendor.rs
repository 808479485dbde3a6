//! Whether a package's documents speak of a service by its name, of telemetry, or of the variables that go with either.

use crate::manifest::Manifest;
use crate::model::{RelPath, Tree};
use crate::signatures::{ClientSignature, Signatures};

use super::declared::{env_is_declared, host_is_declared};
use super::{Facts, HostUse};

/// What documents call it that a program reports on its use.
const TELEMETRY: [&str; 12] = [
    "telemetry",
    "usage data",
    "usage statistics",
    "usage analytics",
    "usage metrics",
    "anonymous usage",
    "anonymized usage",
    "anonymous data",
    "anonymous analytics",
    "crash reports",
    "error reporting",
    "error tracking",
];
/// Words in front of such a name that say that there is none.
const DENIALS: [&str; 8] = ["no", "not", "never", "zero", "without", "n't", "nor", "free"];
/// So many bytes in front of a name are looked through for them.
const BEFORE: usize = 32;
/// Documents beyond these, and bytes of one beyond these, are not read.
const MAX_DOCUMENTS: usize = 64;
const MAX_BYTES: usize = 1 << 20;

/// The texts that a package brings for people, in lower case.
pub struct Prose(Vec<String>);

impl Prose {
    pub fn of(tree: &Tree) -> Self {
        let documents = tree.files().iter().filter(|file| is_document(&file.path)).take(MAX_DOCUMENTS);
        let texts = documents.map(|file| String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(MAX_BYTES)]).to_lowercase());
        Self(texts.collect())
    }

    /// Beyond the fields of a registry there is next to nothing to read.
    pub fn says_little(&self) -> bool {
        let is_prose = |line: &&str| line.split_once(": ").is_none_or(|(key, _)| key.trim().contains(' ')) && line.trim().len() > 2;
        let length: usize = self.0.iter().flat_map(|text| text.lines().filter(is_prose)).map(str::len).sum();
        length < 200
    }

    /// The words stand in a document as they are.
    pub fn names(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        self.0.iter().any(|text| text.contains(&words))
    }

    /// One of the words stands there by itself.
    fn says(&self, words: &[impl AsRef<str>]) -> bool {
        self.0.iter().any(|text| words.iter().any(|word| occurrences(text, word.as_ref()).next().is_some()))
    }

    /// It says that there is telemetry, and not only that there is none.
    fn says_telemetry(&self) -> bool {
        let admits = |text: &str, at: usize| {
            let before = &text[text.floor_char_boundary(at.saturating_sub(BEFORE))..at];
            let before = before.rsplit(['.', '\n', ';', '|']).next().unwrap_or(before);
            !before.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| DENIALS.contains(&word) || word.ends_with("n't"))
        };
        self.0.iter().any(|text| TELEMETRY.iter().any(|word| occurrences(text, word).any(|at| admits(text, at))))
    }
}

fn is_document(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let is_text = [".md", ".mdx", ".rst", ".adoc"].iter().any(|end| name.ends_with(end));
    let is_history = name.starts_with("changelog") || name.starts_with("history") || name.starts_with("license");
    let is_foreign = path.as_str().contains("node_modules/");
    !is_foreign && !is_history && (is_text || matches!(name.as_str(), "readme" | "readme.txt" | "metadata" | "pkg-info"))
}

/// Where a word stands with no letter or digit on either side.
fn occurrences<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .filter(move |(at, _)| is_apart(text[..*at].chars().next_back()) && is_apart(text[at + word.len()..].chars().next()))
        .map(|(at, _)| at)
}

/// As [`host_is_declared`]; a host that a library brings is also declared where a document speaks of the service.
pub fn use_is_declared(prose: &Prose, manifest: &Manifest, signatures: &Signatures, host: &HostUse) -> bool {
    if host_is_declared(manifest, signatures, &host.address.host) {
        return true;
    }
    let client = host.implied_by.as_ref().and_then(|_| signatures.client_with_host(&host.address.host));
    client.is_some_and(|client| speaks_of(prose, manifest, client))
}

fn speaks_of(prose: &Prose, manifest: &Manifest, client: &ClientSignature) -> bool {
    let name = manifest.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    let in_name = |word: &String| name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word);
    client.variables.iter().any(|variable| env_is_declared(manifest, variable))
        || client.words.iter().any(in_name)
        || prose.says(&client.words)
}

/// How far documents tell of telemetry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Whom it goes to.
    Host,
    /// That there is telemetry, or the variable that stops it.
    Telemetry,
    Nothing,
}

pub fn told_of_telemetry(prose: &Prose, manifest: &Manifest, facts: &Facts<'_>, signatures: &Signatures, host: &HostUse) -> Told {
    let switched = || switches(facts, signatures).iter().any(|switch| env_is_declared(manifest, switch));
    if use_is_declared(prose, manifest, signatures, host) {
        Told::Host
    } else if prose.says_telemetry() || switched() {
        Told::Telemetry
    } else {
        Told::Nothing
    }
}

/// The variables that the code reads and that turn telemetry off by their names, sorted.
pub fn switches<'f>(facts: &'f Facts<'_>, signatures: &Signatures) -> Vec<&'f str> {
    let mut names: Vec<&str> = facts.env.iter().map(|read| read.name.as_str()).filter(|name| signatures.switch(name).is_some()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says_telemetry(text: &str) -> bool {
        Prose(vec![text.to_lowercase()]).says_telemetry()
    }

    #[test]
    fn a_document_that_denies_telemetry_does_not_declare_it() {
        assert!(says_telemetry("## Telemetry\nWe collect counts."));
        assert!(says_telemetry("Set `X=1` to opt out of anonymous usage statistics."));
        assert!(!says_telemetry("No telemetry, no tracking."));
        assert!(!says_telemetry("It doesn't send any telemetry."));
        assert!(!says_telemetry("Zero telemetry. Zero cost."));
        assert!(says_telemetry("There is no cost. Telemetry is on by default."));
    }

    #[test]
    fn a_word_stands_by_itself() {
        let prose = Prose(vec!["uses openai's api and exact matches".to_owned()]);
        assert!(prose.says(&["openai"]));
        assert!(!prose.says(&["exa"]));
    }
}

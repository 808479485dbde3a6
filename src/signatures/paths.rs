//! Where people and programs keep their credentials, as patterns over folded paths.

mod folded;

use std::collections::HashMap;

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use super::glob;
use crate::model::Severity;
use folded::{Folded, Head};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialPath {
    pub id: String,
    /// What lies there: `SSH private keys`.
    pub holds: String,
    /// How bad it is when code reads it without saying so.
    pub severity: Severity,
    /// `~/…` is below a home or an unknown folder, `/…` absolute, anything else the end of any path. `*` is one part, or at
    /// the end all further parts and the folder itself. Parts compare without case.
    pub patterns: Vec<String>,
    /// File names that are public although they lie there.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Words in a package's name or documents that make reading it expected: `ssh`.
    #[serde(default)]
    pub words: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(CredentialPath);

#[derive(Debug)]
pub(super) struct Paths {
    entries: Vec<CredentialPath>,
    patterns: Vec<Pattern>,
    /// First part → positions in `patterns`.
    by_first: HashMap<String, Vec<usize>>,
    /// Patterns whose first part holds a `*`.
    loose: Vec<usize>,
}

#[derive(Debug)]
struct Pattern {
    entry: usize,
    anchor: Anchor,
    /// In lower case, the trailing `*` taken off.
    parts: Vec<String>,
    /// Ended in `/*`: everything below matches as well.
    below: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Home,
    Root,
    Anywhere,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    path: Vec<CredentialPath>,
}

impl Paths {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let mut paths = Self { entries: source.parse::<File>()?.path, patterns: Vec::new(), by_first: HashMap::new(), loose: Vec::new() };
        source.check(&paths.entries)?;
        for (at, entry) in paths.entries.iter().enumerate() {
            for text in &entry.patterns {
                let pattern = Pattern::parse(text, at)
                    .ok_or_else(|| source.complain(&entry.id, 0, format!("`{}`: `{text}` says nothing certain", entry.id)))?;
                let first = &pattern.parts[0];
                let list = if first.contains('*') { &mut paths.loose } else { paths.by_first.entry(first.clone()).or_default() };
                list.push(paths.patterns.len());
                paths.patterns.push(pattern);
            }
        }
        Ok(paths)
    }

    /// The first entry of the file that fits.
    pub fn credential(&self, path: &str) -> Option<&CredentialPath> {
        let path = Folded::new(path)?;
        let mut best: Option<usize> = None;
        for start in 0..path.parts.len() {
            let indexed = self.by_first.get(&path.parts[start]).into_iter().flatten();
            for at in indexed.chain(&self.loose) {
                let pattern = &self.patterns[*at];
                if best.is_none_or(|best| pattern.entry < best) && self.fits(pattern, &path, start) {
                    best = Some(pattern.entry);
                }
            }
        }
        best.map(|entry| &self.entries[entry])
    }

    fn fits(&self, pattern: &Pattern, path: &Folded, start: usize) -> bool {
        let exempt = || {
            let name = path.parts.last().map_or("", String::as_str);
            self.entries[pattern.entry].exempt.iter().any(|public| glob::matches(public, name))
        };
        pattern.fits(path, start) && !exempt()
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[CredentialPath] {
        &self.entries
    }
}

impl Pattern {
    fn parse(text: &str, entry: usize) -> Option<Self> {
        let (anchor, rest) = match (text.strip_prefix("~/"), text.strip_prefix('/')) {
            (Some(rest), _) => (Anchor::Home, rest),
            (None, Some(rest)) => (Anchor::Root, rest),
            (None, None) => (Anchor::Anywhere, text),
        };
        let (rest, below) = rest.strip_suffix("/*").map_or((rest, false), |rest| (rest, true));
        let parts: Vec<String> = rest.split('/').map(str::to_lowercase).collect();
        let certain = parts.iter().all(|part| !part.is_empty()) && parts[0] != "*";
        certain.then_some(Self { entry, anchor, parts, below })
    }

    fn fits(&self, path: &Folded, start: usize) -> bool {
        let rest = &path.parts[start..];
        let long_enough = if self.below { rest.len() >= self.parts.len() } else { rest.len() == self.parts.len() };
        long_enough && self.anchored(path, start) && self.parts.iter().zip(rest).all(|(pattern, part)| glob::matches(pattern, part))
    }

    fn anchored(&self, path: &Folded, start: usize) -> bool {
        let after_unknown = start > 0 && path.parts[start - 1].contains('*');
        match self.anchor {
            Anchor::Anywhere => true,
            Anchor::Root => path.head == Head::Root && start == 0 || after_unknown,
            Anchor::Home => match path.head {
                Head::Home | Head::Root => true,
                Head::None => start == 0 || after_unknown,
                Head::Here => after_unknown,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;

    fn credential(path: &str) -> Option<String> {
        Signatures::builtin().credential(path).map(|path| path.id.clone())
    }

    #[test]
    fn every_spelling_of_a_home_is_a_home() {
        for path in [
            "~/.ssh/id_rsa",
            "/home/ann/.ssh/id_rsa",
            "/root/.ssh/id_rsa",
            "/Users/ann/.ssh/id_rsa",
            "C:\\Users\\ann\\.ssh\\id_rsa",
            "$HOME/.ssh/id_rsa",
            "${HOME}/.ssh/id_rsa",
            "%USERPROFILE%\\.ssh\\id_rsa",
            "*/.ssh/id_rsa",
            "*.ssh/id_rsa",
            ".ssh/id_rsa",
            "~/x/../.ssh//./id_rsa",
            "file:///home/ann/.ssh/id_rsa",
            "~/.SSH/id_rsa",
        ] {
            assert_eq!(credential(path).as_deref(), Some("ssh-private-key"), "{path}");
        }
    }

    #[test]
    fn a_folder_is_as_good_as_what_lies_in_it() {
        assert_eq!(credential("~/.ssh").as_deref(), Some("ssh-private-key"));
        assert_eq!(credential("~/.ssh/").as_deref(), Some("ssh-private-key"));
        assert_eq!(credential("~/.ssh/*").as_deref(), Some("ssh-private-key"));
    }

    #[test]
    fn public_parts_and_look_alikes_are_silent() {
        for path in
            ["~/.ssh/known_hosts", "~/.ssh/id_rsa.pub", "conn.cursor()", "~/*", "*", "", "~", "/", "./fixtures/.ssh/key", "docs/.sshx"]
        {
            assert_eq!(credential(path), None, "{path}");
        }
    }

    #[test]
    fn a_long_text_is_no_path() {
        assert_eq!(credential(&format!("{}/.ssh/id_rsa", "a/".repeat(10_000))), None);
    }
}

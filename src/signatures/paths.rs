//! Where people and programs keep their credentials, as patterns over folded paths.

mod folded;
mod patterns;

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use crate::model::Severity;

pub(super) use patterns::Patterns;

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
    /// The program that keeps it has no second reader: a name makes reading it expected, and no less than doubtful.
    #[serde(default)]
    pub private: bool,
    /// Libraries that are given such a file: `ssh2`. A package that depends on one may read it when it is asked.
    #[serde(default)]
    pub clients: Vec<String>,
    /// Whom it is made for: code that speaks of them reads it for them.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Commands that name the store and take nothing out of it, by their first words: `security add-trusted-cert`.
    #[serde(default)]
    pub spared: Vec<String>,
    /// Files of the same name lie in projects, where they hold settings.
    #[serde(default)]
    pub in_projects: bool,
    /// It is there for any program that talks to such a service in the user's name.
    #[serde(default)]
    pub shared: bool,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(CredentialPath);

impl CredentialPath {
    /// The command names the store and takes nothing out of it.
    pub fn is_spared_by(&self, command: &str) -> bool {
        let mut words = command.split_whitespace().skip_while(|word| matches!(*word, "sudo" | "-n" | "-E") || word.contains('='));
        let program = words.next().map(|program| program.rsplit('/').next().unwrap_or(program));
        let deed = words.next();
        let is_it = |known: &String| known.split_once(' ').is_some_and(|(first, then)| program == Some(first) && deed == Some(then));
        self.spared.iter().any(is_it)
    }
}

#[derive(Debug)]
pub(super) struct Paths {
    entries: Vec<CredentialPath>,
    patterns: Patterns,
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
        let mut paths = Self { entries: source.parse::<File>()?.path, patterns: Patterns::default() };
        source.check(&paths.entries)?;
        for (at, entry) in paths.entries.iter().enumerate() {
            paths.patterns.add_all(&source, &entry.id, at, &entry.patterns)?;
        }
        Ok(paths)
    }

    /// The first entry of the file that fits.
    pub fn credential(&self, path: &str) -> Option<&CredentialPath> {
        self.patterns.first(path, |entry| &self.entries[entry].exempt).map(|entry| &self.entries[entry])
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[CredentialPath] {
        &self.entries
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
    fn a_command_that_adds_to_a_store_takes_nothing_out_of_it() {
        let signatures = Signatures::builtin();
        let keychain = signatures.credential("/Library/Keychains/System.keychain").expect("it is one");
        assert!(keychain.is_spared_by("sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain a.pem"));
        assert!(keychain.is_spared_by("/usr/bin/security import a.p12 -k ~/Library/Keychains/login.keychain"));
        for command in ["security dump-keychain -d ~/Library/Keychains/login.keychain", "cat a", "echo security import", ""] {
            assert!(!keychain.is_spared_by(command), "{command}");
        }
    }

    #[test]
    fn a_long_text_is_no_path() {
        assert_eq!(credential(&format!("{}/.ssh/id_rsa", "a/".repeat(10_000))), None);
    }
}

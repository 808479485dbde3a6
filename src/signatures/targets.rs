//! Files that make something happen later, as patterns over folded paths, and the words in them that make it worse.

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use super::paths::Patterns;
use super::{CHECKED, Signatures, glob, source};
use crate::model::Severity;

/// Bytes of an address that are looked at.
const LONGEST: usize = 1 << 10;

/// What happens with what is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetClass {
    /// It says who may log in, and with which rights.
    Login,
    /// It is started again and again.
    Start,
    /// It is the code of another program.
    Software,
    /// A model takes it for its user's words.
    Instructions,
    /// An agent runs its hooks and holds to its permissions.
    Settings,
    /// A client starts the servers that it names.
    Servers,
    /// An editor runs it.
    Tasks,
    /// A build server runs it.
    Workflow,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub id: String,
    pub class: TargetClass,
    /// What lies there: `what every new shell runs`.
    pub what: String,
    /// How bad it is to write there unasked.
    pub severity: Severity,
    pub patterns: Vec<String>,
    /// File names that are none of it although they lie there.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Words of which one must stand in the source file that writes there.
    #[serde(default)]
    pub spelled: Vec<String>,
    /// Words in the name or the description of a tool or a package that make it expected.
    #[serde(default)]
    pub words: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(Target);

/// Something that stands in what is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub id: String,
    /// `hooks that run commands`
    pub what: String,
    pub words: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(Mark);

/// Parts of addresses that answer to an account only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub id: String,
    /// `*` stands for any run of characters.
    pub paths: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(Account);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    target: Vec<Target>,
    #[serde(default)]
    mark: Vec<Mark>,
    #[serde(default)]
    account: Vec<Account>,
}

#[derive(Debug)]
pub(super) struct Targets {
    pub entries: Vec<Target>,
    pub marks: Vec<Mark>,
    pub accounts: Vec<Account>,
    patterns: Patterns,
}

impl Targets {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { target, mark, account } = source.parse()?;
        source.check(&target)?;
        source.check(&mark)?;
        source.check(&account)?;
        let mut patterns = Patterns::default();
        for (at, entry) in target.iter().enumerate() {
            patterns.add_all(&source, &entry.id, at, &entry.patterns)?;
        }
        Ok(Self { entries: target, marks: mark, accounts: account, patterns })
    }

    pub fn target(&self, path: &str) -> Option<&Target> {
        self.patterns.first(path, |entry| &self.entries[entry].exempt).map(|entry| &self.entries[entry])
    }

    /// The first entry that the address belongs to.
    pub fn account(&self, address: &str) -> Option<&Account> {
        let address = &address[..address.floor_char_boundary(LONGEST)];
        let fits = |path: &String| address.contains(path.as_str()) || path.contains('*') && glob::matches(&format!("*{path}*"), address);
        self.accounts.iter().find(|account| account.paths.iter().any(fits))
    }

    /// The first mark that the word is one of.
    pub fn mark(&self, word: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.words.iter().any(|known| known == word))
    }
}

impl Signatures {
    pub(super) fn targets(&self) -> &Targets {
        self.targets.get_or_init(|| self.texts.parse(source::TARGETS, Targets::parse).expect(CHECKED))
    }

    /// What happens later with what is written to a folded path.
    pub fn target(&self, path: &str) -> Option<&Target> {
        self.targets().target(path)
    }

    /// The address asks a registry for what only an account may know.
    pub fn is_registry_account(&self, address: &str) -> bool {
        self.targets().account(address).is_some()
    }

    /// What a word in a file that agents or editors obey brings about: `SessionStart`.
    pub fn mark(&self, word: &str) -> Option<&Mark> {
        self.targets().mark(word)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;

    fn target(path: &str) -> Option<String> {
        Signatures::builtin().target(path).map(|target| target.id.clone())
    }

    #[test]
    fn a_place_is_known_however_its_home_is_written() {
        for path in ["~/.bashrc", "*/.bashrc", "/home/ann/.bashrc", "/root/.bashrc", "$HOME/.bashrc"] {
            assert_eq!(target(path).as_deref(), Some("shell-profiles"), "{path}");
        }
        assert_eq!(target("*/Microsoft/Windows/Start Menu/Programs/Startup/a.vbs").as_deref(), Some("log-in-items"));
        assert_eq!(target("*/.cursor/rules/a.mdc").as_deref(), Some("agent-rules"));
        assert_eq!(target("*/claude/claude_desktop_config.json").as_deref(), Some("agent-servers"));
    }

    #[test]
    fn what_only_sounds_alike_is_none_of_it() {
        for path in ["conn.cursor()", "weights/best.pt", "src/agents.py", "settings.json", "./profile/index.js", "*", "/etc/hosts.json"] {
            assert_eq!(target(path), None, "{path}");
        }
    }
}

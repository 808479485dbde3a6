//! What the arguments of started programs can do: options with a file behind them, options with nothing behind them, programs that do
//! anything when asked.

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;

/// Options after which the name of a file stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileOption {
    pub id: String,
    words: Vec<String>,
    /// All programs where it is empty.
    #[serde(default)]
    programs: Vec<String>,
    does: Handles,
    why: String,
    example: String,
    clean: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Handles {
    Writes,
    Reads,
}

/// Programs for which an option that somebody slips in is trouble.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Obedient {
    pub id: String,
    programs: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

/// Options that stand alone: the word behind them is an argument of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flags {
    pub id: String,
    words: Vec<String>,
    /// `git`, or `git log` for one of its commands only; all programs where it is empty.
    #[serde(default)]
    programs: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(FileOption);
entry!(Obedient);
entry!(Flags);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Options {
    #[serde(default, rename = "option")]
    pub files: Vec<FileOption>,
    #[serde(default, rename = "program")]
    pub obedient: Vec<Obedient>,
    #[serde(default, rename = "flag")]
    pub flags: Vec<Flags>,
}

impl Options {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let all: Self = source.parse()?;
        source.check(&all.files)?;
        source.check(&all.obedient)?;
        source.check(&all.flags)?;
        Ok(all)
    }

    /// What a program does with the file behind an option (`-o`, or `--output=` with its value); entries for the program come first.
    pub fn file(&self, program: &str, option: &str, does: Option<Handles>) -> Option<&FileOption> {
        let program = name_of(program);
        let word = option.split('=').next().unwrap_or(option);
        let knows = |entry: &&FileOption| entry.words.iter().any(|known| known == word);
        let of_program = |entry: &&FileOption| entry.programs.iter().any(|known| known == program);
        let own = self.files.iter().filter(knows).find(of_program);
        let found = own.or_else(|| self.files.iter().filter(knows).find(|entry| entry.programs.is_empty()))?;
        (does.is_none() || does == Some(found.does)).then_some(found)
    }

    pub fn obedient(&self, program: &str) -> Option<&Obedient> {
        let program = name_of(program);
        self.obedient.iter().find(|entry| entry.programs.iter().any(|known| known == program))
    }

    /// The entry for an option that stands alone; entries for the program, or for this command of it, come first.
    pub fn flag(&self, program: &str, command: &str, word: &str) -> Option<&Flags> {
        let program = name_of(program);
        let knows = |entry: &&Flags| entry.words.iter().any(|known| known == word);
        let is_meant = |meant: &String| match meant.split_once(' ') {
            Some((of, only)) => of == program && only == command,
            None => meant == program,
        };
        let of_program = |entry: &&Flags| entry.programs.iter().any(is_meant);
        let own = self.flags.iter().filter(knows).find(of_program);
        own.or_else(|| self.flags.iter().filter(knows).find(|entry| entry.programs.is_empty()))
    }

    /// Whether an option stands alone: it is known to, holds its value (`--depth=1`, `-n20`), or is a run of such letters (`-sS`).
    pub fn stands_alone(&self, program: &str, command: &str, option: &str) -> bool {
        let knows = |word: &str| self.flag(program, command, word).is_some();
        let letters = option.strip_prefix('-').unwrap_or_default();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let has_value = option.contains('=') || is_number(letters) || letters.get(1..).is_some_and(is_number);
        let is_run = letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
        has_value || knows(option) || is_run && letters.chars().all(|letter| knows(&format!("-{letter}")))
    }
}

/// `/usr/bin/git` and `git.exe` are `git`.
fn name_of(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use crate::signatures::Signatures;

    #[test]
    fn an_option_may_carry_its_value_and_a_program_its_folder() {
        let signatures = Signatures::builtin();
        assert!(signatures.writes_after("/usr/bin/tshark", "-w"));
        assert!(signatures.writes_after("C:\\tools\\tshark.exe", "--export-objects"));
        assert!(signatures.writes_after("anything", "--output=x.pcap"));
        assert!(!signatures.writes_after("grep", "-w"));
        assert!(!signatures.writes_after("curl", "-T") && signatures.reads_after("curl", "-T"));
    }

    #[test]
    fn an_option_stands_alone_where_it_is_known_to_or_holds_its_value() {
        let signatures = Signatures::builtin();
        let alone = |program: &str, command: &str, option: &str| signatures.stands_alone(program, command, option);
        assert!(alone("git", "log", "--stat") && alone("git", "log", "--max-count=5") && alone("git", "log", "-20"));
        assert!(alone("curl", "", "-sS") && alone("/usr/bin/curl", "", "-L"));
        assert!(!alone("curl", "", "-so") && !alone("curl", "", "-H"));
        assert!(!alone("kubectl", "get", "-n") && !alone("kubectl", "get", "--namespace"));
    }

    #[test]
    fn one_letter_means_different_things_to_different_commands() {
        let signatures = Signatures::builtin();
        assert!(signatures.stands_alone("git", "grep", "-n"));
        assert!(!signatures.stands_alone("git", "log", "-n"));
        assert!(signatures.stands_alone("grep", "", "-n"));
    }

    #[test]
    fn an_option_that_nobody_knows_may_have_its_value_behind_it() {
        let signatures = Signatures::builtin();
        assert!(!signatures.stands_alone("git", "log", "--who-knows"));
        assert!(!signatures.stands_alone("find", ".", "-name"));
    }

    #[test]
    fn programs_that_run_others_when_asked_are_known() {
        let signatures = Signatures::builtin();
        assert!(signatures.is_option_dangerous("git") && signatures.is_option_dangerous("/bin/tar"));
        assert!(!signatures.is_option_dangerous("ls"));
    }
}

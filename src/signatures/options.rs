//! What the arguments of started programs can do: options with a file behind them, programs that do anything when asked.

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

entry!(FileOption);
entry!(Obedient);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Options {
    #[serde(default, rename = "option")]
    pub files: Vec<FileOption>,
    #[serde(default, rename = "program")]
    pub obedient: Vec<Obedient>,
}

impl Options {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let all: Self = source.parse()?;
        source.check(&all.files)?;
        source.check(&all.obedient)?;
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
    fn programs_that_run_others_when_asked_are_known() {
        let signatures = Signatures::builtin();
        assert!(signatures.is_option_dangerous("git") && signatures.is_option_dangerous("/bin/tar"));
        assert!(!signatures.is_option_dangerous("ls"));
    }
}

//! Install scripts of well-known tools, piped into a shell as their makers tell people to.

use serde::Deserialize;

use super::commands::{self, Command};
use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, Signatures, source};

/// Stands for numbers with dots between them.
const VERSION: &str = "<version>";
/// Bytes of a version.
const LONGEST_VERSION: usize = 20;
/// Bytes of a command that does nothing else.
const LONGEST: usize = 400;
/// The output of a command, as [`Command`] has it.
const OUTPUT: &str = "$()";

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallScript {
    pub id: String,
    /// What it installs, for people.
    pub of: String,
    /// As its maker writes them.
    pub addresses: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(InstallScript);

impl InstallScript {
    fn is_at(&self, address: &str) -> bool {
        self.addresses.iter().any(|known| match known.split_once(VERSION) {
            Some((before, after)) => {
                let version = address.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                version.is_some_and(is_version)
            }
            None => known == address,
        })
    }
}

/// Of https, or without a scheme where the maker writes none.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or(text);
    rest.contains('.') && !rest.contains("://") && !rest.starts_with('/') && !rest.contains([' ', '*', '?', '#', '@'])
}

/// `0.40.3`, `20.x`. A number without a dot may be the beginning of a commit's.
fn is_version(text: &str) -> bool {
    let is_part = |part: &str| part == "x" || !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= LONGEST_VERSION && text.contains('.') && text.split('.').all(is_part)
}

#[derive(Debug)]
pub(super) struct Installers {
    entries: Vec<InstallScript>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    installer: Vec<InstallScript>,
}

impl Installers {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.installer;
        source.check(&entries)?;
        for entry in &entries {
            if let Some(address) = entry.addresses.iter().find(|address| !is_address(address)) {
                return Err(source.complain(&entry.id, 0, format!("`{}`: `{address}` is no address of https without a query", entry.id)));
            }
        }
        Ok(Self { entries })
    }

    /// Whose script the commands fetch and run, where they do nothing else. `written` is what they were read from.
    fn find(&self, commands: &[Command], written: &str) -> Option<&InstallScript> {
        let (fetch, is_in_order) = match commands {
            [fetch, run] if reads_input(run) => (fetch, is_plain(written, 1)),
            [run, fetch] if takes_output(run) => (fetch, is_plain(written, 0)),
            _ => return None,
        };
        let address = address(fetch).filter(|address| is_in_order && names_nothing_else(written, address))?;
        self.entries.iter().find(|entry| entry.is_at(address))
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[InstallScript] {
        &self.entries
    }
}

impl Signatures {
    pub(super) fn installers(&self) -> &Installers {
        self.installers.get_or_init(|| self.texts.parse(source::INSTALLERS, Installers::parse).expect(CHECKED))
    }

    /// Whose install script a command fetches and runs, where it does nothing else.
    pub fn install_script(&self, text: &str) -> Option<&InstallScript> {
        (text.len() <= LONGEST).then(|| self.installers().find(&commands::parse(text), text)).flatten()
    }

    /// As [`Self::install_script`], for a program that is started with its arguments apart.
    pub fn install_script_of(&self, words: &[&str]) -> Option<&InstallScript> {
        let written = words.join(" ");
        (written.len() <= LONGEST).then(|| self.installers().find(&commands::parse_words(words), &written)).flatten()
    }
}

/// Redirections that only quieten.
const QUIET: [&str; 4] = ["2>&1", "2>/dev/null", ">/dev/null", "1>&2"];

/// Programs that fetch, with the options under which they hand on what the address gives and nothing else.
const FETCHERS: [(&[&str], &[&str]); 3] = [
    (
        &["curl"],
        &["--fail", "--silent", "--show-error", "--location", "--progress-bar", "--proto", "=https", "--tlsv1.2", "--tlsv1.3", "-o-"],
    ),
    (&["wget"], &["-q", "-nv", "--quiet", "-O", "-", "-qO-", "-qO", "-O-"]),
    (&["irm", "iwr", "invoke-restmethod", "invoke-webrequest"], &["-useb", "-UseBasicParsing", "-Uri"]),
];

/// The one address that a fetching program is given, if all its options are harmless.
fn address(command: &Command) -> Option<&str> {
    let (programs, options) = FETCHERS.iter().find(|(programs, _)| programs.contains(&command.program.as_str()))?;
    // `-fsSL`
    let is_letters = |word: &str| {
        let letters = word.strip_prefix('-').unwrap_or_default();
        programs.contains(&"curl") && !letters.is_empty() && letters.chars().all(|letter| "fsSLq#".contains(letter))
    };
    let is_option = |word: &str| QUIET.contains(&word) || options.contains(&word) || is_letters(word);
    let mut addresses = command.arguments.iter().map(String::as_str).filter(|word| !is_option(word));
    let address = addresses.next()?;
    addresses.next().is_none().then_some(address)
}

/// `sh`, `bash -`, `sh -s -- -y`, `python3 -`, `iex`: runs what comes down the pipe.
fn reads_input(command: &Command) -> bool {
    let words: Vec<&str> = command.arguments.iter().map(String::as_str).filter(|word| !QUIET.contains(word)).collect();
    let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    match (command.program.as_str(), words.as_slice()) {
        ("iex" | "invoke-expression", []) | ("python" | "python3", ["-"]) => true,
        ("sh" | "bash" | "zsh" | "dash" | "ksh" | "ash", [] | ["-" | "-s"]) => true,
        ("sh" | "bash" | "zsh" | "dash" | "ksh" | "ash", ["-s", "--", rest @ ..]) => rest.iter().all(is_plain),
        _ => false,
    }
}

/// `bash -c "$(…)"`, `sh <(…)`
fn takes_output(command: &Command) -> bool {
    let words: Vec<&str> = command.arguments.iter().map(String::as_str).collect();
    matches!(command.program.as_str(), "sh" | "bash" | "zsh") && matches!(words.as_slice(), ["-c", OUTPUT] | [OUTPUT])
}

/// So many pipes, and nothing else that a shell obeys.
fn is_plain(written: &str, pipes: usize) -> bool {
    let written = QUIET.iter().fold(written.to_owned(), |text, quiet| text.replace(quiet, ""));
    let expands = written.matches('$').count() > written.matches("$(").count();
    written.matches('|').count() == pipes && !expands && !written.contains([';', '&', '\n', '`', '\\', '{', '}', '*'])
}

/// No other address, no program out of a folder of its own, and no variable but a switch: `NONINTERACTIVE=1`.
fn names_nothing_else(written: &str, address: &str) -> bool {
    let mut words = written.split(|c: char| c.is_whitespace() || "'\"()|$<".contains(c)).filter(|word| !word.is_empty());
    words.all(|word| {
        let in_path = ["/bin/", "/usr/bin/"].iter().find_map(|folder| word.strip_prefix(folder)).unwrap_or(word);
        let is_switch = |(name, value): (&str, &str)| {
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            is_name && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
        };
        word == address || word == "=https" || QUIET.contains(&word) || !in_path.contains('/') && word.split_once('=').is_none_or(is_switch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_made_of_numbers_and_dots() {
        assert!(["0.40.3", "20.x", "1.2"].into_iter().all(is_version));
        assert!(!["", ".", "20", "0403aa7", "1.2-a", "1..2", "../x", "1.2.3.4.5.6.7.8.9.10.11"].into_iter().any(is_version));
    }

    #[test]
    fn an_address_that_leaves_something_open_is_an_error() {
        let entry = |address: &str| {
            let text = format!(
                "[[installer]]\nid = \"a\"\nof = \"A\"\naddresses = [\"{address}\"]\nwhy = \"w\"\nexample = \"curl a | sh\"\nclean = [\"sh\"]\n"
            );
            Installers::parse("installers.toml", &text).err().map(|error| error.to_string())
        };
        assert_eq!(entry("https://acme.example/install.sh"), None);
        let open = ["http://acme.example/a", "https://acme.example/*", "https://a@acme.example/a", "https://acme.example/a?b", "/a.sh"];
        for address in open {
            let said = format!("installers.toml:2: `a`: `{address}` is no address of https without a query");
            assert_eq!(entry(address), Some(said));
        }
    }

    #[test]
    fn a_program_with_its_arguments_apart_is_read_alike() {
        let signatures = Signatures::builtin();
        let id = |words: &[&str]| signatures.install_script_of(words).map(|script| script.id.as_str());
        assert_eq!(id(&["bash", "-c", "curl -fsSL https://bun.sh/install | bash"]), Some("bun"));
        assert_eq!(id(&["/bin/sh", "-c", "curl -LsSf https://astral.sh/uv/0.9.1/install.sh | env NO_MODIFY=1 sh"]), Some("uv"));
        assert_eq!(id(&["./bash", "-c", "curl -fsSL https://bun.sh/install | bash"]), None);
        assert_eq!(id(&["curl", "https://bun.sh/install", "|", "bash"]), None);
    }
}

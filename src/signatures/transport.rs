//! How programs say that they do not check whom they talk to.

use serde::Deserialize;

use super::HashMap;
use super::callee::expand;
use super::calls::Runtime;
use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, Signatures, source};

/// An option, keyword or field, and the values that switch the check off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncheckedOption {
    pub id: String,
    pub runtime: Runtime,
    pub option: Vec<String>,
    pub off: Vec<String>,
    /// The libraries whose option it is; where neither this nor `named` says anything, it is anybody's.
    #[serde(default)]
    pub on: Vec<String>,
    /// Names of methods and objects that take it, where nothing tells whose they are.
    #[serde(default)]
    pub named: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(UncheckedOption);

/// A function that makes something which checks nobody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncheckedCall {
    pub id: String,
    pub runtime: Runtime,
    pub callee: Vec<String>,
    /// It matters only where it is given a public address.
    #[serde(default)]
    pub address: bool,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(UncheckedCall);

impl UncheckedCall {
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.callee.iter().filter_map(|pattern| expand(pattern)).flatten()
    }
}

/// A program that is told so on its command line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncheckedCommand {
    pub id: String,
    pub program: Vec<String>,
    /// Whole words, or beginnings of them with `*` at the end.
    pub words: Vec<String>,
    /// A letter that says so among short options: `k` in `-sk`.
    pub letter: Option<char>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(UncheckedCommand);

#[derive(Debug)]
pub(super) struct Transport {
    pub options: Vec<UncheckedOption>,
    pub calls: Vec<UncheckedCall>,
    pub commands: Vec<UncheckedCommand>,
    /// By [`Runtime`].
    by_option: [HashMap<String, usize>; 3],
    /// By [`Runtime`] and the last word of the name.
    by_word: [HashMap<String, usize>; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "option")]
    options: Vec<UncheckedOption>,
    #[serde(default, rename = "call")]
    calls: Vec<UncheckedCall>,
    #[serde(default, rename = "command")]
    commands: Vec<UncheckedCommand>,
}

impl Transport {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { options, calls, commands } = source.parse()?;
        source.check(&options)?;
        source.check(&calls)?;
        source.check(&commands)?;
        let mut by_option: [HashMap<String, usize>; 3] = Default::default();
        let mut by_word: [HashMap<String, usize>; 3] = Default::default();
        for (at, entry) in options.iter().enumerate() {
            for name in &entry.option {
                if by_option[entry.runtime as usize].insert(name.clone(), at).is_some() {
                    return Err(source.complain(&entry.id, 0, format!("`{}`: the option `{name}` stands twice", entry.id)));
                }
            }
        }
        for (at, entry) in calls.iter().enumerate() {
            if let Some(broken) = entry.callee.iter().find(|pattern| expand(pattern).is_none()) {
                return Err(source.complain(&entry.id, 0, format!("`{}`: `{broken}` is no name", entry.id)));
            }
            for name in entry.names() {
                let word = name.rsplit('.').next().unwrap_or(&name).to_owned();
                if by_word[entry.runtime as usize].insert(word, at).is_some_and(|other| other != at) {
                    return Err(source.complain(&entry.id, 0, format!("`{}`: `{name}` stands in an entry before", entry.id)));
                }
            }
        }
        Ok(Self { options, calls, commands, by_option, by_word })
    }

    pub fn option(&self, runtime: Runtime, name: &str) -> Option<&UncheckedOption> {
        self.by_option[runtime as usize].get(name).map(|at| &self.options[*at])
    }

    pub fn call(&self, runtime: Runtime, word: &str) -> Option<&UncheckedCall> {
        self.by_word[runtime as usize].get(word).map(|at| &self.calls[*at])
    }

    pub fn command(&self, command: &str) -> Option<&UncheckedCommand> {
        let words: Vec<&str> = command.split_whitespace().take(200).map(|word| word.trim_matches(['"', '\''])).collect();
        let program = |word: &&str| word.rsplit(['/', '\\']).next().unwrap_or(word).to_owned();
        self.commands.iter().find(|entry| {
            let start = words.iter().position(|word| entry.program.contains(&program(word)));
            let rest = start.map_or(&[][..], |start| &words[start + 1..]);
            let rest = rest.iter().take_while(|word| !matches!(**word, "|" | "||" | "&&" | ";"));
            rest.into_iter().any(|word| entry.is_said(word))
        })
    }
}

impl UncheckedCommand {
    fn is_said(&self, word: &str) -> bool {
        let is_short = word.len() > 1 && word.starts_with('-') && word[1..].bytes().all(|byte| byte.is_ascii_alphabetic());
        let fits = |said: &String| said.strip_suffix('*').map_or(word == said, |beginning| word.starts_with(beginning));
        self.words.iter().any(fits) || (is_short && self.letter.is_some_and(|letter| word.contains(letter)))
    }
}

impl Signatures {
    pub(super) fn transport(&self) -> &Transport {
        self.transport.get_or_init(|| self.texts.parse(source::TRANSPORT, Transport::parse).expect(CHECKED))
    }

    /// What an option or field of this name says of the check of partners.
    pub fn unchecked_option(&self, runtime: Runtime, name: &str) -> Option<&UncheckedOption> {
        self.transport().option(runtime, name)
    }

    /// A function whose canonical name ends in this word and may be one that makes what checks nobody.
    pub fn unchecked_call(&self, runtime: Runtime, word: &str) -> Option<&UncheckedCall> {
        self.transport().call(runtime, word)
    }

    /// A command line that tells its program to check nobody.
    pub fn unchecked_command(&self, command: &str) -> Option<&UncheckedCommand> {
        self.transport().command(command)
    }
}

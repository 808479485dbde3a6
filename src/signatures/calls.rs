//! Calls that touch the world outside the program, by canonical name.

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use serde::{Deserialize, Deserializer};

use super::HashMap;
use super::callee::expand;
use super::entry::{Source, entry};
use super::error::SignatureError;

/// What runs the code; TypeScript runs as JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runtime {
    JavaScript,
    Python,
    /// Commands, by the name of the program.
    Shell,
}

/// What a call does with the value that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Runs the text in a shell.
    Shell,
    /// Starts the program.
    Program,
    /// Hands the address or file to the desktop, which starts something for it: `open` gives it to a shell on some systems.
    Launch,
    /// Runs the text as code of its own language.
    Evaluate,
    /// Turns the bytes or the text into objects in a way that can run code.
    Deserialize,
    /// Runs the text as a query of a database.
    Sql,
    /// Loads the module or library.
    Import,
    /// Reads the file or folder.
    Read,
    /// Writes, creates or moves to the path, or changes its mode.
    Write,
    /// Removes the path.
    Delete,
    /// Connects to the URL (or a bare host, where the library takes both).
    Url,
    /// Connects to the host: a bare name or address, sometimes with a port or a scheme.
    Host,
    /// Waits for connections on the address or port.
    Listen,
    /// Sends mail to the recipient.
    Mail,
    /// Asks for the name, which leaves the machine even when nothing connects.
    Dns,
    /// Writes all that it is given to a log or a terminal.
    Log,
    /// Puts the text on the clipboard.
    Copy,
}

/// How a program is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// By a text that a shell reads.
    Shell,
    /// By its name or path, its arguments apart.
    Program,
}

impl Effect {
    /// How it starts a program, if it does. What the desktop opens is none.
    pub fn start(self) -> Option<Start> {
        match self {
            Self::Shell => Some(Start::Shell),
            Self::Program => Some(Start::Program),
            Self::Launch | Self::Evaluate | Self::Deserialize | Self::Sql | Self::Import | Self::Read | Self::Write | Self::Delete => None,
            Self::Url | Self::Host | Self::Listen | Self::Mail | Self::Dns | Self::Log | Self::Copy => None,
        }
    }

    /// It talks to other machines.
    pub fn contacts(self) -> bool {
        match self {
            Self::Url | Self::Host | Self::Mail | Self::Dns => true,
            Self::Shell | Self::Program | Self::Launch | Self::Evaluate | Self::Deserialize | Self::Sql => false,
            Self::Import | Self::Read | Self::Write | Self::Delete | Self::Listen | Self::Log | Self::Copy => false,
        }
    }

    /// It starts programs, runs texts or talks to others: more than to compute, and to handle modules and files.
    pub fn acts(self) -> bool {
        match self {
            Self::Shell | Self::Program | Self::Launch | Self::Evaluate | Self::Deserialize => true,
            Self::Url | Self::Host | Self::Mail | Self::Dns => true,
            Self::Import | Self::Sql | Self::Read | Self::Write | Self::Delete | Self::Listen | Self::Log | Self::Copy => false,
        }
    }
}

/// Where among the arguments the value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Argument {
    /// Counted from 0, `self` not counted.
    Position(u8),
    /// The last one, however many there are: the body in `new Function('a', 'b', body)`.
    Last,
    /// What the method is called on: the path in `Path(p).read_text()`.
    Receiver,
    /// Each word of a command that is no option.
    Words,
    /// Each such word that is an address with a scheme.
    Addresses,
    /// By keyword or option only.
    #[default]
    Named,
}

impl<'de> Deserialize<'de> for Argument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            Position(u8),
            Word(String),
        }
        match Raw::deserialize(deserializer)? {
            Raw::Position(position) => Ok(Self::Position(position)),
            Raw::Word(word) if word == "receiver" => Ok(Self::Receiver),
            Raw::Word(word) if word == "last" => Ok(Self::Last),
            Raw::Word(word) if word == "words" => Ok(Self::Words),
            Raw::Word(word) if word == "addresses" => Ok(Self::Addresses),
            Raw::Word(word) => Err(serde::de::Error::custom(format!("`{word}` is neither a position nor \"receiver\" nor \"last\""))),
        }
    }
}

/// One kind of call. The first of its effects stands in the entry itself, further ones in `also`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallSignature {
    pub id: String,
    /// Patterns of canonical names; `{a,b}` stands for either, `.*` at the end for any one member.
    #[serde(default)]
    pub callee: Vec<String>,
    /// Names of methods on something of which nothing is known but the name that the code gives it.
    #[serde(default)]
    pub method: Vec<String>,
    /// Words that such a name ends in: `cursor`, `db_cursor`, `this.cursor`; `*` for any name, and for none.
    #[serde(default)]
    pub on: Vec<String>,
    pub effect: Effect,
    #[serde(default)]
    pub argument: Argument,
    /// Python keyword, or option key, that carries the same value.
    pub keyword: Option<String>,
    /// Keys that hold the value when the argument is an object (in Python also a dict that is spread into keywords).
    #[serde(default)]
    pub options: Vec<String>,
    /// Options of a command that have a value of no interest behind them: it is none of the plain words.
    #[serde(default)]
    pub takes: Vec<String>,
    /// Where the argument list of a started program stands, or the first argument where they come one by one.
    pub arguments_at: Option<u8>,
    /// The program that is started, where no argument says so.
    pub program: Option<String>,
    /// It happens on another machine or in a container.
    #[serde(default)]
    pub elsewhere: bool,
    /// Argument that can rule out the first effect.
    #[serde(default)]
    pub safe: Option<Safe>,
    /// Keyword or option that makes a started program run in a shell.
    pub shell_option: Option<String>,
    /// Option that makes what is loaded by name the code itself.
    pub code_option: Option<String>,
    /// Where the mode of an opened file stands, if not under the keyword `mode`: `w`, `a` and their like write.
    pub mode_at: Option<u8>,
    /// Counts only where the value is visibly a text: timers take functions as a rule.
    #[serde(default)]
    pub text_only: bool,
    #[serde(default)]
    pub also: Vec<Also>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

/// An argument that decides whether a call does harm.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safe {
    pub keyword: String,
    /// The same by position.
    pub argument: Option<u8>,
    /// Harmless only where the value is one of these, by the last word of its name or as a text (`True`, `SafeLoader`).
    pub values: Vec<String>,
    /// What holds where the argument is left out.
    #[serde(default)]
    pub by_default: bool,
}

/// A further effect of the same call: a copy reads one path and writes another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Also {
    pub effect: Effect,
    #[serde(default)]
    pub argument: Argument,
    pub keyword: Option<String>,
    #[serde(default)]
    pub options: Vec<String>,
    /// In an option of a command, the value stands behind this: `@` in `-d @file`.
    pub behind: Option<String>,
}

/// One value that a call takes, and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input<'a> {
    pub effect: Effect,
    pub argument: Argument,
    pub keyword: Option<&'a str>,
    pub options: &'a [String],
    pub behind: Option<&'a str>,
}

impl CallSignature {
    /// What it runs is a template with code between its words.
    pub fn is_template(&self) -> bool {
        self.id == "templates"
    }

    /// All effects, the entry's own first.
    pub fn inputs(&self) -> impl Iterator<Item = Input<'_>> {
        let own =
            Input { effect: self.effect, argument: self.argument, keyword: self.keyword.as_deref(), options: &self.options, behind: None };
        let also = self.also.iter().map(|also| Input {
            effect: also.effect,
            argument: also.argument,
            keyword: also.keyword.as_deref(),
            options: &also.options,
            behind: also.behind.as_deref(),
        });
        std::iter::once(own).chain(also)
    }
}

entry!(CallSignature);

#[derive(Debug)]
pub(super) struct Calls {
    entries: Vec<CallSignature>,
    /// Canonical name → position in `entries`.
    names: HashMap<String, usize>,
    /// What stands before the `.*` of a pattern.
    objects: HashMap<String, usize>,
    methods: HashMap<String, Vec<usize>>,
    /// Words that the last part of a canonical name holds.
    ends: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    call: Vec<CallSignature>,
}

impl Calls {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.call;
        source.check(&entries)?;
        let mut names = HashMap::with_capacity_and_hasher(entries.len() * 40, Default::default());
        for (at, entry) in entries.iter().enumerate() {
            index(source, entry, at, &mut names)?;
        }
        let mut methods: HashMap<String, Vec<usize>> = HashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            entry.method.iter().for_each(|method| methods.entry(method.clone()).or_default().push(at));
        }
        let objects = names.iter().filter_map(|(name, at)| Some((name.strip_suffix(".*")?.to_owned(), *at))).collect();
        let ends = entries.iter().flat_map(|entry| &entry.callee).flat_map(|callee| last_words(callee)).map(str::to_owned).collect();
        Ok(Self { entries, names, objects, methods, ends })
    }

    /// Whether some function's canonical name ends in the word.
    pub fn end_in(&self, word: &str) -> bool {
        self.ends.contains(word)
    }

    pub fn get(&self, canonical: &str) -> Option<&CallSignature> {
        self.names.get(canonical).or_else(|| self.any_member(canonical)).map(|at| &self.entries[*at])
    }

    fn any_member(&self, canonical: &str) -> Option<&usize> {
        let (object, _) = canonical.rsplit_once('.').filter(|(_, name)| !name.contains('('))?;
        self.objects.get(object)
    }

    /// What a method does on something of which only the written name is known.
    pub fn method<'n>(&self, receiver: impl FnOnce() -> Option<&'n str>, method: &str) -> Option<&CallSignature> {
        let same = self.methods.get(method)?;
        let receiver = receiver()?.to_ascii_lowercase();
        let fits = |entry: &CallSignature| entry.on.iter().any(|word| ends_in_word(&receiver, word));
        same.iter().map(|at| &self.entries[*at]).find(|entry| fits(entry))
    }

    pub fn entries(&self) -> &[CallSignature] {
        &self.entries
    }
}

/// `cursor`, `db_cursor` and `dbcursor` end in the word `cursor`; a short word has to stand apart.
fn ends_in_word(name: &str, word: &str) -> bool {
    word == "*" || name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_') || word.len() > 4)
}

/// `readFile` and `readFileSync` of `fs.{readFile,readFileSync}`; what is shorter is any name.
fn last_words(callee: &str) -> impl Iterator<Item = &str> {
    let last = callee.rsplit('.').next().unwrap_or(callee);
    last.split(['{', '}', ',', ' ', '(', ')']).filter(|word| word.len() > 3)
}

fn index(source: Source<'_>, entry: &CallSignature, at: usize, names: &mut HashMap<String, usize>) -> Result<(), SignatureError> {
    let complain = |message: String| source.complain(&entry.id, 0, format!("`{}`: {message}", entry.id));
    if let Some(input) =
        entry.inputs().find(|input| input.argument == Argument::Named && input.keyword.is_none() && input.options.is_empty())
    {
        return Err(complain(format!("no `argument`, `keyword` or `options` for {:?}", input.effect)));
    }
    if entry.callee.is_empty() && entry.method.is_empty() || entry.method.is_empty() != entry.on.is_empty() {
        return Err(complain("neither `callee` nor both of `method` and `on`".to_owned()));
    }
    for pattern in &entry.callee {
        let expanded = expand(pattern).ok_or_else(|| complain(format!("`{pattern}` is not a name, nor several in braces")))?;
        for name in expanded {
            match names.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(at);
                }
                Entry::Occupied(place) => {
                    let first = if *place.get() == at { "twice here" } else { "in an entry before" };
                    return Err(complain(format!("`{}` stands {first}", place.key())));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(callee: &str, rest: &str) -> String {
        let text = format!(
            "[[call]]\nid = \"a\"\ncallee = [{callee}]\neffect = \"read\"\n{rest}\nwhy = \"w\"\nexample = \"a()\"\nclean = [\"b()\"]\n"
        );
        Calls::parse("sinks/python.toml", &text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_name_that_stands_twice_is_an_error() {
        assert_eq!(error("\"a\", \"b\"", "argument = 0"), "");
        assert_eq!(error("\"a\", \"{b,a}\"", "argument = 0"), "sinks/python.toml:2: `a`: `a` stands twice here");
    }

    #[test]
    fn an_entry_says_where_its_value_stands() {
        assert_eq!(error("\"a\"", ""), "sinks/python.toml:2: `a`: no `argument`, `keyword` or `options` for Read");
        assert!(error("\"a\"", "argument = \"self\"").contains("`self` is neither a position nor \"receiver\" nor \"last\""));
        assert_eq!(error("\"a\"", "argument = \"receiver\""), "");
    }

    #[test]
    fn any_member_of_an_object_and_any_receiver_of_a_name_can_be_meant() {
        let text = "[[call]]\nid = \"a\"\ncallee = [\"git.Repo().git.*\"]\nmethod = [\"execute\"]\non = [\"cur\", \"cursor\"]\neffect = \"sql\"\nargument = 0\nwhy = \"w\"\nexample = \"a()\"\nclean = [\"b()\"]\n";
        let calls = Calls::parse("sinks/python.toml", text).unwrap();
        assert!(calls.get("git.Repo().git.diff").is_some());
        assert!(calls.get("git.Repo().git.diff().strip").is_none());
        assert!(calls.get("git.Repo().git").is_none());
        for (receiver, known) in [("cursor", true), ("dbCursor", true), ("db_cur", true), ("occur", false), ("rows", false)] {
            assert_eq!(calls.method(|| Some(receiver), "execute").is_some(), known, "{receiver}");
        }
        assert!(calls.method(|| Some("cursor"), "fetch").is_none());
    }

    #[test]
    fn a_broken_pattern_is_an_error() {
        assert!(error("\"a.{b\"", "argument = 0").contains("is not a name, nor several in braces"));
    }
}

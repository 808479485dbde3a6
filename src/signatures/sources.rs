//! What tells something of a person or a machine, what sends, and what gives nothing away any more.

use std::collections::HashSet;

use serde::Deserialize;

use super::HashMap;
use super::Signatures;
use super::callee::expand;
use super::calls::Runtime;
use super::entry::{Entry, Source, entry};
use super::error::SignatureError;

/// What a source tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceClass {
    /// Who and where the machine is.
    HostIdentity,
    /// What many programs send along: the system's version, the working folder.
    Surroundings,
    Clipboard,
    Screen,
    Keys,
    Camera,
    /// What browsers keep for their user.
    Browser,
    Passwords,
    /// Keys of a cloud account.
    Cloud,
    /// Keys that move money.
    Wallet,
}

/// A function or a value that tells something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSignature {
    pub id: String,
    pub class: SourceClass,
    pub runtime: Runtime,
    pub callee: Vec<String>,
    /// What it tells: `the machine's name`.
    pub tells: String,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(SourceSignature);

/// Functions that send what they are given, or that close a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Passing {
    pub id: String,
    pub runtime: Runtime,
    pub callee: Vec<String>,
    why: String,
    example: String,
    clean: Vec<String>,
}

entry!(Passing);

/// Functions that are given a function which then hears whoever calls this process, or writes to its bot.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listener {
    pub id: String,
    pub by: Orderer,
    pub runtime: Runtime,
    pub callee: Vec<String>,
    /// The functions that are given the token of the account which is written to.
    #[serde(default)]
    pub keyed: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(Listener);

impl Listener {
    /// The functions that are given the token, by their canonical names.
    pub fn makers(&self) -> Vec<String> {
        self.keyed.iter().filter_map(|pattern| expand(pattern)).flatten().collect()
    }
}

/// Who gives orders to a running process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orderer {
    /// Whoever reaches a port.
    Caller,
    /// Whoever writes to a bot.
    Chat,
}

#[derive(Debug)]
pub(super) struct Sources {
    pub sources: Vec<SourceSignature>,
    pub senders: Vec<Passing>,
    pub closings: Vec<Passing>,
    pub keyed: Vec<Passing>,
    pub listeners: Vec<Listener>,
    by_source: Names,
    by_sender: Names,
    by_closing: Names,
    by_keyed: Names,
    by_listener: Names,
    /// Last words of the names of sources and of senders.
    words: HashSet<String>,
    /// Those of what is given a key.
    words_of_keyed: HashSet<String>,
}

/// By [`Runtime`].
type Names = [HashMap<String, usize>; 3];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "source")]
    sources: Vec<SourceSignature>,
    #[serde(default, rename = "sender")]
    senders: Vec<Passing>,
    #[serde(default, rename = "closing")]
    closings: Vec<Passing>,
    #[serde(default)]
    keyed: Vec<Passing>,
    #[serde(default, rename = "listener")]
    listeners: Vec<Listener>,
}

impl Sources {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let File { sources, senders, closings, keyed, listeners } = source.parse()?;
        source.check(&sources)?;
        source.check(&senders)?;
        source.check(&closings)?;
        source.check(&keyed)?;
        source.check(&listeners)?;
        let by_source = names(source, sources.iter().map(|entry| (entry.id.as_str(), entry.runtime, entry.callee.as_slice())))?;
        let by_sender = names(source, senders.iter().map(|entry| (entry.id(), entry.runtime, entry.callee.as_slice())))?;
        let by_closing = names(source, closings.iter().map(|entry| (entry.id(), entry.runtime, entry.callee.as_slice())))?;
        let by_keyed = names(source, keyed.iter().map(|entry| (entry.id(), entry.runtime, entry.callee.as_slice())))?;
        let by_listener = names(source, listeners.iter().map(|entry| (entry.id(), entry.runtime, entry.callee.as_slice())))?;
        let last = |names: &Names| -> Vec<String> { names.iter().flat_map(HashMap::keys).map(|name| last_word(name).to_owned()).collect() };
        let words = [&by_source, &by_sender].into_iter().flat_map(last).collect();
        let words_of_keyed = last(&by_keyed).into_iter().collect();
        Ok(Self {
            sources,
            senders,
            closings,
            keyed,
            listeners,
            by_source,
            by_sender,
            by_closing,
            by_keyed,
            by_listener,
            words,
            words_of_keyed,
        })
    }

    pub fn source(&self, runtime: Runtime, canonical: &str) -> Option<&SourceSignature> {
        self.by_source[runtime as usize].get(canonical).map(|at| &self.sources[*at])
    }

    pub fn sender(&self, runtime: Runtime, canonical: &str) -> Option<&Passing> {
        self.by_sender[runtime as usize].get(canonical).map(|at| &self.senders[*at])
    }

    pub fn listener(&self, runtime: Runtime, canonical: &str) -> Option<&Listener> {
        self.by_listener[runtime as usize].get(canonical).map(|at| &self.listeners[*at])
    }

    /// The function itself, or a method of what it gives: `crypto.createHash().update`.
    pub fn closing(&self, runtime: Runtime, canonical: &str) -> Option<&Passing> {
        let made_by = canonical.split("()").next().unwrap_or(canonical);
        self.by_closing[runtime as usize].get(made_by).map(|at| &self.closings[*at])
    }

    pub fn keyed(&self, runtime: Runtime, canonical: &str) -> Option<&Passing> {
        self.by_keyed[runtime as usize].get(canonical).map(|at| &self.keyed[*at])
    }

    /// Some function of this last word is given a key.
    fn is_word_of_keyed(&self, word: &str) -> bool {
        self.words_of_keyed.contains(word)
    }

    /// Libraries that keep wallets, by what is imported.
    fn keeps_wallets(&self, library: &str) -> bool {
        let names = self.by_keyed.iter().flat_map(HashMap::keys);
        let sources = self.by_source.iter().flatten();
        let wallets = sources.filter(|(_, at)| self.sources[**at].class == SourceClass::Wallet).map(|(name, _)| name);
        let is_of = |name: &String| name.strip_prefix(library).is_some_and(|rest| rest.starts_with(['.', '(']));
        names.chain(wallets).any(is_of)
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

impl Signatures {
    pub(super) fn sources(&self) -> &Sources {
        self.sources.get_or_init(|| self.texts.parse(super::source::SOURCES, Sources::parse).expect(super::CHECKED))
    }

    /// What a function or value of this canonical name tells of a person or a machine: `os.hostname`.
    pub fn source(&self, runtime: Runtime, canonical: &str) -> Option<&SourceSignature> {
        self.sources().source(runtime, canonical)
    }

    /// A method of this name sends what it is given to whomever its object is connected to: `socket.socket().sendall`.
    pub fn is_sender(&self, runtime: Runtime, canonical: &str) -> bool {
        self.sources().sender(runtime, canonical).is_some()
    }

    /// What it gives does not tell what it was given: digests, signatures, counts.
    pub fn is_closing(&self, runtime: Runtime, canonical: &str) -> bool {
        self.sources().closing(runtime, canonical).is_some()
    }

    /// What the function is given first is a key that moves money: `Account.from_key`.
    pub fn is_keyed(&self, runtime: Runtime, canonical: &str) -> bool {
        self.sources().keyed(runtime, canonical).is_some()
    }

    pub fn is_word_of_keyed(&self, word: &str) -> bool {
        self.sources().is_word_of_keyed(word)
    }

    /// A library that makes or keeps wallets: `ethers`.
    pub fn keeps_wallets(&self, library: &str) -> bool {
        self.sources().keeps_wallets(library)
    }

    /// A function that is given one which hears orders: `net.createServer`, `telebot.TeleBot().message_handler`.
    pub fn listener(&self, runtime: Runtime, canonical: &str) -> Option<&Listener> {
        self.sources().listener(runtime, canonical)
    }

    /// A source or a sender has this last word.
    pub fn is_word_of_sources(&self, word: &str) -> bool {
        self.sources().is_word(word)
    }
}

fn last_word(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn names<'e>(source: Source<'_>, entries: impl Iterator<Item = (&'e str, Runtime, &'e [String])>) -> Result<Names, SignatureError> {
    let mut found = Names::default();
    for (at, (id, runtime, patterns)) in entries.enumerate() {
        for pattern in patterns {
            let expanded = expand(pattern).ok_or_else(|| source.complain(id, 0, format!("`{id}`: `{pattern}` is no name")))?;
            for name in expanded {
                if found[runtime as usize].insert(name.clone(), at).is_some_and(|other| other != at) {
                    return Err(source.complain(id, 0, format!("`{id}`: `{name}` stands in an entry before")));
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_digest_is_made_of_stays_closed_through_its_methods() {
        let signatures = Signatures::builtin();
        assert!(signatures.is_closing(Runtime::JavaScript, "crypto.createHash().update().digest"));
        assert!(signatures.is_closing(Runtime::Python, "hashlib.sha256().hexdigest"));
        assert!(!signatures.is_closing(Runtime::Python, "base64.b64encode"));
    }

    #[test]
    fn a_name_that_two_entries_claim_is_an_error() {
        let entry = |id: &str| {
            format!(
                "[[source]]\nid = \"{id}\"\nclass = \"screen\"\nruntime = \"python\"\ncallee = [\"a.b\"]\ntells = \"t\"\nwhy = \"w\"\nexample = \"a.b\"\nclean = [\"c\"]\n"
            )
        };
        let error = Sources::parse("sources.toml", &(entry("one") + &entry("two"))).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("sources.toml:11: `two`: `a.b` stands in an entry before"));
    }
}

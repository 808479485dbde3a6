//! Mentions of environment variables and hosts, each with its place and the way it is mentioned.

use std::collections::HashSet;

use super::env::canonical_env;
use crate::model::{Location, RelPath};

/// More mentions than any honest documentation has; what a hostile one has beyond them declares nothing.
const MENTIONS_MAX: usize = 20_000;
/// A README of a thousand sentences is a long one.
const STATEMENTS_MAX: usize = 5_000;

/// Sorted by name, then place. Of one document, each name is kept once per kind, at its first place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declarations {
    pub env: Vec<EnvMention>,
    pub hosts: Vec<HostMention>,
    /// In the order in which documents are read.
    pub statements: Vec<Statement>,
    seen: HashSet<(String, RelPath, u8)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvMention {
    /// As written.
    pub name: String,
    pub location: Location,
    pub kind: EnvMentionKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnvMentionKind {
    /// A key of a configuration: an `env` block, server.json, .env.example, `K=V` in an example.
    Config,
    /// A part of a command: `-e K=V`, `export K=`, `$K`.
    Command,
    /// Back-ticked, or the first cell of a table of variables.
    Named,
    /// A word in capitals with an underscore, in running text.
    Prose,
}

/// A sentence of a document that speaks for the whole package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Without marks, on one line; names in back-ticks keep them.
    pub text: String,
    /// What it stands under, from the second level on.
    pub headings: String,
    pub location: Location,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostMention {
    /// Lower case, no port; the part behind the placeholder of `<tenant>.acme.example`.
    pub host: String,
    pub location: Location,
    pub kind: HostMentionKind,
    /// What is written there, at most 300 bytes of it.
    pub url: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostMentionKind {
    /// A field of a manifest: homepage, repository, `Project-URL`, `websiteUrl`.
    Metadata,
    /// A value in a configuration or in an example of one.
    Config,
    /// Visible in running text.
    Prose,
    /// The target of a link, which a reader does not see.
    Link,
    /// The source of an image, such as a badge.
    Image,
    /// The domain of a mail address.
    Email,
}

impl Declarations {
    /// The first mention of a variable; proxies are one variable in either case ([`canonical_env`]).
    pub fn env_named(&self, name: &str) -> Option<&EnvMention> {
        let wanted = canonical_env(name);
        self.env.iter().find(|mention| canonical_env(&mention.name) == wanted)
    }

    pub(super) fn add_env(&mut self, name: &str, location: Location, kind: EnvMentionKind) {
        if self.env.len() < MENTIONS_MAX && self.is_new(name, &location, kind as u8) {
            self.env.push(EnvMention { name: name.to_owned(), location, kind });
        }
    }

    pub(super) fn add_host(&mut self, host: String, location: Location, kind: HostMentionKind, url: &str) {
        // The kinds of the two lists must not meet in `seen`.
        if self.hosts.len() < MENTIONS_MAX && self.is_new(&host, &location, 100 + kind as u8) {
            let url = url[..url.floor_char_boundary(300)].to_owned();
            self.hosts.push(HostMention { host, location, kind, url });
        }
    }

    pub(super) fn add_statement(&mut self, statement: Statement) {
        if self.statements.len() < STATEMENTS_MAX {
            self.statements.push(statement);
        }
    }

    fn is_new(&mut self, name: &str, location: &Location, kind: u8) -> bool {
        self.seen.insert((name.to_owned(), location.path.clone(), kind))
    }

    pub(super) fn tidy(&mut self) {
        self.seen = HashSet::new();
        self.env.sort();
        self.hosts.sort();
    }
}

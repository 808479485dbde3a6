//! Where a night gets its packages from. A source is asked once a night; what it has to remember it hands out as a text, which
//! whoever keeps it hands back the next night.

mod approved;
mod error;
mod mcp_registry;
mod npm_changes;
mod npm_search;
mod pypi_serials;
mod state;
mod words;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::error::SourceError;
use self::state::unread;
use crate::approvals::Lists;
use crate::fetch::{FetchError, Fetcher};
use crate::model::{PackageId, PackageName, PackageSpec, Registry, SpecLine};

/// Who is asked for packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    McpRegistry,
    NpmSearch {
        text: String,
    },
    /// Which known packages moved at npm.
    NpmChanges,
    /// Which known packages moved at PyPI.
    PypiSerials,
    /// A text with a package a line.
    List(String),
    /// Packages that a team approved; `idle` counts the entries that do not count.
    Approved {
        packages: Vec<PackageId>,
        idle: u64,
    },
}

/// A package to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub spec: PackageSpec,
    /// [`Source::name`]
    pub source: &'static str,
    /// The server in the MCP registry that names it; of several the first by name.
    pub server: Option<String>,
}

/// News that no judgement tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A purl without a version, or a server's name in the MCP registry.
    pub subject: String,
    pub kind: NoticeKind,
    /// One line for people; it may hold a stranger's words.
    pub text: String,
    /// The purls that it is about.
    pub packages: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A server that the MCP registry did not list before.
    NewServer,
    Deprecated,
    /// The MCP registry took a server away: mostly malware, spam or what is against the law.
    Deleted,
    /// Deprecated or gone before, and no longer so.
    Restored,
    /// The MCP registry lists a server no more and does not say why.
    Unlisted,
    /// The whole package is gone from npm or PyPI.
    Unpublished,
}

impl NoticeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewServer => "new-server",
            Self::Deprecated => "deprecated",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
            Self::Unlisted => "unlisted",
            Self::Unpublished => "unpublished",
        }
    }
}

/// What a source gave tonight.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Each spec once.
    pub wanted: Vec<Wanted>,
    pub notices: Vec<Notice>,
    /// For the next night: to be kept in the moment in which the rest is.
    pub state: String,
    /// Told to people: what the source cannot know, and what was left out.
    pub remarks: Vec<String>,
    /// Entries that name nothing which could be judged.
    pub invalid: u64,
    /// Why the source could not be asked anew; what is wanted is then what it gave before, and `state` the old one.
    pub failure: Option<FetchError>,
}

impl Source {
    /// What the lists allow on this day, and the newest version of each package on them.
    pub fn approved(lists: Lists<'_>, today: Date) -> Self {
        approved::source(lists, today)
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::McpRegistry => "mcp-registry",
            Self::NpmSearch { .. } => "npm-search",
            Self::NpmChanges => "npm-changes",
            Self::PypiSerials => "pypi-serials",
            Self::List(_) => "list",
            Self::Approved { .. } => "approved",
        }
    }

    /// Under which its state is kept: `npm-search keywords:mcp`.
    pub fn key(&self) -> String {
        match self {
            Self::NpmSearch { text } => format!("{} {text}", self.name()),
            Self::McpRegistry | Self::NpmChanges | Self::PypiSerials | Self::List(_) | Self::Approved { .. } => self.name().to_owned(),
        }
    }
}

/// Asks a source. `known` are the packages that were judged on earlier nights, `state` is what the source gave the last time.
pub async fn gather(
    source: &Source,
    fetcher: &Fetcher,
    state: Option<&str>,
    known: &BTreeSet<(Registry, PackageName)>,
    now: Timestamp,
) -> Result<Gathered, SourceError> {
    let of = |registry| -> Result<BTreeSet<PackageName>, SourceError> {
        let names: BTreeSet<_> = known.iter().filter(|(of, _)| *of == registry).map(|(_, name)| name.clone()).collect();
        if names.is_empty() { Err(SourceError::NothingKnown { source_name: source.name(), registry }) } else { Ok(names) }
    };
    match source {
        Source::McpRegistry => mcp_registry::gather(fetcher, state, now).await,
        Source::NpmSearch { text } => npm_search::gather(fetcher, text).await,
        Source::NpmChanges => npm_changes::gather(fetcher, state, &of(Registry::Npm)?).await,
        Source::PypiSerials => pypi_serials::gather(fetcher, state, &of(Registry::Pypi)?).await,
        Source::List(text) => list(text),
        Source::Approved { packages, idle } => Ok(approved::gather(packages, *idle)),
    }
}

fn list(text: &str) -> Result<Gathered, SourceError> {
    let lines = SpecLine::read_all(text)?;
    if lines.is_empty() {
        return Err(SourceError::EmptyList);
    }
    let mut gathered = Gathered { state: unread(), ..Gathered::default() };
    gathered.want_all(lines.into_iter().map(|line| line.spec), "list");
    Ok(gathered)
}

impl Gathered {
    /// In this order, each once.
    fn want_all(&mut self, specs: impl IntoIterator<Item = PackageSpec>, source: &'static str) {
        self.want_each(specs.into_iter().map(|spec| Wanted { spec, source, server: None }));
    }

    fn want_each(&mut self, wanted: impl IntoIterator<Item = Wanted>) {
        let mut seen: BTreeSet<(Registry, PackageName, Option<String>)> = BTreeSet::new();
        let mut is_new = |spec: &PackageSpec| seen.insert((spec.registry, spec.name.clone(), spec.wanted.clone()));
        self.wanted.extend(wanted.into_iter().filter(|wanted| is_new(&wanted.spec)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_wants_each_package_once_and_names_its_bad_line() {
        let gathered = list("npm a@1.0.0 # ours\n\npkg:npm/a@1.0.0\npypi b\n").unwrap();
        let specs: Vec<String> = gathered.wanted.iter().map(|wanted| format!("{} {}", wanted.spec.registry, wanted.spec)).collect();
        assert_eq!(specs, ["npm a@1.0.0", "pypi b"]);
        let bad = list("npm a\nnpm ../b\n").unwrap_err().to_string();
        assert!(bad.starts_with("line 2: `npm ../b` names no package: "), "{bad}");
        assert!(matches!(list("# nothing\n"), Err(SourceError::EmptyList)));
    }

    #[test]
    fn each_search_has_a_state_of_its_own() {
        let search = |text: &str| Source::NpmSearch { text: text.to_owned() };
        assert_ne!(search("keywords:mcp").key(), search("mcp server").key());
        assert_eq!(Source::McpRegistry.key(), "mcp-registry");
    }
}

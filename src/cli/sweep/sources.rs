//! Flags → what a night is to judge.

use std::error::Error;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error as ThisError;

use super::args::{SourceArguments, SourceName};
use crate::cli::approvals::with_lists;
use crate::cli::args::Common;
use crate::cli::{Judge, Streams};
use crate::fetch::Fetcher;
use crate::store::sweep::Sweep;
use crate::sweep::planning::Given;
use crate::sweep::sources::{Source, SourceError, gather};

#[derive(Debug, ThisError)]
enum SourcesError {
    #[error("nothing to judge is named\nhint: --list FILE takes a list of packages, --source NAME asks a registry")]
    None,
    #[error("cannot read `{path}`: {source}\nhint: name a file of packages, one a line", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", .path.display())]
    Bad { path: PathBuf, source: SourceError },
}

/// Reads and asks all of them before a night begins.
pub(super) fn given(
    asked: &SourceArguments,
    sweep: &dyn Sweep,
    fetcher: &Fetcher,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Result<Vec<Given>, Box<dyn Error>> {
    if asked.list.is_empty() && asked.source.is_empty() {
        return Err(SourcesError::None.into());
    }
    let known = sweep.known()?;
    let mut given = Vec::new();
    for path in &asked.list {
        let source = Source::List(text(path)?);
        let gathered = fetcher.wait(gather(&source, fetcher, None, &known, Timestamp::now()))?;
        let bad = |source| SourcesError::Bad { path: path.clone(), source };
        given.push((source.key(), gathered.map_err(bad)?));
    }
    let mut names = asked.source.clone();
    names.sort_unstable();
    names.dedup();
    for name in names {
        for source in sources(name, asked, common, judge, streams)? {
            let key = source.key();
            tracing::info!(source = key, "asking");
            let state = sweep.source_state(&key)?;
            let gathered = fetcher.wait(gather(&source, fetcher, state.as_deref(), &known, Timestamp::now()))??;
            tracing::info!(source = key, packages = gathered.wanted.len(), notices = gathered.notices.len(), "gave");
            given.push((key, gathered));
        }
    }
    Ok(given)
}

fn sources(
    name: SourceName,
    asked: &SourceArguments,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Result<Vec<Source>, Box<dyn Error>> {
    Ok(match name {
        SourceName::McpRegistry => vec![Source::McpRegistry],
        SourceName::NpmSearch => asked.search.iter().map(|text| Source::NpmSearch { text: text.clone() }).collect(),
        SourceName::NpmChanges => vec![Source::NpmChanges],
        SourceName::PypiSerials => vec![Source::PypiSerials],
        SourceName::Approved => vec![with_lists(asked.approved.as_deref(), common, judge, streams, Source::approved)?],
    })
}

fn text(path: &Path) -> Result<String, SourcesError> {
    std::fs::read_to_string(path).map_err(|source| SourcesError::Unreadable { path: path.to_owned(), source })
}

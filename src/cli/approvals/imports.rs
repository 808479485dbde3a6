//! Lists of other teams, as they were when somebody looked at them: bytes with another digest are not read.

use std::error::Error;
use std::path::{Path, PathBuf};

use thiserror::Error as ThisError;

use super::file::{self, FileError};
use crate::approvals::{ApprovedList, Import, Imported, Source, read};
use crate::cli::args::{Common, Judging};
use crate::cli::run::cache_folder;
use crate::cli::{Judge, exit, values};
use crate::fetch::FetchError;
use crate::model::Sha256;
use crate::store::Store;

const BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, ThisError)]
enum ImportError {
    #[error(
        "the imported list `{name}` is not the one that was looked at\n  expected sha256 {expected}\n  got      sha256 {got}\nhint: see what has changed in {place}, then write the new sha256 into [[import]]"
    )]
    Changed { name: String, place: String, expected: Sha256, got: Sha256 },
    #[error("the imported list `{name}`: `{url}` is no address: {why}\nhint: write it as https://host/path")]
    BadUrl { name: String, url: String, why: String },
    #[error("the imported list `{name}`")]
    Unread { name: String, source: FileError },
    #[error("the imported list `{name}`")]
    Unfetched { name: String, source: Box<dyn Error> },
    #[error(
        "the imported list `{name}`: {url} answered with status {status}\nhint: mend its `url` in [[import]], or ask whoever keeps that list"
    )]
    NotThere { name: String, url: String, status: u16 },
    #[error("the imported list `{0}` is not text in UTF-8\nhint: import a list, as `mcpscan approve` writes it")]
    NoText(String),
}

/// Where a list may be looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    pub no_cache: bool,
    pub offline: bool,
}

impl Reach {
    pub fn of(judging: &Judging) -> Self {
        Self { no_cache: judging.no_cache, offline: judging.offline }
    }
}

/// `path` is where the list that imports them is.
pub(super) fn load(
    list: &ApprovedList,
    path: &Path,
    reach: Reach,
    common: &Common,
    judge: &dyn Judge,
) -> Result<Vec<Imported>, Box<dyn Error>> {
    list.imports.iter().map(|import| one(import, path, reach, common, judge)).collect()
}

fn one(import: &Import, path: &Path, reach: Reach, common: &Common, judge: &dyn Judge) -> Result<Imported, Box<dyn Error>> {
    let (place, text) = match &import.source {
        Source::Path(relative) => {
            let path = beside(path, relative);
            let text = file::text(&path, "mend its `path` in [[import]], or bring the list there");
            let unread = |source| ImportError::Unread { name: import.name.clone(), source };
            (path.display().to_string(), text.map_err(unread)?)
        }
        Source::Url(url) => (url.clone(), fetched(import, url, reach, common, judge)?),
    };
    checked(import, &place, text.as_bytes())?;
    Ok(Imported { name: import.name.clone(), list: read(&place, &text)? })
}

fn beside(list: &Path, relative: &str) -> PathBuf {
    list.parent().unwrap_or(Path::new("")).join(relative)
}

fn checked(import: &Import, place: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let got = Sha256::of(bytes);
    if got == import.sha256 {
        return Ok(());
    }
    Err(ImportError::Changed { name: import.name.clone(), place: place.to_owned(), expected: import.sha256, got })
}

/// A list is in no registry, which is what errors of the network speak of.
fn unfetched(import: &Import, error: Box<dyn Error>) -> ImportError {
    let name = import.name.clone();
    match error.downcast_ref::<FetchError>() {
        Some(FetchError::Status { url, status, .. }) => ImportError::NotThere { name, url: url.clone(), status: *status },
        Some(_) | None => ImportError::Unfetched { name, source: error },
    }
}

/// Those that can be had without the network, and what keeps others from it.
pub(super) fn at_hand(list: &ApprovedList, path: &Path, common: &Common, judge: &dyn Judge) -> (Vec<Imported>, Vec<String>) {
    let reach = Reach { no_cache: false, offline: true };
    let (mut imported, mut missing) = (Vec::new(), Vec::new());
    for import in &list.imports {
        match one(import, path, reach, common, judge) {
            Ok(list) => imported.push(list),
            Err(error) => {
                missing.push(exit::describe(error.as_ref()).trim_start_matches("error: ").lines().next().unwrap_or_default().to_owned())
            }
        }
    }
    (imported, missing)
}

/// Once seen, it is kept under its digest: no network is needed again.
fn fetched(import: &Import, url: &str, reach: Reach, common: &Common, judge: &dyn Judge) -> Result<String, Box<dyn Error>> {
    let store = if reach.no_cache { None } else { Some(Store::open(&cache_folder(common)?)?) };
    let kept = store.as_ref().map(|store| store.blobs().get(&import.sha256, BYTES_MAX)).transpose()?.flatten();
    let bytes = match kept {
        Some(bytes) => bytes,
        None => {
            let bad = |why: String| ImportError::BadUrl { name: import.name.clone(), url: url.to_owned(), why };
            let page = judge.page(&values::web_address(url).map_err(bad)?, reach.offline);
            let bytes = page.map_err(|error| unfetched(import, error))?;
            checked(import, url, &bytes)?;
            if let Some(store) = &store {
                store.blobs().put(&bytes)?;
            }
            bytes
        }
    };
    Ok(String::from_utf8(bytes).map_err(|_| ImportError::NoText(import.name.clone()))?)
}

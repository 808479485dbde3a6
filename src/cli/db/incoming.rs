//! A file or an address taken in whole, or not at all.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use url::Url;

use super::error::ImportError;
use super::records::{self, LARGEST, Taken};
use super::{address, shown};
use crate::cli::Progress;
use crate::cli::judge::surroundings;
use crate::fetch::{self, Feed, FetchOptions};
use crate::model::Registry;
use crate::store::{Intake, Source, Store, Whole};

/// A slow line needs this long for the largest file that there is.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

pub(super) struct Incoming<'a> {
    /// The cache folder.
    pub folder: &'a Path,
    pub progress: &'a Progress,
}

/// Where records come from, by the name under which they are kept.
struct Origin<'a> {
    place: &'a str,
    /// As a person would call it.
    file: &'a str,
    etag: Option<&'a str>,
    /// The registry that it has to be about.
    wanted: Option<Registry>,
}

impl Incoming<'_> {
    /// Tells what came in.
    pub fn import(&self, what: &Path) -> Result<String, Box<dyn Error>> {
        if let Some(url) = address(what) {
            let told = self.fetched(&url, None)?;
            return Ok(told.unwrap_or_else(|| "unchanged: it has nothing new since it was imported\n".to_owned()));
        }
        let failed = |source| ImportError::Read { path: what.to_owned(), source };
        let size = fs::metadata(what).map_err(failed)?.len();
        if size > LARGEST {
            return Err(ImportError::TooLarge { place: what.display().to_string(), limit: LARGEST }.into());
        }
        let place = fs::canonicalize(what).map_err(failed)?.display().to_string();
        let file = what.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let store = Store::open(self.folder)?;
        let origin = Origin { place: &place, file: &file, etag: None, wanted: None };
        self.taken(store.intake()?, what, &what.display().to_string(), &origin)
    }

    /// None where the address has what it had before.
    pub fn fetched(&self, url: &Url, wanted: Option<Registry>) -> Result<Option<String>, Box<dyn Error>> {
        let store = Store::open(self.folder)?;
        let intake = store.intake()?;
        let place = fetch::place(url);
        let (path, file) = intake.arriving()?;
        let path = path.to_owned();
        let before = store.feed_etag(&place)?;
        let told = |done: u64, total: Option<u64>| {
            let total = total.map_or_else(String::new, |total| format!(" of {:.1}", total as f64 / 1e6));
            self.progress.step(&format!("fetching {place} ({:.1}{total} MB)", done as f64 / 1e6));
        };
        let options = FetchOptions { timeout: PATIENCE, ..FetchOptions::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ImportError::Runtime)?;
        let surroundings = surroundings()?;
        let answer = fetch::feed(&surroundings, &options, url, before.as_deref(), LARGEST, file, &told);
        let etag = match runtime.block_on(answer).map_err(ImportError::Fetch)? {
            Feed::Unchanged => {
                store.feed_is_unchanged(&place)?;
                return Ok(None);
            }
            Feed::Fresh { etag } => etag,
        };
        let origin = Origin { place: &place, file: &place, etag: etag.as_deref(), wanted };
        self.taken(intake, &path, &place, &origin).map(Some)
    }

    /// What is an archive stands for all that its place has to say.
    fn taken(&self, mut intake: Intake<'_>, path: &Path, named: &str, origin: &Origin<'_>) -> Result<String, Box<dyn Error>> {
        self.progress.step(&format!("taking in {}", origin.file));
        let taken = records::take(path, named, origin.wanted, &mut intake, &|what| self.progress.step(what))?;
        let Origin { place, file, etag, wanted } = *origin;
        if let Some(wanted) = wanted.filter(|wanted| taken.ecosystem != Some(*wanted)) {
            return Err(ImportError::OtherEcosystem { place: place.to_owned(), wanted: shown(wanted) }.into());
        }
        let digest = records::digest(path).map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
        let whole = Whole { place, ecosystem: taken.ecosystem, etag };
        let count = intake.finish(&Source { file, digest: &digest, whole: taken.is_archive.then_some(whole) })?;
        Ok(told(count, &taken))
    }
}

fn told(count: u64, taken: &Taken) -> String {
    let mut out = format!("imported {count} entries about packages of npm and PyPI\n");
    if taken.withdrawn > 0 {
        out += &format!("left out   {} records that were withdrawn\n", taken.withdrawn);
    }
    if taken.elsewhere > 0 {
        out += &format!("left out   {} records about other registries\n", taken.elsewhere);
    }
    if taken.misnamed > 0 {
        out += &format!("left out   {} records about packages that no registry would call so\n", taken.misnamed);
    }
    out
}

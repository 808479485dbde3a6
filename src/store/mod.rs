//! Cache and history in SQLite, artifacts on disk by digest. The only door to the database.

mod advisories;
mod blobs;
mod database;
mod error;
mod files;
mod history;
mod intake;
mod key;
mod memory;
mod parsed;
mod resolutions;
mod results;
mod schema;
pub mod sweep;

use std::path::{Path, PathBuf};

pub use advisories::{Feed, Import};
pub use blobs::{BlobInfo, Blobs};
pub use error::StoreError;
pub use history::Judgement;
pub use intake::{Intake, Source, Whole};
pub use key::ScanKey;
pub use memory::Memory;
pub use parsed::ParsedFiles;

use database::Database;

/// Everything that is kept between runs; several processes may use one folder at once.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    database: Database,
}

/// How many results and past judgements there are, and how large the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreInfo {
    pub results: u64,
    pub history: u64,
    pub bytes: u64,
}

impl Store {
    /// Makes the folder and the database where there are none yet.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        Ok(Self { folder: folder.to_owned(), database: Database::open(folder)? })
    }

    /// None where nothing was ever kept; makes nothing.
    pub fn open_existing(folder: &Path) -> Result<Option<Self>, StoreError> {
        if Database::exists(folder) { Self::open(folder).map(Some) } else { Ok(None) }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn blobs(&self) -> Blobs {
        Blobs::new(&self.folder)
    }

    /// What a person should know about the store itself; each is given once.
    pub fn take_warnings(&self) -> Vec<String> {
        self.database.take_warnings()
    }

    pub fn info(&self) -> Result<StoreInfo, StoreError> {
        self.database.read(|connection| {
            let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
            Ok(StoreInfo {
                results: count("SELECT count(*) FROM results")?,
                history: count("SELECT count(*) FROM history")?,
                bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            })
        })
    }

    /// Forgets results and resolutions; what was judged before stays in the history. Gives the number of results.
    pub fn clear(&self) -> Result<u64, StoreError> {
        let removed = self.database.write(|transaction| {
            let removed = transaction.execute("DELETE FROM results", [])?;
            transaction.execute("DELETE FROM resolutions", [])?;
            Ok(removed as u64)
        })?;
        self.database.shrink();
        Ok(removed)
    }
}

/// The user's cache folder: `$XDG_CACHE_HOME/mcpscan`, or what the system has in its place. None where there is no home.
pub fn default_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("mcpscan"))
}

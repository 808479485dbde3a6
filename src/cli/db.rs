//! What is publicly known of packages: taken in from files, and how much there is.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use thiserror::Error as ThisError;

use crate::advisories::Advisories;
use crate::model::{ArtifactKind, Sha256};
use crate::report::escape;
use crate::store::Store;
use crate::unpack::{Limits, unpack};

/// The list of all that is known of npm has about a tenth of it.
const LARGEST: u64 = 2 << 30;

#[derive(Debug, ThisError)]
enum ImportError {
    #[error("cannot read `{}`: {source}\nhint: name a file of OSV records: .json, .jsonl, or a .zip of them", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("`{}` is larger than {limit} bytes\nhint: import its parts one after the other", path.display())]
    TooLarge { path: PathBuf, limit: u64 },
    #[error("`{}` holds no .json file\nhint: name a file of OSV records: .json, .jsonl, or a .zip of them", path.display())]
    Empty { path: PathBuf },
    #[error("`{}`, {file}: not text\nhint: OSV records are JSON in UTF-8", path.display())]
    NoText { path: PathBuf, file: String },
}

/// Reads all of the file before anything is kept.
pub(super) fn import(folder: &Path, path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = read(path)?;
    let advisories = parse(path, &bytes)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let store = Store::open(folder)?;
    store.import(&name, &Sha256::of(&bytes), &advisories.known, &advisories.withdrawn)?;
    let Advisories { known, withdrawn, elsewhere } = advisories;
    let mut out = format!("imported {} entries about packages of npm and PyPI\n", known.len());
    if !withdrawn.is_empty() {
        out += &format!("left out   {} records that were withdrawn\n", withdrawn.len());
    }
    if elsewhere > 0 {
        out += &format!("left out   {elsewhere} records about other registries\n");
    }
    Ok(out)
}

/// A folder that is not there yet is not made only to be looked at.
pub(super) fn info(folder: &Path) -> Result<String, Box<dyn Error>> {
    let (count, imports) = if folder.exists() { Store::open(folder)?.imports()? } else { (0, Vec::new()) };
    let mut out = format!("records    {count}\n");
    for import in imports {
        let when = import.when.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%SZ");
        out += &format!("imported   {when}  {}  {} records, sha256 {}\n", escape(&import.file), import.records, escape(&import.digest));
    }
    Ok(out)
}

fn read(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |source| ImportError::Read { path: path.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(ImportError::TooLarge { path: path.to_owned(), limit: LARGEST });
    }
    fs::read(path).map_err(failed)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Advisories, Box<dyn Error>> {
    let mut all = Advisories::default();
    let shown = path.display().to_string();
    let text = |file: &str, bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| ImportError::NoText { path: path.to_owned(), file: file.to_owned() })
    };
    if !bytes.starts_with(b"PK\x03\x04") {
        all.read(&shown, &text("its content", bytes.to_vec())?)?;
        return Ok(all.finish());
    }
    let limits = Limits { unpacked_bytes: 4 << 30, entries: 2_000_000, ..Limits::default() };
    let tree = unpack(bytes, ArtifactKind::Wheel, &limits)?;
    let is_record = |name: &str| name.ends_with(".json") || name.ends_with(".jsonl");
    let records = tree.files().iter().filter(|file| is_record(file.path.as_str()));
    let mut is_empty = true;
    for file in records {
        is_empty = false;
        let place = format!("{shown}, {}", file.path);
        all.read(&place, &text(file.path.as_str(), file.bytes.clone())?)?;
    }
    if is_empty {
        return Err(ImportError::Empty { path: path.to_owned() }.into());
    }
    Ok(all.finish())
}

//! From a file on disk to rows: an archive entry by entry, anything else as one text.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::ImportError;
use crate::advisories::Advisories;
use crate::model::{Registry, Sha256};
use crate::store::Intake;
use crate::unpack::{FileLimits, FilesError, each_file};

/// All that is known of npm has about a tenth of it.
pub(super) const LARGEST: u64 = 2 << 30;
/// A list that is one text, or one record of an archive.
const TEXT_MAX: u64 = 512 << 20;
const RECORD_MAX: u64 = 32 << 20;
const LIMITS: FileLimits = FileLimits { files: 2_000_000, file_bytes: RECORD_MAX, bytes: 8 << 30, ratio: 100 };
/// So many entries go into the database in one step.
const BATCH: usize = 2_000;

/// What came in, as far as nobody will ask the database.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub withdrawn: usize,
    pub elsewhere: u32,
    pub misnamed: u32,
    pub ecosystem: Option<Registry>,
    pub is_archive: bool,
}

/// Adds all records of the file to what is being taken in; `place` is its name for people. The archive of a registry has others' packages
/// beside its own.
pub(super) fn take(
    path: &Path,
    place: &str,
    wanted: Option<Registry>,
    intake: &mut Intake<'_>,
    told: &dyn Fn(&str),
) -> Result<Taken, Box<dyn Error>> {
    let failed = |source| ImportError::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut head = Vec::new();
    (&mut file).take(4).read_to_end(&mut head).map_err(failed)?;
    let is_archive = head == b"PK\x03\x04";
    if is_archive {
        return archive(path, place, wanted, intake, told);
    }
    if size > TEXT_MAX {
        return Err(ImportError::TooLarge { place: place.to_owned(), limit: TEXT_MAX }.into());
    }
    let mut bytes = head;
    file.read_to_end(&mut bytes).map_err(failed)?;
    let mut all = Advisories::default();
    all.read(place, &text(place, "its content", bytes)?)?;
    let withdrawn = all.withdrawn.len();
    flush(&mut all, intake)?;
    Ok(Taken { withdrawn, elsewhere: all.elsewhere, ..Taken::default() })
}

fn archive(
    path: &Path,
    place: &str,
    wanted: Option<Registry>,
    intake: &mut Intake<'_>,
    told: &dyn Fn(&str),
) -> Result<Taken, Box<dyn Error>> {
    let mut all = Advisories::of_archive();
    let (mut count, mut withdrawn) = (0_u64, 0);
    let is_record = |name: &str| name.ends_with(".json") || name.ends_with(".jsonl");
    let taken = each_file(path, LIMITS, is_record, |name, bytes| {
        count += 1;
        all.read(&format!("{place}, {name}"), &text(place, name, bytes)?)?;
        if all.known.len() + all.withdrawn.len() >= BATCH {
            withdrawn += all.withdrawn.len();
            flush(&mut all, intake)?;
            told(&format!("taking in records ({count})"));
        }
        Ok(())
    });
    taken.map_err(|error: Box<dyn Error>| match error.downcast::<FilesError>() {
        Ok(source) => ImportError::Archive { place: place.to_owned(), source: *source }.into(),
        Err(error) => error,
    })?;
    if count == 0 {
        return Err(ImportError::Empty { place: place.to_owned() }.into());
    }
    withdrawn += all.withdrawn.len();
    flush(&mut all, intake)?;
    let ecosystem = wanted.map_or_else(|| all.ecosystem(), |wanted| all.speaks_of(wanted).then_some(wanted));
    Ok(Taken { withdrawn, elsewhere: all.elsewhere, misnamed: all.misnamed, ecosystem, is_archive: true })
}

fn flush(all: &mut Advisories, intake: &mut Intake<'_>) -> Result<(), crate::store::StoreError> {
    let (known, withdrawn) = all.take();
    intake.add(&known, &withdrawn)
}

fn text(place: &str, file: &str, bytes: Vec<u8>) -> Result<String, ImportError> {
    String::from_utf8(bytes).map_err(|_| ImportError::NoText { place: place.to_owned(), file: file.to_owned() })
}

/// Of the bytes of a file.
pub(super) fn digest(path: &Path) -> io::Result<Sha256> {
    Sha256::of_reader(File::open(path)?)
}

//! The list on disk: held by one process at a time while it is changed, and whole at every moment.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A list of a thousand approvals has a tenth of it.
const BYTES_MAX: u64 = 16 << 20;
/// Each time another process has put a new file in its place; they get on.
const ATTEMPTS: usize = 10_000;

#[derive(Debug, Error)]
pub(super) enum FileError {
    #[error("`{path}` cannot be read: {source}\nhint: {hint}", path = .path.display())]
    Unreadable { path: PathBuf, source: io::Error, hint: &'static str },
    #[error("`{path}` is larger than {BYTES_MAX} bytes\nhint: {hint}", path = .path.display())]
    TooLarge { path: PathBuf, hint: &'static str },
    #[error("`{path}` is not text in UTF-8\nhint: {hint}", path = .path.display())]
    NoText { path: PathBuf, hint: &'static str },
    #[error(
        "`{path}` is a link to a file that is not there\nhint: make that file, remove the link, or name another list with --list FILE",
        path = .0.display()
    )]
    Dangling(PathBuf),
    #[error("`{path}` cannot be written: {source}\nhint: name a list that you may write with --list FILE", path = .path.display())]
    Unwritable { path: PathBuf, source: io::Error },
}

/// What to do about a list that cannot be read.
const LIST: &str = "name a list that you may read with --list FILE";

pub(super) fn read(path: &Path) -> Result<String, FileError> {
    text(path, LIST)
}

/// Of another file; `hint` says what to do where that fails.
pub(super) fn text(path: &Path, hint: &'static str) -> Result<String, FileError> {
    let file = File::open(path).map_err(|source| FileError::Unreadable { path: path.to_owned(), source, hint })?;
    content(&file, path, hint)
}

fn content(file: &File, path: &Path, hint: &'static str) -> Result<String, FileError> {
    let mut bytes = Vec::new();
    let read = file.take(BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|source| FileError::Unreadable { path: path.to_owned(), source, hint })?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(FileError::TooLarge { path: path.to_owned(), hint });
    }
    String::from_utf8(bytes).map_err(|_| FileError::NoText { path: path.to_owned(), hint })
}

/// A new file cannot be made in the place of a link.
pub(super) fn leads_somewhere(path: &Path) -> Result<(), FileError> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|named| named.is_symlink());
    let is_lost = || fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if is_link && is_lost() { Err(FileError::Dangling(path.to_owned())) } else { Ok(()) }
}

/// The list, locked. Whoever wants to change it as well waits until it is dropped.
pub(super) struct Held {
    /// Where it really is, if the name is a link.
    path: PathBuf,
    file: File,
    pub text: String,
    /// There was none before.
    is_new: bool,
}

impl Held {
    /// Makes an empty one where there is none.
    pub fn take(named: &Path) -> Result<Self, FileError> {
        leads_somewhere(named)?;
        let path = fs::canonicalize(named).unwrap_or_else(|_| named.to_owned());
        let unwritable = |source| FileError::Unwritable { path: path.clone(), source };
        for _ in 0..ATTEMPTS {
            let Some((file, is_new)) = open(&path).map_err(unwritable)? else { continue };
            file.lock().map_err(unwritable)?;
            if is_still(&file, &path).map_err(unwritable)? {
                let text = content(&file, &path, LIST)?;
                return Ok(Self { path, file, text, is_new });
            }
        }
        Err(unwritable(io::Error::other("other processes do not stop to change it")))
    }

    /// The old text or the new one is there at every moment, and whoever waits sees the new one.
    pub fn write(self, text: &str) -> Result<(), FileError> {
        let unwritable = |source| FileError::Unwritable { path: self.path.clone(), source };
        replace(&self.path, &self.file, text.as_bytes()).map_err(unwritable)
    }

    /// Leaves everything as it was.
    pub fn leave(self) {
        if self.is_new && self.text.is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// None where another process was faster either way.
fn open(path: &Path) -> io::Result<Option<(File, bool)>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.open(path) {
        Ok(file) => return Ok(Some((file, false))),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    match options.create_new(true).open(path) {
        Ok(file) => Ok(Some((file, true))),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the name still stands for the file that was opened: others put a new one in its place.
fn is_still(file: &File, path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(named) => Ok(is_same(&file.metadata()?, &named)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    one.created().ok() == other.created().ok() && one.len() == other.len()
}

fn replace(path: &Path, old: &File, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let draft = path.with_file_name(name);
    // What a killed process of the same number has left.
    let _ = fs::remove_file(&draft);
    let placed = write_whole(&draft, old, bytes).and_then(|()| fs::rename(&draft, path));
    if placed.is_err() {
        let _ = fs::remove_file(&draft);
    }
    placed
}

fn write_whole(draft: &Path, old: &File, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(draft)?;
    file.set_permissions(old.metadata()?.permissions())?;
    file.write_all(bytes)?;
    // The name must not outlive the content when the machine stops.
    file.sync_all()
}

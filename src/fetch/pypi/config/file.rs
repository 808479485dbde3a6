//! Reads configuration files that may not be there.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::super::super::{FetchError, Surroundings};

/// Larger than any configuration that a person wrote.
const MOST_BYTES: u64 = 1 << 20;

/// None when there is no such file; any other trouble is an error, since a setting that is not heard may be the private index.
pub(super) fn read(path: &Path) -> Result<Option<String>, FetchError> {
    let bad = |why: String| FetchError::BadConfig { file: path.to_owned(), line: None, why };
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(_) if text.len() as u64 > MOST_BYTES => Err(bad(format!("it has more than {MOST_BYTES} bytes"))),
        Ok(_) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) => Ok(None),
        Err(error) => Err(bad(error.to_string())),
    }
}

/// A path as a setting writes it: relative to the working directory, `~/` in the home directory.
pub(super) fn path(text: &str, surroundings: &Surroundings) -> PathBuf {
    match (text.strip_prefix("~/"), &surroundings.home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => surroundings.cwd.join(text),
    }
}

/// The folder of the user's own settings: `$XDG_CONFIG_HOME`, else `~/.config`; on Windows `%APPDATA%`.
pub(super) fn user_folder(surroundings: &Surroundings) -> Option<PathBuf> {
    if cfg!(windows) {
        return surroundings.var("APPDATA").map(PathBuf::from);
    }
    let named = surroundings.var("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    named.or_else(|| Some(surroundings.home.as_ref()?.join(".config")))
}

/// The machine's folders, the most important first: `$XDG_CONFIG_DIRS`, else `/etc/xdg`; on Windows `%PROGRAMDATA%`.
pub(super) fn machine_folders(surroundings: &Surroundings) -> Vec<PathBuf> {
    if cfg!(windows) {
        return surroundings.var("PROGRAMDATA").map(PathBuf::from).into_iter().collect();
    }
    let folders = surroundings.var("XDG_CONFIG_DIRS").unwrap_or("/etc/xdg");
    folders.split(':').filter(|folder| !folder.is_empty()).map(PathBuf::from).collect()
}

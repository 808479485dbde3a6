//! Where the approved list is.

use std::env;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::approvals::FILE_NAME;

#[derive(Debug, Error)]
pub(super) enum PlaceError {
    #[error(
        "there is no {FILE_NAME} here\nhint: begin one with `mcpscan approve npm NAME@VERSION --why TEXT`, or name a list with --list FILE"
    )]
    NoList,
    #[error("the current folder cannot be told: {0}\nhint: name the list with --list FILE")]
    NoFolder(#[source] std::io::Error),
}

/// The one that is named, or the nearest one.
pub(super) fn find(named: Option<&Path>) -> Result<PathBuf, PlaceError> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => nearest(&here()?).ok_or(PlaceError::NoList),
    }
}

/// The same; where there is none, where it belongs.
pub(super) fn find_or_choose(named: Option<&Path>) -> Result<PathBuf, PlaceError> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let here = here()?;
    let home = || repository(&here).unwrap_or(&here).join(FILE_NAME);
    Ok(nearest(&here).unwrap_or_else(home))
}

fn here() -> Result<PathBuf, PlaceError> {
    env::current_dir().map_err(PlaceError::NoFolder)
}

/// Outside of a repository only this very folder counts: what lies above it may be anybody's.
fn nearest(here: &Path) -> Option<PathBuf> {
    let top = repository(here).unwrap_or(here);
    let folders = here.ancestors().take_while(|folder| folder.starts_with(top));
    folders.map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// The folder that holds `.git`, which is a file in a worktree.
fn repository(here: &Path) -> Option<&Path> {
    here.ancestors().find(|folder| folder.join(".git").exists())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_search_ends_at_the_repository() {
        let folder = tempfile::TempDir::new().unwrap();
        let (top, inner) = (folder.path().join("repository"), folder.path().join("repository/a/b"));
        fs::create_dir_all(&inner).unwrap();
        fs::write(folder.path().join(FILE_NAME), "").unwrap();
        assert_eq!((nearest(&inner), repository(&inner)), (None, None));
        fs::create_dir(top.join(".git")).unwrap();
        assert_eq!((nearest(&inner), repository(&inner)), (None, Some(top.as_path())));
        fs::write(top.join(FILE_NAME), "").unwrap();
        assert_eq!(nearest(&inner), Some(top.join(FILE_NAME)));
        fs::write(top.join("a").join(FILE_NAME), "").unwrap();
        assert_eq!(nearest(&inner), Some(top.join("a").join(FILE_NAME)));
    }
}

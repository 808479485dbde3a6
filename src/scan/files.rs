//! Facts → which stores of credentials are read, and which folders are written to or deleted in.

use std::collections::{BTreeMap, BTreeSet};

use super::observe::Part;
use crate::facts::{PathAccess, PathUse, Place};
use crate::model::{FileAccess, ObservedFile, Runs};
use crate::signatures::Signatures;

/// More places than these are a program that writes where it is told.
const MAX_FILES: usize = 200;
/// Functions that make a folder: their path is the folder itself.
const FOLDER_MAKERS: [&str; 5] = ["mkdir", "makedir", "ensureDir", "mkdtemp", "mkdirp"];

/// One entry for each path and access, at the place that runs first.
pub(super) fn observed(parts: &[Part<'_>], signatures: &Signatures) -> Vec<ObservedFile> {
    let mut all: BTreeMap<(String, FileAccess), ObservedFile> = BTreeMap::new();
    for part in parts {
        let folders = made_folders(part);
        for path in part.facts.paths.iter().filter(|path| part.counts(path.place)) {
            let Some(file) = file_of(part, path, folders.contains(&path.place), signatures) else { continue };
            let key = (file.path.clone(), file.access);
            let rank = |file: &ObservedFile| (file.runs > Runs::Hosted, file.origin.clone(), file.runs, file.location.clone());
            let is_full = all.len() >= MAX_FILES;
            match all.get_mut(&key) {
                Some(known) if rank(&file) < rank(known) => *known = file,
                Some(_) => {}
                None if is_full => {}
                None => {
                    all.insert(key, file);
                }
            }
        }
    }
    all.into_values().collect()
}

fn made_folders(part: &Part<'_>) -> BTreeSet<Place> {
    let makes = |callee: &str| FOLDER_MAKERS.iter().any(|maker| callee.rsplit('.').next().unwrap_or(callee).starts_with(maker));
    part.facts.calls.iter().filter(|call| makes(&call.callee)).map(|call| call.place).collect()
}

fn file_of(part: &Part<'_>, path: &PathUse, is_folder: bool, signatures: &Signatures) -> Option<ObservedFile> {
    let store = signatures.credential(&path.path).map(|store| store.holds.clone());
    let access = match path.access {
        PathAccess::Named => return None,
        PathAccess::Read => FileAccess::Read,
        PathAccess::Write => FileAccess::Write,
        PathAccess::Delete => FileAccess::Delete,
    };
    let shown = match (&store, access) {
        (Some(_), _) => path.path.clone(),
        // What is read that holds no secret is read by every program.
        (None, FileAccess::Read) => return None,
        (None, FileAccess::Write | FileAccess::Delete) => folder_of(&path.path, is_folder)?,
    };
    let (location, origin) = part.whose(path.place);
    Some(ObservedFile { path: shown, access, store, runs: part.runs(path.place), location, origin })
}

/// The constant part of a path, down to a folder: `~/.acme` of `~/.acme/a.json`, `/tmp/*` of `/tmp/x-*.json`, `.` of `a.json`.
fn folder_of(path: &str, is_folder: bool) -> Option<String> {
    if let Some((head, _)) = path.split_once('*') {
        let (folder, _) = head.rsplit_once('/')?;
        return Some(format!("{folder}/*")).filter(|_| !folder.is_empty() || head.starts_with('/'));
    }
    let path = path.trim_end_matches('/');
    if path.is_empty() || path.contains(['\n', '\0']) {
        return None;
    }
    Some(match path.rsplit_once('/') {
        _ if is_folder => path.to_owned(),
        Some(("", _)) => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
        None => ".".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_down_to_its_last_certain_folder() {
        let folder = |path: &str| folder_of(path, false);
        assert_eq!(folder("~/.acme/config.json").as_deref(), Some("~/.acme"));
        assert_eq!(folder("/tmp/acme-*.json").as_deref(), Some("/tmp/*"));
        assert_eq!(folder("logs/a.txt").as_deref(), Some("logs"));
        assert_eq!(folder("a.txt").as_deref(), Some("."));
        assert_eq!(folder("/x").as_deref(), Some("/"));
        assert_eq!(folder("*/a.txt"), None);
        assert_eq!(folder_of("~/.acme", true).as_deref(), Some("~/.acme"));
    }
}

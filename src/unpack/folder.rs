//! A folder on disk as a tree. Links are not followed, so nothing outside is read.

use std::fs::{self, File as Disk, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::model::{AnomalyKind, ArtifactKind, Tree};

use super::error::UnpackError;
use super::gather::{Gather, Standing};
use super::limits::{Budget, Limits};

/// Every file below `path`, `node_modules` and hidden folders included.
///
/// Left out is only what `.git/objects` holds in git's own packed form, known by its first bytes and not by its name:
/// it is the history, often larger than the package, and nothing that an interpreter could load.
pub fn read_folder(path: &Path, limits: &Limits) -> Result<Tree, UnpackError> {
    let mut gather = Gather::new(ArtifactKind::Folder, Budget::new(limits, None));
    let mut folders = vec![Place { path: path.to_path_buf(), name: Vec::new(), depth: 0 }];
    while let Some(folder) = folders.pop() {
        let mut children = list(&folder).map_err(failed(&folder.path))?;
        children.sort_by(|a, b| a.name.cmp(&b.name));
        for child in children {
            gather.budget.entry()?;
            folders.extend(visit(child, &mut gather)?);
        }
    }
    gather.finish()
}

/// Something in the folder: where it is, and its name from the root, `/`-separated.
struct Place {
    path: PathBuf,
    name: Vec<u8>,
    depth: usize,
}

fn failed(path: &Path) -> impl Fn(io::Error) -> UnpackError {
    move |source| UnpackError::Folder { path: path.to_path_buf(), source }
}

fn list(folder: &Place) -> io::Result<Vec<Place>> {
    fs::read_dir(&folder.path)?
        .map(|child| {
            let child = child?;
            let last = child.file_name();
            let parts: &[&[u8]] =
                if folder.depth == 0 { &[last.as_encoded_bytes()] } else { &[&folder.name, b"/", last.as_encoded_bytes()] };
            Ok(Place { path: child.path(), name: parts.concat(), depth: folder.depth + 1 })
        })
        .collect()
}

/// Reads a file, notes what is none, hands back a folder.
fn visit(place: Place, gather: &mut Gather) -> Result<Option<Place>, UnpackError> {
    let metadata = fs::symlink_metadata(&place.path).map_err(failed(&place.path))?;
    let shown = String::from_utf8_lossy(&place.name).into_owned();
    if metadata.is_symlink() {
        let target = fs::read_link(&place.path).map_err(failed(&place.path))?;
        gather.notes.add(AnomalyKind::Symlink, &shown, format!("links to {}", target.display()));
    } else if metadata.is_dir() {
        if place.depth < gather.budget.limits.depth {
            return Ok(Some(place));
        }
        gather.notes.add(AnomalyKind::LimitReached, &shown, format!("{} folders deep; what it holds was not read", place.depth));
    } else if metadata.is_file() {
        read_file(&place, &shown, &metadata, gather)?;
    } else {
        gather.notes.add(AnomalyKind::Device, &shown, "a device, pipe or socket");
    }
    Ok(None)
}

fn read_file(place: &Place, shown: &str, metadata: &Metadata, gather: &mut Gather) -> Result<(), UnpackError> {
    let mut file = Disk::open(&place.path).map_err(failed(&place.path))?;
    let mut bytes = Vec::new();
    (&mut file).take(8).read_to_end(&mut bytes).map_err(failed(&place.path))?;
    if shown.starts_with(".git/objects/") && is_git_object(&bytes) {
        return Ok(());
    }
    // One byte more than fits, so that the budget sees it.
    file.take(gather.budget.left() + 1).read_to_end(&mut bytes).map_err(failed(&place.path))?;
    gather.budget.bytes(bytes.len() as u64)?;
    gather.file(&place.name, bytes, is_executable(metadata), Standing::Installed);
    Ok(())
}

/// A zlib stream, or one of git's own files; each has bytes at its head that no source text has.
fn is_git_object(head: &[u8]) -> bool {
    let zlib = head.len() >= 2 && head[0] == 0x78 && matches!(head[1], 0x01 | 0x9c | 0xda);
    let own: [&[u8]; 6] = [b"PACK\0\0\0", b"\xfftOc\0\0\0", b"RIDX\0\0\0", b"BITM\0", b"MIDX\x01", b"CGPH\x01"];
    zlib || own.iter().any(|magic| head.starts_with(magic))
}

#[cfg(unix)]
fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn paths(tree: &Tree) -> Vec<&str> {
        tree.files().iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn no_folder_is_skipped_by_its_name() {
        let folder = folder(&[("node_modules/a/i.js", b"1"), ("dist/x.js", b"2"), (".hidden/y.py", b"3"), ("package.json", b"{}")]);
        let tree = read_folder(folder.path(), &Limits::default()).unwrap();
        assert_eq!(paths(&tree), [".hidden/y.py", "dist/x.js", "node_modules/a/i.js", "package.json"]);
        assert!(tree.anomalies.is_empty());
    }

    #[test]
    fn of_git_only_its_packed_objects_are_left_out() {
        let objects: [(&str, &[u8]); 3] =
            [(".git/objects/ab/cdef", b"\x78\x01abc"), (".git/objects/pack/p.pack", b"PACK\0\0\0\x02"), (".git/HEAD", b"ref: x")];
        let hidden: [(&str, &[u8]); 2] = [(".git/objects/ab/evil", b"x=1"), ("lib/objects.bin", b"PACK\0\0\0\x02")];
        let folder = folder(&[&objects[..], &hidden[..]].concat());
        assert_eq!(
            paths(&read_folder(folder.path(), &Limits::default()).unwrap()),
            [".git/HEAD", ".git/objects/ab/evil", "lib/objects.bin"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_told_and_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let outside = folder(&[("secret", b"s")]);
        let folder = folder(&[("run", b"#!/bin/sh")]);
        symlink(outside.path(), folder.path().join("out")).unwrap();
        symlink(folder.path(), folder.path().join("loop")).unwrap();
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o755)).unwrap();
        let tree = read_folder(folder.path(), &Limits::default()).unwrap();
        assert_eq!(paths(&tree), ["run"]);
        assert!(tree.files()[0].executable);
        assert_eq!(tree.anomalies.iter().map(|anomaly| anomaly.kind).collect::<Vec<_>>(), [AnomalyKind::Symlink; 2]);
    }

    #[test]
    fn limits_are_errors_that_name_themselves() {
        let folder = folder(&[("a", b"12345"), ("b", b"12345")]);
        let bytes = Limits { unpacked_bytes: 8, ..Limits::default() };
        assert!(matches!(read_folder(folder.path(), &bytes), Err(UnpackError::Limit { limit: 8, .. })));
        let entries = Limits { entries: 1, ..Limits::default() };
        assert!(matches!(read_folder(folder.path(), &entries), Err(UnpackError::Limit { found: 2, limit: 1, .. })));
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let error = read_folder(Path::new("no-such-folder"), &Limits::default()).unwrap_err();
        assert!(error.to_string().starts_with("no-such-folder: cannot be read\nhint: "));
    }
}

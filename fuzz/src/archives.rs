//! Archives as hostile as they like: no panic, an end, a budget that holds, and names that stay inside.

use mcpscan::model::{ArtifactKind, RelPath, Tree};
use mcpscan::unpack::{Limits, unpack};

/// Small, so that going over is soon tried.
fn limits() -> Limits {
    Limits { unpacked_bytes: 8 << 20, entries: 1000, ..Limits::default() }
}

pub fn tar_entries(data: &[u8]) {
    check(data, ArtifactKind::NpmTarball);
    check(data, ArtifactKind::Sdist);
}

pub fn zip_entries(data: &[u8]) {
    for kind in [ArtifactKind::Wheel, ArtifactKind::Zip, ArtifactKind::Mcpb] {
        check(data, kind);
    }
}

/// The data is what follows a sound gzip header.
pub fn gzip_members(data: &[u8]) {
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    tar_entries(&[&header, data].concat());
}

/// The data is an entry's name.
pub fn path_clean(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        for path in [RelPath::new(text).ok(), RelPath::from_root(text), RelPath::new("a/b/c.js").ok().and_then(|at| at.resolve(text))] {
            path.iter().for_each(is_inside);
        }
    }
    let mut header = tar::Header::new_ustar();
    let name = &mut header.as_old_mut().name;
    let length = data.len().min(name.len());
    name[..length].copy_from_slice(&data[..length]);
    header.set_size(4);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    let mut archive = header.as_bytes().to_vec();
    archive.extend(b"text");
    archive.resize(2048, 0);
    tar_entries(&archive);
}

fn check(data: &[u8], kind: ArtifactKind) {
    let Ok(tree) = unpack(data, kind, &limits()) else { return };
    let bytes: usize = tree.files().iter().map(|file| file.bytes.len()).sum();
    assert!(bytes as u64 <= limits().unpacked_bytes && tree.files().len() as u64 <= limits().entries);
    is_sorted(&tree);
    tree.files().iter().for_each(|file| is_inside(&file.path));
}

fn is_sorted(tree: &Tree) {
    assert!(tree.files().windows(2).all(|pair| pair[0].path < pair[1].path), "each path once, in order");
}

/// Cleaning it again changes nothing.
fn is_inside(path: &RelPath) {
    assert_eq!(RelPath::from_root(path.as_str()).as_ref(), Some(path));
    assert!(!path.as_str().starts_with('/') && path.as_str().split('/').all(|part| part != ".."));
}

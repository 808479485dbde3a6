//! Wheels with one oddity each, written byte by byte.

use crate::model::{AnomalyKind, ArtifactKind, Tree};

use super::super::tests::{kinds, listing};
use super::super::{Limits, UnpackError, unpack};

/// A stored entry; what the local header says may differ from the directory.
#[derive(Clone)]
struct Part<'a> {
    listed: &'a str,
    local: &'a str,
    body: &'a str,
    method: u16,
    flags: u16,
    mode: u32,
    crc_off: u32,
    unlisted: bool,
}

fn part<'a>(name: &'a str, body: &'a str) -> Part<'a> {
    Part { listed: name, local: name, body, method: 0, flags: 0, mode: 0o100_644, crc_off: 0, unlisted: false }
}

struct Offsets {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

fn crc(body: &str) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(body.as_bytes());
    crc.sum()
}

fn write(parts: &[Part<'_>]) -> Offsets {
    let mut zip = Offsets { bytes: Vec::new(), directory: Vec::new(), count: 0 };
    for part in parts {
        let offset = zip.bytes.len() as u32;
        let size = part.body.len() as u32;
        let common = |name: &str| {
            let fields = [[20, 0], part.flags.to_le_bytes(), part.method.to_le_bytes(), [0; 2], [0x21, 0]].concat();
            let sizes = [(crc(part.body) ^ part.crc_off).to_le_bytes(), size.to_le_bytes(), size.to_le_bytes()].concat();
            [fields, sizes, (name.len() as u16).to_le_bytes().to_vec(), vec![0, 0]].concat()
        };
        zip.bytes.extend([b"PK\x03\x04".to_vec(), common(part.local), part.local.into(), part.body.into()].concat());
        if !part.unlisted {
            let tail = [[0; 6].to_vec(), (part.mode << 16).to_le_bytes().to_vec(), offset.to_le_bytes().to_vec()].concat();
            zip.directory.extend([b"PK\x01\x02\x14\x03".to_vec(), common(part.listed), tail, part.listed.into()].concat());
            zip.count += 1;
        }
    }
    zip
}

fn finish(zip: &Offsets, count: u16, comment: &str) -> Vec<u8> {
    let (size, offset) = (zip.directory.len() as u32, zip.bytes.len() as u32);
    let count = count.to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0".to_vec(), count.to_vec(), count.to_vec(), size.to_le_bytes().to_vec(), offset.to_le_bytes().to_vec()]
        .concat();
    [zip.bytes.clone(), zip.directory.clone(), end, (comment.len() as u16).to_le_bytes().to_vec(), comment.into()].concat()
}

fn packed(parts: &[Part<'_>]) -> Vec<u8> {
    let zip = write(parts);
    finish(&zip, zip.count, "")
}

fn wheel(bytes: &[u8]) -> Tree {
    unpack(bytes, ArtifactKind::Wheel, &Limits::default()).unwrap()
}

#[test]
fn a_plain_wheel_is_read_without_a_word() {
    let tree = wheel(&packed(&[part("a/", ""), part("a/x.py", "1"), Part { mode: 0o100_755, ..part("a/y", "2") }]));
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("a/x.py", "1"), ("a/y", "2")], vec![]));
    assert_eq!(tree.files().iter().map(|file| file.executable).collect::<Vec<_>>(), [false, true]);
    assert_eq!(kinds(&wheel(&packed(&[]))), []);
}

#[test]
fn the_later_of_two_listed_entries_wins() {
    let tree = wheel(&packed(&[part("x.py", "honest"), part("x.py", "marker")]));
    assert_eq!(listing(&tree), [("x#shadowed-1.py", "honest"), ("x.py", "marker")]);
    assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry]);
}

#[test]
fn two_names_for_one_entry_are_both_read() {
    let tree = wheel(&packed(&[Part { local: "evil.py", ..part("readme.txt", "1") }]));
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("evil.py", "1"), ("readme.txt", "1")], vec![AnomalyKind::HeaderMismatch]));
}

#[test]
fn entries_that_only_local_headers_have_are_read_too() {
    let tree = wheel(&packed(&[part("a.py", "1"), Part { unlisted: true, ..part("evil.py", "2") }, part("b.py", "3")]));
    assert_eq!(listing(&tree), [("a.py", "1"), ("b.py", "3"), ("evil.py", "2")]);
    assert_eq!(kinds(&tree), [AnomalyKind::HeaderMismatch, AnomalyKind::TrailingData]);
}

#[test]
fn of_two_archives_in_a_row_the_last_is_installed_and_both_are_read() {
    let tree = wheel(&[packed(&[part("x.py", "first")]), packed(&[part("x.py", "last")])].concat());
    assert_eq!(listing(&tree), [("x#shadowed-1.py", "first"), ("x.py", "last")]);
    assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry, AnomalyKind::HeaderMismatch, AnomalyKind::TrailingData]);
}

#[test]
fn junk_around_the_archive_is_told() {
    let honest = packed(&[part("x.py", "1")]);
    for bytes in [[b"junk", &honest[..]].concat(), [&honest[..], b"junk"].concat()] {
        let tree = wheel(&bytes);
        assert_eq!((listing(&tree), kinds(&tree)), (vec![("x.py", "1")], vec![AnomalyKind::TrailingData]));
    }
    let zip = write(&[part("x.py", "1")]);
    assert_eq!(kinds(&wheel(&finish(&zip, 1, "hello"))), [AnomalyKind::OddEncoding]);
    assert_eq!(kinds(&wheel(&finish(&zip, 60_000, ""))), [AnomalyKind::HeaderMismatch]);
}

#[test]
fn a_signed_bundle_is_ordinary_and_a_false_signature_is_not() {
    let honest = packed(&[part("manifest.json", "{}")]);
    let signed = |length: u8| [&honest[..], b"MCPB_SIG_V1", &[length, 0, 0, 0], b"pkcs7", b"MCPB_SIG_END"].concat();
    let read = |bytes: &[u8]| kinds(&unpack(bytes, ArtifactKind::Mcpb, &Limits::default()).unwrap());
    assert_eq!(read(&signed(5)), []);
    assert_eq!(read(&signed(4)), [AnomalyKind::TrailingData]);
}

#[test]
fn damage_and_unknown_codings_are_told() {
    let one = |change: fn(&mut Part<'_>)| {
        let mut part = part("x.py", "1");
        change(&mut part);
        kinds(&wheel(&packed(&[part])))
    };
    assert_eq!(one(|part| part.crc_off = 1), [AnomalyKind::Damaged]);
    assert_eq!(one(|part| part.method = 12), [AnomalyKind::OddEncoding]);
    assert_eq!(one(|part| part.flags = 1), [AnomalyKind::OddEncoding]);
    assert_eq!(one(|part| part.mode = 0o120_777), [AnomalyKind::Symlink]);
    assert_eq!(one(|part| part.mode = 0o020_666), [AnomalyKind::Device]);
    assert_eq!(one(|part| (part.listed, part.local) = ("../x.py", "../x.py")), [AnomalyKind::Traversal]);
    assert_eq!(one(|part| (part.listed, part.local) = ("é.py", "é.py")), [AnomalyKind::OddName]);
}

#[test]
fn python_cuts_a_name_at_its_nul() {
    let tree = wheel(&packed(&[part("evil.py\0.txt", "1")]));
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("evil.py", "1")], vec![AnomalyKind::OddName]));
}

/// Each entry's data runs to the end of the file and holds all later entries.
#[test]
fn overlapping_entries_are_told_and_cannot_multiply_without_end() {
    let inner = "x".repeat(100_000);
    let mut zip = write(&[part("a", &inner)]);
    let entry = zip.directory.clone();
    let overlaps = |zip: &mut Offsets, count: u16| {
        zip.directory = entry.repeat(usize::from(count));
        finish(zip, count, "")
    };
    assert_eq!(kinds(&wheel(&overlaps(&mut zip, 3))), [AnomalyKind::HeaderMismatch]);
    let result = unpack(&overlaps(&mut zip, 5000), ArtifactKind::Wheel, &Limits { ratio: 10, ..Limits::default() });
    assert!(matches!(result, Err(UnpackError::Limit { limit: 10, .. })), "{result:?}");
}

#[test]
fn a_directory_outside_the_file_is_damage() {
    let mut bytes = packed(&[part("x.py", "1")]);
    let size = bytes.len() - 10;
    bytes[size..size + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(unpack(&bytes, ArtifactKind::Wheel, &Limits::default()), Err(UnpackError::Damaged(_))));
}

/// Room for a content is given by what comes out: four thousand heads that claim 4 GiB each fit into little memory.
#[test]
fn claims_of_size_cost_nothing() {
    let mut parts = vec![Part { unlisted: true, method: 8, ..part("x", "\u{7}") }; 4000];
    parts.push(part("y", "1"));
    let mut bytes = packed(&parts);
    let heads: Vec<usize> = memchr::memmem::find_iter(&bytes, b"PK\x03\x04").collect();
    for head in &heads[..4000] {
        bytes[head + 22..head + 26].fill(0xfe);
    }
    let tree = wheel(&bytes);
    assert!(tree.contains("y") && tree.files().iter().all(|file| file.bytes.capacity() < 100));
}

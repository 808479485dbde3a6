//! Archives with one oddity each, and what npm and pip were seen to make of it.

use crate::model::{AnomalyKind, ArtifactKind, Tree};

use super::super::tests::{gzip, kinds, listing};
use super::super::{Limits, UnpackError, unpack};

type Change = fn(&mut tar::Header);

/// Header and padded body, the header changed last but for its checksum.
fn entry(name: &str, kind: u8, body: &[u8], change: Change) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(body.len() as u64);
    header.set_mode(0o644);
    header.set_entry_type(tar::EntryType::new(kind));
    change(&mut header);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(body);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn file(name: &str, body: &str) -> Vec<u8> {
    entry(name, b'0', body.as_bytes(), |_| {})
}

fn link(name: &str, kind: u8, target: &str) -> Vec<u8> {
    let mut bytes = entry(name, kind, b"", |_| {});
    bytes[157..157 + target.len()].copy_from_slice(target.as_bytes());
    rechecked(bytes)
}

fn rechecked(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut header = tar::Header::new_old();
    header.as_mut_bytes().copy_from_slice(&bytes[..512]);
    header.set_cksum();
    bytes[..512].copy_from_slice(header.as_bytes());
    bytes
}

fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (key, value) in records {
        let rest = key.len() + value.len() + 3;
        let length = (1..).find(|digits: &usize| (rest + digits).to_string().len() == *digits).unwrap() + rest;
        body += &format!("{length} {key}={value}\n");
    }
    entry("PaxHeader", b'x', body.as_bytes(), |_| {})
}

const END: [u8; 1024] = [0; 1024];
const ZERO: [u8; 512] = [0; 512];

fn read(kind: ArtifactKind, parts: &[&[u8]]) -> Result<Tree, UnpackError> {
    unpack(&gzip(&parts.concat()), kind, &Limits::default())
}

fn npm(parts: &[&[u8]]) -> Tree {
    read(ArtifactKind::NpmTarball, parts).unwrap()
}

fn sdist(parts: &[&[u8]]) -> Tree {
    read(ArtifactKind::Sdist, parts).unwrap()
}

#[test]
fn behind_a_lone_zero_block_npm_reads_on_and_python_does_not() {
    let parts: [&[u8]; 4] = [&file("p/a.py", "honest"), &ZERO, &file("p/a.py", "hidden"), &END];
    assert_eq!(listing(&npm(&parts)), [("a#shadowed-1.py", "honest"), ("a.py", "hidden")]);
    assert_eq!(listing(&sdist(&parts)), [("a#shadowed-1.py", "hidden"), ("a.py", "honest")]);
    assert_eq!(kinds(&npm(&parts)), [AnomalyKind::DuplicateEntry, AnomalyKind::HiddenEntry]);
}

#[test]
fn behind_a_wrong_checksum_npm_reads_on() {
    let mut broken = file("p/b.js", "");
    broken[0] = b'q';
    let parts: [&[u8]; 4] = [&file("p/a.js", "1"), &broken, &file("p/a.js", "2"), &END];
    assert_eq!(listing(&npm(&parts)), [("a#shadowed-1.js", "1"), ("a.js", "2")]);
    assert_eq!(listing(&sdist(&parts)), [("a#shadowed-1.js", "2"), ("a.js", "1")]);
    assert_eq!(kinds(&npm(&parts)), [AnomalyKind::DuplicateEntry, AnomalyKind::HiddenEntry, AnomalyKind::Damaged]);
}

#[test]
fn entries_behind_the_end_mark_are_read_but_never_win() {
    let parts: [&[u8]; 4] = [&file("p/a.js", "1"), &END, &file("p/a.js", "2"), &END];
    for tree in [npm(&parts), sdist(&parts)] {
        assert_eq!(listing(&tree), [("a#shadowed-1.js", "2"), ("a.js", "1")]);
        assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry, AnomalyKind::HiddenEntry]);
    }
    let tree = npm(&[&file("p/a.js", "1"), &END, &[7; 700]]);
    assert_eq!(kinds(&tree), [AnomalyKind::TrailingData]);
}

#[test]
fn sizes_of_extended_headers_win() {
    let zero: Change = |header| header.set_size(0);
    let hidden = file("p/evil.js", "inner");
    let size = hidden.len().to_string();
    let tree = npm(&[&pax(&[("size", &size)]), &entry("p/data", b'0', &hidden, zero), &END]);
    assert_eq!(tree.files().iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["data"]);
    assert_eq!(kinds(&tree), [AnomalyKind::PaxMismatch]);
}

#[test]
fn names_of_extended_headers_win_and_needless_ones_are_told() {
    let long = format!("p/{}/x.js", "d".repeat(120));
    let tree = npm(&[&pax(&[("path", &long)]), &file("p/dddd", "1"), &END]);
    assert_eq!((tree.files()[0].path.as_str(), kinds(&tree)), (&long[2..], vec![]));
    let tree = npm(&[&pax(&[("path", "p/evil.js")]), &file("p/readme.md", "1"), &END]);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("evil.js", "1")], vec![AnomalyKind::PaxMismatch]));
    let gnu = entry("././@LongLink", b'L', format!("{long}\0").as_bytes(), |_| {});
    let tree = npm(&[&gnu, &file("p/dddd", "1"), &END]);
    assert_eq!((tree.files()[0].path.as_str(), kinds(&tree)), (&long[2..], vec![]));
}

#[test]
fn an_extended_header_over_the_limit_is_left_out_loudly() {
    let huge = pax(&[("comment", &"x".repeat(1 << 20)), ("path", "p/evil.js")]);
    let tree = npm(&[&huge, &file("p/a.js", "1"), &END]);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("a.js", "1")], vec![AnomalyKind::LimitReached]));
}

#[test]
fn sizes_beyond_reason_neither_stop_nor_exhaust() {
    let huge: Change = |header| header.as_old_mut().size = [0x80, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0];
    let tree = npm(&[&file("p/a.js", "1"), &entry("p/b", b'0', b"", huge), &file("p/c.js", "2"), &END]);
    assert_eq!(listing(&tree), [("a.js", "1"), ("c.js", "2")]);
    assert_eq!(kinds(&tree), [AnomalyKind::HiddenEntry, AnomalyKind::OddEncoding, AnomalyKind::Damaged].sorted());
    let negative: Change = |header| header.as_old_mut().size = [0xff; 12];
    let tree = npm(&[&entry("p/b", b'0', b"", negative), &file("p/c.js", "2"), &END]);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("b", ""), ("c.js", "2")], vec![AnomalyKind::OddEncoding]));
    let claimed: Change = |header| header.set_size(3 << 30);
    let result = read(ArtifactKind::NpmTarball, &[&entry("p/b", b'0', b"", claimed), &END]);
    assert!(matches!(result, Err(UnpackError::Damaged(_))), "{result:?}");
}

#[test]
fn links_and_devices_are_told_and_pip_s_copies_are_made() {
    let parts: [&[u8]; 5] = [
        &file("p/lib/real.py", "1"),
        &link("p/setup.py", b'2', "lib/real.py"),
        &link("p/b.py", b'1', "p/lib/real.py"),
        &link("p/out", b'2', "/etc/passwd"),
        &END,
    ];
    let told = [AnomalyKind::Symlink, AnomalyKind::Symlink, AnomalyKind::Hardlink];
    let tree = npm(&parts);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("lib/real.py", "1")], told.to_vec()));
    let tree = sdist(&parts);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("b.py", "1"), ("lib/real.py", "1"), ("setup.py", "1")], told.to_vec()));
    assert_eq!(tree.anomalies[0].detail, "links to /etc/passwd");
    assert_eq!(kinds(&npm(&[&entry("p/null", b'3', b"", |_| {}), &END])), [AnomalyKind::Device]);
}

#[test]
fn content_that_one_reader_takes_for_entries_is_read_both_ways() {
    let inner = file("p/evil.js", "evil");
    let mut harmless = entry("p/readme.md", b'0', &inner, |_| {});
    harmless[157] = b'x';
    let parts: [&[u8]; 2] = [&rechecked(harmless), &END];
    for tree in [npm(&parts), sdist(&parts)] {
        assert_eq!(tree.files().iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["evil.js", "readme.md"]);
        assert!(kinds(&tree).contains(&AnomalyKind::HiddenEntry));
    }
    let folder = entry("p/folder/", b'0', &inner, |_| {});
    assert!(npm(&[&folder, &END]).contains("evil.js"));
}

#[test]
fn contents_inside_contents_end() {
    let mut nested = file("p/evil.js", "evil");
    for _ in 0..50 {
        nested = entry("p/folder/", b'0', &nested, |_| {});
    }
    assert!(kinds(&npm(&[&nested, &END])).contains(&AnomalyKind::LimitReached));
}

#[test]
fn outside_names_are_kept_inside_and_told() {
    let tree = npm(&[&file("p/a.js", "1"), &file("p/../../x", "2"), &file("/p/y", "3"), &file("stray", "4"), &END]);
    assert_eq!(listing(&tree), [("a.js", "1"), ("stray", "4"), ("x", "2"), ("y", "3")]);
    assert_eq!(kinds(&tree), [AnomalyKind::Traversal, AnomalyKind::AbsolutePath, AnomalyKind::HiddenEntry]);
}

#[test]
fn a_global_comment_is_ordinary_and_a_global_name_is_not() {
    let mut global = pax(&[("comment", "0123456789abcdef")]);
    global[156] = b'g';
    let tree = npm(&[&rechecked(global), &file("p/a.js", "1"), &END]);
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("a.js", "1")], vec![]));
    let mut global = pax(&[("path", "p/b.js")]);
    global[156] = b'g';
    assert_eq!(kinds(&npm(&[&rechecked(global), &file("p/a.js", "1"), &END])), [AnomalyKind::PaxMismatch]);
}

trait Sorted {
    fn sorted(self) -> Vec<AnomalyKind>;
}

impl<const N: usize> Sorted for [AnomalyKind; N] {
    fn sorted(mut self) -> Vec<AnomalyKind> {
        self.sort_unstable();
        self.to_vec()
    }
}

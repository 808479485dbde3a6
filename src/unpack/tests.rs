//! Whole archives through the front door.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn kinds(tree: &Tree) -> Vec<AnomalyKind> {
    tree.anomalies.iter().map(|anomaly| anomaly.kind).collect()
}

/// Path and text of every file.
pub(super) fn listing(tree: &Tree) -> Vec<(&str, &str)> {
    tree.files().iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap())).collect()
}

fn tarball(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = ::tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn one_set_of_files_is_one_tree_however_it_is_packed() {
    let files = [("s-1/a/__init__.py", "import os\n"), ("s-1/setup.py", "print()\n")];
    let bare = files.map(|(name, text)| (&name[4..], text));
    let tar = tarball(&files);
    let limits = Limits::default();
    for (bytes, kind) in [
        (gzip(&tar), ArtifactKind::NpmTarball),
        (gzip(&tar), ArtifactKind::Sdist),
        (zipped(&files), ArtifactKind::Zip),
        (zipped(&bare), ArtifactKind::Wheel),
        (zipped(&bare), ArtifactKind::Mcpb),
    ] {
        let tree = unpack(&bytes, kind, &limits).unwrap();
        assert_eq!((listing(&tree), kinds(&tree)), (bare.to_vec(), vec![]), "{kind:?}");
    }
}

#[test]
fn what_is_no_archive_is_an_error_that_says_what_it_is() {
    let page = b"<!DOCTYPE html><p>not found";
    for kind in [ArtifactKind::NpmTarball, ArtifactKind::Sdist, ArtifactKind::Wheel, ArtifactKind::Zip, ArtifactKind::Mcpb] {
        let error = unpack(page, kind, &Limits::default()).unwrap_err().to_string();
        assert!(error.contains("it begins with `<!DOCTYPE html><`") && error.contains("\nhint: "), "{error}");
        assert!(unpack(b"", kind, &Limits::default()).unwrap_err().to_string().contains("it is empty"));
    }
    let text = unpack(&gzip(b"just text"), ArtifactKind::NpmTarball, &Limits::default());
    assert!(matches!(text, Err(UnpackError::NotAnArchive { .. })), "{text:?}");
}

#[test]
fn a_cut_archive_is_damaged_and_never_a_smaller_tree() {
    let files = [("package/package.json", "{}"), ("package/index.js", "console.log('hello')")];
    let (tgz, whl) = (gzip(&tarball(&files)), zipped(&files));
    for length in 2..tgz.len() {
        assert!(unpack(&tgz[..length], ArtifactKind::NpmTarball, &Limits::default()).is_err(), "{length}");
    }
    for length in 0..whl.len() {
        assert!(unpack(&whl[..length], ArtifactKind::Wheel, &Limits::default()).is_err(), "{length}");
    }
}

#[test]
fn a_tar_that_lacks_its_gzip_is_read_and_told() {
    let tree = unpack(&tarball(&[("package/a.js", "1")]), ArtifactKind::NpmTarball, &Limits::default()).unwrap();
    assert_eq!((listing(&tree), kinds(&tree)), (vec![("a.js", "1")], vec![AnomalyKind::OddEncoding]));
}

#[test]
fn members_and_what_follows_them_are_told() {
    let tar = tarball(&[("package/a.js", "1")]);
    let (head, tail) = tar.split_at(512);
    let bytes = [gzip(head), gzip(tail), b"more".to_vec()].concat();
    let tree = unpack(&bytes, ArtifactKind::NpmTarball, &Limits::default()).unwrap();
    assert_eq!(listing(&tree), [("a.js", "1")]);
    assert_eq!(kinds(&tree), [AnomalyKind::TrailingData, AnomalyKind::MultipleMembers]);
}

#[test]
fn limits_are_errors_that_name_what_and_how_much() {
    let files = [("package/a.js", "1"), ("package/b.js", "2")];
    let entries = Limits { entries: 1, ..Limits::default() };
    let size = Limits { unpacked_bytes: 1, ..Limits::default() };
    for (bytes, kind) in [(gzip(&tarball(&files)), ArtifactKind::NpmTarball), (zipped(&files), ArtifactKind::Wheel)] {
        assert_eq!(unpack(&bytes, kind, &entries).unwrap_err().to_string().lines().next(), Some("entries: 2, limit 1; nothing was judged"));
        assert!(matches!(unpack(&bytes, kind, &size), Err(UnpackError::Limit { limit: 1, .. })), "{kind:?}");
    }
    let bomb = gzip(&tarball(&[("package/zeros", &"\0".repeat(8 << 20))]));
    let ratio = Limits { ratio: 50, ..Limits::default() };
    assert!(matches!(unpack(&bomb, ArtifactKind::NpmTarball, &ratio), Err(UnpackError::Limit { limit: 50, .. })));
}

#[test]
fn a_file_is_known_by_its_bytes_and_then_by_its_name() {
    let npm = gzip(&tarball(&[("package/package.json", "{}"), ("package/x/PKG-INFO", "")]));
    let sdist = gzip(&tarball(&[("s-1/s/package.json", "{}"), ("s-1/PKG-INFO", "")]));
    let both = gzip(&tarball(&[("s-1/package.json", "{}"), ("s-1/PKG-INFO", "")]));
    let zip = zipped(&[("a", "1")]);
    let cases: [(&str, &[u8], Option<ArtifactKind>); 12] = [
        ("server-1.0.0.tgz", &npm, Some(ArtifactKind::NpmTarball)),
        ("renamed.tar.gz", &npm, Some(ArtifactKind::NpmTarball)),
        ("s-1.tar.gz", &sdist, Some(ArtifactKind::Sdist)),
        ("s-1.tgz", &sdist, Some(ArtifactKind::Sdist)),
        ("s-1.tar.gz", &both, Some(ArtifactKind::Sdist)),
        ("s-1.tgz", &both, Some(ArtifactKind::NpmTarball)),
        ("s.WHL", &zip, Some(ArtifactKind::Wheel)),
        ("s.dxt", &zip, Some(ArtifactKind::Mcpb)),
        ("s.tgz", &zip, Some(ArtifactKind::Zip)),
        ("s.whl", &[b"junk", &zip[..]].concat(), Some(ArtifactKind::Wheel)),
        ("s.tgz", b"<!DOCTYPE html>", None),
        ("s.whl", b"", None),
    ];
    for (name, bytes, kind) in cases {
        assert_eq!(sniff(name, bytes), kind, "{name}");
    }
}

proptest! {
    #[test]
    fn any_bytes_end_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        for kind in [ArtifactKind::NpmTarball, ArtifactKind::Sdist, ArtifactKind::Wheel] {
            let _ = unpack(&bytes, kind, &Limits::default());
            let _ = unpack(&[&b"\x1f\x8b\x08\0\0\0\0\0\0\0"[..], &bytes].concat(), kind, &Limits::default());
        }
    }

    /// Where a changed byte changes what is read, that is an error or an anomaly.
    #[test]
    fn a_changed_byte_of_a_zip_is_never_a_clean_other_tree(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let mut bytes = zipped(&[("a/x.py", "import os"), ("a/y.py", &"text ".repeat(50))]);
        let honest = unpack(&bytes, ArtifactKind::Wheel, &Limits::default()).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        if let Ok(changed) = unpack(&bytes, ArtifactKind::Wheel, &Limits::default()) {
            prop_assert!(!changed.anomalies.is_empty() || listing_of(&changed) == listing_of(&honest));
        }
    }
}

fn listing_of(tree: &Tree) -> Vec<(&str, &[u8])> {
    tree.files().iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect()
}

/// Reads every archive below the folder that `MCPSCAN_ARCHIVES` names and prints what is odd about each.
#[test]
#[ignore = "needs a folder of real archives"]
fn honest_archives_have_no_anomaly() {
    let root = std::env::var_os("MCPSCAN_ARCHIVES").expect("MCPSCAN_ARCHIVES names a folder");
    let (mut folders, mut odd) = (vec![std::path::PathBuf::from(root)], 0);
    while let Some(folder) = folders.pop() {
        for child in fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.extend((name != "unpacked").then_some(path));
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let Some(kind) = sniff(&name, &bytes) else { continue };
            let started = std::time::Instant::now();
            let tree = unpack(&bytes, kind, &Limits::default()).unwrap();
            println!("{name}: {kind:?}, {} files, {:?} {:#?}", tree.files().len(), started.elapsed(), tree.anomalies);
            odd += tree.anomalies.len();
        }
    }
    assert_eq!(odd, 0);
}

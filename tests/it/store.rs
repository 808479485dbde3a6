//! What is kept between runs, and what happens when others use it, break it or are killed.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mcpscan::model::*;
use mcpscan::report::json::v1;
use mcpscan::store::{ScanKey, Store, StoreError};
use tempfile::TempDir;

use crate::sample;

fn context() -> Context {
    Context::default()
}

fn key(report: &ScanReport) -> ScanKey {
    let artifacts = report.artifacts.iter().map(|artifact| artifact.sha256);
    ScanKey::new(report.package.clone(), artifacts, &report.engine, report.ruleset, &context())
}

/// A report about the package `server` in a version of its own.
fn numbered(number: u32) -> ScanReport {
    let mut report = sample::clean();
    report.package = sample::package("server", &format!("1.0.{number}"));
    report
}

fn connection(folder: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.join("mcpscan.db")).unwrap()
}

#[test]
fn a_stored_report_comes_back_with_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let report = sample::hostile();
    Store::open(folder.path()).unwrap().put(&key(&report), &report).unwrap();
    let back = Store::open(folder.path()).unwrap().get(&key(&report)).unwrap().unwrap();
    assert_eq!(back, report);
    assert_eq!(v1::render(&back, None), v1::render(&report, None));
}

#[test]
fn another_context_or_artifact_misses() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let report = sample::clean();
    store.put(&key(&report), &report).unwrap();
    let artifacts = || report.artifacts.iter().map(|artifact| artifact.sha256);
    let mut deprecated = context();
    deprecated.registry.deprecated = Some("old".to_owned());
    for other in [
        ScanKey::new(report.package.clone(), artifacts(), "9.9.9", report.ruleset, &context()),
        ScanKey::new(report.package.clone(), artifacts(), &report.engine, Sha256::of(b"other rules"), &context()),
        ScanKey::new(report.package.clone(), [Sha256::of(b"other tarball")], &report.engine, report.ruleset, &context()),
        ScanKey::new(report.package.clone(), artifacts(), &report.engine, report.ruleset, &deprecated),
    ] {
        assert_eq!(store.get(&other).unwrap(), None);
    }
}

#[test]
fn a_damaged_or_exchanged_row_is_no_answer() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (good, bad) = (numbered(1), {
        let mut bad = numbered(2);
        bad.verdict = Verdict::Block;
        bad
    });
    store.put(&key(&good), &good).unwrap();
    store.put(&key(&bad), &bad).unwrap();
    let raw = connection(folder.path());
    let hex = |report: &ScanReport| key(report).digest();
    // The good report in the place of the bad one, checksum and all.
    raw.execute(
        "UPDATE results SET (report, checksum) = (SELECT report, checksum FROM results WHERE key = ?1) WHERE key = ?2",
        [hex(&good).as_bytes(), hex(&bad).as_bytes()],
    )
    .unwrap();
    assert_eq!(store.get(&key(&bad)).unwrap(), None);
    raw.execute("UPDATE results SET report = replace(report, 'block', 'pass') WHERE key = ?1", [hex(&bad).as_bytes()]).unwrap();
    assert_eq!(store.get(&key(&bad)).unwrap(), None);
    raw.execute("UPDATE results SET report = 7", []).unwrap();
    assert_eq!(store.get(&key(&good)).unwrap(), None);
    store.put(&key(&bad), &bad).unwrap();
    assert_eq!(store.get(&key(&bad)).unwrap(), Some(bad));
}

#[test]
fn history_tells_each_judgement_once_and_outlives_the_cache() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    for number in [1, 2, 2] {
        let report = numbered(number);
        store.put(&key(&report), &report).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(store.clear().unwrap(), 2);
    assert_eq!(store.get(&key(&numbered(1))).unwrap(), None);
    let name = PackageName::npm("server").unwrap();
    let history = store.history(Registry::Npm, &name).unwrap();
    let versions: Vec<&str> = history.iter().map(|judgement| judgement.version.as_str()).collect();
    assert_eq!(versions, ["1.0.2", "1.0.1"]);
    assert_eq!((history[0].verdict.as_str(), history[0].score, history[0].engine.as_str()), ("pass", 100, "0.1.0"));
    assert_eq!(store.history(Registry::Pypi, &name).unwrap(), []);
}

#[test]
fn a_resolution_is_given_while_it_is_young_enough() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.remember_resolution("npm server@latest", r#"{"version":"1.0.0"}"#).unwrap();
    let (answer, age) = store.resolution("npm server@latest", Duration::from_secs(60)).unwrap().unwrap();
    assert_eq!(answer, r#"{"version":"1.0.0"}"#);
    assert!(age < Duration::from_secs(60));
    connection(folder.path()).execute("UPDATE resolutions SET learnt_at = learnt_at - 120000", []).unwrap();
    assert_eq!(store.resolution("npm server@latest", Duration::from_secs(60)).unwrap(), None);
    assert!(store.resolution("npm server@latest", Duration::MAX).unwrap().is_some());
    assert_eq!(store.resolution("npm other", Duration::MAX).unwrap(), None);
}

#[test]
fn a_file_that_is_no_database_is_set_aside_with_a_warning() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("mcpscan.db"), b"not a database at all, and long enough to be read as one".repeat(100)).unwrap();
    let store = Store::open(folder.path()).unwrap();
    let warnings = store.take_warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("set aside"), "{warnings:?}");
    assert_eq!(store.take_warnings(), Vec::<String>::new());
    let aside =
        std::fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("damaged"));
    assert_eq!(aside.count(), 1);
    assert_eq!(Store::open(folder.path()).unwrap().take_warnings(), Vec::<String>::new());
}

#[test]
fn pages_broken_under_an_open_store_end_in_a_new_database_and_never_in_an_answer() {
    let folder = TempDir::new().unwrap();
    let report = numbered(1);
    {
        let store = Store::open(folder.path()).unwrap();
        for number in 1..40 {
            store.put(&key(&numbered(number)), &numbered(number)).unwrap();
        }
        store.clear().unwrap();
        store.put(&key(&report), &report).unwrap();
    }
    let file = std::fs::OpenOptions::new().write(true).open(folder.path().join("mcpscan.db")).unwrap();
    let length = file.metadata().unwrap().len();
    // All but the first page, which holds the version.
    file.write_all_at(&vec![0xa5; usize::try_from(length - 4096).unwrap()], 4096).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.get(&key(&report)).unwrap(), None);
    assert_eq!(store.take_warnings().len(), 1);
    store.put(&key(&report), &report).unwrap();
    assert_eq!(store.get(&key(&report)).unwrap(), Some(report));
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let folder = TempDir::new().unwrap();
    drop(Store::open(folder.path()).unwrap());
    connection(folder.path()).pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("\nhint: "), "{error}");
}

#[test]
fn a_folder_that_cannot_be_used_is_named_with_a_hint() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Store::open(&file.join("cache")).unwrap_err().to_string();
    assert!(error.contains("/file/cache`") && error.contains("--cache-dir DIR") && error.contains("--no-cache"), "{error}");
}

#[test]
fn only_the_owner_can_read_what_is_kept() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("a/cache");
    let store = Store::open(&folder).unwrap();
    store.put(&key(&numbered(1)), &numbered(1)).unwrap();
    store.blobs().put(b"artifact").unwrap();
    let mut open = vec![folder.clone()];
    while let Some(path) = open.pop() {
        let found = std::fs::metadata(&path).unwrap();
        let wanted = if found.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(found.permissions().mode() & 0o777, wanted, "{}", path.display());
        if found.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
}

#[test]
fn artifacts_come_back_only_if_they_are_what_their_name_says() {
    let folder = TempDir::new().unwrap();
    let blobs = Store::open(folder.path()).unwrap().blobs();
    let digest = blobs.put(b"artifact").unwrap();
    assert_eq!(blobs.get(&digest, 100).unwrap().as_deref(), Some(&b"artifact"[..]));
    assert_eq!(blobs.get(&digest, 3).unwrap(), None);
    assert_eq!(blobs.get(&Sha256::of(b"other"), 100).unwrap(), None);
    assert_eq!((blobs.info().unwrap().count, blobs.info().unwrap().bytes), (1, 8));

    let name = digest.to_string();
    let path = folder.path().join("artifacts").join(&name[..2]).join(&name);
    std::fs::write(&path, b"artifice").unwrap();
    assert_eq!(blobs.get(&digest, 100).unwrap(), None);
    assert!(!path.exists());
    blobs.put(b"artifact").unwrap();
    std::fs::write(&path, b"artifice").unwrap();
    blobs.put(b"artifact").unwrap();
    assert_eq!(blobs.get(&digest, 100).unwrap().as_deref(), Some(&b"artifact"[..]));

    blobs.clear().unwrap();
    assert_eq!(blobs.info().unwrap().count, 0);
    blobs.put(b"again").unwrap();
}

#[test]
fn opening_is_cheap_once_there_is_a_database() {
    let folder = TempDir::new().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let fastest = (0..20).map(|_| {
        let start = Instant::now();
        drop(Store::open(folder.path()).unwrap());
        start.elapsed()
    });
    let fastest = fastest.min().unwrap();
    assert!(fastest < Duration::from_millis(2), "{fastest:?}");
}

/// The test binary itself plays the other processes: told by the environment where to write, this test does so, and is done at once
/// in an ordinary run.
#[test]
fn writer() {
    let Ok(folder) = std::env::var("STORE_TEST_FOLDER") else { return };
    let first: u32 = std::env::var("STORE_TEST_FIRST").unwrap().parse().unwrap();
    let store = Store::open(Path::new(&folder)).unwrap();
    for number in first..first + 1000 {
        let report = numbered(number);
        store.put(&key(&report), &report).unwrap();
        // Reported: from here on it must not get lost.
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nreported {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn several_processes_write_at_once_and_a_killed_one_loses_nothing_that_was_reported() {
    const WRITERS: u32 = 4;
    const EACH: usize = 15;
    let folder = TempDir::new().unwrap();
    let mut children: Vec<_> = (0..WRITERS)
        .map(|writer| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::writer", "--nocapture"])
                .env("STORE_TEST_FOLDER", folder.path())
                .env("STORE_TEST_FIRST", (writer * 1000).to_string())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut reported: Vec<u32> = Vec::new();
    for child in &mut children {
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let numbers = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("reported ")?.parse::<u32>().ok());
        reported.extend(numbers.take(EACH));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(reported.len(), WRITERS as usize * EACH, "every writer came to write");
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.take_warnings(), Vec::<String>::new());
    for number in reported {
        let report = numbered(number);
        assert_eq!(store.get(&key(&report)).unwrap(), Some(report), "{number}");
    }
}

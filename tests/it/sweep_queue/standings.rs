//! What is known after a night, and how it is handed on.

use std::collections::BTreeSet;
use std::time::Duration;

use mcpscan::model::*;
use mcpscan::report::json::v1;
use mcpscan::store::sweep::*;
use mcpscan::store::{ScanKey, Store};
use tempfile::TempDir;

use super::world::*;
use crate::sample;

/// `name@version` of each standing, and of what it is compared with.
fn compared(sweep: &dyn Sweep, night: NightId) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    let shown = |standing: &Standing| format!("{}@{} of night {}", standing.name, standing.version, standing.night);
    sweep.each_standing(night, &mut |now, before| pairs.push((shown(&now), before.as_ref().map(shown)))).unwrap();
    pairs
}

fn key(report: &ScanReport) -> ScanKey {
    let artifacts = report.artifacts.iter().map(|artifact| artifact.sha256);
    ScanKey::new(report.package.clone(), artifacts, &report.engine, report.ruleset, &Context::default())
}

pub fn each_package_stands_beside_what_was_known_of_it(world: &World) {
    let sweep = world.open();
    whole_night(&*sweep, &["a@1", "b@1"]);
    whole_night(&*sweep, &["a@2", "b@2"]);
    let third = whole_night(&*sweep, &["a@1", "b@3", "c@1"]);
    let pair = |now: &str, before: Option<&str>| (now.to_owned(), before.map(str::to_owned));
    let expected =
        [pair("a@1 of night 3", Some("a@1 of night 1")), pair("b@3 of night 3", Some("b@2 of night 2")), pair("c@1 of night 3", None)];
    assert_eq!(compared(&*sweep, third), expected);
    let mut told = Vec::new();
    sweep.each_standing(1, &mut |now, before| told.push((now, before))).unwrap();
    let (now, before) = told.remove(0);
    assert_eq!((now.registry, now.verdict, now.score, before), (Registry::Npm, Verdict::Pass, 90, None));
    assert_eq!((now.sources, now.details.as_str()), (vec!["list".to_owned()], r#"{"of":"1"}"#));
    let known: Vec<String> = sweep.known().unwrap().into_iter().map(|(_, name)| name.as_str().to_owned()).collect();
    assert_eq!(known, ["a", "b", "c"]);
}

pub fn many_standings_come_in_the_order_of_their_bytes(world: &World) {
    let sweep = world.open();
    let mut names: Vec<String> = (0..250).map(|number| format!("server-{number}")).collect();
    names.extend(["@a/b", "A", "a.b", "a_b", "ab", "a-b"].map(str::to_owned));
    let texts: Vec<String> = names.iter().map(|name| format!("{name}@1")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    whole_night(&*sweep, &texts);
    let night = whole_night(&*sweep, &texts);
    let mut found = Vec::new();
    sweep
        .each_standing(night, &mut |now, before| {
            assert_eq!(before.map(|before| (before.name, before.night)), Some((now.name.clone(), night - 1)));
            found.push(now.name);
        })
        .unwrap();
    names.sort();
    assert_eq!(found, names);
}

pub fn what_is_the_same_is_kept_once(world: &World) {
    let sweep = world.open();
    for _ in 0..3 {
        whole_night(&*sweep, &["a@1", "b@1", "c@2"]);
    }
    assert_eq!(number(&*sweep, "SELECT count(*) FROM standings"), 9);
    assert_eq!(number(&*sweep, "SELECT count(*) FROM details"), 2);
}

pub fn of_two_items_with_one_version_the_last_counts(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1.0", "a@latest"]).id;
    let leases = sweep.lease(night, "w", 2, LONG).unwrap();
    assert!(judge(&*sweep, &leases[0], "1.0", Verdict::Pass, "{}"));
    assert!(judge(&*sweep, &leases[1], "1.0", Verdict::Block, "[]"));
    let tally = sweep.tally(night).unwrap();
    assert_eq!((tally.judged, tally.pass, tally.block), (2, 0, 1));
    let mut told = Vec::new();
    sweep.each_standing(night, &mut |now, _| told.push((now.verdict, now.details))).unwrap();
    assert_eq!(told, [(Verdict::Block, "[]".to_owned())]);
}

pub fn what_is_forgotten_leaves_the_newest_of_each_package(world: &World) {
    let sweep = world.open();
    whole_night(&*sweep, &["a@1", "b@1"]);
    whole_night(&*sweep, &["a@2"]);
    assert_eq!(sweep.forget(2).unwrap(), 0);
    assert_eq!(sweep.forget(1).unwrap(), 1);
    assert_eq!(sweep.nights(9).unwrap().iter().map(|night| night.id).collect::<Vec<_>>(), [2]);
    assert_eq!(sweep.tally(1).unwrap().items(), 0);
    assert_eq!(number(&*sweep, "SELECT count(*) FROM items"), 1);
    assert_eq!(sweep.known().unwrap().len(), 2);
    let third = whole_night(&*sweep, &["a@1", "b@2"]);
    let pair = |now: &str, before: &str| (now.to_owned(), Some(before.to_owned()));
    assert_eq!(compared(&*sweep, third), [pair("a@1 of night 3", "a@2 of night 2"), pair("b@2 of night 3", "b@1 of night 1")]);
    // Details go with the last standing that needs them.
    sweep.forget(1).unwrap();
    assert_eq!(number(&*sweep, "SELECT count(*) FROM details WHERE digest NOT IN (SELECT details FROM standings)"), 0);
    assert_eq!(number(&*sweep, "SELECT count(*) FROM standings"), 2);
}

pub fn the_slowest_come_first(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "b@1", "c@1", "d@1"]).id;
    let mut leases = sweep.lease(night, "w", 9, LONG).unwrap();
    leases.sort_by(|a, b| a.spec.name.cmp(&b.spec.name));
    for (lease, milliseconds) in leases.iter().zip([5, 70, 5]) {
        let package = sample::package(lease.spec.name.as_str(), "1");
        let cost = Cost { milliseconds, requests: 1, bytes: u64::MAX, known: milliseconds == 70 };
        let judged = Judged { package: &package, verdict: Verdict::Incomplete, score: 0, details: "", report: None, cost };
        assert!(sweep.complete(lease, &judged).unwrap());
    }
    let slow = sweep.slowest(night, 2).unwrap();
    let shown: Vec<(&str, u64, bool)> = slow.iter().map(|item| (item.subject.as_str(), item.cost.milliseconds, item.cost.known)).collect();
    assert_eq!(shown, [("npm b@1", 70, true), ("npm a@1", 5, false)]);
    assert_eq!(sweep.slowest(night, 9).unwrap().len(), 3);
}

pub fn a_report_comes_back_byte_for_byte(world: &World) {
    let sweep = world.open();
    let report = sample::hostile();
    assert_eq!(sweep.get(&key(&report)).unwrap(), None);
    let night = begin(&*sweep, &["a@1"]).id;
    let lease = take(&*sweep, night, "w", LONG);
    let judged = Judged {
        package: &report.package,
        verdict: report.verdict,
        score: report.score.value,
        details: "{}",
        report: Some((&key(&report), &report)),
        cost: Cost::default(),
    };
    assert!(sweep.complete(&lease, &judged).unwrap());
    let other = world.open();
    let back = other.get(&key(&report)).unwrap().unwrap();
    assert_eq!(back, report);
    assert_eq!(v1::render(&back, None), v1::render(&report, None));
    let folder = TempDir::new().unwrap();
    let bytes: Vec<u8> = connection(&*other, folder.path()).query_row("SELECT report FROM results", [], |row| row.get(0)).unwrap();
    assert_eq!(bytes, serde_json::to_vec(&report).unwrap());
    // Again, and by itself.
    sweep.put(&key(&report), &report).unwrap();
    let clean = sample::clean();
    sweep.put(&key(&clean), &clean).unwrap();
    assert_eq!(other.get(&key(&clean)).unwrap(), Some(clean));
}

pub fn answers_are_given_while_they_are_young(world: &World) {
    let sweep = world.open();
    sweep.remember_resolution("npm server@latest", r#"{"version":"1.0.0"}"#).unwrap();
    sweep.remember_resolution("npm server@latest", r#"{"version":"1.0.1"}"#).unwrap();
    let (answer, age) = world.open().resolution("npm server@latest", LONG).unwrap().unwrap();
    assert!(answer == r#"{"version":"1.0.1"}"# && age < LONG);
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(sweep.resolution("npm server@latest", Duration::from_millis(5)).unwrap(), None);
    assert!(sweep.resolution("npm server@latest", Duration::MAX).unwrap().is_some());
    assert_eq!(sweep.resolution("npm other", Duration::MAX).unwrap(), None);
}

pub fn a_snapshot_is_a_cache_that_answers(world: &World) {
    let sweep = world.open();
    let report = sample::clean();
    sweep.put(&key(&report), &report).unwrap();
    sweep.remember_resolution("npm server@latest", "{}").unwrap();
    let night = whole_night(&*sweep, &["a@1", "b@1"]);
    let open = begin(&*sweep, &["a@2", "b@1"]).id;
    assert!(sweep.bury(&take(&*sweep, open, "w", LONG), "broken").unwrap());
    let folder = TempDir::new().unwrap();
    sweep.snapshot(&folder.path().join("mcpscan.db")).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.get(&key(&report)).unwrap(), Some(report.clone()));
    assert_eq!(store.take_warnings(), Vec::<String>::new());
    assert!(store.resolution("npm server@latest", LONG).unwrap().is_some());
    let history = store.history(report.package.registry, &report.package.name).unwrap();
    assert_eq!((history.len(), history[0].verdict.as_str(), history[0].score), (1, "pass", 100));
    assert_eq!(store.nights(9).unwrap(), sweep.nights(9).unwrap());
    for night in [night, open] {
        assert_eq!(store.tally(night).unwrap(), sweep.tally(night).unwrap());
        assert_eq!(store.dead(night).unwrap(), sweep.dead(night).unwrap());
        assert_eq!(compared(&store, night), compared(&*sweep, night));
        assert_eq!(store.slowest(night, 9).unwrap(), sweep.slowest(night, 9).unwrap());
    }
}

pub fn a_snapshot_replaces_what_was_there_and_leaves_nothing_beside_it(world: &World) {
    let sweep = world.open();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("nights.db");
    std::fs::write(&file, "an older one").unwrap();
    whole_night(&*sweep, &["a@1"]);
    sweep.snapshot(&file).unwrap();
    sweep.snapshot(&file).unwrap();
    let left: BTreeSet<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, BTreeSet::from(["nights.db".into()]));
    assert!(sweep.snapshot(&folder.path().join("missing/nights.db")).is_err());
}

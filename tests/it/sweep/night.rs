//! Cold nights, warm nights, and a night that somebody stops.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use mcpscan::store::sweep::Sweep;

use super::{Yard, crowd, said};

#[test]
fn a_second_night_asks_nobody_and_says_the_same() {
    let yard = Yard::with(30);
    let first = yard.run("run", &[]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let (tally, verdicts) = (yard.tally(), yard.verdicts());
    assert_eq!((tally.judged, tally.known, tally.dead, verdicts.len()), (30, 0, 0, 30));
    let cold = yard.crowd.take_requests();
    assert_eq!(cold.iter().filter(|request| request.path.ends_with(".tgz")).count(), 30);
    assert_eq!(tally.requests, cold.len() as u64, "what is counted is what is asked");

    let second = yard.run("run", &[]);
    assert_eq!(second.status.code(), Some(0), "{}", said(&second));
    let warm = yard.tally();
    assert_eq!((warm.judged, warm.known, warm.requests), (30, 30, 0));
    assert_eq!(yard.verdicts(), verdicts);
    assert!(yard.crowd.take_requests().is_empty());
}

#[test]
fn other_rules_judge_again_from_what_is_kept() {
    let yard = Yard::with(5);
    assert_eq!(yard.run("run", &[]).status.code(), Some(0));
    yard.crowd.take_requests();
    let rules = yard.folder.path().join("signatures");
    copy(std::path::Path::new("signatures"), &rules);
    let weights = std::fs::read_to_string(rules.join("weights.toml")).unwrap();
    std::fs::write(rules.join("weights.toml"), format!("{weights}\n# another ruleset\n")).unwrap();
    let again = yard.run("run", &["--offline", "--signatures", rules.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    let tally = yard.tally();
    assert_eq!((tally.judged, tally.known, tally.requests), (5, 0, 0), "judged anew, without the network");
    assert!(yard.crowd.take_requests().is_empty());
    let nights = yard.store().nights(2).unwrap();
    assert_ne!(nights[0].ruleset, nights[1].ruleset);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { std::fs::copy(entry.path(), target).map(|_| ()).unwrap() }
    }
}

#[test]
fn a_planned_night_is_shared_by_workers_and_planned_once() {
    let yard = Yard::with(40);
    assert_eq!(yard.run("plan", &[]).status.code(), Some(0));
    let again = yard.run("plan", &[]);
    assert!(again.status.code() == Some(1) && said(&again).contains("still open"), "{}", said(&again));
    let workers: Vec<_> = (0..3).map(|_| yard.command("work", &["--jobs", "2"]).spawn().unwrap()).collect();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        assert!(output.status.code() == Some(0) || said(&output).contains("no night is open"), "{}", said(&output));
    }
    assert_eq!((yard.tally().judged, yard.verdicts().len()), (40, 40));
    let tarballs = yard.crowd.take_requests().into_iter().filter(|request| request.path.ends_with(".tgz"));
    assert_eq!(tarballs.count(), 40, "nothing is judged twice");
}

#[test]
fn a_worker_that_is_told_to_stop_finishes_what_it_works_on() {
    let yard = Yard::with(400);
    let worker = yard.command("run", &["--jobs", "2"]).spawn().unwrap();
    wait_for(&yard, 5);
    assert!(Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap().success());
    let begun = Instant::now();
    let output = worker.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(begun.elapsed() < Duration::from_secs(30));
    let tally = yard.tally();
    assert!(tally.judged >= 5 && tally.waiting > 0, "{tally:?}");
    assert_eq!((tally.leased, tally.lost, tally.dead), (0, 0, 0), "nothing is left in its hands");
    yard.list([]);
    let rest = yard.run("resume", &[]);
    assert_eq!((rest.status.code(), yard.tally().judged), (Some(0), 400), "{}", said(&rest));
}

pub(super) fn wait_for(yard: &Yard, judged: u64) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        let store = yard.store();
        if let Some(night) = store.nights(1).unwrap().first()
            && store.tally(night.id).unwrap().judged >= judged
        {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("the worker judged nothing within a minute");
}

#[test]
fn a_package_that_is_gone_ends_at_once_and_can_be_asked_for_again() {
    let yard = Yard::with(2);
    yard.crowd.treat(1, crowd::Manner::Status(404, 1_000));
    let output = yard.run("run", &[]);
    assert_eq!(output.status.code(), Some(1), "half of the night is missing: {}", said(&output));
    let store = yard.store();
    let dead = store.dead(1).unwrap();
    assert!(dead.len() == 1 && dead[0].why.starts_with("gone: ") && dead[0].attempts == 1, "{dead:?}");
    yard.crowd.treat(1, crowd::Manner::Fine);
    assert_eq!(yard.run("retry-dead", &[]).status.code(), Some(0));
    assert_eq!(yard.run("resume", &[]).status.code(), Some(0));
    assert_eq!((yard.tally().judged, yard.tally().dead), (2, 0));
}

#[test]
fn a_snapshot_answers_as_the_database_does() {
    let yard = Yard::with(3);
    assert_eq!(yard.run("run", &[]).status.code(), Some(0));
    let copy = yard.folder.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    let file = copy.join("mcpscan.db");
    let output = yard.run("export", &[file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let status = |cache: &str| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
        command.env_clear().env("HOME", yard.folder.path()).args(["sweep", "status", "--cache-dir", cache]).output().unwrap()
    };
    assert_eq!(status(copy.to_str().unwrap()).stdout, status(yard.cache().to_str().unwrap()).stdout);
}

#[test]
fn a_night_tells_at_its_end_what_is_new() {
    let yard = Yard::with(3);
    let target = format!("file:{}", yard.folder.path().join("news.jsonl").display());
    for night in 1..=2 {
        let run = yard.run("run", &["--notify", &target]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        let report = yard.run("report", &[]);
        assert_eq!(report.status.code(), Some(0), "{}", said(&report));
        let text = String::from_utf8(report.stdout).unwrap();
        assert!(text.starts_with(&format!("COMPLETE  night {night} of ")) && text.contains("3 of 3 items judged"), "{text}");
    }
    let lines = std::fs::read_to_string(yard.folder.path().join("news.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1, "the second night has no news: {lines}");
    let untold = yard.run("run", &["--notify", "file:/nowhere/news.jsonl", "--notify-always"]);
    assert_eq!(untold.status.code(), Some(2), "{}", said(&untold));
    assert_eq!(yard.tally().judged, 3, "the night is over all the same");
}

#[test]
fn an_open_night_is_closed_only_for_one_that_can_begin() {
    let yard = Yard::with(3);
    assert_eq!(yard.run("plan", &[]).status.code(), Some(0));
    std::fs::write(yard.folder.path().join("list.txt"), "npm ../nonsense\n").unwrap();
    let failed = yard.run("plan", &["--anew"]);
    assert!(failed.status.code() == Some(2) && said(&failed).contains("list.txt"), "{}", said(&failed));
    assert_eq!((yard.tally().waiting, yard.store().nights(5).unwrap().len()), (3, 1), "the open night is as it was");
    yard.list(0..2);
    let anew = yard.run("run", &["--anew"]);
    assert_eq!(anew.status.code(), Some(0), "{}", said(&anew));
    let store = yard.store();
    assert_eq!((store.tally(1).unwrap().dead, store.tally(2).unwrap().judged), (3, 2));
    assert!(store.dead(1).unwrap()[0].why.contains("closed"), "{:?}", store.dead(1));
}

#[test]
fn an_old_night_that_was_reopened_is_worked_on_again() {
    let yard = Yard::with(1);
    yard.crowd.treat(0, crowd::Manner::Status(404, 1_000));
    assert_eq!(yard.run("run", &[]).status.code(), Some(1));
    yard.crowd.treat(0, crowd::Manner::Fine);
    for _ in 0..11 {
        let night = yard.run("run", &[]);
        assert_eq!(night.status.code(), Some(0), "{}", said(&night));
    }
    assert_eq!(yard.run("retry-dead", &["--night", "1"]).status.code(), Some(0));
    let output = yard.run("resume", &[]);
    assert!(output.status.code() == Some(0) && said(&output).contains("night 1 "), "{}", said(&output));
    assert_eq!(yard.store().tally(1).unwrap().judged, 1);
}

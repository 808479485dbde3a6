//! What counts as news, and when a night can be gone by.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::*;
use mcpscan::sweep::news::HappeningKind;

use super::nights::{APPROVED, Events, Nights, can, clean, hostile, two};

fn names(list: &[mcpscan::sweep::news::Change]) -> Vec<String> {
    list.iter().map(|change| change.package.to_string()).collect()
}

#[test]
fn each_difference_stands_in_the_list_that_it_belongs_to() {
    let news = two().news(Some(APPROVED));
    assert_eq!(names(&news.worse.items), ["notes@1.0.1"]);
    assert_eq!(names(&news.better.items), ["sick@1.0.1"]);
    assert_eq!(names(&news.gained.items), ["@acme/server@1.3.0"]);
    assert_eq!(names(&news.findings.items), ["notes@1.0.1"]);
    assert_eq!(names(&news.retold.items), ["notes@1.0.1", "mailer@1.0.0", "sick@1.0.1"]);
    assert_eq!(names(&news.swapped.items), ["mailer@1.0.0"]);
    assert_eq!(names(&news.withdrawn.items), ["old@1.0.0"]);
    assert_eq!(news.servers.items.iter().map(|row| row.package.to_string()).collect::<Vec<_>>(), ["fresh@0.1.0"]);
    assert_eq!((news.notices.in_all, news.dead.in_all, news.blocked.in_all), (2, 1, 1));
    let gained = &news.gained.items[0].gained;
    assert_eq!(
        (&gained.kinds[..], &gained.more[..]),
        (&["file-write:~/.bashrc".to_owned()][..], &["network-out:paste.example".to_owned(), "process:curl".to_owned()][..])
    );
    assert_eq!(gained.undeclared, ["paste.example"]);
    assert_eq!(news.counts.scores, [0, 1, 0, 0, 0, 0, 0, 0, 0, 7]);
    assert_eq!(news.counts.rules, [("credential-access".to_owned(), 1), ("dynamic-code".to_owned(), 1)]);
    assert_eq!(news.slowest[0].cost.milliseconds, 8_000);
}

#[test]
fn an_approved_package_is_told_with_all_that_is_new_about_it() {
    let news = two().news(Some(APPROVED));
    let [server] = news.approved.as_slice() else { panic!("{:?}", news.approved) };
    assert_eq!((server.name.as_str(), &server.versions[..]), ("@acme/server", &["1.2.3".to_owned()][..]));
    let told: Vec<(HappeningKind, &str)> = server.happenings.iter().map(|one| (one.kind, one.version.as_str())).collect();
    assert_eq!(told, [(HappeningKind::Notice, ""), (HappeningKind::NewCapability, "1.3.0"), (HappeningKind::NewVersion, "1.3.0")]);
    assert_eq!((news.watched, two().news(None).watched), (Some(2), None));
}

#[test]
fn a_version_that_was_judged_before_is_no_new_version() {
    let nights = two();
    nights.pass(&Events { judged: vec![clean("@acme/server", "1.3.0"), clean("steady", "1.9.0")], ruleset: "rules", ..Events::default() });
    assert_eq!(nights.news(Some(APPROVED)).approved, []);
}

#[test]
fn an_approved_package_that_dies_or_is_blocked_at_first_sight_is_told() {
    let nights = Nights::new();
    let events = Events { judged: vec![hostile("steady", "2.0.0")], dead: vec![("@acme/server@1.2.3", "no answer")], ..Events::default() };
    nights.pass(&events);
    let news = nights.news(Some(APPROVED));
    let kinds: Vec<HappeningKind> = news.approved.iter().flat_map(|one| &one.happenings).map(|one| one.kind).collect();
    assert_eq!(kinds, [HappeningKind::Blocked, HappeningKind::Dead]);
    assert!(news.asks_for_a_person());
}

#[test]
fn the_first_night_calls_nothing_new() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("a", "1.0.0"), hostile("b", "1.0.0")], ..Events::default() });
    let news = nights.news(None);
    assert!(news.earlier.is_none() && news.servers.is_empty() && news.worse.is_empty());
    assert_eq!(news.blocked.items[0].package.to_string(), "b@1.0.0");
    // That somebody sweeps now is worth telling, but nothing that a person must look at.
    assert!(news.is_news() && !news.asks_for_a_person());
}

#[test]
fn a_night_without_changes_is_no_news() {
    let nights = Nights::new();
    for _ in 0..2 {
        nights.pass(&Events { judged: vec![clean("a", "1.0.0"), hostile("b", "1.0.0")], ..Events::default() });
    }
    let news = nights.news(None);
    assert!(news.earlier.is_some() && !news.is_news() && !news.asks_for_a_person());
}

#[test]
fn a_night_is_complete_with_ninety_nine_of_a_hundred() {
    let dead = [("x@1.0.0", "no answer"), ("y@1.0.0", "no answer")];
    for (number, is_complete) in [(1, true), (2, false)] {
        let nights = Nights::new();
        let judged: Vec<ScanReport> = (0..100 - number).map(|at| clean(&format!("p{at}"), "1.0.0")).collect();
        nights.pass(&Events { judged, dead: dead[..number].into(), ..Events::default() });
        assert_eq!(nights.news(None).is_complete(), is_complete);
    }
    let open = Nights::new();
    let judged = (0..100).map(|at| clean(&format!("p{at}"), "1.0.0")).collect();
    open.pass(&Events { judged, waiting: vec!["x@1.0.0"], ..Events::default() });
    assert!(!open.news(None).is_complete(), "a night that is not over is not complete");
}

#[test]
fn other_rules_and_the_same_files_are_told_from_other_files() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("a", "1.0.0")], ruleset: "old", ..Events::default() });
    let mut now = hostile("a", "1.0.0");
    now.tools = clean("a", "1.0.0").tools;
    nights.pass(&Events { judged: vec![now], ruleset: "new", ..Events::default() });
    let news = nights.news(None);
    assert!(news.has_other_rules() && news.worse.items[0].same_files && news.swapped.is_empty());
}

#[test]
fn what_a_library_brings_along_is_told_by_kind_alone() {
    let nights = Nights::new();
    nights.pass(&Events { judged: vec![clean("a", "1.0.0"), clean("b", "1.0.0")], ..Events::default() });
    let library = || Origin::Bundled("lib".to_owned());
    let (mut more, mut kind) = (clean("a", "1.0.1"), clean("b", "1.0.1"));
    can(&mut more, CapabilityKind::Process, "hg", library());
    can(&mut kind, CapabilityKind::CodeEval, "*", library());
    nights.pass(&Events { judged: vec![more, kind], ..Events::default() });
    let news = nights.news(None);
    assert_eq!(names(&news.gained.items), ["b@1.0.1"]);
    assert_eq!(news.gained.items[0].gained.kinds, ["code-eval"]);
}

#[test]
fn a_package_that_could_not_be_read_has_lost_no_tools_and_gains_none() {
    let nights = Nights::new();
    let unread = || ScanReport { verdict: Verdict::Incomplete, tools: Vec::new(), capabilities: Vec::new(), ..clean("a", "1.0.0") };
    for report in [clean("a", "1.0.0"), unread(), clean("a", "1.0.0")] {
        nights.pass(&Events { judged: vec![report], ..Events::default() });
        let news = nights.news(None);
        assert!(news.retold.is_empty() && news.gained.is_empty(), "{news:?}");
    }
}

#[test]
fn an_older_night_is_told_as_it_was() {
    let nights = two();
    let first = mcpscan::sweep::news::News::of(&nights.store, Some(1), None).unwrap().unwrap();
    assert!(first.earlier.is_none() && first.past.len() == 1 && first.packages.len() == 6);
    assert!(mcpscan::sweep::news::News::of(&nights.store, Some(7), None).unwrap().is_none());
}

//! From a plan to the end of each item.

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::Duration;

use mcpscan::store::sweep::*;

use super::world::*;

pub fn one_subject_is_one_item(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "a@1", "a@2", "a"]);
    assert_eq!((night.id, night.items, night.ended), (1, 3, None));
    let leases = sweep.lease(night.id, "w", 10, LONG).unwrap();
    let subjects: BTreeSet<String> = leases.iter().map(|lease| format!("{}", lease.spec)).collect();
    assert_eq!(subjects, BTreeSet::from(["a".to_owned(), "a@1".to_owned(), "a@2".to_owned()]));
    assert!(leases.iter().all(|lease| lease.sources == ["list"] && lease.attempt == 1 && lease.night == night.id));
}

pub fn a_night_is_planned_only_when_no_other_is_open(world: &World) {
    let sweep = world.open();
    let first = begin(&*sweep, &["a@1"]);
    assert_eq!(world.open().plan(&planned(&["b@1"])).unwrap(), Planned::StillOpen(first.clone()));
    assert_eq!(sweep.tally(first.id).unwrap().items(), 1);
    assert!(pass(&*sweep, &take(&*sweep, first.id, "w", LONG), "1"));
    assert_eq!(begin(&*sweep, &["b@1"]).id, first.id + 1);
    assert_eq!(sweep.nights(9).unwrap().len(), 2);
}

pub fn an_empty_night_has_ended_when_it_begins(world: &World) {
    let sweep = world.open();
    assert_eq!(sweep.nights(5).unwrap(), []);
    let night = begin(&*sweep, &[]);
    assert!(night.ended.is_some() && night.ended >= Some(night.begun));
    assert_eq!(sweep.lease(night.id, "w", 5, LONG).unwrap(), []);
    assert_eq!(sweep.tally(night.id).unwrap(), Tally::default());
}

pub fn a_night_ends_exactly_when_nothing_is_left(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "b@1", "c@1", "d@1"]).id;
    let leases = sweep.lease(night, "w", 3, LONG).unwrap();
    assert!(pass(&*sweep, &leases[0], "1"));
    assert!(sweep.bury(&leases[1], "cannot be had").unwrap());
    assert!(sweep.retry(&leases[2], NONE, "later").unwrap());
    assert_eq!(newest(&*sweep).ended, None);
    let rest = sweep.lease(night, "w", 9, LONG).unwrap();
    assert_eq!(rest.len(), 2);
    assert!(pass(&*sweep, &rest[0], "1"));
    assert_eq!(newest(&*sweep).ended, None);
    let tally = sweep.tally(night).unwrap();
    assert_eq!((tally.waiting, tally.leased, tally.lost, tally.judged, tally.dead), (0, 1, 0, 2, 1));
    assert!(pass(&*sweep, &rest[1], "1"));
    assert!(newest(&*sweep).ended.is_some());
    let tally = sweep.tally(night).unwrap();
    assert_eq!((tally.judged, tally.pass, tally.requests, tally.bytes, tally.milliseconds), (3, 3, 9, 3000, 60));
    assert_eq!(number(&*sweep, "SELECT count(*) FROM items WHERE state = 2"), 3);
}

pub fn what_a_source_leaves_is_there_on_the_next_night(world: &World) {
    let sweep = world.open();
    assert_eq!(sweep.source_state("registry").unwrap(), None);
    let state = |state: Option<&str>| SourceState { source: "registry".to_owned(), state: state.map(str::to_owned) };
    let notice = |kind: &str| Notice {
        source: "registry".to_owned(),
        subject: "io.acme/server".to_owned(),
        kind: kind.to_owned(),
        text: "gone".to_owned(),
        packages: vec!["pkg:npm/%40acme/server@1.2.3".to_owned()],
    };
    let mut plan = Plan { sources: vec![state(Some("one"))], notices: vec![notice("new"), notice("deleted")], ..Plan::default() };
    plan.remarks = vec!["incomplete".to_owned()];
    let Planned::Begun(night) = sweep.plan(&plan).unwrap() else { panic!("another night is open") };
    assert_eq!((night.sources, night.remarks), (vec!["registry".to_owned()], plan.remarks.clone()));
    assert_eq!(sweep.notices(night.id).unwrap(), [notice("deleted"), notice("new")]);
    plan.sources = vec![state(None)];
    sweep.plan(&plan).unwrap();
    assert_eq!(world.open().source_state("registry").unwrap().as_deref(), Some("one"));
    // A night that does not begin leaves nothing.
    begin(&*sweep, &["a@1"]);
    plan.sources = vec![state(Some("two"))];
    assert!(matches!(sweep.plan(&plan).unwrap(), Planned::StillOpen(_)));
    assert_eq!(sweep.source_state("registry").unwrap().as_deref(), Some("one"));
}

pub fn a_lease_is_given_to_one_worker_and_can_be_held(world: &World) {
    let (sweep, other) = (world.open(), world.open());
    let night = begin(&*sweep, &["a@1", "b@1", "c@1"]).id;
    let first = sweep.lease(night, "one", 2, LONG).unwrap();
    let second = other.lease(night, "two", 2, LONG).unwrap();
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(first.iter().all(|lease| lease.item != second[0].item));
    assert_eq!(other.lease(night, "two", 2, LONG).unwrap(), []);
    // Held on to in time, or after it while nobody else has asked.
    assert!(sweep.extend(&first[0], NONE).unwrap());
    assert_eq!(sweep.tally(night).unwrap().lost, 1);
    assert!(sweep.extend(&first[0], LONG).unwrap());
    assert_eq!(other.lease(night, "two", 2, LONG).unwrap(), []);
    assert_eq!(sweep.lease(night + 1, "one", 2, LONG).unwrap(), []);
}

pub fn whoever_has_lost_an_item_writes_nothing(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    let lost = take(&*sweep, night, "silent", NONE);
    let held = take(&*sweep, night, "next", LONG);
    assert_eq!((held.item, held.attempt, held.taken), (lost.item, 2, lost.taken + 1));
    assert!(!sweep.extend(&lost, LONG).unwrap());
    assert!(!pass(&*sweep, &lost, "1"));
    assert!(!sweep.retry(&lost, NONE, "late").unwrap());
    assert!(!sweep.bury(&lost, "late").unwrap());
    assert!(!sweep.release(&lost).unwrap());
    assert_eq!(number(&*sweep, "SELECT (SELECT count(*) FROM standings) + (SELECT count(*) FROM details)"), 0);
    assert_eq!(sweep.tally(night).unwrap().leased, 1);
    assert!(pass(&*sweep, &held, "1"));
    assert_eq!(sweep.tally(night).unwrap().judged, 1);
}

pub fn an_item_that_ended_is_nobodys(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    let lease = take(&*sweep, night, "w", NONE);
    assert!(pass(&*sweep, &lease, "1"));
    assert!(!pass(&*sweep, &lease, "2"));
    assert!(!sweep.extend(&lease, LONG).unwrap() && !sweep.release(&lease).unwrap() && !sweep.bury(&lease, "late").unwrap());
    assert_eq!(sweep.lease(night, "w", 9, LONG).unwrap(), []);
    assert_eq!(sweep.tally(night).unwrap().judged, 1);
}

pub fn what_fails_waits_and_dies_of_its_third_failure(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    let first = take(&*sweep, night, "w", LONG);
    assert!(sweep.retry(&first, Duration::from_millis(900), "no answer").unwrap());
    assert_eq!(sweep.lease(night, "w", 1, LONG).unwrap(), []);
    assert_eq!(sweep.tally(night).unwrap().waiting, 1);
    sleep(Duration::from_millis(1100));
    let second = take(&*sweep, night, "w", LONG);
    assert!(sweep.retry(&second, NONE, "no answer").unwrap());
    let third = take(&*sweep, night, "w", LONG);
    assert_eq!((first.attempt, second.attempt, third.attempt), (1, 2, 3));
    assert!(sweep.retry(&third, NONE, "500 from the registry").unwrap());
    assert_eq!(sweep.lease(night, "w", 1, LONG).unwrap(), []);
    let dead = DeadItem { subject: "npm a@1".to_owned(), attempts: 3, why: "500 from the registry".to_owned() };
    assert_eq!(sweep.dead(night).unwrap(), [dead]);
    assert!(newest(&*sweep).ended.is_some());
}

pub fn what_silences_three_workers_is_dead_and_names_the_last(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "b@1"]).id;
    let mut leases = sweep.lease(night, "one", 2, LONG).unwrap();
    let (bad, good) = (leases.remove(0), leases.remove(0));
    assert!(sweep.retry(&bad, NONE, "no answer").unwrap());
    for worker in ["two", "three"] {
        assert_eq!(take(&*sweep, night, worker, NONE).item, bad.item);
    }
    assert_eq!(sweep.tally(night).unwrap().lost, 1);
    assert_eq!(sweep.lease(night, "four", 1, LONG).unwrap(), []);
    let why = "none of 3 workers finished it; the last was three (before: no answer)".to_owned();
    assert_eq!(sweep.dead(night).unwrap(), [DeadItem { subject: format!("npm {}", bad.spec), attempts: 3, why }]);
    assert_eq!(newest(&*sweep).ended, None);
    assert!(sweep.bury(&good, "enough").unwrap());
    assert!(newest(&*sweep).ended.is_some());
}

pub fn what_is_given_back_has_not_been_tried(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    for _ in 0..5 {
        let lease = take(&*sweep, night, "w", LONG);
        assert_eq!(lease.attempt, 1);
        assert!(sweep.release(&lease).unwrap());
        assert!(!sweep.release(&lease).unwrap());
    }
    assert_eq!(sweep.tally(night).unwrap().waiting, 1);
}

pub fn dead_items_can_be_tried_again(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "b@1", "c@1"]).id;
    let leases = sweep.lease(night, "w", 3, LONG).unwrap();
    for lease in &leases[..2] {
        assert!(sweep.bury(lease, "broken").unwrap());
    }
    assert!(pass(&*sweep, &leases[2], "1"));
    assert!(newest(&*sweep).ended.is_some());
    assert_eq!(sweep.retry_dead(night).unwrap(), 2);
    assert_eq!((newest(&*sweep).ended, sweep.dead(night).unwrap()), (None, Vec::new()));
    let again = sweep.lease(night, "w", 9, LONG).unwrap();
    assert!(again.len() == 2 && again.iter().all(|lease| lease.attempt == 1 && lease.taken == 2));
    // What was held before it died is not held now.
    assert!(!pass(&*sweep, &leases[0], "1"));
    assert!(again.iter().all(|lease| pass(&*sweep, lease, "1")));
    assert!(newest(&*sweep).ended.is_some());
    assert_eq!(sweep.retry_dead(night).unwrap(), 0);
    assert!(newest(&*sweep).ended.is_some());
}

pub fn a_reopened_night_takes_nothing_from_another(world: &World) {
    let sweep = world.open();
    let old = begin(&*sweep, &["a@1", "b@1"]).id;
    for lease in sweep.lease(old, "w", 9, LONG).unwrap() {
        assert!(sweep.bury(&lease, "broken").unwrap());
    }
    let new = begin(&*sweep, &["c@1", "d@1"]).id;
    assert_eq!(sweep.retry_dead(old).unwrap(), 2);
    for night in [old, new] {
        let leases = sweep.lease(night, "w", 9, LONG).unwrap();
        assert!(leases.len() == 2 && leases.iter().all(|lease| lease.night == night && pass(&*sweep, lease, "1")));
    }
    assert!(sweep.nights(9).unwrap().iter().all(|night| night.ended.is_some()));
}

pub fn an_abandoned_night_is_over(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1", "b@1", "c@1"]).id;
    let held = sweep.lease(night, "w", 2, LONG).unwrap();
    assert!(pass(&*sweep, &held[0], "1"));
    assert_eq!(sweep.abandon(night, "given up").unwrap(), 2);
    assert!(newest(&*sweep).ended.is_some());
    assert!(!pass(&*sweep, &held[1], "1"));
    let why: Vec<String> = sweep.dead(night).unwrap().into_iter().map(|dead| dead.why).collect();
    assert_eq!(why, ["given up", "given up"]);
    assert_eq!(sweep.lease(night, "w", 9, LONG).unwrap(), []);
    assert_eq!(sweep.retry_dead(night).unwrap(), 2);
    assert_eq!(sweep.lease(night, "w", 9, LONG).unwrap().len(), 2);
}

pub fn requests_to_a_host_keep_their_distance_whoever_makes_them(world: &World) {
    let (sweep, other) = (world.open(), world.open());
    let apart = Duration::from_secs(100);
    assert_eq!(sweep.reserve("a.example", apart).unwrap(), NONE);
    let near = |wait: Duration, turns: u32| wait <= apart * turns && wait > apart * turns - apart / 2;
    assert!(near(other.reserve("a.example", apart).unwrap(), 1));
    assert!(near(sweep.reserve("a.example", apart).unwrap(), 2));
    assert_eq!(other.reserve("b.example", apart).unwrap(), NONE);
    // A turn that nobody took is not saved up.
    let short = Duration::from_millis(1);
    sweep.reserve("c.example", short).unwrap();
    sleep(Duration::from_millis(50));
    assert_eq!(other.reserve("c.example", apart).unwrap(), NONE);
    assert!(near(sweep.reserve("c.example", apart).unwrap(), 1));
}

pub fn odd_texts_come_through(world: &World) {
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    let lease = take(&*sweep, night, "w'\"; DROP TABLE items --", LONG);
    let why = "first\nsecond \u{1b}[8m\u{202e} 'quoted' \u{1f980}";
    assert!(sweep.bury(&lease, why).unwrap());
    assert_eq!(sweep.dead(night).unwrap()[0].why, why);
    sweep.retry_dead(night).unwrap();
    let lease = take(&*sweep, night, "w", LONG);
    assert!(sweep.bury(&lease, "a NUL: \0").unwrap());
    assert!(sweep.dead(night).unwrap()[0].why.starts_with("a NUL: "));
}

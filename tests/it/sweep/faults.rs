//! Killed workers, broken registries, and a budget that is kept in spite of both.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use mcpscan::store::sweep::Sweep;

use super::crowd::{Manner, name};
use super::{Yard, said};

#[test]
fn killed_workers_lose_nothing_and_judge_nothing_twice() {
    let yard = Yard::with(300);
    assert_eq!(yard.run("plan", &[]).status.code(), Some(0));
    // Moments spread over a worker's life: start, leases, downloads, analyses, commits.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..20 {
        let mut worker = yard.command("work", &["--jobs", "3", "--lease", "1"]).spawn().unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_millis(30 + (seed >> 33) % 600));
        worker.kill().unwrap();
        worker.wait().unwrap();
    }
    let output = yard.run("resume", &["--lease", "2"]);
    assert!(output.status.code().is_some_and(|code| code < 2) || said(&output).contains("no night is open"), "{}", said(&output));
    let store = yard.store();
    let (tally, dead) = (yard.tally(), store.dead(1).unwrap());
    assert_eq!((tally.left(), tally.judged + tally.dead), (0, 300));
    let names: BTreeSet<String> = yard.verdicts().into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names.len() as u64, tally.judged, "one result for each");
    for item in &dead {
        assert!(item.attempts == 3 && item.why.contains("workers finished it"), "{item:?}");
    }
    let results = store.info().unwrap().results;
    assert_eq!(results, tally.judged, "nothing but what was judged is kept");
}

#[test]
fn a_registry_in_trouble_costs_no_item_that_it_serves_in_the_end() {
    let yard = Yard::with(24);
    let manners = [
        (1, Manner::Status(500, 2)),
        (2, Manner::Status(429, 2)),
        (3, Manner::Status(503, 1)),
        (4, Manner::Status(500, 1_000)),
        (5, Manner::Truncated),
        (6, Manner::Endless),
        (7, Manner::Trickle),
        (8, Manner::NoArchive),
        (9, Manner::Status(404, 1_000)),
    ];
    manners.iter().for_each(|(number, manner)| yard.crowd.treat(*number, *manner));
    let output = yard.run("run", &["--deadline", "6", "--max-size", "1000000", "--jobs", "6"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let tally = yard.tally();
    assert_eq!((tally.left(), tally.judged, tally.dead), (0, 18, 6));
    let dead: BTreeMap<String, String> = yard.store().dead(1).unwrap().into_iter().map(|item| (item.subject, item.why)).collect();
    let why = |number: usize| dead.get(&format!("npm {}@1.0.0", name(number))).map_or("judged", String::as_str);
    assert!(why(4).contains("500"), "{}", why(4));
    assert!(why(5).contains("broke off") || why(5).contains("bytes"), "{}", why(5));
    assert!(why(6).contains("limit of 1000000 bytes"), "{}", why(6));
    assert!(why(7).contains("longer than") || why(7).contains("no answer within"), "{}", why(7));
    assert!(dead.contains_key(&format!("npm {}@1.0.0", name(8))), "{dead:?}");
    assert!(why(9).starts_with("gone: "), "{}", why(9));
}

#[test]
fn all_workers_together_keep_to_one_budget() {
    let yard = Yard::with(20);
    assert_eq!(yard.run("plan", &[]).status.code(), Some(0));
    let budget = ["--requests-per-second", "10", "--jobs", "4"];
    let workers: Vec<_> = (0..2).map(|_| yard.command("work", &budget).spawn().unwrap()).collect();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        assert!(output.status.code() == Some(0) || said(&output).contains("no night is open"), "{}", said(&output));
    }
    assert_eq!(yard.tally().judged, 20);
    let requests = yard.crowd.take_requests();
    assert!(requests.len() >= 40, "{}", requests.len());
    let length = requests.last().unwrap().at - requests[0].at;
    let earliest = Duration::from_millis(100) * (requests.len() as u32 - 1);
    assert!(length + Duration::from_millis(300) >= earliest, "{} requests in {length:?}", requests.len());
    for window in requests.windows(16) {
        assert!(window[15].at - window[0].at > Duration::from_millis(800), "no burst either");
    }
}

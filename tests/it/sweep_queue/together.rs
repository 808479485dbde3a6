//! Many at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mcpscan::model::*;
use mcpscan::store::ScanKey;
use mcpscan::store::sweep::*;

use super::world::*;
use crate::sample;

const CONNECTIONS: usize = 4;
const THREADS: usize = 8;

pub fn many_workers_judge_each_item_once(world: &World) {
    const ITEMS: usize = 500;
    let connections: Vec<Box<dyn Sweep>> = (0..CONNECTIONS).map(|_| world.open()).collect();
    let texts: Vec<String> = (0..ITEMS).map(|number| format!("server-{number}@1")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let night = begin(&*connections[0], &texts).id;
    let accepted: Vec<i64> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let sweep = &*connections[worker % CONNECTIONS];
                scope.spawn(move || work(sweep, night, &format!("worker {worker}"), NONE))
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let mut times: BTreeMap<i64, u32> = BTreeMap::new();
    accepted.into_iter().for_each(|item| *times.entry(item).or_default() += 1);
    assert!(times.len() == ITEMS && times.values().all(|times| *times == 1), "each item was accepted once");
    let tally = connections[0].tally(night).unwrap();
    assert_eq!((tally.judged, tally.pass, tally.items()), (ITEMS as u64, ITEMS as u64, ITEMS as u64));
    assert!(newest(&*connections[0]).ended.is_some());
    assert_eq!(number(&*connections[0], "SELECT count(*) FROM results"), ITEMS as i64);
}

/// Judges until the night is over, each item for so long; gives the items that were accepted.
pub fn work(sweep: &dyn Sweep, night: NightId, worker: &str, pause: Duration) -> Vec<i64> {
    let mut accepted = Vec::new();
    loop {
        let leases = sweep.lease(night, worker, 5, LONG).unwrap();
        if leases.is_empty() && sweep.tally(night).unwrap().left() == 0 {
            return accepted;
        }
        for lease in leases {
            std::thread::sleep(pause);
            if complete(sweep, &lease) {
                accepted.push(lease.item);
            }
        }
    }
}

/// With a report of its own.
fn complete(sweep: &dyn Sweep, lease: &Lease) -> bool {
    let mut report = sample::clean();
    report.package = sample::package(lease.spec.name.as_str(), "1");
    let artifacts = report.artifacts.iter().map(|artifact| artifact.sha256);
    let key = ScanKey::new(report.package.clone(), artifacts, &report.engine, report.ruleset, &Context::default());
    let judged = Judged {
        package: &report.package,
        verdict: report.verdict,
        score: report.score.value,
        details: "{}",
        report: Some((&key, &report)),
        cost: Cost::default(),
    };
    sweep.complete(lease, &judged).unwrap()
}

pub fn of_many_planners_one_begins_the_night(world: &World) {
    let begun = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| match world.open().plan(&planned(&["a@1", "b@1"])).unwrap() {
                Planned::Begun(night) => {
                    assert_eq!(night.items, 2);
                    begun.fetch_add(1, Ordering::Relaxed)
                }
                Planned::StillOpen(_) => 0,
            });
        }
    });
    assert_eq!(begun.into_inner(), 1);
    assert_eq!(world.open().nights(9).unwrap().len(), 1);
}

pub fn a_worker_may_drive_a_runtime_of_its_own(world: &World) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let sweep = world.open();
        let night = begin(&*sweep, &["a@1"]).id;
        assert!(pass(&*sweep, &take(&*sweep, night, "w", LONG), "1"));
    });
}

/// How fast the queue itself is, as nothing is judged: `cargo test --release -- --ignored --nocapture items_a_second`.
#[test]
#[ignore = "it measures"]
fn items_a_second() {
    measure("SQLite", &World::sqlite());
    #[cfg(feature = "postgres")]
    if let Some(world) = World::postgres() {
        measure("PostgreSQL", &world);
    }
}

fn measure(name: &str, world: &World) {
    const ITEMS: usize = 2000;
    let texts: Vec<String> = (0..ITEMS).map(|number| format!("server-{number}@1")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for workers in [1, 2, 4] {
        let start = Instant::now();
        let night = begin(&*world.open(), &texts).id;
        let planned = start.elapsed();
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| work(&*world.open(), night, "w", NONE));
            }
        });
        let speed = ITEMS as f64 / start.elapsed().as_secs_f64();
        println!("{name}: {workers} workers, {speed:.0} items/s leased and completed with a report; planned in {planned:.0?}");
    }
}

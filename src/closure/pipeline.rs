//! Many packages at a time: some are fetched while others are read, and no more are read at once than there are cores.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

use crate::fetch::Resolved;
use crate::model::ScanReport;
use crate::scan::{Brief, Brought, ScanError, Scanner};

/// Who waits for the network, or for a core.
const FETCHING: usize = 16;
/// Packed bytes of a package that is read alone: its files keep all cores busy by themselves, and its trees need the memory.
const LARGE: u64 = 1 << 20;
const HELD: &str = "nothing panics while it is held";

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stage {
    pub packages: usize,
    pub fetched: usize,
    pub judged: usize,
}

pub(super) type Told<'a> = dyn Fn(Stage) + Sync + 'a;

pub(super) enum Judged {
    /// Of the server's own publishers.
    Part(Box<ScanReport>),
    Brief(Box<Brief>),
    Failed(ScanError),
    /// The package itself, whose report is there already.
    NotAsked,
}

/// What became of each package, in the order given; the first is left out.
pub(super) fn judge(scanner: &Scanner<'_>, releases: &[&Resolved], own: &[bool], told: &Told<'_>) -> Vec<Judged> {
    let waiting = Mutex::new((1..releases.len()).collect::<VecDeque<usize>>());
    let done: Vec<Mutex<Judged>> = releases.iter().map(|_| Mutex::new(Judged::NotAsked)).collect();
    let cores = Cores::new(thread::available_parallelism().map_or(1, usize::from));
    let (fetched, judged) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tell = || {
        let read = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        told(Stage { packages: releases.len().saturating_sub(1), fetched: read(&fetched), judged: read(&judged) });
    };
    let work = || {
        loop {
            let next = waiting.lock().expect(HELD).pop_front();
            let Some(at) = next else { return };
            let answer = one(scanner, releases[at], own[at], &cores, || {
                fetched.fetch_add(1, Ordering::Relaxed);
                tell();
            });
            *done[at].lock().expect(HELD) = answer;
            judged.fetch_add(1, Ordering::Relaxed);
            tell();
        }
    };
    tell();
    thread::scope(|scope| {
        for _ in 0..FETCHING.min(releases.len().saturating_sub(1)) {
            scope.spawn(work);
        }
    });
    done.into_iter().map(|one| one.into_inner().expect(HELD)).collect()
}

fn one(scanner: &Scanner<'_>, release: &Resolved, is_own: bool, cores: &Cores, fetched: impl Fn()) -> Judged {
    let brought = match scanner.brought(release, is_own) {
        Ok(brought) => brought,
        Err(error) => return Judged::Failed(error),
    };
    fetched();
    let brought = match brought {
        Brought::Brief(brief) => return Judged::Brief(brief),
        Brought::Report(report) => return Judged::Part(report),
        Brought::Files(files) => files,
    };
    let _core = cores.take(brought.packed_bytes() >= LARGE);
    let report = match scanner.read(*brought, is_own) {
        Ok(report) => report,
        Err(error) => return Judged::Failed(error),
    };
    if is_own { Judged::Part(Box::new(report)) } else { Judged::Brief(Box::new(scanner.in_brief(&report))) }
}

/// So many may work at once.
struct Cores {
    all: usize,
    free: Mutex<usize>,
    freed: Condvar,
}

/// Gives back what it took once it is dropped.
struct Taken<'c> {
    cores: &'c Cores,
    count: usize,
}

impl Cores {
    fn new(all: usize) -> Self {
        Self { all, free: Mutex::new(all), freed: Condvar::new() }
    }

    /// Waits for one, or for all.
    fn take(&self, is_all: bool) -> Taken<'_> {
        let count = if is_all { self.all } else { 1 };
        let mut free = self.free.lock().expect(HELD);
        while *free < count {
            free = self.freed.wait(free).expect(HELD);
        }
        *free -= count;
        Taken { cores: self, count }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.cores.free.lock().expect(HELD) += self.count;
        self.cores.freed.notify_all();
    }
}

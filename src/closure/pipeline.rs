//! Many packages at a time: some are fetched while others are read, and no more are read at once than there are cores.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex};
use std::thread;

use crate::fetch::Resolved;
use crate::model::ScanReport;
use crate::scan::{Brief, Brought, Files, Role, ScanError, Scanner};

/// Who waits for the network.
const FETCHING: usize = 12;
/// Packages that are fetched and wait to be read.
const WAITING: usize = 8;
/// Packed bytes of a package that is read alone: its files keep all cores busy by themselves, and its trees need the memory.
const LARGE: u64 = 512 << 10;
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

/// A package that is to be judged, and as what.
#[derive(Clone, Copy)]
pub(super) struct Coming<'c> {
    pub release: &'c Resolved,
    pub role: Role,
}

/// What became of each package, in the order given.
pub(super) fn judge(scanner: &Scanner<'_>, coming: &[Coming<'_>], told: &Told<'_>) -> Vec<Judged> {
    let count = thread::available_parallelism().map_or(1, usize::from);
    let work = Work {
        scanner,
        coming,
        told,
        waiting: Mutex::new((0..coming.len()).collect()),
        done: coming.iter().map(|_| Mutex::new(Judged::NotAsked)).collect(),
        cores: Cores::new(count),
        fetched: AtomicUsize::new(0),
        judged: AtomicUsize::new(0),
    };
    work.tell();
    let (sender, receiver) = sync_channel(WAITING);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        for _ in 0..FETCHING.min(coming.len()) {
            let (work, sender) = (&work, sender.clone());
            scope.spawn(move || work.fetch(&sender));
        }
        drop(sender);
        for _ in 0..count {
            scope.spawn(|| work.read(&receiver));
        }
    });
    work.done.into_iter().map(|one| one.into_inner().expect(HELD)).collect()
}

/// A package's place in the list, and its files.
type Fetched = (usize, Box<Files>);

struct Work<'w> {
    scanner: &'w Scanner<'w>,
    coming: &'w [Coming<'w>],
    told: &'w Told<'w>,
    waiting: Mutex<VecDeque<usize>>,
    done: Vec<Mutex<Judged>>,
    cores: Cores,
    fetched: AtomicUsize,
    judged: AtomicUsize,
}

impl Work<'_> {
    /// Until nothing waits: what is known is done with, files are passed on.
    fn fetch(&self, sender: &SyncSender<Fetched>) {
        loop {
            let next = self.waiting.lock().expect(HELD).pop_front();
            let Some(at) = next else { return };
            let Coming { release, role } = self.coming[at];
            let brought = self.scanner.brought(release, role);
            self.fetched.fetch_add(1, Ordering::Relaxed);
            match brought {
                Ok(Brought::Brief(brief)) => self.finish(at, Judged::Brief(brief)),
                Ok(Brought::Report(report)) => self.finish(at, Judged::Part(report)),
                Ok(Brought::Files(files)) => {
                    self.tell();
                    // Whoever reads stays until all senders are gone.
                    let _ = sender.send((at, files));
                }
                Err(error) => self.finish(at, Judged::Failed(error)),
            }
        }
    }

    /// Until nobody fetches any more. Only these threads hold trees, so that their memory is used again and again.
    fn read(&self, receiver: &Mutex<Receiver<Fetched>>) {
        loop {
            let next = receiver.lock().expect(HELD).recv();
            let Ok((at, files)) = next else { return };
            let role = self.coming[at].role;
            let report = {
                let _core = self.cores.take(files.packed_bytes() >= LARGE);
                self.scanner.read(*files, role)
            };
            let judged = match report {
                Ok(report) if role.is_whole => Judged::Part(Box::new(report)),
                Ok(report) => Judged::Brief(Box::new(self.scanner.in_brief(&report))),
                Err(error) => Judged::Failed(error),
            };
            self.finish(at, judged);
        }
    }

    fn finish(&self, at: usize, judged: Judged) {
        *self.done[at].lock().expect(HELD) = judged;
        self.judged.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        let read = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let packages = self.coming.len();
        (self.told)(Stage { packages, fetched: read(&self.fetched), judged: read(&self.judged) });
    }
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

//! The jobs of one process, and who watches over them: leases are held while an item is worked on, but for no longer than its deadline.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use thiserror::Error;

use super::failure::{Failure, panic_text};
use super::job::{Done, Job};
use super::settings::Settings;
use crate::model::ScanReport;
use crate::store::StoreError;
use crate::store::sweep::{Cost, Lease, NightId, Sweep};

/// Between two looks at a night in which all items are with others.
const LOOK: Duration = Duration::from_millis(200);
const LONGEST_LOOK: Duration = Duration::from_secs(3);
/// Between two looks at the jobs.
const WATCH: Duration = Duration::from_millis(100);
/// So many jobs may be stuck at once before the process gives up, for each that it was to have.
const STUCK_FOR_EACH: usize = 4;

#[derive(Debug, Error)]
pub enum CrewError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this worker cannot go on: {0}")]
    Broken(String),
    #[error(
        "{0} packages have outlasted their deadline and still run\nhint: `mcpscan sweep status` shows them; begin again with `mcpscan sweep resume`"
    )]
    Stuck(usize),
}

/// Why a crew came home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Nothing of the night is left.
    Done,
    /// It was told to stop.
    Stopped,
}

/// How to stop a crew from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Brake(Arc<AtomicU8>);

impl Brake {
    /// No further item is begun.
    pub fn finish(&self) {
        self.0.fetch_max(1, Ordering::SeqCst);
    }

    /// What is being worked on goes back into the queue.
    pub fn drop_everything(&self) {
        self.0.store(2, Ordering::SeqCst);
    }

    pub fn is_pulled(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }

    fn is_urgent(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 1
    }
}

/// Told after each item: the lease, and how it went.
pub type Told = dyn Fn(&Lease, &Ended<'_>) + Send + Sync;

/// How an item went, for whoever watches.
#[derive(Debug)]
pub enum Ended<'d> {
    Judged(&'d ScanReport, Cost),
    Failed(&'d str),
    /// Another worker has it by now.
    Lost,
}

struct Crew {
    settings: Arc<Settings>,
    sweep: Arc<dyn Sweep>,
    night: NightId,
    brake: Brake,
    told: Arc<Told>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Jobs that are not stuck.
    jobs: usize,
    stuck: usize,
    active: Vec<Active>,
    failed: Option<CrewError>,
    next: u64,
}

/// An item that is being worked on.
struct Active {
    number: u64,
    lease: Lease,
    since: Instant,
    extended: Instant,
}

/// Works on a night until nothing of it is left, or the brake is pulled.
pub fn work(settings: &Arc<Settings>, sweep: &Arc<dyn Sweep>, night: NightId, brake: &Brake, told: Arc<Told>) -> Result<Home, CrewError> {
    let crew = Arc::new(Crew {
        settings: Arc::clone(settings),
        sweep: Arc::clone(sweep),
        night,
        brake: brake.clone(),
        told,
        state: Mutex::default(),
        changed: Condvar::new(),
    });
    for _ in 0..settings.jobs.max(1) {
        crew.hire();
    }
    crew.watch()
}

impl Crew {
    /// State is whole after each statement, whatever a panic elsewhere cut short.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hire(self: &Arc<Self>) {
        self.state().jobs += 1;
        let crew = Arc::clone(self);
        thread::spawn(move || {
            let broken = |panic: Box<dyn Any + Send>| Err(CrewError::Broken(panic_text(&*panic).to_owned()));
            let outcome = catch_unwind(AssertUnwindSafe(|| crew.work())).unwrap_or_else(broken);
            let mut state = crew.state();
            match outcome {
                Ok(Left::Done) => state.jobs -= 1,
                // It was counted out when it was given up.
                Ok(Left::Stuck) => state.stuck -= 1,
                Err(error) => {
                    state.jobs -= 1;
                    state.failed.get_or_insert(error);
                }
            }
            crew.changed.notify_all();
        });
    }

    fn work(&self) -> Result<Left, CrewError> {
        let job = Job::new(&self.settings, &self.sweep).map_err(|error| CrewError::Broken(error.to_string()))?;
        let mut pause = LOOK;
        while !self.brake.is_pulled() && self.state().failed.is_none() {
            let taken = self.sweep.lease(self.night, &self.settings.worker, 1, self.settings.lease)?;
            let Some(lease) = taken.into_iter().next() else {
                if self.sweep.tally(self.night)?.left() == 0 {
                    break;
                }
                thread::sleep(pause);
                pause = (pause * 2).min(LONGEST_LOOK);
                continue;
            };
            pause = LOOK;
            let number = self.begin(&lease);
            let done = job.judge(&lease.spec);
            if !self.end(number) {
                return Ok(Left::Stuck);
            }
            let kept = job.settle(&lease, &done)?;
            self.tell(&lease, &done, kept);
            if let Err(Failure::Own(why)) = done.outcome {
                return Err(CrewError::Broken(why));
            }
        }
        Ok(Left::Done)
    }

    fn begin(&self, lease: &Lease) -> u64 {
        let mut state = self.state();
        state.next += 1;
        let (number, now) = (state.next, Instant::now());
        state.active.push(Active { number, lease: lease.clone(), since: now, extended: now });
        number
    }

    /// False where it was given up in the meantime.
    fn end(&self, number: u64) -> bool {
        let mut state = self.state();
        let before = state.active.len();
        state.active.retain(|active| active.number != number);
        state.active.len() < before
    }

    fn tell(&self, lease: &Lease, done: &Done, kept: bool) {
        match (&done.outcome, kept) {
            (_, false) => (self.told)(lease, &Ended::Lost),
            (Ok(report), true) => (self.told)(lease, &Ended::Judged(report, done.cost)),
            (Err(failure), true) => (self.told)(lease, &Ended::Failed(failure.why())),
        }
    }

    fn watch(self: &Arc<Self>) -> Result<Home, CrewError> {
        loop {
            let mut state = self.state();
            if state.jobs == 0 {
                return match state.failed.take() {
                    Some(error) => Err(error),
                    None if self.brake.is_pulled() => Ok(Home::Stopped),
                    None => Ok(Home::Done),
                };
            }
            if self.brake.is_urgent() {
                let active = std::mem::take(&mut state.active);
                drop(state);
                for one in active {
                    self.sweep.release(&one.lease)?;
                }
                return Ok(Home::Stopped);
            }
            drop(self.changed.wait_timeout(state, WATCH).unwrap_or_else(PoisonError::into_inner));
            self.extend()?;
            self.give_up()?;
        }
    }

    /// Every lease is made longer when a third of it is over.
    fn extend(&self) -> Result<(), CrewError> {
        let third = self.settings.lease / 3;
        let due: Vec<Lease> = {
            let mut state = self.state();
            let due = state.active.iter_mut().filter(|active| active.extended.elapsed() >= third);
            due.map(|active| {
                active.extended = Instant::now();
                active.lease.clone()
            })
            .collect()
        };
        for lease in due {
            // Where it is another's by now, the end will tell: nothing of it is kept then.
            self.sweep.extend(&lease, self.settings.lease)?;
        }
        Ok(())
    }

    /// What has outlasted its deadline goes back, and another job takes the place of the one that is stuck.
    fn give_up(self: &Arc<Self>) -> Result<(), CrewError> {
        let deadline = self.settings.deadline;
        let overdue: Vec<Lease> = {
            let mut state = self.state();
            let (overdue, active): (Vec<_>, Vec<_>) =
                std::mem::take(&mut state.active).into_iter().partition(|active| active.since.elapsed() >= deadline);
            state.active = active;
            state.jobs -= overdue.len();
            state.stuck += overdue.len();
            overdue.into_iter().map(|active| active.lease).collect()
        };
        for lease in overdue {
            let why = format!("it took longer than {} s", deadline.as_secs_f64());
            if self.sweep.retry(&lease, self.settings.pause, &why)? {
                (self.told)(&lease, &Ended::Failed(&why));
            }
            let stuck = self.state().stuck;
            if stuck > self.settings.jobs * STUCK_FOR_EACH {
                return Err(CrewError::Stuck(stuck));
            }
            self.hire();
        }
        Ok(())
    }
}

/// How a job ended.
enum Left {
    Done,
    /// Its item was given up while it worked on it.
    Stuck,
}

//! One budget of requests for all workers: who wants to ask a host takes a turn in the database first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::settings::Budget;
use crate::fetch::Pace;
use crate::store::sweep::Sweep;

/// Where no database answers: slow enough for any budget.
const CAREFUL: Duration = Duration::from_secs(1);

/// A host that wants more peace than this has trouble that no waiting mends.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// One job's way to the network, with what it used of it.
pub struct Turns {
    sweep: Arc<dyn Sweep>,
    budget: Budget,
    requests: AtomicU64,
    bytes: AtomicU64,
}

impl Turns {
    pub fn new(sweep: &Arc<dyn Sweep>, budget: &Budget) -> Self {
        Self { sweep: Arc::clone(sweep), budget: budget.clone(), requests: AtomicU64::new(0), bytes: AtomicU64::new(0) }
    }

    /// Requests, and bytes received, since it was asked last.
    pub fn take(&self) -> (u64, u64) {
        (self.requests.swap(0, Ordering::Relaxed), self.bytes.swap(0, Ordering::Relaxed))
    }
}

impl Pace for Turns {
    fn reserve(&self, host: &str) -> Duration {
        self.requests.fetch_add(1, Ordering::Relaxed);
        match self.budget.interval(host) {
            Some(interval) => self.sweep.reserve(host, interval).unwrap_or(CAREFUL),
            None => Duration::ZERO,
        }
    }

    fn received(&self, _host: &str, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The next turn of anybody comes after the pause.
    fn asked_to_wait(&self, host: &str, pause: Duration) {
        if self.budget.interval(host).is_some() {
            // Where no database answers, nobody asks much.
            let _ = self.sweep.reserve(host, pause.min(LONGEST_PAUSE));
        }
    }
}

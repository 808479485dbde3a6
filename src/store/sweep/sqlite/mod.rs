//! The nights in the cache's own database: one machine, any number of processes.

mod look;
mod plan;
mod rows;
mod work;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{DeadItem, Judged, Lease, Night, NightId, Notice, Plan, Planned, SlowItem, Standing, Sweep, Tally};
use crate::model::{PackageName, Registry};
use crate::store::{Store, StoreError};

impl Sweep for Store {
    fn plan(&self, plan: &Plan) -> Result<Planned, StoreError> {
        self.database.write(|transaction| plan::begin(transaction, plan, now()))
    }

    fn source_state(&self, source: &str) -> Result<Option<String>, StoreError> {
        self.database.read(|connection| plan::source_state(connection, source))
    }

    fn known(&self) -> Result<BTreeSet<(Registry, PackageName)>, StoreError> {
        self.database.read(look::known)
    }

    fn lease(&self, night: NightId, worker: &str, count: usize, ttl: Duration) -> Result<Vec<Lease>, StoreError> {
        self.database.write(|transaction| work::lease(transaction, night, worker, count, now(), now() + milliseconds(ttl)))
    }

    fn extend(&self, lease: &Lease, ttl: Duration) -> Result<bool, StoreError> {
        self.database.write(|transaction| work::extend(transaction, lease, now() + milliseconds(ttl)))
    }

    fn complete(&self, lease: &Lease, judged: &Judged<'_>) -> Result<bool, StoreError> {
        self.database.write(|transaction| work::complete(transaction, lease, judged, now()))
    }

    fn retry(&self, lease: &Lease, after: Duration, why: &str) -> Result<bool, StoreError> {
        self.database.write(|transaction| work::retry(transaction, lease, now(), milliseconds(after), why))
    }

    fn bury(&self, lease: &Lease, why: &str) -> Result<bool, StoreError> {
        self.database.write(|transaction| work::bury(transaction, lease, now(), why))
    }

    fn release(&self, lease: &Lease) -> Result<bool, StoreError> {
        self.database.write(|transaction| work::release(transaction, lease, now()))
    }

    fn retry_dead(&self, night: NightId) -> Result<u64, StoreError> {
        self.database.write(|transaction| plan::retry_dead(transaction, night, now()))
    }

    fn abandon(&self, night: NightId, why: &str) -> Result<u64, StoreError> {
        self.database.write(|transaction| plan::abandon(transaction, night, now(), why))
    }

    fn reserve(&self, host: &str, interval: Duration) -> Result<Duration, StoreError> {
        let now = Timestamp::now().as_microsecond();
        let interval = i64::try_from(interval.as_micros()).unwrap_or(i64::MAX);
        let turn = self.database.write(|transaction| work::reserve(transaction, host, now, interval))?;
        Ok(Duration::from_micros(u64::try_from(turn - now).unwrap_or_default()))
    }

    fn nights(&self, count: usize) -> Result<Vec<Night>, StoreError> {
        self.database.read(|connection| look::nights(connection, count))
    }

    fn tally(&self, night: NightId) -> Result<Tally, StoreError> {
        self.database.read(|connection| look::tally(connection, night, now()))
    }

    fn each_standing(&self, night: NightId, told: &mut dyn FnMut(Standing, Option<Standing>)) -> Result<(), StoreError> {
        let told = std::cell::RefCell::new(told);
        self.database.read(|connection| look::each_standing(connection, night, &mut **told.borrow_mut()))
    }

    fn dead(&self, night: NightId) -> Result<Vec<DeadItem>, StoreError> {
        self.database.read(|connection| look::dead(connection, night))
    }

    fn slowest(&self, night: NightId, count: usize) -> Result<Vec<SlowItem>, StoreError> {
        self.database.read(|connection| look::slowest(connection, night, count))
    }

    fn notices(&self, night: NightId) -> Result<Vec<Notice>, StoreError> {
        self.database.read(|connection| look::notices(connection, night))
    }

    fn forget(&self, keep: usize) -> Result<u64, StoreError> {
        self.database.write(|transaction| plan::forget(transaction, keep))
    }

    fn snapshot(&self, file: &Path) -> Result<(), StoreError> {
        self.database.copy_into(file)
    }
}

fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}

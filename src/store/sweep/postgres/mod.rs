//! The nights in PostgreSQL, for workers on many machines: the queue is PGMQ's, everything else lies in the schema `mcpscan` of the same
//! database, so that a result and its acknowledgement are one transaction.
//!
//! All times are the server's, waits and leases last whole seconds. Statements are unnamed and settings local to their transaction: a
//! pooler may stand between, also one that hands out sessions by the transaction.

mod address;
mod connection;
mod error;
mod look;
mod memory;
mod plan;
mod rows;
mod schema;
mod snapshot;
mod tls;
mod work;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

pub use error::PostgresError;

use super::{DeadItem, Judged, Lease, Night, NightId, Notice, Plan, Planned, SlowItem, Standing, Sweep, Tally};
use crate::model::{PackageName, Registry, ScanReport};
use crate::store::{Memory, ScanKey, StoreError, files};
use connection::{Connection, Mode};

/// A connection to the server; each worker has its own.
pub struct Postgres {
    connection: Connection,
}

impl Postgres {
    /// Connects to `postgres://…` and makes what is missing there. `password` counts where the address has none.
    pub fn open(url: &str, password: Option<&str>) -> Result<Self, StoreError> {
        let connection = Connection::open(url, password)?;
        connection.drive(async |client| {
            *client = Some(schema::prepare(&connection).await?);
            Ok::<_, PostgresError>(())
        })?;
        Ok(Self { connection })
    }
}

impl From<PostgresError> for StoreError {
    fn from(error: PostgresError) -> Self {
        Self::Postgres(Box::new(error))
    }
}

impl Memory for Postgres {
    fn get(&self, key: &ScanKey) -> Result<Option<ScanReport>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| memory::get(client, key).await)
    }

    fn put(&self, key: &ScanKey, report: &ScanReport) -> Result<(), StoreError> {
        self.connection.run(Mode::Durable, async |client, _| memory::put(client, key, report).await)
    }

    fn resolution(&self, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| memory::resolution(client, key, max_age).await)
    }

    fn remember_resolution(&self, key: &str, json: &str) -> Result<(), StoreError> {
        self.connection.run(Mode::Light, async |client, _| memory::remember_resolution(client, key, json).await)
    }
}

impl Sweep for Postgres {
    fn plan(&self, plan: &Plan) -> Result<Planned, StoreError> {
        let ticket = files::unpredictable();
        self.connection.run(Mode::Durable, async |client, in_doubt| plan::begin(client, in_doubt, plan, &ticket).await)
    }

    fn source_state(&self, source: &str) -> Result<Option<String>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| plan::source_state(client, source).await)
    }

    fn known(&self) -> Result<BTreeSet<(Registry, PackageName)>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| look::known(client).await)
    }

    fn lease(&self, night: NightId, worker: &str, count: usize, ttl: Duration) -> Result<Vec<Lease>, StoreError> {
        let taking = work::Taking { night, worker, count, ttl, ticket: &files::unpredictable() };
        self.connection.run(Mode::Durable, async |client, in_doubt| work::lease(client, in_doubt, &taking).await)
    }

    fn extend(&self, lease: &Lease, ttl: Duration) -> Result<bool, StoreError> {
        self.connection.run(Mode::Light, async |client, _| work::extend(client, lease, ttl).await)
    }

    fn complete(&self, lease: &Lease, judged: &Judged<'_>) -> Result<bool, StoreError> {
        self.connection.run(Mode::Durable, async |client, in_doubt| work::complete(client, in_doubt, lease, judged).await)
    }

    fn retry(&self, lease: &Lease, after: Duration, why: &str) -> Result<bool, StoreError> {
        self.connection.run(Mode::Durable, async |client, in_doubt| work::retry(client, in_doubt, lease, after, why).await)
    }

    fn bury(&self, lease: &Lease, why: &str) -> Result<bool, StoreError> {
        self.connection.run(Mode::Durable, async |client, in_doubt| work::bury(client, in_doubt, lease, why).await)
    }

    fn release(&self, lease: &Lease) -> Result<bool, StoreError> {
        self.connection.run(Mode::Durable, async |client, in_doubt| work::release(client, in_doubt, lease).await)
    }

    fn retry_dead(&self, night: NightId) -> Result<u64, StoreError> {
        self.connection.run(Mode::Durable, async |client, _| plan::retry_dead(client, night).await)
    }

    fn abandon(&self, night: NightId, why: &str) -> Result<u64, StoreError> {
        self.connection.run(Mode::Durable, async |client, _| plan::abandon(client, night, why).await)
    }

    fn reserve(&self, host: &str, interval: Duration) -> Result<Duration, StoreError> {
        self.connection.run(Mode::Light, async |client, _| work::reserve(client, host, interval).await)
    }

    fn nights(&self, count: usize) -> Result<Vec<Night>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| look::nights(client, count).await)
    }

    fn tally(&self, night: NightId) -> Result<Tally, StoreError> {
        self.connection.run(Mode::Moment, async |client, _| look::tally(client, night).await)
    }

    fn each_standing(&self, night: NightId, told: &mut dyn FnMut(Standing, Option<Standing>)) -> Result<(), StoreError> {
        let mut last = (String::new(), String::new(), String::new());
        loop {
            let page = self.connection.run(Mode::Read, async |client, _| look::standings(client, night, &last).await)?;
            let Some((now, _)) = page.last() else { return Ok(()) };
            last = (now.registry.as_str().to_owned(), now.name.clone(), now.version.clone());
            let is_last = page.len() < look::PAGE;
            page.into_iter().for_each(|(now, before)| told(now, before));
            if is_last {
                return Ok(());
            }
        }
    }

    fn dead(&self, night: NightId) -> Result<Vec<DeadItem>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| look::dead(client, night).await)
    }

    fn slowest(&self, night: NightId, count: usize) -> Result<Vec<SlowItem>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| look::slowest(client, night, count).await)
    }

    fn notices(&self, night: NightId) -> Result<Vec<Notice>, StoreError> {
        self.connection.run(Mode::Read, async |client, _| look::notices(client, night).await)
    }

    fn forget(&self, keep: usize) -> Result<u64, StoreError> {
        self.connection.run(Mode::Durable, async |client, _| plan::forget(client, keep).await)
    }

    fn snapshot(&self, file: &Path) -> Result<(), StoreError> {
        let draft = snapshot::Draft::beside(file)?;
        let store = self.connection.run(Mode::Moment, async |client, _| snapshot::copy(client, &draft).await)?;
        store.snapshot(file)
    }
}

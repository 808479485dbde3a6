//! The nights of a sweep: what is to be judged, who holds it, what came of it. One trait, so that one machine does with SQLite what
//! many do with PostgreSQL.

mod item;
mod night;
mod sqlite;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

pub use item::{Asked, Cost, DeadItem, End, Judged, Lease, SlowItem, State};
pub use night::{Night, NightId, Notice, Plan, Planned, SourceState, Standing, Tally};

use super::{Memory, StoreError};
use crate::model::{PackageName, Registry};

/// An item that so many workers have taken up and none has finished is dead.
pub const ATTEMPTS: u32 = 3;

/// The queue and the results of all nights. Every method is one transaction; times are those of the database's own machine.
pub trait Sweep: Memory + Send {
    /// Begins a night with all its items at once; while another one has items left, that one is given instead.
    fn plan(&self, plan: &Plan) -> Result<Planned, StoreError>;

    /// What a source left to be known on the next night.
    fn source_state(&self, source: &str) -> Result<Option<String>, StoreError>;

    /// Every package that was ever judged.
    fn known(&self) -> Result<BTreeSet<(Registry, PackageName)>, StoreError>;

    /// Takes up to `count` items of a night for `ttl`: those that wait, and those whose holder has fallen silent. Each taking is an
    /// attempt; what has had [`ATTEMPTS`] of them is dead.
    fn lease(&self, night: NightId, worker: &str, count: usize, ttl: Duration) -> Result<Vec<Lease>, StoreError>;

    /// Holds an item for `ttl` from now. False where it is another's by now, or ended: whoever asks stops working on it.
    fn extend(&self, lease: &Lease, ttl: Duration) -> Result<bool, StoreError>;

    /// Result and acknowledgement together. False where the item is another's by now: then nothing is written.
    fn complete(&self, lease: &Lease, judged: &Judged<'_>) -> Result<bool, StoreError>;

    /// Lets the item wait for `after`, or buries it after the last attempt. False where it is another's by now.
    fn retry(&self, lease: &Lease, after: Duration, why: &str) -> Result<bool, StoreError>;

    /// Ends an item that cannot be judged. False where it is another's by now.
    fn bury(&self, lease: &Lease, why: &str) -> Result<bool, StoreError>;

    /// Gives an item back as if it had not been taken. False where it is another's by now.
    fn release(&self, lease: &Lease) -> Result<bool, StoreError>;

    /// Lets the dead items of a night wait again, with all their attempts; gives their number.
    fn retry_dead(&self, night: NightId) -> Result<u64, StoreError>;

    /// Ends what is left of a night as dead, for the reason given; gives the number of items.
    fn abandon(&self, night: NightId, why: &str) -> Result<u64, StoreError>;

    /// How long to wait before a request to this host, where requests of all workers together are `interval` apart. The turn is taken.
    fn reserve(&self, host: &str, interval: Duration) -> Result<Duration, StoreError>;

    /// The newest nights first.
    fn nights(&self, count: usize) -> Result<Vec<Night>, StoreError>;

    fn tally(&self, night: NightId) -> Result<Tally, StoreError>;

    /// Calls with what each judged item of the night turned out to be, and with what was known of the same package before: of the same
    /// version if there is such, else of the version that was judged last. In the order of registry, name and version.
    fn each_standing(&self, night: NightId, told: &mut dyn FnMut(Standing, Option<Standing>)) -> Result<(), StoreError>;

    fn dead(&self, night: NightId) -> Result<Vec<DeadItem>, StoreError>;

    /// Those that took longest, the slowest first.
    fn slowest(&self, night: NightId, count: usize) -> Result<Vec<SlowItem>, StoreError>;

    fn notices(&self, night: NightId) -> Result<Vec<Notice>, StoreError>;

    /// Removes nights but the newest `keep`, and what only they spoke of; gives the number of nights.
    fn forget(&self, keep: usize) -> Result<u64, StoreError>;

    /// All of it as one SQLite file for readers; what is at `file` is replaced whole or not at all.
    fn snapshot(&self, file: &Path) -> Result<(), StoreError>;
}

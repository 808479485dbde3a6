//! A place for nights, and short words for what is done with them.

use std::path::Path;
use std::time::Duration;

use mcpscan::model::*;
use mcpscan::store::Store;
#[cfg(feature = "postgres")]
use mcpscan::store::sweep::Postgres;
use mcpscan::store::sweep::*;
use tempfile::TempDir;

use crate::sample;

/// Longer than any test.
pub const LONG: Duration = Duration::from_secs(600);
/// A lease of this length is lost at once.
pub const NONE: Duration = Duration::ZERO;

pub enum World {
    Folder(TempDir),
    #[cfg(feature = "postgres")]
    Database(String),
}

impl World {
    pub fn sqlite() -> Self {
        Self::Folder(TempDir::new().unwrap())
    }

    /// None, and said so, where there is no server.
    #[cfg(feature = "postgres")]
    pub fn postgres() -> Option<Self> {
        match super::server::shared() {
            Ok(server) => Some(Self::Database(server.fresh().unwrap())),
            Err(why) => {
                eprintln!("skipped: {why}");
                None
            }
        }
    }

    /// One more connection.
    pub fn open(&self) -> Box<dyn Sweep> {
        match self {
            Self::Folder(folder) => Box::new(Store::open(folder.path()).unwrap()),
            #[cfg(feature = "postgres")]
            Self::Database(url) => Box::new(Postgres::open(url, None).unwrap()),
        }
    }
}

pub fn asked(text: &str) -> Asked {
    Asked { spec: PackageSpec::npm(text).unwrap(), sources: vec!["list".to_owned()] }
}

pub fn planned(texts: &[&str]) -> Plan {
    Plan {
        engine: "0.1.0".to_owned(),
        ruleset: "rules".to_owned(),
        items: texts.iter().map(|text| asked(text)).collect(),
        ..Plan::default()
    }
}

/// Begins a night over these.
pub fn begin(sweep: &dyn Sweep, texts: &[&str]) -> Night {
    match sweep.plan(&planned(texts)).unwrap() {
        Planned::Begun(night) => night,
        Planned::StillOpen(night) => panic!("night {} is open", night.id),
    }
}

/// The only item that can be had.
pub fn take(sweep: &dyn Sweep, night: NightId, worker: &str, ttl: Duration) -> Lease {
    let mut leases = sweep.lease(night, worker, 1, ttl).unwrap();
    assert_eq!(leases.len(), 1);
    leases.remove(0)
}

/// Says that the item turned out to be this version.
pub fn pass(sweep: &dyn Sweep, lease: &Lease, version: &str) -> bool {
    judge(sweep, lease, version, Verdict::Pass, "{}")
}

pub fn judge(sweep: &dyn Sweep, lease: &Lease, version: &str, verdict: Verdict, details: &str) -> bool {
    let package = sample::package(lease.spec.name.as_str(), version);
    let cost = Cost { milliseconds: 20, requests: 3, bytes: 1000, known: false };
    sweep.complete(lease, &Judged { package: &package, verdict, score: 90, details, report: None, cost }).unwrap()
}

/// A whole night in which each `name@version` turns out to be that version.
pub fn whole_night(sweep: &dyn Sweep, texts: &[&str]) -> NightId {
    let night = begin(sweep, texts).id;
    for lease in sweep.lease(night, "w", 1000, LONG).unwrap() {
        let version = lease.spec.wanted.clone().unwrap();
        assert!(judge(sweep, &lease, &version, Verdict::Pass, &format!(r#"{{"of":"{version}"}}"#)));
    }
    assert!(newest(sweep).ended.is_some());
    night
}

pub fn newest(sweep: &dyn Sweep) -> Night {
    sweep.nights(1).unwrap().remove(0)
}

/// A number from the snapshot of everything.
pub fn number(sweep: &dyn Sweep, sql: &str) -> i64 {
    let folder = TempDir::new().unwrap();
    connection(sweep, folder.path()).query_row(sql, [], |row| row.get(0)).unwrap()
}

pub fn connection(sweep: &dyn Sweep, folder: &Path) -> rusqlite::Connection {
    sweep.snapshot(&folder.join("mcpscan.db")).unwrap();
    rusqlite::Connection::open(folder.join("mcpscan.db")).unwrap()
}

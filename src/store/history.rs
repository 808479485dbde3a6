//! What was judged before, newest first.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::{Store, StoreError};
use crate::model::{PackageName, Registry, ScanReport, Sha256};

/// One judgement that was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub registry: Registry,
    pub name: String,
    pub version: String,
    /// The word of a [`crate::model::Verdict`].
    pub verdict: String,
    pub score: u8,
    pub ruleset: String,
    pub engine: String,
    pub when: Timestamp,
}

/// The same judgement made again only moves its time.
pub(super) fn remember(transaction: &Transaction<'_>, key: &Sha256, report: &ScanReport) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT OR REPLACE INTO history (key, registry, name, version, verdict, score, ruleset, engine, judged_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            key.as_bytes(),
            report.package.registry.as_str(),
            report.package.name.as_str(),
            report.package.version,
            report.verdict.as_str(),
            report.score.value,
            report.ruleset.to_string(),
            report.engine,
            Timestamp::now().as_millisecond(),
        ],
    )?;
    Ok(())
}

impl Store {
    pub fn history(&self, registry: Registry, name: &PackageName) -> Result<Vec<Judgement>, StoreError> {
        self.database.read(|connection| {
            let mut select = connection.prepare(
                "SELECT version, verdict, score, ruleset, engine, judged_at FROM history
                 WHERE registry = ?1 AND name = ?2 ORDER BY judged_at DESC, version, key",
            )?;
            let rows = select.query_map([registry.as_str(), name.as_str()], |row| {
                Ok(Judgement {
                    registry,
                    name: name.as_str().to_owned(),
                    version: row.get(0)?,
                    verdict: row.get(1)?,
                    score: row.get(2)?,
                    ruleset: row.get(3)?,
                    engine: row.get(4)?,
                    when: Timestamp::from_millisecond(row.get(5)?).unwrap_or(Timestamp::UNIX_EPOCH),
                })
            })?;
            rows.collect()
        })
    }
}

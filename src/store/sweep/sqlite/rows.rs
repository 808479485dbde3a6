//! Rows as they are read: what a damaged one holds is an error, never a guess.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::model::{PackageName, PackageSpec, Registry, Verdict};
use crate::store::sweep::Night;

pub(super) const NIGHT: &str = "id, begun, ended, engine, ruleset, sources, remarks, items";

/// Of the columns of [`NIGHT`].
pub(super) fn night(row: &Row<'_>) -> rusqlite::Result<Night> {
    Ok(Night {
        id: row.get(0)?,
        begun: time(row.get(1)?),
        ended: row.get::<_, Option<i64>>(2)?.map(time),
        engine: row.get(3)?,
        ruleset: row.get(4)?,
        sources: list(row, 5)?,
        remarks: list(row, 6)?,
        items: row.get::<_, i64>(7)?.unsigned_abs(),
    })
}

pub(super) fn list(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    let json: String = row.get(column)?;
    serde_json::from_str(&json).map_err(|error| broken(column, &error.to_string()))
}

pub(super) fn registry(row: &Row<'_>, column: usize) -> rusqlite::Result<Registry> {
    let word: String = row.get(column)?;
    Registry::named(&word).ok_or_else(|| broken(column, "no registry"))
}

pub(super) fn verdict(row: &Row<'_>, column: usize) -> rusqlite::Result<Verdict> {
    let word: String = row.get(column)?;
    Verdict::named(&word).ok_or_else(|| broken(column, "no verdict"))
}

/// Of the columns registry, name, wanted, beginning at `first`.
pub(super) fn spec(row: &Row<'_>, first: usize) -> rusqlite::Result<PackageSpec> {
    let registry = registry(row, first)?;
    Ok(PackageSpec { registry, name: name(row, first + 1, registry)?, wanted: row.get(first + 2)? })
}

pub(super) fn name(row: &Row<'_>, column: usize, registry: Registry) -> rusqlite::Result<PackageName> {
    let text: String = row.get(column)?;
    let name = match registry {
        Registry::Npm => PackageName::npm(&text),
        Registry::Pypi => PackageName::pypi(&text),
        Registry::Local => Ok(PackageName::local(&text)),
    };
    name.map_err(|error| broken(column, &error.to_string()))
}

pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, Option<i64>>(column)?.unwrap_or_default().unsigned_abs())
}

fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn broken(column: usize, why: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, why.into())
}

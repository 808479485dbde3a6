//! Rows as they are read: what a damaged one holds is an error, never a guess.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;

use super::error::Trouble;
use crate::model::{PackageName, PackageSpec, Registry, Verdict};
use crate::store::sweep::Night;

/// As [`night`] reads them.
pub(super) const NIGHT: &str = "id, floor(extract(epoch FROM begun) * 1000)::int8, floor(extract(epoch FROM ended) * 1000)::int8, engine, \
                                ruleset, sources, remarks, items";

pub(super) fn night(row: &Row) -> Result<Night, Trouble> {
    Ok(Night {
        id: row.try_get(0)?,
        begun: time(row.try_get(1)?),
        ended: row.try_get::<_, Option<i64>>(2)?.map(time),
        engine: row.try_get(3)?,
        ruleset: row.try_get(4)?,
        sources: list(row, 5)?,
        remarks: list(row, 6)?,
        items: count(row, 7)?,
    })
}

pub(super) fn list(row: &Row, column: usize) -> Result<Vec<String>, Trouble> {
    let json: String = row.try_get(column)?;
    serde_json::from_str(&json).map_err(|error| Trouble::Row(format!("`{json}` is no list of texts: {error}")))
}

pub(super) fn registry(row: &Row, column: usize) -> Result<Registry, Trouble> {
    let word: String = row.try_get(column)?;
    Registry::named(&word).ok_or_else(|| Trouble::Row(format!("`{word}` is no registry")))
}

pub(super) fn verdict(row: &Row, column: usize) -> Result<Verdict, Trouble> {
    let word: String = row.try_get(column)?;
    Verdict::named(&word).ok_or_else(|| Trouble::Row(format!("`{word}` is no verdict")))
}

/// Of the columns registry, name, wanted, beginning at `first`.
pub(super) fn spec(row: &Row, first: usize) -> Result<PackageSpec, Trouble> {
    let registry = registry(row, first)?;
    Ok(PackageSpec { registry, name: name(row, first + 1, registry)?, wanted: row.try_get(first + 2)? })
}

pub(super) fn name(row: &Row, column: usize, registry: Registry) -> Result<PackageName, Trouble> {
    let text: String = row.try_get(column)?;
    let name = match registry {
        Registry::Npm => PackageName::npm(&text),
        Registry::Pypi => PackageName::pypi(&text),
        Registry::Local => Ok(PackageName::local(&text)),
    };
    name.map_err(|error| Trouble::Row(error.to_string()))
}

pub(super) fn score(row: &Row, column: usize) -> Result<u8, Trouble> {
    let score: i16 = row.try_get(column)?;
    u8::try_from(score).map_err(|_| Trouble::Row(format!("{score} is no score")))
}

pub(super) fn count(row: &Row, column: usize) -> Result<u64, Trouble> {
    Ok(row.try_get::<_, Option<i64>>(column)?.unwrap_or_default().unsigned_abs())
}

pub(super) fn attempts(row: &Row, column: usize) -> Result<u32, Trouble> {
    Ok(row.try_get::<_, i32>(column)?.unsigned_abs())
}

/// The database keeps no text with a NUL in it.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

pub(super) fn json<T: serde::Serialize + ?Sized>(texts: &T) -> String {
    serde_json::to_string(texts).expect("a list of texts is plain data")
}

pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The queue knows whole seconds only.
pub(super) fn seconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis().div_ceil(1000)).unwrap_or(i32::MAX)
}

fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

//! What workers do with items. A lease is worth something as long as nobody has taken the item up after it.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{plan, rows};
use crate::model::Sha256;
use crate::store::results;
use crate::store::sweep::{ATTEMPTS, End, Judged, Lease, NightId, State};

pub(super) fn lease(
    transaction: &Transaction<'_>,
    night: NightId,
    worker: &str,
    count: usize,
    now: i64,
    until: i64,
) -> rusqlite::Result<Vec<Lease>> {
    bury_lost(transaction, night, now)?;
    let mut take = transaction.prepare_cached(
        "UPDATE items SET state = 1, attempts = attempts + 1, taken = taken + 1, due = ?5, worker = ?2
         WHERE id IN (SELECT id FROM items WHERE night = ?1 AND state IN (0, 1) AND due <= ?4 ORDER BY due, id LIMIT ?3)
         RETURNING night, id, registry, name, wanted, sources, attempts, taken",
    )?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let taken = take.query_map(params![night, worker, count, now, until], |row| {
        Ok(Lease {
            night: row.get(0)?,
            item: row.get(1)?,
            spec: rows::spec(row, 2)?,
            sources: rows::list(row, 5)?,
            attempt: row.get(6)?,
            taken: row.get(7)?,
        })
    })?;
    taken.collect()
}

/// What has brought down so many workers does not get another one.
fn bury_lost(transaction: &Transaction<'_>, night: NightId, now: i64) -> rusqlite::Result<()> {
    let mut bury = transaction.prepare_cached(
        "UPDATE items SET state = 3, why = 'none of ' || attempts || ' workers finished it; the last was ' || coalesce(worker, 'unknown')
             || coalesce(' (before: ' || why || ')', '')
         WHERE night = ?1 AND state = 1 AND due <= ?2 AND attempts >= ?3",
    )?;
    if bury.execute(params![night, now, ATTEMPTS])? > 0 {
        plan::close_if_done(transaction, night, now)?;
    }
    Ok(())
}

pub(super) fn extend(transaction: &Transaction<'_>, lease: &Lease, until: i64) -> rusqlite::Result<bool> {
    let mut extend = transaction.prepare_cached("UPDATE items SET due = ?3 WHERE id = ?1 AND state = 1 AND taken = ?2")?;
    Ok(extend.execute(params![lease.item, lease.taken, until])? == 1)
}

pub(super) fn complete(transaction: &Transaction<'_>, lease: &Lease, judged: &Judged<'_>, now: i64) -> rusqlite::Result<bool> {
    if !end(transaction, lease, End::Judged, None)? {
        return Ok(false);
    }
    let cost = judged.cost;
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("UPDATE items SET milliseconds = ?2, requests = ?3, bytes = ?4, known = ?5 WHERE id = ?1")?
        .execute(params![lease.item, number(cost.milliseconds), number(cost.requests), number(cost.bytes), cost.known])?;
    if let Some((key, report)) = judged.report {
        results::put(transaction, key, report)?;
    }
    let details = Sha256::of(judged.details.as_bytes());
    transaction
        .prepare_cached("INSERT OR IGNORE INTO details (digest, json) VALUES (?1, ?2)")?
        .execute(params![details.as_bytes(), judged.details])?;
    let sources = serde_json::to_string(&lease.sources).expect("a list of texts is plain data");
    let package = judged.package;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO standings (night, registry, name, version, verdict, score, sources, details, item)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            lease.night,
            package.registry.as_str(),
            package.name.as_str(),
            package.version,
            judged.verdict.as_str(),
            judged.score,
            sources,
            details.as_bytes(),
            lease.item
        ])?;
    plan::close_if_done(transaction, lease.night, now)?;
    Ok(true)
}

pub(super) fn retry(transaction: &Transaction<'_>, lease: &Lease, now: i64, after: i64, why: &str) -> rusqlite::Result<bool> {
    if lease.attempt >= ATTEMPTS {
        return bury(transaction, lease, now, why);
    }
    let waits = "UPDATE items SET state = ?3, due = ?4, why = ?5 WHERE id = ?1 AND state = 1 AND taken = ?2";
    let waiting = params![lease.item, lease.taken, State::Waiting.number(), now.saturating_add(after), why];
    Ok(transaction.prepare_cached(waits)?.execute(waiting)? == 1)
}

pub(super) fn bury(transaction: &Transaction<'_>, lease: &Lease, now: i64, why: &str) -> rusqlite::Result<bool> {
    let ended = end(transaction, lease, End::Dead, Some(why))?;
    plan::close_if_done(transaction, lease.night, now)?;
    Ok(ended)
}

pub(super) fn release(transaction: &Transaction<'_>, lease: &Lease, now: i64) -> rusqlite::Result<bool> {
    let back = "UPDATE items SET state = 0, attempts = attempts - 1, due = ?3 WHERE id = ?1 AND state = 1 AND taken = ?2";
    Ok(transaction.prepare_cached(back)?.execute(params![lease.item, lease.taken, now])? == 1)
}

fn end(transaction: &Transaction<'_>, lease: &Lease, end: End, why: Option<&str>) -> rusqlite::Result<bool> {
    let ends = "UPDATE items SET state = ?3, why = ?4 WHERE id = ?1 AND state = 1 AND taken = ?2";
    let ended = transaction.prepare_cached(ends)?.execute(params![lease.item, lease.taken, State::Ended(end).number(), why])?;
    Ok(ended == 1)
}

/// The next turn at this host, in microseconds since 1970; never before now.
pub(super) fn reserve(transaction: &Transaction<'_>, host: &str, now: i64, interval: i64) -> rusqlite::Result<i64> {
    let found = transaction.prepare_cached("SELECT next FROM budgets WHERE host = ?1")?.query_row([host], |row| row.get(0)).optional()?;
    let turn = found.unwrap_or(now).max(now);
    transaction
        .prepare_cached("INSERT OR REPLACE INTO budgets (host, next) VALUES (?1, ?2)")?
        .execute(params![host, turn.saturating_add(interval)])?;
    Ok(turn)
}

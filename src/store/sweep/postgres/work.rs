//! What workers do with items. The queue says who may take an item; a lease is worth something as long as nobody has taken the item up
//! after it, which only the item itself knows.
//!
//! Whoever holds an item locked may wait for its message, never the other way round: those who come from the queue pass over locked items.

use std::time::Duration;

use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::error::Trouble;
use super::{memory, plan, rows};
use crate::model::Sha256;
use crate::store::sweep::{ATTEMPTS, Judged, Lease, NightId, State};

/// Who takes how much of what.
pub(super) struct Taking<'t> {
    pub night: NightId,
    pub worker: &'t str,
    pub count: usize,
    pub ttl: Duration,
    /// Of this taking alone.
    pub ticket: &'t str,
}

const LEASE: &str = "items.id, registry, name, wanted, sources, attempts, taken";

pub(super) async fn lease(client: &Client, in_doubt: bool, taking: &Taking<'_>) -> Result<Vec<Lease>, Trouble> {
    if in_doubt {
        let held = held(client, taking).await?;
        if !held.is_empty() {
            return Ok(held);
        }
    }
    let buried = bury_lost(client, taking.night).await?;
    let (items, messages) = read(client, taking).await?;
    if buried || items.is_empty() {
        plan::close_if_done(client, taking.night).await?;
    }
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let take = format!(
        "WITH free AS (
            SELECT items.id FROM unnest($1::int8[], $2::int8[]) AS read (item, message)
            JOIN mcpscan.items ON items.id = read.item AND items.message = read.message
            WHERE state = 0 OR state = 1 AND attempts < $3
            FOR UPDATE OF items SKIP LOCKED)
         UPDATE mcpscan.items SET state = 1, attempts = attempts + 1, taken = taken + 1, worker = $4, ticket = $5,
             due = clock_timestamp() + make_interval(secs => $6)
         FROM free WHERE items.id = free.id RETURNING {LEASE}"
    );
    let taken = [
        (&items as _, Type::INT8_ARRAY),
        (&messages as _, Type::INT8_ARRAY),
        (&i32::try_from(ATTEMPTS).unwrap_or(i32::MAX) as _, Type::INT4),
        (&rows::text(taking.worker) as _, Type::TEXT),
        (&taking.ticket as _, Type::TEXT),
        (&f64::from(rows::seconds(taking.ttl)) as _, Type::FLOAT8),
    ];
    let leases = leases(taking.night, &client.query_typed(&take, &taken).await?)?;
    if leases.len() < items.len() {
        sweep_out(client, &items, &messages).await?;
    }
    Ok(leases)
}

/// What the queue hands out, as items and messages.
async fn read(client: &Client, taking: &Taking<'_>) -> Result<(Vec<i64>, Vec<i64>), Trouble> {
    let read = "SELECT (message->>'item')::int8, msg_id FROM pgmq.read('mcpscan', $1, $2, jsonb_build_object('night', $3))";
    let count = i32::try_from(taking.count).unwrap_or(i32::MAX);
    let asked = [(&rows::seconds(taking.ttl) as _, Type::INT4), (&count as _, Type::INT4), (&taking.night as _, Type::INT8)];
    let rows = client.query_typed(read, &asked).await?;
    let pairs: Result<Vec<(i64, i64)>, tokio_postgres::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
    Ok(pairs?.into_iter().unzip())
}

/// What was taken without anybody hearing of it.
async fn held(client: &Client, taking: &Taking<'_>) -> Result<Vec<Lease>, Trouble> {
    let held = format!("SELECT {LEASE} FROM mcpscan.items WHERE night = $1 AND state = 1 AND ticket = $2");
    let rows = client.query_typed(&held, &[(&taking.night, Type::INT8), (&taking.ticket, Type::TEXT)]).await?;
    leases(taking.night, &rows)
}

fn leases(night: NightId, rows: &[tokio_postgres::Row]) -> Result<Vec<Lease>, Trouble> {
    let lease = |row: &tokio_postgres::Row| {
        Ok::<_, Trouble>(Lease {
            night,
            item: row.try_get(0)?,
            spec: rows::spec(row, 1)?,
            sources: rows::list(row, 4)?,
            attempt: rows::attempts(row, 5)?,
            taken: row.try_get(6)?,
        })
    };
    let mut leases: Vec<Lease> = rows.iter().map(lease).collect::<Result<_, _>>()?;
    leases.sort_by_key(|lease| lease.item);
    Ok(leases)
}

/// Messages that stand for nothing would be read for ever.
async fn sweep_out(client: &Client, items: &[i64], messages: &[i64]) -> Result<(), Trouble> {
    let stale = "SELECT pgmq.delete('mcpscan', read.message) FROM unnest($1::int8[], $2::int8[]) AS read (item, message)
        WHERE NOT EXISTS (SELECT 1 FROM mcpscan.items WHERE id = item AND items.message = read.message AND state < 2)";
    client.query_typed(stale, &[(&items, Type::INT8_ARRAY), (&messages, Type::INT8_ARRAY)]).await?;
    Ok(())
}

/// What has brought down so many workers does not get another one. Says whether there was such.
async fn bury_lost(client: &Client, night: NightId) -> Result<bool, Trouble> {
    let bury = "WITH lost AS (
            SELECT id FROM mcpscan.items WHERE night = $1 AND state = 1 AND due <= clock_timestamp() AND attempts >= $2
            FOR UPDATE SKIP LOCKED),
        dead AS (
            UPDATE mcpscan.items SET state = 3, why = 'none of ' || attempts || ' workers finished it; the last was '
                || coalesce(worker, 'unknown') || coalesce(' (before: ' || why || ')', '')
            FROM lost WHERE items.id = lost.id RETURNING message)
        SELECT pgmq.delete('mcpscan', message) FROM dead";
    let attempts = i32::try_from(ATTEMPTS).unwrap_or(i32::MAX);
    Ok(!client.query_typed(bury, &[(&night, Type::INT8), (&attempts, Type::INT4)]).await?.is_empty())
}

pub(super) async fn extend(client: &Client, lease: &Lease, ttl: Duration) -> Result<bool, Trouble> {
    let extend = "WITH held AS (
            UPDATE mcpscan.items SET due = clock_timestamp() + make_interval(secs => $3)
            WHERE id = $1 AND state = 1 AND taken = $2 RETURNING message)
        SELECT 1 FROM held LEFT JOIN LATERAL pgmq.set_vt('mcpscan', held.message, $4) ON true";
    let seconds = rows::seconds(ttl);
    let asked = [
        (&lease.item as _, Type::INT8),
        (&lease.taken as _, Type::INT8),
        (&f64::from(seconds) as _, Type::FLOAT8),
        (&seconds as _, Type::INT4),
    ];
    Ok(!client.query_typed(extend, &asked).await?.is_empty())
}

pub(super) async fn complete(client: &Client, in_doubt: bool, lease: &Lease, judged: &Judged<'_>) -> Result<bool, Trouble> {
    plan::hold_off_clearing(client).await?;
    let end = "WITH held AS (
            UPDATE mcpscan.items SET state = 2, why = NULL, milliseconds = $3, requests = $4, bytes = $5, known = $6
            WHERE id = $1 AND state = 1 AND taken = $2 RETURNING message)
        SELECT pgmq.delete('mcpscan', message) FROM held";
    let cost = judged.cost;
    let told = [
        (&lease.item as _, Type::INT8),
        (&lease.taken as _, Type::INT8),
        (&rows::number(cost.milliseconds) as _, Type::INT8),
        (&rows::number(cost.requests) as _, Type::INT8),
        (&rows::number(cost.bytes) as _, Type::INT8),
        (&cost.known as _, Type::BOOL),
    ];
    if client.query_typed(end, &told).await?.is_empty() {
        return came_through(client, in_doubt, lease, 2).await;
    }
    if let Some((key, report)) = judged.report {
        memory::put(client, key, report).await?;
    }
    stand(client, lease, judged).await?;
    plan::close_if_done(client, lease.night).await?;
    Ok(true)
}

async fn stand(client: &Client, lease: &Lease, judged: &Judged<'_>) -> Result<(), Trouble> {
    let stand = "WITH told AS (INSERT INTO mcpscan.details (digest, json) VALUES ($8, $9) ON CONFLICT DO NOTHING)
        INSERT INTO mcpscan.standings (night, registry, name, version, verdict, score, sources, details, item)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10)
        ON CONFLICT (night, registry, name, version) DO UPDATE SET
            verdict = excluded.verdict, score = excluded.score, sources = excluded.sources, details = excluded.details, item = excluded.item";
    let package = judged.package;
    let details = Sha256::of(judged.details.as_bytes());
    let standing = [
        (&lease.night as _, Type::INT8),
        (&package.registry.as_str() as _, Type::TEXT),
        (&rows::text(package.name.as_str()) as _, Type::TEXT),
        (&rows::text(&package.version) as _, Type::TEXT),
        (&judged.verdict.as_str() as _, Type::TEXT),
        (&i16::from(judged.score) as _, Type::INT2),
        (&rows::json(&lease.sources) as _, Type::TEXT),
        (&&details.as_bytes()[..] as _, Type::BYTEA),
        (&rows::text(judged.details) as _, Type::TEXT),
        (&lease.item as _, Type::INT8),
    ];
    client.execute_typed(stand, &standing).await?;
    Ok(())
}

pub(super) async fn retry(client: &Client, in_doubt: bool, lease: &Lease, after: Duration, why: &str) -> Result<bool, Trouble> {
    if lease.attempt >= ATTEMPTS {
        return bury(client, in_doubt, lease, why).await;
    }
    let wait = "WITH held AS (
            UPDATE mcpscan.items SET state = 0, due = clock_timestamp() + make_interval(secs => $3), why = $5
            WHERE id = $1 AND state = 1 AND taken = $2 RETURNING message)
        SELECT 1 FROM held LEFT JOIN LATERAL pgmq.set_vt('mcpscan', held.message, $4) ON true";
    let seconds = rows::seconds(after);
    let told = [
        (&lease.item as _, Type::INT8),
        (&lease.taken as _, Type::INT8),
        (&f64::from(seconds) as _, Type::FLOAT8),
        (&seconds as _, Type::INT4),
        (&rows::text(why) as _, Type::TEXT),
    ];
    let waits = !client.query_typed(wait, &told).await?.is_empty();
    if waits { Ok(true) } else { came_through(client, in_doubt, lease, State::Waiting.number()).await }
}

pub(super) async fn bury(client: &Client, in_doubt: bool, lease: &Lease, why: &str) -> Result<bool, Trouble> {
    let end = "WITH held AS (
            UPDATE mcpscan.items SET state = 3, why = $3 WHERE id = $1 AND state = 1 AND taken = $2 RETURNING message)
        SELECT pgmq.delete('mcpscan', message) FROM held";
    let told = [(&lease.item as _, Type::INT8), (&lease.taken as _, Type::INT8), (&rows::text(why) as _, Type::TEXT)];
    if client.query_typed(end, &told).await?.is_empty() {
        return came_through(client, in_doubt, lease, 3).await;
    }
    plan::close_if_done(client, lease.night).await?;
    Ok(true)
}

pub(super) async fn release(client: &Client, in_doubt: bool, lease: &Lease) -> Result<bool, Trouble> {
    let back = "WITH held AS (
            UPDATE mcpscan.items SET state = 0, attempts = attempts - 1, due = clock_timestamp()
            WHERE id = $1 AND state = 1 AND taken = $2 RETURNING message)
        SELECT 1 FROM held LEFT JOIN LATERAL pgmq.set_vt('mcpscan', held.message, 0) ON true";
    let is_back = !client.query_typed(back, &[(&lease.item, Type::INT8), (&lease.taken, Type::INT8)]).await?.is_empty();
    if is_back { Ok(true) } else { came_through(client, in_doubt, lease, State::Waiting.number()).await }
}

/// Where nobody knows whether the first attempt was written: it was if the item is as it would have left it, and nobody's since.
async fn came_through(client: &Client, in_doubt: bool, lease: &Lease, state: i16) -> Result<bool, Trouble> {
    let there = "SELECT 1 FROM mcpscan.items WHERE id = $1 AND taken = $2 AND state = $3";
    let asked = [(&lease.item as _, Type::INT8), (&lease.taken as _, Type::INT8), (&state as _, Type::INT2)];
    Ok(in_doubt && client.query_typed_opt(there, &asked).await?.is_some())
}

/// How many microseconds to wait for the next turn at this host; the turn is taken.
pub(super) async fn reserve(client: &Client, host: &str, interval: Duration) -> Result<Duration, Trouble> {
    let reserve = "WITH clock AS MATERIALIZED (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8 AS now)
        INSERT INTO mcpscan.budgets AS kept (host, next) SELECT $1, now + $2 FROM clock
        ON CONFLICT (host) DO UPDATE SET next = greatest(kept.next + $2, excluded.next)
        RETURNING next - $2 - (SELECT now FROM clock)";
    // Longer than any program runs, and short enough to be added up for ever.
    let longest = Duration::from_secs(86_400 * 365);
    let interval = i64::try_from(interval.min(longest).as_micros()).unwrap_or(i64::MAX);
    let row = client.query_typed_one(reserve, &[(&rows::text(host), Type::TEXT), (&interval, Type::INT8)]).await?;
    Ok(Duration::from_micros(u64::try_from(row.try_get::<_, i64>(0)?).unwrap_or_default()))
}

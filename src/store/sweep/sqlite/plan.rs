//! A night's beginning, and what a person does to it later.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::rows;
use crate::store::sweep::{NightId, Plan, Planned};

pub(super) fn begin(transaction: &Transaction<'_>, plan: &Plan, now: i64) -> rusqlite::Result<Planned> {
    let open = format!("SELECT {} FROM nights WHERE ended IS NULL ORDER BY id DESC LIMIT 1", rows::NIGHT);
    if let Some(night) = transaction.query_row(&open, [], rows::night).optional()? {
        return Ok(Planned::StillOpen(night));
    }
    let names: Vec<&str> = plan.sources.iter().map(|source| source.source.as_str()).collect();
    transaction.execute(
        "INSERT INTO nights (begun, engine, ruleset, sources, remarks, items) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
        params![now, plan.engine, plan.ruleset, json(&names), json(&plan.remarks)],
    )?;
    let id = transaction.last_insert_rowid();
    enter(transaction, id, plan, now)?;
    transaction.execute("UPDATE nights SET items = (SELECT count(*) FROM items WHERE items.night = nights.id) WHERE id = ?1", [id])?;
    close_if_done(transaction, id, now)?;
    let begun = format!("SELECT {} FROM nights WHERE id = ?1", rows::NIGHT);
    Ok(Planned::Begun(transaction.query_row(&begun, [id], rows::night)?))
}

fn enter(transaction: &Transaction<'_>, id: NightId, plan: &Plan, now: i64) -> rusqlite::Result<()> {
    let mut item = transaction.prepare_cached(
        "INSERT OR IGNORE INTO items (night, subject, registry, name, wanted, sources, state, attempts, taken, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, ?7)",
    )?;
    for asked in &plan.items {
        let spec = &asked.spec;
        item.execute(params![id, asked.subject(), spec.registry.as_str(), spec.name.as_str(), spec.wanted, json(&asked.sources), now])?;
    }
    let mut notice =
        transaction.prepare_cached("INSERT INTO notices (night, source, subject, kind, text, packages) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for one in &plan.notices {
        notice.execute(params![id, one.source, one.subject, one.kind, one.text, json(&one.packages)])?;
    }
    for source in &plan.sources {
        if let Some(state) = &source.state {
            transaction.execute("INSERT OR REPLACE INTO sources (source, state) VALUES (?1, ?2)", params![source.source, state])?;
        }
    }
    Ok(())
}

pub(super) fn source_state(connection: &Connection, source: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT state FROM sources WHERE source = ?1", [source], |row| row.get(0)).optional()
}

pub(super) fn retry_dead(transaction: &Transaction<'_>, night: NightId, now: i64) -> rusqlite::Result<u64> {
    let again = transaction
        .execute("UPDATE items SET state = 0, attempts = 0, due = ?2, why = NULL WHERE night = ?1 AND state = 3", [night, now])?;
    if again > 0 {
        transaction.execute("UPDATE nights SET ended = NULL WHERE id = ?1", [night])?;
    }
    Ok(again as u64)
}

pub(super) fn abandon(transaction: &Transaction<'_>, night: NightId, now: i64, why: &str) -> rusqlite::Result<u64> {
    let left = transaction.execute("UPDATE items SET state = 3, why = ?2 WHERE night = ?1 AND state IN (0, 1)", params![night, why])?;
    close_if_done(transaction, night, now)?;
    Ok(left as u64)
}

/// A night has ended when nothing waits and nobody holds anything.
pub(super) fn close_if_done(transaction: &Transaction<'_>, night: NightId, now: i64) -> rusqlite::Result<()> {
    let mut close = transaction.prepare_cached(
        "UPDATE nights SET ended = ?2 WHERE id = ?1 AND ended IS NULL
         AND NOT EXISTS (SELECT 1 FROM items WHERE night = ?1 AND state = 0)
         AND NOT EXISTS (SELECT 1 FROM items WHERE night = ?1 AND state = 1)",
    )?;
    close.execute([night, now])?;
    Ok(())
}

/// Standings stay where nothing newer is known of a package: the next night is compared with them.
pub(super) fn forget(transaction: &Transaction<'_>, keep: usize) -> rusqlite::Result<u64> {
    let keep = i64::try_from(keep).unwrap_or(i64::MAX);
    let last: Option<NightId> = transaction
        .query_row("SELECT id FROM nights WHERE ended IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ?1", [keep], |row| row.get(0))
        .optional()?;
    let Some(last) = last else { return Ok(0) };
    for old in ["DELETE FROM items WHERE night <= ?1", "DELETE FROM notices WHERE night <= ?1"] {
        transaction.execute(old, [last])?;
    }
    let nights = transaction.execute("DELETE FROM nights WHERE id <= ?1", [last])?;
    transaction.execute(
        "DELETE FROM standings WHERE night <= ?1 AND EXISTS (
             SELECT 1 FROM standings AS newer WHERE newer.registry = standings.registry AND newer.name = standings.name
             AND newer.night > standings.night)",
        [last],
    )?;
    transaction.execute("DELETE FROM details WHERE digest NOT IN (SELECT details FROM standings)", [])?;
    Ok(nights as u64)
}

fn json<T: serde::Serialize>(texts: &T) -> String {
    serde_json::to_string(texts).expect("a list of texts is plain data")
}

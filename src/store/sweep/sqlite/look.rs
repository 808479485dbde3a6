//! What is known of nights.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::rows;
use crate::model::{PackageName, Registry, Verdict};
use crate::store::sweep::{Cost, DeadItem, Night, NightId, Notice, SlowItem, Standing, Tally};

pub(super) fn known(connection: &Connection) -> rusqlite::Result<BTreeSet<(Registry, PackageName)>> {
    let mut select = connection.prepare("SELECT DISTINCT registry, name FROM standings")?;
    let known = select.query_map([], |row| {
        let registry = rows::registry(row, 0)?;
        Ok((registry, rows::name(row, 1, registry)?))
    })?;
    known.collect()
}

pub(super) fn nights(connection: &Connection, count: usize) -> rusqlite::Result<Vec<Night>> {
    let mut select = connection.prepare(&format!("SELECT {} FROM nights ORDER BY id DESC LIMIT ?1", rows::NIGHT))?;
    let nights = select.query_map([i64::try_from(count).unwrap_or(i64::MAX)], rows::night)?;
    nights.collect()
}

pub(super) fn tally(connection: &Connection, night: NightId, now: i64) -> rusqlite::Result<Tally> {
    let items = "SELECT
        count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1 AND due > ?2), count(*) FILTER (WHERE state = 1 AND due <= ?2),
        count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 2), sum(known), sum(requests), sum(bytes), sum(milliseconds)
        FROM items WHERE night = ?1";
    let mut tally = connection.query_row(items, [night, now], |row| {
        Ok(Tally {
            waiting: rows::count(row, 0)?,
            leased: rows::count(row, 1)?,
            lost: rows::count(row, 2)?,
            dead: rows::count(row, 3)?,
            judged: rows::count(row, 4)?,
            known: rows::count(row, 5)?,
            requests: rows::count(row, 6)?,
            bytes: rows::count(row, 7)?,
            milliseconds: rows::count(row, 8)?,
            ..Tally::default()
        })
    })?;
    let mut verdicts = connection.prepare("SELECT verdict, count(*) FROM standings WHERE night = ?1 GROUP BY verdict")?;
    for row in verdicts.query_map([night], |row| Ok((rows::verdict(row, 0)?, rows::count(row, 1)?)))? {
        let (verdict, count) = row?;
        match verdict {
            Verdict::Pass => tally.pass = count,
            Verdict::Review => tally.review = count,
            Verdict::Block => tally.block = count,
            Verdict::Incomplete => tally.incomplete = count,
        }
    }
    Ok(tally)
}

pub(super) fn each_standing(
    connection: &Connection,
    night: NightId,
    told: &mut dyn FnMut(Standing, Option<Standing>),
) -> rusqlite::Result<()> {
    const COLUMNS: &str = "night, registry, name, version, verdict, score, sources, json";
    let mut tonight = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM standings JOIN details ON digest = details WHERE night = ?1 ORDER BY registry, name, version"
    ))?;
    let mut before = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM standings JOIN details ON digest = details
         WHERE registry = ?1 AND name = ?2 AND night < ?3 ORDER BY version = ?4 DESC, night DESC, item DESC LIMIT 1"
    ))?;
    let mut rows = tonight.query([night])?;
    while let Some(row) = rows.next()? {
        let now = standing(row)?;
        let mut earlier = before.query_map(params![now.registry.as_str(), now.name, night, now.version], standing)?;
        let earlier = earlier.next().transpose()?;
        told(now, earlier);
    }
    Ok(())
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        night: row.get(0)?,
        registry: rows::registry(row, 1)?,
        name: row.get(2)?,
        version: row.get(3)?,
        verdict: rows::verdict(row, 4)?,
        score: row.get(5)?,
        sources: rows::list(row, 6)?,
        details: row.get(7)?,
    })
}

pub(super) fn dead(connection: &Connection, night: NightId) -> rusqlite::Result<Vec<DeadItem>> {
    let mut select =
        connection.prepare("SELECT subject, attempts, coalesce(why, '') FROM items WHERE night = ?1 AND state = 3 ORDER BY subject")?;
    let dead = select.query_map([night], |row| Ok(DeadItem { subject: row.get(0)?, attempts: row.get(1)?, why: row.get(2)? }))?;
    dead.collect()
}

pub(super) fn slowest(connection: &Connection, night: NightId, count: usize) -> rusqlite::Result<Vec<SlowItem>> {
    let mut select = connection.prepare(
        "SELECT subject, milliseconds, requests, bytes, known FROM items WHERE night = ?1 AND state = 2
         ORDER BY milliseconds DESC, subject LIMIT ?2",
    )?;
    let slow = select.query_map(params![night, i64::try_from(count).unwrap_or(i64::MAX)], |row| {
        let cost =
            Cost { milliseconds: rows::count(row, 1)?, requests: rows::count(row, 2)?, bytes: rows::count(row, 3)?, known: row.get(4)? };
        Ok(SlowItem { subject: row.get(0)?, cost })
    })?;
    slow.collect()
}

pub(super) fn notices(connection: &Connection, night: NightId) -> rusqlite::Result<Vec<Notice>> {
    let mut select =
        connection.prepare("SELECT source, subject, kind, text, packages FROM notices WHERE night = ?1 ORDER BY source, kind, subject")?;
    let notices = select.query_map([night], |row| {
        Ok(Notice { source: row.get(0)?, subject: row.get(1)?, kind: row.get(2)?, text: row.get(3)?, packages: rows::list(row, 4)? })
    })?;
    notices.collect()
}

//! What is known of nights.

use std::collections::BTreeSet;

use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row};

use super::error::Trouble;
use super::rows;
use crate::model::{PackageName, Registry, Verdict};
use crate::store::sweep::{Cost, DeadItem, Night, NightId, Notice, SlowItem, Standing, Tally};

/// How many standings are read at once: each may carry some ten kilobytes of details, twice.
pub(super) const PAGE: usize = 100;

pub(super) async fn known(client: &Client) -> Result<BTreeSet<(Registry, PackageName)>, Trouble> {
    let rows = client.query_typed("SELECT DISTINCT registry, name FROM mcpscan.standings", &[]).await?;
    let known = rows.iter().map(|row| {
        let registry = rows::registry(row, 0)?;
        Ok((registry, rows::name(row, 1, registry)?))
    });
    known.collect()
}

pub(super) async fn nights(client: &Client, count: usize) -> Result<Vec<Night>, Trouble> {
    let newest = format!("SELECT {} FROM mcpscan.nights ORDER BY id DESC LIMIT $1", rows::NIGHT);
    let rows = client.query_typed(&newest, &[(&i64::try_from(count).unwrap_or(i64::MAX), Type::INT8)]).await?;
    rows.iter().map(rows::night).collect()
}

pub(super) async fn tally(client: &Client, night: NightId) -> Result<Tally, Trouble> {
    let items = "SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1 AND due > clock_timestamp()),
            count(*) FILTER (WHERE state = 1 AND due <= clock_timestamp()), count(*) FILTER (WHERE state = 3),
            count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE known),
            least(coalesce(sum(requests), 0), 9223372036854775807)::int8,
            least(coalesce(sum(bytes), 0), 9223372036854775807)::int8,
            least(coalesce(sum(milliseconds), 0), 9223372036854775807)::int8
        FROM mcpscan.items WHERE night = $1";
    let row = client.query_typed_one(items, &[(&night, Type::INT8)]).await?;
    let mut tally = Tally {
        waiting: rows::count(&row, 0)?,
        leased: rows::count(&row, 1)?,
        lost: rows::count(&row, 2)?,
        dead: rows::count(&row, 3)?,
        judged: rows::count(&row, 4)?,
        known: rows::count(&row, 5)?,
        requests: rows::count(&row, 6)?,
        bytes: rows::count(&row, 7)?,
        milliseconds: rows::count(&row, 8)?,
        ..Tally::default()
    };
    let verdicts = "SELECT verdict, count(*) FROM mcpscan.standings WHERE night = $1 GROUP BY verdict";
    for row in client.query_typed(verdicts, &[(&night, Type::INT8)]).await? {
        let count = rows::count(&row, 1)?;
        match rows::verdict(&row, 0)? {
            Verdict::Pass => tally.pass = count,
            Verdict::Review => tally.review = count,
            Verdict::Block => tally.block = count,
            Verdict::Incomplete => tally.incomplete = count,
        }
    }
    Ok(tally)
}

/// The standings of a night behind the one that is named by registry, name and version, each with what was known before.
pub(super) async fn standings(
    client: &Client,
    night: NightId,
    behind: &(String, String, String),
) -> Result<Vec<(Standing, Option<Standing>)>, Trouble> {
    let page = format!(
        "SELECT page.night, page.registry, page.name, page.version, page.verdict, page.score, page.sources, told.json,
                before.night, before.registry, before.name, before.version, before.verdict, before.score, before.sources, known.json
         FROM (SELECT * FROM mcpscan.standings WHERE night = $1 AND (registry, name, version) > ($2, $3, $4)
               ORDER BY registry, name, version LIMIT {PAGE}) AS page
         JOIN mcpscan.details AS told ON told.digest = page.details
         LEFT JOIN LATERAL (
             SELECT * FROM mcpscan.standings AS old
             WHERE old.registry = page.registry AND old.name = page.name AND old.night < $1
             ORDER BY old.version = page.version DESC, old.night DESC, old.item DESC LIMIT 1) AS before ON true
         LEFT JOIN mcpscan.details AS known ON known.digest = before.details
         ORDER BY page.registry, page.name, page.version"
    );
    let (registry, name, version) = behind;
    let asked = [(&night as _, Type::INT8), (registry as _, Type::TEXT), (name as _, Type::TEXT), (version as _, Type::TEXT)];
    let rows = client.query_typed(&page, &asked).await?;
    let pair = |row: &Row| {
        let before = match row.try_get::<_, Option<NightId>>(8)? {
            Some(_) => Some(standing(row, 8)?),
            None => None,
        };
        Ok((standing(row, 0)?, before))
    };
    rows.iter().map(pair).collect()
}

/// Of eight columns.
fn standing(row: &Row, first: usize) -> Result<Standing, Trouble> {
    Ok(Standing {
        night: row.try_get(first)?,
        registry: rows::registry(row, first + 1)?,
        name: row.try_get(first + 2)?,
        version: row.try_get(first + 3)?,
        verdict: rows::verdict(row, first + 4)?,
        score: rows::score(row, first + 5)?,
        sources: rows::list(row, first + 6)?,
        details: row.try_get(first + 7)?,
    })
}

pub(super) async fn dead(client: &Client, night: NightId) -> Result<Vec<DeadItem>, Trouble> {
    let dead = "SELECT subject, attempts, coalesce(why, '') FROM mcpscan.items WHERE night = $1 AND state = 3 ORDER BY subject";
    let rows = client.query_typed(dead, &[(&night, Type::INT8)]).await?;
    rows.iter().map(|row| Ok(DeadItem { subject: row.try_get(0)?, attempts: rows::attempts(row, 1)?, why: row.try_get(2)? })).collect()
}

pub(super) async fn slowest(client: &Client, night: NightId, count: usize) -> Result<Vec<SlowItem>, Trouble> {
    let slow = "SELECT subject, milliseconds, requests, bytes, known FROM mcpscan.items WHERE night = $1 AND state = 2
        ORDER BY milliseconds DESC, subject LIMIT $2";
    let asked = [(&night as _, Type::INT8), (&i64::try_from(count).unwrap_or(i64::MAX) as _, Type::INT8)];
    let rows = client.query_typed(slow, &asked).await?;
    let item = |row: &Row| {
        let cost = Cost {
            milliseconds: rows::count(row, 1)?,
            requests: rows::count(row, 2)?,
            bytes: rows::count(row, 3)?,
            known: row.try_get(4)?,
        };
        Ok(SlowItem { subject: row.try_get(0)?, cost })
    };
    rows.iter().map(item).collect()
}

pub(super) async fn notices(client: &Client, night: NightId) -> Result<Vec<Notice>, Trouble> {
    let told = "SELECT source, subject, kind, text, packages FROM mcpscan.notices WHERE night = $1 ORDER BY source, kind, subject";
    let rows = client.query_typed(told, &[(&night, Type::INT8)]).await?;
    let notice = |row: &Row| {
        let packages = rows::list(row, 4)?;
        Ok(Notice { source: row.try_get(0)?, subject: row.try_get(1)?, kind: row.try_get(2)?, text: row.try_get(3)?, packages })
    };
    rows.iter().map(notice).collect()
}

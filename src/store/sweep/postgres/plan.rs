//! A night's beginning, and what a person does to it later.

use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::error::Trouble;
use super::rows;
use crate::store::sweep::{Asked, NightId, Plan, Planned};

/// How many rows are sent at once.
const BATCH: usize = 1000;
/// The lock of planners: one night begins at a time.
const PLANNING: i64 = 0x6d63_7073_6361_6e02;
/// Shared by those who write standings, whole for whoever clears them away.
const CLEARING: i64 = 0x6d63_7073_6361_6e03;
/// More items than there are transactions at one moment.
const MANY: i64 = 64;

pub(super) async fn begin(client: &Client, in_doubt: bool, plan: &Plan, ticket: &str) -> Result<Planned, Trouble> {
    client.batch_execute(&format!("SELECT pg_advisory_xact_lock({PLANNING})")).await?;
    let open = format!("SELECT {}, ticket FROM mcpscan.nights WHERE ended IS NULL ORDER BY id DESC LIMIT 1", rows::NIGHT);
    if let Some(row) = client.query_typed_opt(&open, &[]).await? {
        let night = rows::night(&row)?;
        let is_own = in_doubt && row.try_get::<_, &str>(8)? == ticket;
        return Ok(if is_own { Planned::Begun(night) } else { Planned::StillOpen(night) });
    }
    let names: Vec<&str> = plan.sources.iter().map(|source| source.source.as_str()).collect();
    let (names, remarks) = (rows::json(&names), rows::json(&plan.remarks));
    // Numbers of nights that were forgotten are not given again.
    let enter = "INSERT INTO mcpscan.nights (id, begun, engine, ruleset, sources, remarks, items, ticket)
        SELECT 1 + greatest((SELECT max(id) FROM mcpscan.nights), (SELECT max(night) FROM mcpscan.standings), 0),
               clock_timestamp(), $1, $2, $3, $4, 0, $5
        RETURNING id";
    let entered = [
        (&rows::text(&plan.engine) as _, Type::TEXT),
        (&rows::text(&plan.ruleset) as _, Type::TEXT),
        (&names as _, Type::TEXT),
        (&remarks as _, Type::TEXT),
        (&ticket as _, Type::TEXT),
    ];
    let id: NightId = client.query_typed_one(enter, &entered).await?.try_get(0)?;
    enter_items(client, id, &plan.items).await?;
    enter_rest(client, id, plan).await?;
    let count = "UPDATE mcpscan.nights SET items = (SELECT count(*) FROM mcpscan.items WHERE night = $1) WHERE id = $1";
    client.execute_typed(count, &[(&id, Type::INT8)]).await?;
    close_if_done(client, id).await?;
    let begun = format!("SELECT {} FROM mcpscan.nights WHERE id = $1", rows::NIGHT);
    Ok(Planned::Begun(rows::night(&client.query_typed_one(&begun, &[(&id, Type::INT8)]).await?)?))
}

async fn enter_items(client: &Client, id: NightId, items: &[Asked]) -> Result<(), Trouble> {
    let enter = "INSERT INTO mcpscan.items (night, subject, registry, name, wanted, sources, state, attempts, taken, due)
        SELECT $1, subject, registry, name, wanted, sources, 0, 0, 0, clock_timestamp()
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS asked (subject, registry, name, wanted, sources)
        ON CONFLICT DO NOTHING";
    for batch in items.chunks(BATCH) {
        let subjects: Vec<String> = batch.iter().map(|asked| rows::text(&asked.subject()).into_owned()).collect();
        let registries: Vec<&str> = batch.iter().map(|asked| asked.spec.registry.as_str()).collect();
        let names: Vec<_> = batch.iter().map(|asked| rows::text(asked.spec.name.as_str())).collect();
        let wanted: Vec<_> = batch.iter().map(|asked| asked.spec.wanted.as_deref().map(rows::text)).collect();
        let sources: Vec<String> = batch.iter().map(|asked| rows::json(&asked.sources)).collect();
        let entered = [
            (&id as _, Type::INT8),
            (&subjects as _, Type::TEXT_ARRAY),
            (&registries as _, Type::TEXT_ARRAY),
            (&names as _, Type::TEXT_ARRAY),
            (&wanted as _, Type::TEXT_ARRAY),
            (&sources as _, Type::TEXT_ARRAY),
        ];
        client.execute_typed(enter, &entered).await?;
    }
    // One by one: what is sent together comes back without saying which is which.
    let send = "UPDATE mcpscan.items SET message = (SELECT pgmq.send('mcpscan', jsonb_build_object('night', night, 'item', id)))
        WHERE night = $1";
    client.execute_typed(send, &[(&id, Type::INT8)]).await?;
    Ok(())
}

async fn enter_rest(client: &Client, id: NightId, plan: &Plan) -> Result<(), Trouble> {
    let enter = "INSERT INTO mcpscan.notices (night, source, subject, kind, text, packages)
        SELECT $1, source, subject, kind, text, packages
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS told (source, subject, kind, text, packages)";
    for batch in plan.notices.chunks(BATCH) {
        let sources: Vec<_> = batch.iter().map(|notice| rows::text(&notice.source)).collect();
        let subjects: Vec<_> = batch.iter().map(|notice| rows::text(&notice.subject)).collect();
        let kinds: Vec<_> = batch.iter().map(|notice| rows::text(&notice.kind)).collect();
        let texts: Vec<_> = batch.iter().map(|notice| rows::text(&notice.text)).collect();
        let packages: Vec<_> = batch.iter().map(|notice| rows::json(&notice.packages)).collect();
        let entered = [
            (&id as _, Type::INT8),
            (&sources as _, Type::TEXT_ARRAY),
            (&subjects as _, Type::TEXT_ARRAY),
            (&kinds as _, Type::TEXT_ARRAY),
            (&texts as _, Type::TEXT_ARRAY),
            (&packages as _, Type::TEXT_ARRAY),
        ];
        client.execute_typed(enter, &entered).await?;
    }
    let keep = "INSERT INTO mcpscan.sources (source, state) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET state = excluded.state";
    for source in &plan.sources {
        if let Some(state) = &source.state {
            let kept = [(&rows::text(&source.source) as _, Type::TEXT), (&rows::text(state) as _, Type::TEXT)];
            client.execute_typed(keep, &kept).await?;
        }
    }
    Ok(())
}

pub(super) async fn source_state(client: &Client, source: &str) -> Result<Option<String>, Trouble> {
    let state = "SELECT state FROM mcpscan.sources WHERE source = $1";
    let row = client.query_typed_opt(state, &[(&rows::text(source), Type::TEXT)]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

pub(super) async fn retry_dead(client: &Client, night: NightId) -> Result<u64, Trouble> {
    let again = "UPDATE mcpscan.items SET state = 0, attempts = 0, due = clock_timestamp(), why = NULL,
            message = (SELECT pgmq.send('mcpscan', jsonb_build_object('night', night, 'item', id)))
        WHERE night = $1 AND state = 3";
    let again = client.execute_typed(again, &[(&night, Type::INT8)]).await?;
    if again > 0 {
        client.execute_typed("UPDATE mcpscan.nights SET ended = NULL WHERE id = $1", &[(&night, Type::INT8)]).await?;
    }
    Ok(again)
}

pub(super) async fn abandon(client: &Client, night: NightId, why: &str) -> Result<u64, Trouble> {
    let end = "WITH ended AS (UPDATE mcpscan.items SET state = 3, why = $2 WHERE night = $1 AND state < 2 RETURNING message)
        SELECT count(pgmq.delete('mcpscan', message)) FROM ended";
    let left = client.query_typed_one(end, &[(&night, Type::INT8), (&rows::text(why), Type::TEXT)]).await?;
    close_if_done(client, night).await?;
    rows::count(&left, 0)
}

/// A night has ended when nothing waits and nobody holds anything. Of transactions that end the last items at once none sees the others'
/// doing, so that near the end they go one after the other.
pub(super) async fn close_if_done(client: &Client, night: NightId) -> Result<(), Trouble> {
    let left = format!("SELECT count(*) FROM (SELECT 1 FROM mcpscan.items WHERE night = $1 AND state < 2 LIMIT {MANY}) AS left_over");
    let left: i64 = client.query_typed_one(&left, &[(&night, Type::INT8)]).await?.try_get(0)?;
    if left >= MANY {
        return Ok(());
    }
    let wait = "SELECT 1 FROM mcpscan.nights WHERE id = $1 AND ended IS NULL FOR UPDATE";
    if client.query_typed_opt(wait, &[(&night, Type::INT8)]).await?.is_none() {
        return Ok(());
    }
    // A statement of its own: it sees what was done while the one before waited.
    let close = "UPDATE mcpscan.nights SET ended = clock_timestamp() WHERE id = $1 AND ended IS NULL
        AND NOT EXISTS (SELECT 1 FROM mcpscan.items WHERE night = $1 AND state < 2)";
    client.execute_typed(close, &[(&night, Type::INT8)]).await?;
    Ok(())
}

/// Whoever holds this writes standings, and nobody clears any away.
pub(super) async fn hold_off_clearing(client: &Client) -> Result<(), Trouble> {
    client.batch_execute(&format!("SELECT pg_advisory_xact_lock_shared({CLEARING})")).await?;
    Ok(())
}

/// Standings stay where nothing newer is known of a package: the next night is compared with them.
pub(super) async fn forget(client: &Client, keep: usize) -> Result<u64, Trouble> {
    client.batch_execute(&format!("SELECT pg_advisory_xact_lock({CLEARING})")).await?;
    let keep = i64::try_from(keep).unwrap_or(i64::MAX);
    let last = "SELECT id FROM mcpscan.nights WHERE ended IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET $1";
    let Some(last) = client.query_typed_opt(last, &[(&keep, Type::INT8)]).await? else { return Ok(0) };
    let last = [(&last.try_get::<_, NightId>(0)? as _, Type::INT8)];
    let messages = "SELECT pgmq.delete('mcpscan', message) FROM mcpscan.items WHERE night <= $1 AND state < 2";
    client.query_typed(messages, &last).await?;
    for old in ["DELETE FROM mcpscan.items WHERE night <= $1", "DELETE FROM mcpscan.notices WHERE night <= $1"] {
        client.execute_typed(old, &last).await?;
    }
    let nights = client.execute_typed("DELETE FROM mcpscan.nights WHERE id <= $1", &last).await?;
    let overtaken = "DELETE FROM mcpscan.standings AS old WHERE night <= $1 AND EXISTS (
        SELECT 1 FROM mcpscan.standings AS newer
        WHERE newer.registry = old.registry AND newer.name = old.name AND newer.night > old.night)";
    client.execute_typed(overtaken, &last).await?;
    let unused = "DELETE FROM mcpscan.details WHERE NOT EXISTS (SELECT 1 FROM mcpscan.standings WHERE details = digest)";
    client.execute_typed(unused, &[]).await?;
    Ok(nights)
}

//! Reports by their key, the history of judgements, and answers that need not be asked for again.

use std::time::Duration;

use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::error::Trouble;
use super::rows;
use crate::model::ScanReport;
use crate::store::{ScanKey, results};

pub(super) async fn get(client: &Client, key: &ScanKey) -> Result<Option<ScanReport>, Trouble> {
    let found = "SELECT report, checksum FROM mcpscan.results WHERE key = $1";
    let row = client.query_typed_opt(found, &[(&&key.digest().as_bytes()[..], Type::BYTEA)]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(results::sound(key, row.try_get(0)?, row.try_get(1)?))
}

/// The same judgement made again only moves its time.
pub(super) async fn put(client: &Client, key: &ScanKey, report: &ScanReport) -> Result<(), Trouble> {
    let keep = "WITH kept AS (
            INSERT INTO mcpscan.results (key, report, checksum) VALUES ($1, $2, $3)
            ON CONFLICT (key) DO UPDATE SET report = excluded.report, checksum = excluded.checksum)
        INSERT INTO mcpscan.history (key, registry, name, version, verdict, score, ruleset, engine, judged_at)
        VALUES ($1, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())
        ON CONFLICT (key) DO UPDATE SET
            registry = excluded.registry, name = excluded.name, version = excluded.version, verdict = excluded.verdict,
            score = excluded.score, ruleset = excluded.ruleset, engine = excluded.engine, judged_at = excluded.judged_at";
    let (bytes, checksum) = results::written(key, report);
    let digest = key.digest();
    let kept = [
        (&&digest.as_bytes()[..] as _, Type::BYTEA),
        (&bytes as _, Type::BYTEA),
        (&&checksum.as_bytes()[..] as _, Type::BYTEA),
        (&report.package.registry.as_str() as _, Type::TEXT),
        (&rows::text(report.package.name.as_str()) as _, Type::TEXT),
        (&rows::text(&report.package.version) as _, Type::TEXT),
        (&report.verdict.as_str() as _, Type::TEXT),
        (&i16::from(report.score.value) as _, Type::INT2),
        (&report.ruleset.to_string() as _, Type::TEXT),
        (&rows::text(&report.engine) as _, Type::TEXT),
    ];
    client.execute_typed(keep, &kept).await?;
    Ok(())
}

pub(super) async fn resolution(client: &Client, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, Trouble> {
    let learnt =
        "SELECT answer, floor(extract(epoch FROM clock_timestamp() - learnt_at) * 1000)::int8 FROM mcpscan.resolutions WHERE key = $1";
    let Some(row) = client.query_typed_opt(learnt, &[(&rows::text(key), Type::TEXT)]).await? else { return Ok(None) };
    // A time in the future tells nothing about the age: the clock was changed. It counts as the oldest.
    let age = u64::try_from(row.try_get::<_, i64>(1)?).map_or(Duration::MAX, Duration::from_millis);
    Ok(if age <= max_age { Some((row.try_get(0)?, age)) } else { None })
}

pub(super) async fn remember_resolution(client: &Client, key: &str, answer: &str) -> Result<(), Trouble> {
    let keep = "INSERT INTO mcpscan.resolutions (key, answer, learnt_at) VALUES ($1, $2, clock_timestamp())
        ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, learnt_at = excluded.learnt_at";
    client.execute_typed(keep, &[(&rows::text(key), Type::TEXT), (&rows::text(answer), Type::TEXT)]).await?;
    Ok(())
}

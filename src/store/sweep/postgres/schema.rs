//! The tables and the queue, made where they are missing and brought up to date by numbered steps.

use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::connection::Connection;
use super::error::{PostgresError, reason};

mod embedded {
    refinery::embed_migrations!("src/store/sweep/postgres/migrations");
}

/// The number of the last step.
const VERSION: u32 = 1;
/// PostgreSQL 14, as the server numbers itself.
const OLDEST: i32 = 140_000;
/// Where refinery keeps what was done.
const TABLE: &str = "mcpscan.migrations";
/// For servers that do not offer the extension.
const QUEUE: &str = include_str!("pgmq/pgmq.sql");
/// The lock of whoever sets up: any number that others are not likely to take.
const LOCK: i64 = 0x6d63_7073_6361_6e01;

pub(super) async fn prepare(connection: &Connection) -> Result<Client, PostgresError> {
    let mut client = connection.connect_first().await?;
    if is_current(connection, &client).await? {
        return Ok(client);
    }
    // The steps are transactions of their own, so the lock is held by another one.
    let guard = connection.connect_first().await?;
    let failed = |error: tokio_postgres::Error| PostgresError::SetUp { address: connection.shown(), why: reason(&error) };
    guard.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({LOCK})")).await.map_err(failed)?;
    if !is_current(connection, &client).await? {
        client.batch_execute("CREATE SCHEMA IF NOT EXISTS mcpscan").await.map_err(failed)?;
        install_queue(connection, &client).await?;
        let mut runner = embedded::migrations::runner().set_grouped(true);
        runner.set_migration_table_name(TABLE);
        let steps = runner.run_async(&mut client).await;
        steps.map_err(|error| PostgresError::SetUp { address: connection.shown(), why: error.to_string() })?;
    }
    guard.batch_execute("COMMIT").await.map_err(failed)?;
    Ok(client)
}

async fn is_current(connection: &Connection, client: &Client) -> Result<bool, PostgresError> {
    let failed = |error: tokio_postgres::Error| PostgresError::SetUp { address: connection.shown(), why: reason(&error) };
    let asked = "SELECT current_setting('server_version_num')::int4, current_setting('server_version'), to_regclass($1) IS NOT NULL";
    let row = client.query_typed_one(asked, &[(&TABLE, Type::TEXT)]).await.map_err(failed)?;
    let (number, found, there): (i32, String, bool) = (row.get(0), row.get(1), row.get(2));
    if number < OLDEST {
        return Err(PostgresError::Old { address: connection.shown(), found });
    }
    if !there {
        return Ok(false);
    }
    let last = client.query_typed_one(&format!("SELECT coalesce(max(version), 0)::int8 FROM {TABLE}"), &[]).await.map_err(failed)?;
    let found = u32::try_from(last.get::<_, i64>(0)).unwrap_or_default();
    if found > VERSION {
        return Err(PostgresError::Newer { address: connection.shown(), found, known: VERSION });
    }
    Ok(found == VERSION)
}

/// The extension where there is one and the user may create it, else its objects.
async fn install_queue(connection: &Connection, client: &Client) -> Result<(), PostgresError> {
    let failed = |error: tokio_postgres::Error| PostgresError::SetUp { address: connection.shown(), why: reason(&error) };
    let asked = "SELECT to_regclass('pgmq.meta') IS NOT NULL, EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pgmq')";
    let row = client.query_typed_one(asked, &[]).await.map_err(failed)?;
    let (there, offered): (bool, bool) = (row.get(0), row.get(1));
    let created = offered && client.batch_execute("CREATE EXTENSION IF NOT EXISTS pgmq").await.is_ok();
    if !there && !created {
        client.batch_execute(QUEUE).await.map_err(failed)?;
    }
    let asked = "SELECT to_regprocedure('pgmq.read(text,integer,integer,jsonb)') IS NOT NULL";
    let can_choose: bool = client.query_typed_one(asked, &[]).await.map_err(failed)?.get(0);
    if can_choose { Ok(()) } else { Err(PostgresError::OldQueue { address: connection.shown() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_step_is_the_version_that_is_looked_for() {
        assert_eq!(embedded::migrations::runner().get_migrations().len(), VERSION as usize);
    }
}

//! A copy of everything in the form of the cache's own database, for readers without the server.

use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;

use futures_util::TryStreamExt;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row};

use super::error::Trouble;
use crate::store::{Store, StoreError, files};

/// What is written at once.
const BATCH_BYTES: usize = 4 << 20;
const BATCH_ROWS: usize = 2000;

/// Tables of the cache with what is read for them: integers, texts and bytes by the cache's names.
const TABLES: [(&str, &str); 10] = [
    ("results", "SELECT key, report, checksum FROM mcpscan.results"),
    (
        "history",
        "SELECT key, registry, name, version, verdict, score::int8, ruleset, engine,
         floor(extract(epoch FROM judged_at) * 1000)::int8 AS judged_at FROM mcpscan.history",
    ),
    ("resolutions", "SELECT key, answer, floor(extract(epoch FROM learnt_at) * 1000)::int8 AS learnt_at FROM mcpscan.resolutions"),
    (
        "nights",
        "SELECT id, floor(extract(epoch FROM begun) * 1000)::int8 AS begun, floor(extract(epoch FROM ended) * 1000)::int8 AS ended,
         engine, ruleset, sources, remarks, items FROM mcpscan.nights",
    ),
    (
        "items",
        "SELECT id, night, subject, registry, name, wanted, sources, state::int8, attempts::int8, taken,
         floor(extract(epoch FROM due) * 1000)::int8 AS due, worker, why, milliseconds, requests, bytes, known::int4::int8 AS known
         FROM mcpscan.items",
    ),
    ("standings", "SELECT night, registry, name, version, verdict, score::int8, sources, details, item FROM mcpscan.standings"),
    ("details", "SELECT digest, json FROM mcpscan.details"),
    ("notices", "SELECT night, source, subject, kind, text, packages FROM mcpscan.notices"),
    ("sources", "SELECT source, state FROM mcpscan.sources"),
    ("budgets", "SELECT host, next FROM mcpscan.budgets"),
];

/// A folder beside the file, gone when this is dropped.
pub(super) struct Draft {
    folder: PathBuf,
}

impl Draft {
    /// Fails where the file's own folder is missing.
    pub fn beside(file: &Path) -> Result<Self, StoreError> {
        let parent = file.parent().unwrap_or(Path::new(""));
        let folder = parent.join(format!(".mcpscan-{}", &files::unpredictable()[..8]));
        fs::create_dir(&folder).map_err(StoreError::file("write the snapshot", file))?;
        Ok(Self { folder })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Everything as it is at one moment, in a new store.
pub(super) async fn copy(client: &Client, draft: &Draft) -> Result<Store, Trouble> {
    // What an attempt before this one has left.
    let _ = fs::remove_dir_all(&draft.folder);
    let store = Store::open(&draft.folder).map_err(Trouble::Store)?;
    for (table, select) in TABLES {
        let mut rows = pin!(client.query_typed_raw(select, std::iter::empty::<(i64, Type)>()).await?);
        let (mut batch, mut bytes, mut insert) = (Vec::new(), 0, String::new());
        while let Some(row) = rows.try_next().await? {
            if insert.is_empty() {
                insert = insertion(table, &row);
            }
            let values = values(&row)?;
            bytes += values.iter().map(size).sum::<usize>();
            batch.push(values);
            if bytes >= BATCH_BYTES || batch.len() >= BATCH_ROWS {
                write(&store, &insert, &batch).map_err(Trouble::Store)?;
                (batch, bytes) = (Vec::new(), 0);
            }
        }
        write(&store, &insert, &batch).map_err(Trouble::Store)?;
    }
    Ok(store)
}

fn insertion(table: &str, row: &Row) -> String {
    let names: Vec<&str> = row.columns().iter().map(tokio_postgres::Column::name).collect();
    let places = vec!["?"; names.len()];
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "))
}

fn values(row: &Row) -> Result<Vec<Value>, Trouble> {
    let value = |(at, column): (usize, &tokio_postgres::Column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map(Value::Integer),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Value::Blob),
            _ => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
        };
        Ok(value.unwrap_or(Value::Null))
    };
    row.columns().iter().enumerate().map(value).collect()
}

fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
    }
}

fn write(store: &Store, insert: &str, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    store.database.write(|transaction| {
        let mut insert = transaction.prepare_cached(insert)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    })
}

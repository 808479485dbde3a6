//! Records on their way in: batch by batch beside what is there, and told to nobody before all of them are in.
//!
//! Each step is one short transaction, so that whoever judges meanwhile is not held up; a process that dies leaves all as it was.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::error::StoreError;
use super::{Store, files};
use crate::model::{Advisory, Registry, Sha256};

/// The feed of what was imported one by one.
const SINGLE: i64 = 1;

/// One process at a time takes records in; the next one waits until this is dropped.
pub struct Intake<'s> {
    store: &'s Store,
    feed: i64,
    newest: Option<i64>,
    is_finished: bool,
    arriving: PathBuf,
    _lock: File,
}

/// What the records are from.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// As a person would call it.
    pub file: &'a str,
    pub digest: &'a Sha256,
    pub whole: Option<Whole<'a>>,
}

/// It is all that its place has to say: what it said before is no longer said.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// An address without credentials, or a path.
    pub place: &'a str,
    /// The registry that each record speaks of.
    pub ecosystem: Option<Registry>,
    pub etag: Option<&'a str>,
}

impl Store {
    /// Begins to take records in; what another process left half done is removed.
    pub fn intake(&self) -> Result<Intake<'_>, StoreError> {
        let path = self.folder().join("advisories.lock");
        let failed = || StoreError::file("lock", &path);
        let lock = files::open_or_create(&path).map_err(failed())?;
        lock.lock().map_err(failed())?;
        let now = Timestamp::now().as_millisecond();
        let feed = self.database.write(|transaction| {
            transaction.execute("DELETE FROM advisories WHERE feed IN (SELECT id FROM feeds WHERE active = 0)", [])?;
            transaction.execute("DELETE FROM feeds WHERE active = 0", [])?;
            transaction.execute("INSERT INTO feeds (place, ecosystem, active, checked) VALUES ('', '', 0, ?1)", [now])?;
            Ok(transaction.last_insert_rowid())
        })?;
        let arriving = self.folder().join("advisories.part");
        Ok(Intake { store: self, feed, newest: None, is_finished: false, arriving, _lock: lock })
    }
}

impl Intake<'_> {
    /// An empty file for what is fetched; it goes when this does.
    pub fn arriving(&self) -> Result<(&Path, File), StoreError> {
        let failed = || StoreError::file("write what is fetched to", &self.arriving);
        let file = files::open_or_create(&self.arriving).map_err(failed())?;
        file.set_len(0).map_err(failed())?;
        Ok((&self.arriving, file))
    }

    /// One id may speak of one package in several entries, which come together.
    pub fn add(&mut self, known: &[Advisory], withdrawn: &[String]) -> Result<(), StoreError> {
        let mut rows: BTreeMap<(&str, &str, &str), Vec<&Advisory>> = BTreeMap::new();
        for advisory in known {
            rows.entry((advisory.registry.as_str(), advisory.name.as_str(), &advisory.id)).or_default().push(advisory);
            self.newest = self.newest.max(advisory.modified);
        }
        let feed = self.feed;
        self.store.database.write(|transaction| {
            let mut insert = transaction
                .prepare_cached("INSERT OR REPLACE INTO advisories (feed, registry, name, id, entries) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for id in withdrawn {
                insert.execute(params![feed, "", "", id, ""])?;
            }
            for ((registry, name, id), entries) in &rows {
                let entries = serde_json::to_string(entries).expect("an advisory is plain data");
                insert.execute(params![feed, registry, name, id, entries])?;
            }
            Ok(())
        })
    }

    /// All of it counts from here on, in one moment. Gives how many records about packages there are in it.
    pub fn finish(mut self, source: &Source<'_>) -> Result<u64, StoreError> {
        let now = Timestamp::now().as_millisecond();
        let (feed, newest) = (self.feed, self.newest);
        let (count, stale) = self.store.database.write(|transaction| {
            forget_withdrawn(transaction, feed)?;
            let count = counted(transaction, feed)?;
            let stale = match &source.whole {
                Some(whole) => replace(transaction, feed, whole, source.digest, newest, now)?,
                None => merge(transaction, feed, newest, now).map(|()| None)?,
            };
            transaction.execute(
                "INSERT OR REPLACE INTO imports (digest, file, records, imported_at) VALUES (?1, ?2, ?3, ?4)",
                params![source.digest.to_string(), source.file, count, now],
            )?;
            Ok((count, stale))
        })?;
        self.is_finished = true;
        if let Some(stale) = stale {
            self.store.remove_feed(stale)?;
        }
        Ok(count.unsigned_abs())
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.arriving);
        if !self.is_finished {
            // What cannot be removed now is removed before the next intake, and tells nobody anything.
            let _ = self.store.remove_feed(self.feed);
        }
    }
}

impl Store {
    fn remove_feed(&self, feed: i64) -> Result<(), StoreError> {
        self.database.write(|transaction| {
            transaction.execute("DELETE FROM advisories WHERE feed = ?1", [feed])?;
            transaction.execute("DELETE FROM feeds WHERE id = ?1 AND active = 0", [feed]).map(|_| ())
        })
    }
}

/// What was taken back is forgotten wherever it came from, unless this very feed knows it again.
fn forget_withdrawn(transaction: &Transaction<'_>, feed: i64) -> rusqlite::Result<()> {
    transaction.execute(
        "DELETE FROM advisories WHERE feed <> ?1 AND id IN (SELECT id FROM advisories WHERE feed = ?1 AND registry = '')",
        [feed],
    )?;
    let removed = transaction.execute("DELETE FROM advisories WHERE feed = ?1 AND registry = ''", [feed])?;
    if removed > 0 { count_all(transaction) } else { Ok(()) }
}

/// The feed takes the place of the one that said the same before, whose id is given so that its rows can go.
fn replace(
    transaction: &Transaction<'_>,
    feed: i64,
    whole: &Whole<'_>,
    digest: &Sha256,
    newest: Option<i64>,
    now: i64,
) -> rusqlite::Result<Option<i64>> {
    let ecosystem = whole.ecosystem.map_or("", Registry::as_str);
    let stale: Option<(i64, Option<String>)> = transaction
        .query_row("SELECT id, digest FROM feeds WHERE place = ?1 AND ecosystem = ?2 AND active = 1", [whole.place, ecosystem], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    if let Some((id, digest)) = &stale {
        transaction.execute("UPDATE feeds SET active = 0 WHERE id = ?1", [id])?;
        transaction.execute("DELETE FROM imports WHERE digest = ?1", [digest])?;
    }
    transaction.execute(
        "UPDATE feeds SET place = ?2, ecosystem = ?3, active = 1, etag = ?4, digest = ?5, newest = ?6, checked = ?7 WHERE id = ?1",
        params![feed, whole.place, ecosystem, whole.etag, digest.to_string(), newest, now],
    )?;
    count_feed(transaction, feed)?;
    Ok(stale.map(|(id, _)| id))
}

/// Records join those that were imported one by one; each replaces the one with its id, which may have spoken of other packages.
fn merge(transaction: &Transaction<'_>, feed: i64, newest: Option<i64>, now: i64) -> rusqlite::Result<()> {
    transaction
        .execute("DELETE FROM advisories WHERE feed = ?1 AND id IN (SELECT id FROM advisories WHERE feed = ?2)", params![SINGLE, feed])?;
    transaction.execute("UPDATE advisories SET feed = ?1 WHERE feed = ?2", params![SINGLE, feed])?;
    transaction.execute("DELETE FROM feeds WHERE id = ?1", [feed])?;
    transaction.execute(
        "UPDATE feeds SET newest = nullif(max(coalesce(newest, -1), coalesce(?2, -1)), -1), checked = ?3 WHERE id = ?1",
        params![SINGLE, newest, now],
    )?;
    count_feed(transaction, SINGLE)
}

fn counted(transaction: &Transaction<'_>, feed: i64) -> rusqlite::Result<i64> {
    transaction.query_row("SELECT count(*) FROM advisories WHERE feed = ?1", [feed], |row| row.get(0))
}

fn count_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut select = transaction.prepare("SELECT id FROM feeds")?;
    let feeds: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    feeds.into_iter().try_for_each(|feed| count_feed(transaction, feed))
}

fn count_feed(transaction: &Transaction<'_>, feed: i64) -> rusqlite::Result<()> {
    let count = |registry: Registry| -> rusqlite::Result<i64> {
        let sql = "SELECT count(*) FROM advisories WHERE feed = ?1 AND registry = ?2";
        transaction.query_row(sql, params![feed, registry.as_str()], |row| row.get(0))
    };
    let (npm, pypi) = (count(Registry::Npm)?, count(Registry::Pypi)?);
    transaction.execute("UPDATE feeds SET npm = ?2, pypi = ?3 WHERE id = ?1", params![feed, npm, pypi]).map(|_| ())
}

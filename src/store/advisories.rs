//! What is known of a package, how much is known, and from where. How it comes in is for [`super::intake`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::model::{Advisory, AdvisoryData, PackageName, Registry};

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub file: String,
    /// Hexadecimal.
    pub digest: String,
    pub records: u64,
    pub when: Timestamp,
}

/// Records that come and go together, or all those that were imported one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// An address or a path; empty for what was imported one by one.
    pub place: String,
    /// The registry that each of its records speaks of.
    pub ecosystem: Option<Registry>,
    pub npm: u64,
    pub pypi: u64,
    /// When the record that was changed last was changed.
    pub newest: Option<Timestamp>,
    /// When it was taken in, or last found to be unchanged.
    pub checked: Timestamp,
}

impl Feed {
    pub fn records(&self, registry: Registry) -> u64 {
        match registry {
            Registry::Npm => self.npm,
            Registry::Pypi => self.pypi,
            Registry::Local => 0,
        }
    }

    /// An address is what its server has on that day; a file may be of any age, which its records tell.
    fn as_of(&self) -> Timestamp {
        if self.place.contains("://") { self.checked } else { self.newest.unwrap_or(self.checked).min(self.checked) }
    }
}

impl Store {
    /// All that is known of a package, sorted; a row that cannot be read is passed over. Of one record in several states the newest counts.
    pub fn advisories(&self, registry: Registry, name: &PackageName) -> Result<Vec<Advisory>, StoreError> {
        let rows: Vec<(String, String)> = self.database.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT id, entries FROM advisories
                 WHERE feed IN (SELECT id FROM feeds WHERE active = 1) AND registry = ?1 AND name = ?2 ORDER BY id, feed",
            )?;
            let rows = select.query_map([registry.as_str(), name.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })?;
        let mut records: BTreeMap<String, Vec<Advisory>> = BTreeMap::new();
        for (id, row) in rows {
            let Ok(entries) = serde_json::from_str::<Vec<Advisory>>(&row) else { continue };
            let newest = |entries: &[Advisory]| entries.iter().filter_map(|entry| entry.modified).max();
            let known = records.entry(id).or_default();
            if known.is_empty() || newest(&entries) > newest(known) {
                *known = entries;
            }
        }
        let mut all: Vec<Advisory> = records.into_values().flatten().collect();
        all.sort();
        Ok(all)
    }

    /// Where records came from, by place.
    pub fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        self.database.read(|connection| {
            let mut select = connection.prepare(
                "SELECT place, ecosystem, npm, pypi, newest, checked FROM feeds WHERE active = 1 AND npm + pypi > 0 ORDER BY place, ecosystem",
            )?;
            let feeds = select.query_map([], |row| {
                Ok(Feed {
                    place: row.get(0)?,
                    ecosystem: Registry::named(&row.get::<_, String>(1)?),
                    npm: row.get::<_, i64>(2)?.unsigned_abs(),
                    pypi: row.get::<_, i64>(3)?.unsigned_abs(),
                    newest: row.get::<_, Option<i64>>(4)?.map(moment),
                    checked: moment(row.get(5)?),
                })
            })?;
            feeds.collect()
        })
    }

    /// How much is known of the packages of a registry; none where nothing is. What comes from a feed of all of them tells how old it is.
    pub fn advisory_data(&self, registry: Registry) -> Result<Option<AdvisoryData>, StoreError> {
        let feeds: Vec<Feed> = self.feeds()?.into_iter().filter(|feed| feed.records(registry) > 0).collect();
        let whole = feeds.iter().filter(|feed| feed.ecosystem == Some(registry)).map(Feed::as_of).max();
        let Some(as_of) = whole.or_else(|| feeds.iter().map(Feed::as_of).max()) else { return Ok(None) };
        Ok(Some(AdvisoryData {
            records: feeds.iter().map(|feed| feed.records(registry)).sum(),
            as_of: day(as_of),
            newest: feeds.iter().filter_map(|feed| feed.newest).max().map(day),
        }))
    }

    /// How the server of an address called what it gave last, if all of it is still here.
    pub fn feed_etag(&self, place: &str) -> Result<Option<String>, StoreError> {
        self.database.read(|connection| {
            let mut select = connection.prepare("SELECT etag FROM feeds WHERE place = ?1 AND active = 1 AND etag IS NOT NULL")?;
            select.query_row([place], |row| row.get(0)).optional()
        })
    }

    /// What an address gave last was found to be what it has today.
    pub fn feed_is_unchanged(&self, place: &str) -> Result<(), StoreError> {
        let now = Timestamp::now().as_millisecond();
        self.database.write(|transaction| {
            transaction.execute("UPDATE feeds SET checked = ?1 WHERE place = ?2 AND active = 1", params![now, place]).map(|_| ())
        })
    }

    /// How many records there are, and the files that they came from, the newest first.
    pub fn imports(&self) -> Result<(u64, Vec<Import>), StoreError> {
        self.database.read(|connection| {
            let count =
                connection.query_row("SELECT coalesce(sum(npm + pypi), 0) FROM feeds WHERE active = 1", [], |row| row.get::<_, i64>(0))?;
            let mut select =
                connection.prepare("SELECT file, digest, records, imported_at FROM imports ORDER BY imported_at DESC, digest")?;
            let read = |row: &rusqlite::Row<'_>| {
                let when = moment(row.get(3)?);
                Ok(Import { file: row.get(0)?, digest: row.get(1)?, records: row.get::<_, i64>(2)?.unsigned_abs(), when })
            };
            let imports = select.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
            Ok((count.unsigned_abs(), imports))
        })
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2026-11-20`
fn day(when: Timestamp) -> String {
    when.to_zoned(TimeZone::UTC).date().to_string()
}

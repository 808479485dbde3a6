//! Advisories from imported files, by package.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::params;

use super::{Store, StoreError};
use crate::model::{Advisory, PackageName, Registry, Sha256};

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub file: String,
    /// Hexadecimal.
    pub digest: String,
    pub records: u64,
    pub when: Timestamp,
}

impl Store {
    /// All of a file or nothing: a record replaces the one with its id, and one that was taken back is forgotten.
    pub fn import(&self, file: &str, digest: &Sha256, known: &[Advisory], withdrawn: &[String]) -> Result<(), StoreError> {
        let mut rows: BTreeMap<(&str, &str, &str), Vec<&Advisory>> = BTreeMap::new();
        for advisory in known {
            rows.entry((advisory.registry.as_str(), advisory.name.as_str(), &advisory.id)).or_default().push(advisory);
        }
        let now = Timestamp::now().as_millisecond();
        self.database.write(|transaction| {
            let mut remove = transaction.prepare("DELETE FROM advisories WHERE id = ?1")?;
            // A record may speak of other packages than before.
            for id in withdrawn.iter().map(String::as_str).chain(rows.keys().map(|(_, _, id)| *id)) {
                remove.execute([id])?;
            }
            let mut insert = transaction.prepare("INSERT INTO advisories (registry, name, id, entries) VALUES (?1, ?2, ?3, ?4)")?;
            for ((registry, name, id), entries) in &rows {
                let entries = serde_json::to_string(entries).expect("an advisory is plain data");
                insert.execute(params![registry, name, id, entries])?;
            }
            transaction.execute(
                "INSERT OR REPLACE INTO imports (digest, file, records, imported_at) VALUES (?1, ?2, ?3, ?4)",
                params![digest.to_string(), file, rows.len() as i64, now],
            )?;
            Ok(())
        })
    }

    /// All that is known of a package, sorted; a row that cannot be read is passed over.
    pub fn advisories(&self, registry: Registry, name: &PackageName) -> Result<Vec<Advisory>, StoreError> {
        let rows: Vec<String> = self.database.read(|connection| {
            let mut select = connection.prepare_cached("SELECT entries FROM advisories WHERE registry = ?1 AND name = ?2 ORDER BY id")?;
            let rows = select.query_map([registry.as_str(), name.as_str()], |row| row.get(0))?;
            rows.collect()
        })?;
        let mut all: Vec<Advisory> = rows.iter().filter_map(|row| serde_json::from_str::<Vec<Advisory>>(row).ok()).flatten().collect();
        all.sort();
        Ok(all)
    }

    /// How many records there are, and the files that they came from, the newest first.
    pub fn imports(&self) -> Result<(u64, Vec<Import>), StoreError> {
        self.database.read(|connection| {
            let count = connection.query_row("SELECT count(*) FROM advisories", [], |row| row.get::<_, i64>(0))?;
            let mut select =
                connection.prepare("SELECT file, digest, records, imported_at FROM imports ORDER BY imported_at DESC, digest")?;
            let read = |row: &rusqlite::Row<'_>| {
                let when = Timestamp::from_millisecond(row.get(3)?).unwrap_or(Timestamp::UNIX_EPOCH);
                Ok(Import { file: row.get(0)?, digest: row.get(1)?, records: row.get::<_, i64>(2)?.unsigned_abs(), when })
            };
            let imports = select.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
            Ok((count.unsigned_abs(), imports))
        })
    }
}

//! Files as they were parsed, by their content: what two versions of a package share is parsed once. Nothing here is needed: what
//! is missing, damaged or from another program is parsed again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::files;
use crate::model::Sha256;

const FILE: &str = "parsed.db";
/// How long another process may hold the file.
const PATIENCE: Duration = Duration::from_secs(5);
const DAY: i64 = 24 * 60 * 60;

#[derive(Debug)]
pub struct ParsedFiles {
    connection: Mutex<Connection>,
    /// Bytes that all of them may take together.
    limit: u64,
}

impl ParsedFiles {
    /// Makes the folder and the file where there are none yet; one that cannot be read is made anew.
    pub fn open(folder: &Path, limit: u64) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        let path = folder.join(FILE);
        let failed = |source| StoreError::Database { path: path.clone(), source };
        let connection = match connect(&path) {
            Ok(connection) => connection,
            Err(_) => {
                for name in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")] {
                    let _ = std::fs::remove_file(folder.join(name));
                }
                connect(&path).map_err(failed)?
            }
        };
        Ok(Self { connection: Mutex::new(connection), limit })
    }

    /// Those of the keys that are there.
    pub fn get(&self, keys: &[Sha256]) -> HashMap<Sha256, Vec<u8>> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(mut select) = connection.prepare_cached("SELECT bytes FROM parsed WHERE key = ?1") else { return HashMap::new() };
        let mut found = HashMap::new();
        for key in keys {
            if let Ok(row) = select.query_row([key.as_bytes()], |row| row.get::<_, Vec<u8>>(0))
                && let Some((sum, bytes)) = row.split_at_checked(32)
                && Sha256::of(bytes).as_bytes()[..] == *sum
            {
                found.insert(*key, bytes.to_vec());
            }
        }
        if !found.is_empty() {
            let _ = mark(&connection, found.keys());
        }
        found
    }

    /// What cannot be kept is not.
    pub fn put(&self, parsed: &[(Sha256, Vec<u8>)]) {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = keep(&mut connection, parsed);
    }

    /// Removes what was not needed for longest, where they are too many.
    pub fn prune(&self) {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = prune(&connection, i64::try_from(self.limit).unwrap_or(i64::MAX));
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    files::open_or_create(path).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    let _: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    // Every row carries a digest of itself: what a crash leaves behind is found out.
    connection.pragma_update(None, "synchronous", "off")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS parsed (key BLOB NOT NULL PRIMARY KEY, used INTEGER NOT NULL, bytes BLOB NOT NULL);
         CREATE INDEX IF NOT EXISTS parsed_used ON parsed (used);",
    )?;
    Ok(connection)
}

fn keep(connection: &mut Connection, parsed: &[(Sha256, Vec<u8>)]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO parsed (key, used, bytes) VALUES (?1, ?2, ?3)")?;
    for (key, bytes) in parsed {
        let row = [&Sha256::of(bytes).as_bytes()[..], bytes].concat();
        insert.execute(params![key.as_bytes(), today(), row])?;
    }
    drop(insert);
    transaction.commit()
}

/// Once a day is often enough to know what is needed.
fn mark<'k>(connection: &Connection, keys: impl Iterator<Item = &'k Sha256>) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE parsed SET used = ?2 WHERE key = ?1 AND used < ?2")?;
    for key in keys {
        update.execute(params![key.as_bytes(), today()])?;
    }
    Ok(())
}

fn prune(connection: &Connection, limit: i64) -> rusqlite::Result<()> {
    let size: i64 = connection.query_row("SELECT coalesce(sum(length(bytes)), 0) FROM parsed", [], |row| row.get(0))?;
    if size <= limit {
        return Ok(());
    }
    connection.execute(
        "DELETE FROM parsed WHERE key IN (SELECT key FROM (
             SELECT key, sum(length(bytes)) OVER (ORDER BY used DESC, key) AS total FROM parsed) WHERE total > ?1)",
        [limit / 10 * 9],
    )?;
    connection.execute_batch("VACUUM")
}

fn today() -> i64 {
    Timestamp::now().as_second() / DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_comes_back_and_what_is_damaged_does_not() {
        let folder = tempfile::TempDir::new().unwrap();
        let files = ParsedFiles::open(folder.path(), 1 << 20).unwrap();
        let keys = [Sha256::of(b"a"), Sha256::of(b"b"), Sha256::of(b"c")];
        files.put(&[(keys[0], b"one".to_vec()), (keys[1], b"two".to_vec())]);
        let found = files.get(&keys);
        assert_eq!((found.len(), &found[&keys[0]][..], &found[&keys[1]][..]), (2, &b"one"[..], &b"two"[..]));
        files.connection.lock().unwrap().execute("UPDATE parsed SET bytes = bytes || x'00' WHERE key = ?1", [keys[0].as_bytes()]).unwrap();
        assert_eq!(files.get(&keys).keys().collect::<Vec<_>>(), [&keys[1]]);
    }

    #[test]
    fn the_limit_is_kept_and_what_was_needed_last_stays() {
        let folder = tempfile::TempDir::new().unwrap();
        let files = ParsedFiles::open(folder.path(), 5_000).unwrap();
        let keys: Vec<Sha256> = (0..10_u8).map(|at| Sha256::of(&[at])).collect();
        files.put(&keys.iter().map(|key| (*key, vec![7; 1_000])).collect::<Vec<_>>());
        files.connection.lock().unwrap().execute("UPDATE parsed SET used = 1 WHERE key <> ?1", [keys[3].as_bytes()]).unwrap();
        files.prune();
        let left = files.get(&keys);
        assert!(left.len() == 4 && left.contains_key(&keys[3]), "{}", left.len());
    }

    #[test]
    fn a_file_that_is_no_database_is_made_anew() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join(FILE), "not a database, but long enough to be taken for one".repeat(40)).unwrap();
        let files = ParsedFiles::open(folder.path(), 1 << 20).unwrap();
        files.put(&[(Sha256::of(b"a"), b"one".to_vec())]);
        assert_eq!(files.get(&[Sha256::of(b"a")]).len(), 1);
    }
}

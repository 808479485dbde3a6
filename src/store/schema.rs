//! The tables, brought up to date by numbered steps.

use std::path::Path;

use rusqlite::Connection;

use super::error::StoreError;

mod embedded {
    refinery::embed_migrations!("src/store/migrations");
}

/// `user_version` after the last step; every step sets its own number.
pub(super) const VERSION: u32 = 4;

/// The caller holds the folder's lock: two processes must not take the same step.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Migration { path: path.to_owned(), source: Box::new(source) };
    // In one transaction: a step and the note that it was taken must not be torn apart by a process that is killed between them.
    embedded::migrations::runner().set_grouped(true).run(connection).map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_step_sets_the_version_that_is_looked_for() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, Path::new("memory")).unwrap();
        let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, VERSION);
        let steps = embedded::migrations::runner();
        assert_eq!(steps.get_migrations().len(), VERSION as usize);
    }

    #[test]
    fn steps_are_taken_together_with_the_note_of_them_or_not_at_all() {
        let mut connection = Connection::open_in_memory().unwrap();
        let columns = "version INT4 PRIMARY KEY CHECK (version < 3), name TEXT, applied_on TEXT, checksum TEXT";
        connection.execute_batch(&format!("CREATE TABLE refinery_schema_history ({columns})")).unwrap();
        migrate(&mut connection, Path::new("memory")).unwrap_err();
        let count = |query: &str| connection.query_row(query, [], |row| row.get::<_, u32>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name != 'refinery_schema_history'"), 0);
        assert_eq!((count("PRAGMA user_version"), count("SELECT count(*) FROM refinery_schema_history")), (0, 0));
    }
}

//! The connection: opened cheaply, set aside and made anew when it cannot be read.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::{files, schema};

const FILE: &str = "mcpscan.db";
/// How long another process may hold the database.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(super) struct Database {
    path: PathBuf,
    connection: Mutex<Connection>,
    warnings: Mutex<Vec<String>>,
}

impl Database {
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let mut warnings = Vec::new();
        let connection = match connect(&path) {
            Ok(Some(connection)) => connection,
            Ok(None) => set_up(&path, &mut warnings)?,
            Err(error) if is_damage(&error) => set_up(&path, &mut warnings)?,
            Err(error) => return Err(error),
        };
        Ok(Self { path, connection: Mutex::new(connection), warnings: Mutex::new(warnings) })
    }

    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    pub fn read<T>(&self, read: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.attempt(|connection| read(connection))
    }

    /// One transaction, on disk when this returns.
    pub fn write<T>(&self, write: impl Fn(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.attempt(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = write(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
    }

    /// Gives unused pages back to the disk, unless another process needs the database now.
    pub fn shrink(&self) {
        let _ = lock(&self.connection).execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    }

    /// A whole copy, put in the place of what is at `file` once it is on disk.
    pub fn copy_into(&self, file: &Path) -> Result<(), StoreError> {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{}.part", &files::unpredictable()[..8]));
        let draft = PathBuf::from(name);
        let copied = lock(&self.connection).execute("VACUUM INTO ?1", [&draft.to_string_lossy()]).map_err(|source| self.error(source));
        let placed = copied.and_then(|_| std::fs::rename(&draft, file).map_err(StoreError::file("write the snapshot", file)));
        if placed.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        placed
    }

    pub fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.warnings))
    }

    /// Once more on a new database, if this one turns out to be damaged.
    fn attempt<T>(&self, attempt: impl Fn(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let mut connection = lock(&self.connection);
        let error = match attempt(&mut connection).map_err(|source| self.error(source)) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if !is_damage(&error) {
            return Err(error);
        }
        *connection = set_aside_and_set_up(&self.path, &mut lock(&self.warnings))?;
        attempt(&mut connection).map_err(|source| self.error(source))
    }

    fn error(&self, source: rusqlite::Error) -> StoreError {
        StoreError::Database { path: self.path.clone(), source }
    }
}

/// A panic in another thread leaves the connection usable: its transaction was rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// None where there is no database, or one with tables of an older version.
fn connect(path: &Path) -> Result<Option<Connection>, StoreError> {
    if !path.exists() {
        return Ok(None);
    }
    let connection = open(path)?;
    let found: u32 = pragma(&connection, "user_version").map_err(|source| database(path, source))?;
    match found {
        schema::VERSION => Ok(Some(connection)),
        found if found > schema::VERSION => Err(StoreError::Newer { path: path.to_owned(), found, known: schema::VERSION }),
        _ => Ok(None),
    }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // Rows may have been written by anyone who can write the file.
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        Ok(connection)
    };
    open().map_err(|source| database(path, source))
}

/// Makes the database or brings it up to date; one that cannot be read is set aside first.
fn set_up(path: &Path, warnings: &mut Vec<String>) -> Result<Connection, StoreError> {
    let _lock = lock_folder(path)?;
    match connect(path) {
        // Another process was faster.
        Ok(Some(connection)) => Ok(connection),
        Ok(None) => match prepare(path) {
            Err(error) if is_damage(&error) => start_anew(path, warnings),
            outcome => outcome,
        },
        Err(error) if is_damage(&error) => start_anew(path, warnings),
        Err(error) => Err(error),
    }
}

/// The database was open, and turned out to be damaged inside.
fn set_aside_and_set_up(path: &Path, warnings: &mut Vec<String>) -> Result<Connection, StoreError> {
    let _lock = lock_folder(path)?;
    let sound = |connection: &Connection| pragma::<String>(connection, "quick_check(1)").is_ok_and(|answer| answer == "ok");
    match connect(path) {
        // Another process has made a new one in the meantime.
        Ok(Some(connection)) if sound(&connection) => Ok(connection),
        Err(error) if !is_damage(&error) => Err(error),
        Ok(_) | Err(_) => start_anew(path, warnings),
    }
}

fn start_anew(path: &Path, warnings: &mut Vec<String>) -> Result<Connection, StoreError> {
    let aside = path.with_extension(format!("damaged-{}", &files::unpredictable()[..8]));
    if path.exists() {
        std::fs::rename(path, &aside).map_err(StoreError::file("set aside the unreadable database", path))?;
    }
    // A journal of the old database would be played into the new one.
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(Path::new(&name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::file("remove the journal", Path::new(&name))(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    warnings.push(format!("the cache database could not be read; it was set aside as `{}` and a new one begun", aside.display()));
    prepare(path)
}

/// The folder's lock is held.
fn prepare(path: &Path) -> Result<Connection, StoreError> {
    files::open_or_create(path).map_err(StoreError::file("write the cache database", path))?;
    let mut connection = open(path)?;
    // Write-ahead: readers and one writer do not wait for each other. Kept in the file, for every later connection.
    let _: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(|source| database(path, source))?;
    schema::migrate(&mut connection, path)?;
    Ok(connection)
}

/// Held until the file is dropped.
fn lock_folder(path: &Path) -> Result<File, StoreError> {
    let path = path.with_extension("lock");
    let file = files::open_or_create(&path).map_err(StoreError::file("write the cache's lock", &path))?;
    file.lock().map_err(StoreError::file("lock", &path))?;
    Ok(file)
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> rusqlite::Result<T> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}

fn database(path: &Path, source: rusqlite::Error) -> StoreError {
    StoreError::Database { path: path.to_owned(), source }
}

/// The file is no database, a page of it is broken, or tables are not as they were made.
fn is_damage(error: &StoreError) -> bool {
    match error {
        StoreError::Database { source, .. } => is_damaged(source),
        StoreError::Migration { source, .. } => {
            let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(source.as_ref());
            while let Some(error) = cause {
                if error.downcast_ref().is_some_and(is_damaged) {
                    return true;
                }
                cause = error.source();
            }
            false
        }
        StoreError::File { .. } | StoreError::Newer { .. } => false,
    }
}

fn is_damaged(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => true,
            ErrorCode::Unknown => {
                message.as_ref().is_some_and(|message| message.starts_with("no such table") || message.starts_with("no such column"))
            }
            _ => false,
        },
        rusqlite::Error::SqlInputError { msg, .. } => msg.starts_with("no such table") || msg.starts_with("no such column"),
        _ => false,
    }
}

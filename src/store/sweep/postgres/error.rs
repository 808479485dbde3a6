//! What can go wrong with a PostgreSQL server. Addresses are shown without their password.

use std::error::Error;
use std::fmt::Write;
use std::io;

use thiserror::Error;
use tokio_postgres::error::SqlState;

use crate::store::StoreError;

#[derive(Debug, Error)]
pub enum PostgresError {
    #[error("the address of the PostgreSQL server cannot be read: {why}\nhint: it looks like postgres://user@host:5432/database")]
    Address { why: String },
    #[error(
        "the certificates for PostgreSQL cannot be read: {why}\nhint: name a file of certificates with sslrootcert=FILE in the address"
    )]
    Certificates { why: String },
    #[error(
        "cannot connect to PostgreSQL at `{address}`: {why}\nhint: check the address, PGPASSWORD and sslmode, and that the server takes connections"
    )]
    Connect { address: String, why: String },
    #[error(
        "PostgreSQL at `{address}` has been away for {seconds} s: {why}\nhint: start the worker again once the server is back; nothing is lost"
    )]
    Away { address: String, seconds: u64, why: String },
    #[error("PostgreSQL at `{address}` refused: {why}\nhint: the server's log tells more")]
    Refused { address: String, why: String },
    #[error("PostgreSQL at `{address}` holds what cannot be read: {why}\nhint: somebody else has changed the tables in the schema mcpscan")]
    Damaged { address: String, why: String },
    #[error(
        "PostgreSQL at `{address}` could not be set up: {why}\nhint: the user must be allowed to make schemas, or the extension pgmq be there"
    )]
    SetUp { address: String, why: String },
    #[error("PostgreSQL at `{address}` is version {found}; 14 or later is needed\nhint: use a newer server")]
    Old { address: String, found: String },
    #[error("the extension pgmq in PostgreSQL at `{address}` is too old\nhint: ALTER EXTENSION pgmq UPDATE, to 1.5 or later")]
    OldQueue { address: String },
    #[error("PostgreSQL at `{address}` was set up by a newer mcpscan (its version is {found}, this one knows {known})\nhint: use that one")]
    Newer { address: String, found: u32, known: u32 },
}

/// Why a transaction did not come through.
#[derive(Debug)]
pub(super) enum Trouble {
    Server(tokio_postgres::Error),
    /// A row holds what was never written.
    Row(String),
    /// The other side of a copy.
    Store(StoreError),
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
    }
}

/// What another attempt is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hope {
    /// The connection is gone: perhaps the server comes back.
    Reconnect,
    /// Others were in the way.
    Again,
    None,
}

pub(super) fn hope(error: &tokio_postgres::Error) -> Hope {
    if let Some(code) = error.code() {
        return match code {
            code if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => Hope::Again,
            code if comes_back(code) => Hope::Reconnect,
            _ => Hope::None,
        };
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            // A certificate that is not accepted is such an error as well.
            let is_answer = matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
            return if is_answer { Hope::None } else { Hope::Reconnect };
        }
        cause = error.source();
    }
    let is_timeout = error.to_string().starts_with("timeout");
    if error.is_closed() || is_timeout { Hope::Reconnect } else { Hope::None }
}

/// The server goes down, comes up, or has no connection left.
pub(super) fn comes_back(code: &SqlState) -> bool {
    let passing = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    passing.contains(code) || code.code().starts_with("08")
}

/// In one line: what the server says, or what stands between it and us.
pub(super) fn reason(error: &tokio_postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        let mut text = format!("{} ({})", said.message(), said.code().code());
        if let Some(detail) = said.detail() {
            let _ = write!(text, ", {detail}");
        }
        return text.replace('\n', " ");
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text.replace('\n', " ")
}

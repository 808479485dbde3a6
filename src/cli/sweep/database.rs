//! Which database holds the nights.

use std::error::Error;

use thiserror::Error;

use super::args::DatabaseArguments;
use crate::cli::args::Common;
use crate::cli::run::cache_folder;
use crate::store::Store;
use crate::store::sweep::Sweep;

#[derive(Debug, Error)]
pub(super) enum DatabaseError {
    #[error("`--database` takes an address such as postgres://user@host/name\nhint: without the flag, nights are kept in the cache folder")]
    NoAddress,
    #[cfg(not(feature = "postgres"))]
    #[error("this mcpscan was built without PostgreSQL\nhint: build it with the feature `postgres`, or leave out --database")]
    NotBuilt,
}

pub(super) fn open(arguments: &DatabaseArguments, common: &Common) -> Result<Box<dyn Sweep>, Box<dyn Error>> {
    match arguments.database.as_deref() {
        None => Ok(Box::new(Store::open(&cache_folder(common)?)?)),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => connect(url),
        Some(_) => Err(DatabaseError::NoAddress.into()),
    }
}

/// The password comes with the address, or apart from it where others would see it in the list of processes.
#[cfg(feature = "postgres")]
fn connect(url: &str) -> Result<Box<dyn Sweep>, Box<dyn Error>> {
    let password = std::env::var("PGPASSWORD").ok();
    Ok(Box::new(crate::store::sweep::Postgres::open(url, password.as_deref())?))
}

#[cfg(not(feature = "postgres"))]
fn connect(_url: &str) -> Result<Box<dyn Sweep>, Box<dyn Error>> {
    Err(DatabaseError::NotBuilt.into())
}

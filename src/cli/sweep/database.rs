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
}

pub(super) fn open(arguments: &DatabaseArguments, common: &Common) -> Result<Box<dyn Sweep + Sync>, Box<dyn Error>> {
    match arguments.database.as_deref() {
        None => Ok(Box::new(Store::open(&cache_folder(common)?)?)),
        Some(_) => Err(DatabaseError::NoAddress.into()),
    }
}

//! What is kept between runs: where, how much, and how to be rid of it.

use std::path::Path;

use crate::report::terminal::size;
use crate::store::{Store, StoreError};

/// A folder that is not there yet is not made only to be looked at.
pub(super) fn info(folder: &Path) -> Result<String, StoreError> {
    if !folder.exists() {
        return Ok(format!("folder     {}\nempty\n", folder.display()));
    }
    let store = Store::open(folder)?;
    let (blobs, kept) = (store.blobs().info()?, store.info()?);
    Ok(format!(
        "folder     {}\nartifacts  {} ({})\nresults    {}\nhistory    {}\ndatabase   {}\n",
        folder.display(),
        blobs.count,
        size(blobs.bytes),
        kept.results,
        kept.history,
        size(kept.bytes)
    ))
}

pub(super) fn clear(folder: &Path) -> Result<String, StoreError> {
    if !folder.exists() {
        return Ok("there was nothing to remove\n".to_owned());
    }
    let store = Store::open(folder)?;
    let blobs = store.blobs().clear()?;
    let results = store.clear()?;
    Ok(format!("removed {} artifacts ({}) and {results} results; the history is kept\n", blobs.count, size(blobs.bytes)))
}

//! Reports by their key. A row that does not check is no answer.

use rusqlite::{OptionalExtension, Transaction, params};

use super::history::remember;
use super::{ScanKey, Store, StoreError};
use crate::model::{ScanReport, Sha256};

impl Store {
    /// The report, if it was judged before and reads back exactly as it was written.
    pub fn get(&self, key: &ScanKey) -> Result<Option<ScanReport>, StoreError> {
        let digest = key.digest();
        let row: Option<(Vec<u8>, Vec<u8>)> = self.database.read(|connection| {
            let mut select = connection.prepare_cached("SELECT report, checksum FROM results WHERE key = ?1")?;
            select.query_row([digest.as_bytes()], |row| Ok((blob(row, 0)?, blob(row, 1)?))).optional()
        })?;
        let sound = row.filter(|(report, sum)| checksum(&digest, report).as_bytes()[..] == sum[..]);
        let report = sound.and_then(|(report, _)| serde_json::from_slice::<ScanReport>(&report).ok());
        Ok(report.filter(|report| key.fits(report)))
    }

    /// Result and history in one transaction, on disk when this returns.
    pub fn put(&self, key: &ScanKey, report: &ScanReport) -> Result<(), StoreError> {
        self.database.write(|transaction| put(transaction, key, report))
    }
}

pub(super) fn put(transaction: &Transaction<'_>, key: &ScanKey, report: &ScanReport) -> rusqlite::Result<()> {
    let digest = key.digest();
    let bytes = serde_json::to_vec(report).expect("a report is plain data with string keys");
    let sum = checksum(&digest, &bytes);
    transaction.execute(
        "INSERT OR REPLACE INTO results (key, report, checksum) VALUES (?1, ?2, ?3)",
        params![digest.as_bytes(), bytes, sum.as_bytes()],
    )?;
    remember(transaction, &digest, report)
}

/// Whatever type a damaged row has, it is only compared.
fn blob(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(row.get_ref(column)?.as_bytes_or_null().ok().flatten().unwrap_or_default().to_vec())
}

fn checksum(key: &Sha256, report: &[u8]) -> Sha256 {
    Sha256::of_parts([&key.as_bytes()[..], report])
}

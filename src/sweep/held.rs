//! What a scanner would keep is held until the item ends, and goes to the database together with the end.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::model::ScanReport;
use crate::store::sweep::Sweep;
use crate::store::{Memory, ScanKey, StoreError};

pub(super) struct Held<'s> {
    sweep: &'s dyn Sweep,
    notes: Mutex<Notes>,
}

/// What came up while one item was judged.
#[derive(Default)]
pub(super) struct Notes {
    pub report: Option<(ScanKey, ScanReport)>,
    /// Questions and their answers, for the next time.
    pub answers: HashMap<String, String>,
    /// A report that was there beforehand answered.
    pub known: bool,
}

impl<'s> Held<'s> {
    pub fn new(sweep: &'s dyn Sweep) -> Self {
        Self { sweep, notes: Mutex::default() }
    }

    pub fn take(&self) -> Notes {
        std::mem::take(&mut *self.notes())
    }

    /// Notes are whole after each statement, whatever a panic elsewhere cut short.
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory for Held<'_> {
    fn get(&self, key: &ScanKey) -> Result<Option<ScanReport>, StoreError> {
        let found = self.sweep.get(key)?;
        self.notes().known |= found.is_some();
        Ok(found)
    }

    fn put(&self, key: &ScanKey, report: &ScanReport) -> Result<(), StoreError> {
        self.notes().report = Some((key.clone(), report.clone()));
        Ok(())
    }

    fn resolution(&self, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, StoreError> {
        if let Some(answer) = self.notes().answers.get(key) {
            return Ok(Some((answer.clone(), Duration::ZERO)));
        }
        self.sweep.resolution(key, max_age)
    }

    fn remember_resolution(&self, key: &str, json: &str) -> Result<(), StoreError> {
        self.notes().answers.insert(key.to_owned(), json.to_owned());
        Ok(())
    }

    fn remember_all(&self, answers: &HashMap<String, String>) -> Result<(), StoreError> {
        self.notes().answers.extend(answers.clone());
        Ok(())
    }
}

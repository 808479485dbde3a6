//! What a scanner keeps between runs: finished reports by their key, and what a question was answered with a while ago.

use std::collections::HashMap;
use std::time::Duration;

use super::{ScanKey, Store, StoreError};
use crate::model::ScanReport;

/// Kept here by [`super::Store`]; whoever has another place for it (many workers of one night) implements this.
pub trait Memory: Sync {
    /// The report, if it was judged before and reads back exactly as it was written.
    fn get(&self, key: &ScanKey) -> Result<Option<ScanReport>, StoreError>;

    fn put(&self, key: &ScanKey, report: &ScanReport) -> Result<(), StoreError>;

    /// What a tag, range or bare name stood for, and how long ago that was learnt, if it is at most `max_age` old;
    /// `Duration::MAX` takes any.
    fn resolution(&self, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, StoreError>;

    fn remember_resolution(&self, key: &str, json: &str) -> Result<(), StoreError>;

    /// Several at once, by their keys.
    fn remember_all(&self, answers: &HashMap<String, String>) -> Result<(), StoreError> {
        answers.iter().try_for_each(|(key, json)| self.remember_resolution(key, json))
    }
}

impl Memory for Store {
    fn get(&self, key: &ScanKey) -> Result<Option<ScanReport>, StoreError> {
        Store::get(self, key)
    }

    fn put(&self, key: &ScanKey, report: &ScanReport) -> Result<(), StoreError> {
        Store::put(self, key, report)
    }

    fn resolution(&self, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, StoreError> {
        Store::resolution(self, key, max_age)
    }

    fn remember_resolution(&self, key: &str, json: &str) -> Result<(), StoreError> {
        Store::remember_resolution(self, key, json)
    }

    fn remember_all(&self, answers: &HashMap<String, String>) -> Result<(), StoreError> {
        self.remember_resolutions(answers)
    }
}

//! What a tag, range or bare name stood for a while ago, so that it need not be asked again at once.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Store, StoreError};

impl Store {
    pub fn remember_resolution(&self, key: &str, json: &str) -> Result<(), StoreError> {
        self.database.write(|transaction| remember(transaction, key, json))
    }

    /// All of them in one transaction.
    pub fn remember_resolutions(&self, answers: &HashMap<String, String>) -> Result<(), StoreError> {
        if answers.is_empty() {
            return Ok(());
        }
        self.database.write(|transaction| answers.iter().try_for_each(|(key, json)| remember(transaction, key, json)))
    }

    /// The answer and its age, if it is at most `max_age` old; `Duration::MAX` takes any.
    pub fn resolution(&self, key: &str, max_age: Duration) -> Result<Option<(String, Duration)>, StoreError> {
        let row: Option<(String, i64)> = self.database.read(|connection| {
            let mut select = connection.prepare_cached("SELECT answer, learnt_at FROM resolutions WHERE key = ?1")?;
            select.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        let now = Timestamp::now().as_millisecond();
        Ok(row.map(|(answer, learnt)| (answer, age(learnt, now))).filter(|(_, age)| *age <= max_age))
    }
}

fn remember(transaction: &Transaction<'_>, key: &str, json: &str) -> rusqlite::Result<()> {
    let now = Timestamp::now().as_millisecond();
    transaction
        .prepare_cached("INSERT OR REPLACE INTO resolutions (key, answer, learnt_at) VALUES (?1, ?2, ?3)")?
        .execute(params![key, json, now])?;
    Ok(())
}

/// A time in the future tells nothing about the age: the clock was changed. It counts as the oldest.
fn age(learnt: i64, now: i64) -> Duration {
    now.checked_sub(learnt).and_then(|age| u64::try_from(age).ok()).map_or(Duration::MAX, Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_from_the_future_counts_as_the_oldest() {
        assert_eq!(age(1_000, 4_000), Duration::from_secs(3));
        assert_eq!(age(4_000, 1_000), Duration::MAX);
        assert_eq!(age(i64::MIN, i64::MAX), Duration::MAX);
    }
}

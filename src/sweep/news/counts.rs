//! A night in numbers.

use std::collections::BTreeMap;

use super::change::Side;
use crate::model::Verdict;
use crate::store::sweep::{Night, Tally};

/// A night is complete when so many of a hundred items are judged: one bad package does not hold up the rest.
const COMPLETE: u64 = 99;
/// Widths of the score's bins: 0 to 9, …, 90 to 100.
const BIN: u8 = 10;

/// One of the newest nights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub night: Night,
    pub tally: Tally,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Versions by score, in bins of ten.
    pub scores: [u64; 10],
    /// In how many versions each rule found something, the most first.
    pub rules: Vec<(String, u64)>,
}

impl Counts {
    pub(super) fn take(&mut self, side: &Side, rules: &mut BTreeMap<String, u64>) {
        // What was not read has no score that means anything.
        if side.verdict != Verdict::Incomplete {
            self.scores[usize::from(side.score / BIN).min(self.scores.len() - 1)] += 1;
        }
        for rule in side.details.rules.keys() {
            *rules.entry(rule.clone()).or_insert(0) += 1;
        }
    }

    pub(super) fn settle(&mut self, rules: BTreeMap<String, u64>) {
        self.rules = rules.into_iter().collect();
        self.rules.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
}

/// Whether enough of the night is judged to go by it.
pub fn is_complete(tally: &Tally) -> bool {
    u128::from(tally.judged) * 100 >= u128::from(tally.items()) * u128::from(COMPLETE)
}

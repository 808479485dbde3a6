//! Numbers as bars: where each one stands and how long it is. Whoever draws them also writes the numbers down.

use super::headline::{day, number};
use crate::model::Verdict;
use crate::sweep::news::{News, Past};

/// One column of a chart, in units of its view box.
pub(super) struct Column {
    pub x: usize,
    pub y: usize,
    pub height: usize,
    /// Below it.
    pub label: String,
    /// Above it.
    pub value: String,
}

/// A row of columns, and all of it in words.
pub(super) struct Chart {
    pub columns: Vec<Column>,
    pub words: String,
}

/// How high the tallest column is, and where it stands.
const HEIGHT: usize = 110;
const FLOOR: usize = 130;
const STEP: usize = 40;
/// The same of a row of nights.
pub(super) const LOW: usize = 32;
const NARROW: usize = 10;
/// As many nights as are counted.
const NIGHTS: usize = 30;

/// Versions by score.
pub(super) fn scores(news: &News) -> Chart {
    let scores = news.counts.scores;
    let most = scores.into_iter().max().unwrap_or_default();
    let label = |at: usize| if at == 9 { "90–100".to_owned() } else { format!("{}–{}", at * 10, at * 10 + 9) };
    let columns = scores.iter().enumerate().map(|(at, count)| {
        let height = scaled(*count, most, HEIGHT);
        Column { x: at * STEP, y: FLOOR - height, height, label: label(at), value: number(*count) }
    });
    let columns: Vec<Column> = columns.collect();
    let words = columns.iter().map(|column| format!("{}: {}", column.label, column.value)).collect::<Vec<_>>().join("; ");
    Chart { columns, words }
}

/// How many versions had a verdict on each of the nights, the newest at the right end.
pub(super) fn nights(news: &News, verdict: Verdict) -> Chart {
    let counts: Vec<(u64, String)> = news.past.iter().map(|past| (of(past, verdict), day(past.night.begun))).collect();
    let most = counts.iter().map(|(count, _)| *count).max().unwrap_or_default();
    let start = NIGHTS.saturating_sub(counts.len());
    let columns = counts.iter().enumerate().map(|(at, (count, day))| {
        let height = scaled(*count, most, LOW);
        Column { x: (start + at) * NARROW, y: LOW - height, height, label: day.clone(), value: number(*count) }
    });
    let columns: Vec<Column> = columns.collect();
    let words = columns.iter().map(|column| format!("{}: {}", column.label, column.value)).collect::<Vec<_>>().join("; ");
    Chart { columns, words }
}

pub(super) fn of(past: &Past, verdict: Verdict) -> u64 {
    match verdict {
        Verdict::Pass => past.tally.pass,
        Verdict::Review => past.tally.review,
        Verdict::Incomplete => past.tally.incomplete,
        Verdict::Block => past.tally.block,
    }
}

/// What is there at all is seen.
pub(super) fn scaled(count: u64, most: u64, full: usize) -> usize {
    if count == 0 {
        return 0;
    }
    let scaled = u128::from(count) * full as u128 / u128::from(most.max(1));
    usize::try_from(scaled).unwrap_or(full).clamp(1, full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_seen_and_nothing_is_longer_than_the_longest() {
        assert_eq!([0, 1, 500, 1_000].map(|count| scaled(count, 1_000, 100)), [0, 1, 50, 100]);
        assert_eq!(scaled(u64::MAX, u64::MAX, 100), 100);
        assert_eq!(scaled(5, 0, 100), 100);
    }
}

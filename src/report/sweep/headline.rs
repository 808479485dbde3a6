//! The answer in a few lines: whether the night can be gone by, and what a person is asked to look at.

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(super) use crate::report::terminal::text::number;
use crate::report::terminal::text::{count, size};
use crate::sweep::news::News;

/// `2026-11-21`
pub(super) fn day(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()
}

/// `2026-11-21 02:00 UTC`
pub(super) fn minute(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `850 ms`, `4.2 s`, `3 min`, `2.5 h`
pub(super) fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..1_000 => format!("{milliseconds} ms"),
        1_000..100_000 => format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100),
        100_000..5_400_000 => format!("{} min", milliseconds / 60_000),
        _ => format!("{}.{} h", milliseconds / 3_600_000, milliseconds % 3_600_000 / 360_000),
    }
}

/// A word and whether it is a good one.
pub(super) fn state(news: &News) -> (&'static str, bool) {
    match (news.night.ended.is_some(), news.is_complete()) {
        (false, _) => ("NOT OVER", false),
        (true, false) => ("NOT COMPLETE", false),
        (true, true) => ("COMPLETE", true),
    }
}

/// `night 12 of 2026-11-21: 31,021 of 31,050 items judged, 29 dead`
pub(super) fn coverage(news: &News) -> String {
    let tally = &news.tally;
    let night = format!("night {} of {}", news.night.id, day(news.night.begun));
    let share = share(tally.judged, tally.items());
    let mut text = format!("{night}: {} of {} items judged ({share})", number(tally.judged), number(tally.items()));
    let left = [("wait", tally.waiting), ("in work", tally.leased), ("lost by their worker", tally.lost), ("dead", tally.dead)];
    for (what, count) in left.iter().filter(|(_, count)| *count > 0) {
        text += &format!(", {} {what}", number(*count));
    }
    text
}

/// Rounded down: 100 % are all.
fn share(part: u64, whole: u64) -> String {
    if part >= whole {
        return "100 %".to_owned();
    }
    let tenths = u128::from(part) * 1_000 / u128::from(whole.max(1));
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// What a person is asked to look at; empty where nothing asks for one.
pub(super) fn asks(news: &News) -> Vec<String> {
    let mut asks = Vec::new();
    if !news.is_complete() {
        asks.push("the night is not complete".to_owned());
    }
    if !news.approved.is_empty() {
        asks.push(format!("{} with news", count(news.approved.len(), "approved server", "approved servers")));
    }
    if !news.worse.is_empty() {
        asks.push(format!("{} got worse", count(news.worse.in_all, "verdict", "verdicts")));
    }
    asks
}

/// `31,021 pass, 120 review, 12 block, 9 incomplete`
pub(super) fn verdicts(news: &News) -> String {
    let tally = &news.tally;
    let [pass, review, block, incomplete] = [tally.pass, tally.review, tally.block, tally.incomplete].map(number);
    format!("{pass} pass, {review} review, {block} block, {incomplete} incomplete")
}

/// With what the night is compared, and whether that is fair.
pub(super) fn compared(news: &News) -> String {
    let Some(earlier) = &news.earlier else {
        return "This is the first night: there is nothing to compare it with.".to_owned();
    };
    let text = format!("Compared with what was known before, last on night {} of {}.", earlier.id, day(earlier.begun));
    if news.has_other_rules() {
        return format!("{text} The rules have changed since: where the files are the same, the news is theirs.");
    }
    text
}

/// `1,204 known before, 312 requests, 45.6 MB, 2.5 h of work`
pub(super) fn costs(news: &News) -> String {
    let tally = &news.tally;
    let (known, requests) = (number(tally.known), number(tally.requests));
    format!("{known} known before, {requests} requests, {} received, {} of work", size(tally.bytes), duration(tally.milliseconds))
}

/// One line for a subject or a log; nothing of a package stands in it.
pub fn headline(news: &News) -> String {
    let asks = asks(news);
    let rest = if asks.is_empty() { "nothing asks for a person".to_owned() } else { asks.join(", ") };
    format!("{}; {rest}", coverage(news))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_like_words() {
        assert_eq!((number(7_u64), number(1_234_u64), number(31_021_999_u64)), ("7".into(), "1,234".into(), "31,021,999".into()));
        assert_eq!([850, 4_250, 180_000, 9_000_000].map(duration), ["850 ms", "4.2 s", "3 min", "2.5 h"]);
        assert_eq!((share(9_999, 10_000), share(3, 3), share(0, 0)), ("99.9 %".into(), "100 %".into(), "100 %".into()));
    }
}

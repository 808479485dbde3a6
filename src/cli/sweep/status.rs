//! How far the nights are.

use jiff::tz::TimeZone;

use super::args::StatusArguments;
use super::database;
use crate::cli::Streams;
use crate::cli::args::Common;
use crate::cli::run::{Outcome, show};
use crate::store::sweep::{Night, Tally};

pub(super) fn status(asked: &StatusArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let sweep = database::open(&asked.database, common)?;
    let nights = sweep.nights(asked.nights)?;
    if nights.is_empty() && !common.quiet {
        streams.say("note: there was no night so far; `mcpscan sweep run --list FILE` begins one\n");
    }
    let mut text = String::new();
    for night in nights {
        text += &lines(&night, &sweep.tally(night.id)?);
    }
    show(&text, streams)
}

pub(super) fn lines(night: &Night, tally: &Tally) -> String {
    let day = night.begun.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC");
    let state = if night.ended.is_some() { "ended" } else { "open" };
    let mut text = format!("night {}  {day}  {state}  {} of {} items judged", night.id, tally.judged, night.items);
    let left = [("wait", tally.waiting), ("in work", tally.leased), ("lost by their worker", tally.lost), ("dead", tally.dead)];
    for (what, count) in left.iter().filter(|(_, count)| *count > 0) {
        text += &format!(", {count} {what}");
    }
    text += &format!("\n  {} pass, {} review, {} block, {} incomplete", tally.pass, tally.review, tally.block, tally.incomplete);
    text += &format!("; {} known before, {} requests, {:.1} MB\n", tally.known, tally.requests, tally.bytes as f64 / 1e6);
    text
}

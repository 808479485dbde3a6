//! How a run ends: the exit code, and errors as one line with what to do about them.

use std::error::Error;
use std::process::ExitCode;

use super::args::FailOn;
use crate::model::Verdict;
use crate::report::escape;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Judged, and better than `--fail-on`; or done what was asked.
    Fine = 0,
    /// Judged, and at or worse than `--fail-on`.
    Found = 1,
    /// Could not be judged or done.
    Failed = 2,
}

impl Exit {
    pub(super) fn of(verdict: Verdict, fail_on: FailOn) -> Self {
        match (verdict, fail_on) {
            (Verdict::Incomplete, _) => Self::Failed,
            (Verdict::Pass, _) | (Verdict::Review | Verdict::Block, FailOn::Never) | (Verdict::Review, FailOn::Block) => Self::Fine,
            (Verdict::Review, FailOn::Review) | (Verdict::Block, FailOn::Review | FailOn::Block) => Self::Found,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// `error: …` on one line with its causes, and `hint: …` on the next where there is one. Ends with a line break.
pub(super) fn describe(error: &dyn Error) -> String {
    let mut message = String::new();
    let mut hint = None;
    let mut cause = Some(error);
    while let Some(error) = cause {
        let (text, its_hint) = split(&error.to_string());
        hint = hint.or(its_hint);
        // Many errors already tell their cause.
        if !message.contains(&text) {
            message += if message.is_empty() { "" } else { ": " };
            message += &text;
        }
        cause = error.source();
    }
    lines(&message, hint.as_deref())
}

/// What clap has to say, in the form of our own errors.
pub(super) fn describe_usage(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let (message, rest) = text.split_once("\n\n").unwrap_or((text.as_str(), ""));
    let message = joined(message.trim_start_matches("error: ").lines());
    let said = |start: &str| rest.lines().find_map(|line| line.trim().strip_prefix(start).map(|rest| rest.trim().to_owned()));
    let hint = said("tip:").or_else(|| said("Usage:").map(|usage| format!("usage: {usage}")));
    lines(&message, Some(hint.as_deref().unwrap_or("`mcpscan --help` shows the commands and their flags")))
}

fn lines(message: &str, hint: Option<&str>) -> String {
    let error = format!("error: {}\n", escape(message));
    match hint {
        Some(hint) => format!("{error}hint: {}\n", escape(hint)),
        None => error,
    }
}

/// The message without its hint, and the hint.
fn split(text: &str) -> (String, Option<String>) {
    match text.split_once("\nhint: ") {
        Some((message, hint)) => (joined(message.lines()), Some(joined(hint.lines()))),
        None => (joined(text.lines()), None),
    }
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot fetch `{0}`\nhint: try again later")]
    struct Outer(&'static str, #[source] std::io::Error);

    #[test]
    fn an_error_is_one_line_with_its_causes_and_a_hint() {
        let error = Outer("a\u{1b}b", std::io::Error::other("the line\nwent dead"));
        assert_eq!(describe(&error), "error: cannot fetch `a\\u{1b}b`: the line went dead\nhint: try again later\n");
        assert_eq!(describe(&std::io::Error::other("no hint")), "error: no hint\n");
    }

    #[test]
    fn a_cause_that_is_already_told_is_not_told_twice() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot read: {0}")]
        struct Telling(#[source] std::io::Error);
        assert_eq!(describe(&Telling(std::io::Error::other("gone"))), "error: cannot read: gone\n");
    }

    #[test]
    fn verdicts_and_thresholds_give_the_codes_of_the_contract() {
        use FailOn::{Block, Never, Review};
        let codes = |verdict| [Review, Block, Never].map(|fail_on| Exit::of(verdict, fail_on) as u8);
        assert_eq!(codes(Verdict::Pass), [0, 0, 0]);
        assert_eq!(codes(Verdict::Review), [1, 0, 0]);
        assert_eq!(codes(Verdict::Block), [1, 1, 0]);
        assert_eq!(codes(Verdict::Incomplete), [2, 2, 2]);
    }
}

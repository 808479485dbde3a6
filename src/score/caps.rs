//! Reasons why a value may not stand, whatever the findings say.

use crate::model::{Coverage, Gap, GapReason, Shim};
use crate::signatures::Weights;

pub(super) struct Cap {
    /// The highest value that remains.
    pub value: u8,
    pub name: &'static str,
    pub reason: String,
}

/// Strictest last, so that each takes what the one before it left.
pub(super) fn caps(coverage: &Coverage, shim: Option<&Shim>, weights: &Weights) -> Vec<Cap> {
    let mut caps = Vec::new();
    if let Some(shim) = shim {
        let reason = format!("only hands over to {}, which was not judged", named(&shim.dependencies));
        caps.push(Cap { value: weights.caps.shim, name: "cap:shim", reason });
    }
    if let Some(gap) = reached_gap(coverage) {
        let reason = format!("{} runs, but was not read in full: {}", gap.path, gap.reason.as_str());
        caps.push(Cap { value: weights.caps.coverage_gap, name: "cap:coverage-gap", reason });
    }
    if let Some(share) = low_share(coverage, weights) {
        let reason = format!("only {share} % of the code was read");
        caps.push(Cap { value: weights.caps.unread_code, name: "cap:unread-code", reason });
    }
    if let Some(reason) = incomplete(coverage) {
        caps.push(Cap { value: weights.caps.incomplete, name: "cap:incomplete", reason });
    }
    caps
}

/// `one`, `one and two`, `one and 3 more`.
fn named(dependencies: &[String]) -> String {
    match dependencies {
        [] => "a dependency".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    }
}

pub(super) fn reached_gap(coverage: &Coverage) -> Option<&Gap> {
    coverage.gaps.iter().find(|gap| gap.reached)
}

/// Percent of the code's bytes that were read, when that is too little.
fn low_share(coverage: &Coverage, weights: &Weights) -> Option<u64> {
    let share = coverage.bytes_analyzed.saturating_mul(100).checked_div(coverage.bytes)?;
    (share < u64::from(weights.caps.read_share)).then_some(share)
}

/// Why nothing can be said: nothing was read, or nothing of a file that runs.
pub(super) fn incomplete(coverage: &Coverage) -> Option<String> {
    if coverage.files_analyzed == 0 {
        return Some("no code was read".to_owned());
    }
    let unread = coverage.gaps.iter().find(|gap| gap.reached && is_unread(gap.reason))?;
    Some(format!("{} runs, but could not be read: {}", unread.path, unread.reason.as_str()))
}

/// Source code of which nothing at all was seen. Machine code and foreign languages were never going to be read, and the
/// lexical pass has seen the others.
fn is_unread(reason: GapReason) -> bool {
    match reason {
        GapReason::Missing | GapReason::Encoding | GapReason::TooLarge | GapReason::ArchiveLimit => true,
        GapReason::NativeBinary
        | GapReason::UnsupportedLanguage
        | GapReason::SyntaxErrors
        | GapReason::ParseBudget
        | GapReason::TooDeep => false,
    }
}

//! Reasons why a value may not stand, whatever the findings say.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Confidence, Coverage, Finding, Gap, GapReason, Severity, Shim};
use crate::signatures::{FindingClass, Weights};

pub(super) struct Cap {
    /// The highest value that remains.
    pub value: u8,
    pub name: String,
    pub reason: String,
}

/// Strictest last, so that each takes what the one before it left.
pub(super) fn caps(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>, weights: &Weights) -> Vec<Cap> {
    let mut caps = of_coverage(coverage, shim, weights);
    caps.extend(flood(findings, weights));
    caps.extend(weights.classes.iter().filter_map(|class| of_class(findings, class)));
    caps.sort_by_key(|cap| std::cmp::Reverse(cap.value));
    caps
}

/// What the findings of a class leave.
fn of_class(findings: &[Finding], class: &FindingClass) -> Option<Cap> {
    let belongs = |finding: &&Finding| {
        finding.severity >= class.severity
            && finding.confidence >= Confidence::Medium
            && (class.categories.contains(&finding.category) || class.detectors.contains(&finding.rule))
    };
    let rules: BTreeSet<&str> = findings.iter().filter(belongs).map(|finding| finding.rule.as_str()).collect();
    let named: Vec<&str> = rules.iter().copied().collect();
    (rules.len() >= usize::from(class.rules)).then(|| Cap {
        value: class.cap,
        name: format!("cap:{}", class.id),
        reason: format!("{}: {}", class.reason, named.join(", ")),
    })
}

/// Nobody reads thousands of findings, so nobody sees what lies between them.
fn flood(findings: &[Finding], weights: &Weights) -> Option<Cap> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity >= Severity::Medium) {
        *counts.entry(&finding.rule).or_default() += 1;
    }
    let (rule, count) = counts.into_iter().find(|(_, count)| *count > weights.caps.flood_count)?;
    let reason = format!("{count} findings of {rule} are more than anyone reads");
    Some(Cap { value: weights.caps.flood, name: "cap:flood".to_owned(), reason })
}

fn of_coverage(coverage: &Coverage, shim: Option<&Shim>, weights: &Weights) -> Vec<Cap> {
    let mut caps = Vec::new();
    if let Some(shim) = shim {
        let reason = format!("only hands over to {}, which was not judged", named(&shim.dependencies));
        caps.push(Cap { value: weights.caps.shim, name: "cap:shim".to_owned(), reason });
    }
    if let Some(gap) = reached_gap(coverage) {
        let reason = format!("{} runs, but was not read in full: {}", gap.path, gap.reason.as_str());
        caps.push(Cap { value: weights.caps.coverage_gap, name: "cap:coverage-gap".to_owned(), reason });
    }
    if let Some(share) = low_share(coverage, weights) {
        let reason = format!("only {share} % of the code was read");
        caps.push(Cap { value: weights.caps.unread_code, name: "cap:unread-code".to_owned(), reason });
    }
    if let Some(reason) = incomplete(coverage) {
        caps.push(Cap { value: weights.caps.incomplete, name: "cap:incomplete".to_owned(), reason });
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

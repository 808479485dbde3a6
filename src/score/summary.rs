//! The answer in one sentence: trusted or not, and why.

use super::caps;
use crate::model::{Coverage, Finding, Score, Severity, Shim, Verdict};

/// Characters of one finding's message in the sentence.
const LONGEST_MESSAGE: usize = 120;

/// Holds text from the package, which the report escapes.
pub fn summary(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>, score: &Score, verdict: Verdict) -> String {
    let why = reasons(findings, coverage, shim, score);
    match verdict {
        Verdict::Pass => passed(findings, coverage),
        Verdict::Review => format!("Look before you trust it: {why}."),
        Verdict::Block => format!("Not to be trusted: {why}."),
        Verdict::Incomplete => {
            let missing = caps::incomplete(coverage).unwrap_or_else(|| "too little was read".to_owned());
            match important(findings).first() {
                Some(worst) => format!("Could not be judged: {missing}; in what was read, {}.", described(worst)),
                None => format!("Could not be judged: {missing}."),
            }
        }
    }
}

fn passed(findings: &[Finding], coverage: &Coverage) -> String {
    let files = if coverage.files_analyzed == 1 { "1 file".to_owned() } else { format!("{} files", coverage.files_analyzed) };
    let important = important(findings);
    match important.as_slice() {
        [] => format!("Can be trusted as far as its code shows: nothing hidden, dangerous or undeclared in {files}."),
        [worst, rest @ ..] => {
            format!("Can be trusted as far as its code shows: nothing grave in {files}; at most {}{}.", described(worst), more(rest.len()))
        }
    }
}

/// The one or two worst findings, else what capped the value.
fn reasons(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>, score: &Score) -> String {
    let grave: Vec<&Finding> = important(findings);
    let capped = shim.is_some() || caps::reached_gap(coverage).is_some();
    let is_grave = grave.first().is_some_and(|worst| worst.severity >= Severity::High);
    let cap = score.deductions.iter().find(|deduction| deduction.rule.starts_with("cap:"));
    let cap = cap.map(|deduction| deduction.reason.clone()).or_else(|| capped.then(|| limits(coverage, shim)));
    match (grave.as_slice(), cap) {
        ([], Some(cap)) => cap,
        ([], None) => format!("its score is {}", score.value),
        ([worst, ..], Some(cap)) if !is_grave => format!("{cap}; and {}", described(worst)),
        ([worst], _) => described(worst),
        ([worst, second, rest @ ..], _) => format!("{}; and {}{}", described(worst), described(second), more(rest.len())),
    }
}

fn limits(coverage: &Coverage, shim: Option<&Shim>) -> String {
    match (shim, caps::reached_gap(coverage)) {
        (Some(_), _) => "it only hands over to dependencies that were not judged".to_owned(),
        (None, Some(gap)) => format!("{} runs, but was not read in full", gap.path),
        (None, None) => "not all of it was read".to_owned(),
    }
}

fn more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " (1 more finding)".to_owned(),
        count => format!(" ({count} more findings)"),
    }
}

/// What costs points, worst first; of several with one rule and message only the first, so that the sentence says two things.
fn important(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
    sorted.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let second =
        sorted.first().and_then(|first| sorted.iter().position(|finding| finding.severity == first.severity && finding.rule != first.rule));
    if let Some(at) = second {
        let finding = sorted.remove(at);
        sorted.insert(1, finding);
    }
    sorted
}

fn described(finding: &Finding) -> String {
    let text = finding.message.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    let short: String = text.chars().take(LONGEST_MESSAGE).collect();
    let ellipsis = if short.len() < text.len() { "…" } else { "" };
    format!("{short}{ellipsis} ({}:{})", finding.location.path, finding.location.start_line)
}

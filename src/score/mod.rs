//! Findings and coverage → score and verdict; every point names its reason.

mod caps;
mod installed;
mod rows;
mod summary;
#[cfg(test)]
mod tests;
mod verdict;

use crate::model::{Category, Coverage, Finding, Score, Shim, Verdict};
use crate::signatures::Weights;

pub use installed::installed;
pub use summary::summary;

/// The order of the findings does not matter.
pub fn judge(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>, weights: &Weights) -> (Score, Verdict) {
    let mut score = Score { value: 100, deductions: Vec::new() };
    let (flaws, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| is_flaw(finding));
    for row in rows::rows(&others, weights) {
        deduct(&mut score, row.points, row.rule, row.reason);
    }
    for row in rows::rows(&flaws, weights) {
        let points = row.points.min(score.value.saturating_sub(weights.damping.known_floor));
        deduct(&mut score, points, row.rule, row.reason);
    }
    for cap in caps::caps(findings, coverage, shim, weights) {
        let points = score.value.saturating_sub(cap.value);
        deduct(&mut score, points, cap.name, cap.reason);
    }
    let verdict = verdict::verdict(findings, coverage, shim, score.value, weights);
    (score, verdict)
}

/// What is publicly known to be wrong with an honest package: it asks for a look, and is no reason to take anybody for a thief.
fn is_flaw(finding: &Finding) -> bool {
    finding.category == Category::KnownVulnerability
}

/// Takes what is left when more is asked; a row of no points is left out.
fn deduct(score: &mut Score, points: u8, rule: String, reason: String) {
    let points = points.min(score.value);
    if points > 0 {
        score.value -= points;
        score.deductions.push(crate::model::Deduction { points, rule, reason });
    }
}

//! The word that follows from findings, coverage and value.

use super::caps;
use crate::model::{Confidence, Coverage, Finding, Severity, Shim, Verdict};
use crate::signatures::Weights;

pub(super) fn verdict(findings: &[Finding], coverage: &Coverage, shim: Option<&Shim>, value: u8, weights: &Weights) -> Verdict {
    let sure = |severity: Severity| findings.iter().any(|finding| weight(finding) == severity && finding.confidence >= Confidence::Medium);
    if sure(Severity::Critical) {
        // What was read is enough.
        Verdict::Block
    } else if caps::incomplete(coverage).is_some() {
        Verdict::Incomplete
    } else if value < weights.verdict.block {
        Verdict::Block
    } else if sure(Severity::High) || shim.is_some() || caps::reached_gap(coverage).is_some() || value < weights.verdict.review {
        Verdict::Review
    } else {
        Verdict::Pass
    }
}

/// A known flaw, however bad, asks for a look and no more.
fn weight(finding: &Finding) -> Severity {
    if super::is_flaw(finding) { finding.severity.min(Severity::High) } else { finding.severity }
}

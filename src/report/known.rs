//! What a report knows from advisories, as far as its findings tell.

use crate::model::{Category, ScanReport};

/// Findings that rest on an advisory.
pub(super) fn found(report: &ScanReport) -> usize {
    let rests = |category| matches!(category, Category::KnownMalware | Category::KnownVulnerability);
    report.findings.iter().filter(|finding| rests(finding.category)).count()
}

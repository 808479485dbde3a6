//! Which findings, and which lost points, somebody has looked at and lives with.

use std::collections::BTreeMap;

use super::list::Accept;
use super::reason::{Reason, ReasonKind};
use crate::model::{Category, Confidence, Deduction, Finding, ScanReport, Severity};

/// Begins the names of what the score is capped by.
const CAP: &str = "cap:";

/// What is known to have been published to do harm is looked at one by one.
pub(super) fn accepts(accept: &[Accept], finding: &Finding) -> bool {
    let is_known = finding.category == Category::KnownMalware && finding.severity == Severity::Critical;
    accept.iter().filter(|accept| accept.rule == finding.rule).any(|accept| match &accept.fingerprint {
        Some(fingerprint) => fingerprint.to_string() == finding.fingerprint,
        None => !is_known,
    })
}

/// Likely enough to be held against the package.
pub(super) fn counts(finding: &Finding) -> bool {
    finding.confidence >= Confidence::Medium
}

/// A reason for each rule and severity that is worse than what nobody has to accept.
pub(super) fn unaccepted(accept: &[Accept], report: &ScanReport, max: Severity) -> Vec<Reason> {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
    let open = report.findings.iter().filter(|finding| finding.severity > max && counts(finding) && !accepts(accept, finding));
    for finding in open {
        groups.entry((std::cmp::Reverse(finding.severity), &finding.rule)).or_default().push(finding);
    }
    groups.into_values().filter_map(|findings| complaint(&findings)).collect()
}

fn complaint(findings: &[&Finding]) -> Option<Reason> {
    let first = findings.first()?;
    let place = format!("{}:{}", first.location.path, first.location.start_line);
    let message = first.message.lines().next().unwrap_or_default();
    let text = match findings.len() - 1 {
        0 => format!("{} finding `{}` is not accepted: {message} ({place})", first.severity, first.rule),
        more => format!("{} finding `{}` is not accepted: {message} ({place}), and {more} more", first.severity, first.rule),
    };
    let one = format!("--accept {}:{}=WHY", first.rule, first.fingerprint.get(..12).unwrap_or(&first.fingerprint));
    let is_known = first.category == Category::KnownMalware;
    let next = match (findings.len(), is_known) {
        (1, _) | (_, true) => format!("read it; if it may be, approve with {one}"),
        (_, false) => format!("read them; if they may be, approve with {one} for each, or --accept {}=WHY for all", first.rule),
    };
    Some(Reason::new(ReasonKind::Finding, text, next))
}

/// Whether a lost point is answered for: every finding of its rule is, or, for a cap, its name.
pub(super) fn answers_for(accept: &[Accept], report: &ScanReport, deduction: &Deduction) -> bool {
    if accept.iter().any(|accept| accept.rule == deduction.rule && accept.rule.starts_with(CAP)) {
        return true;
    }
    let mut findings =
        report.findings.iter().filter(|finding| finding.rule == deduction.rule && finding.severity > Severity::Info).peekable();
    findings.peek().is_some() && findings.all(|finding| accepts(accept, finding))
}

/// How many of the missing points are accepted.
pub(super) fn points(accept: &[Accept], report: &ScanReport) -> u8 {
    let accepted = report.score.deductions.iter().filter(|deduction| answers_for(accept, report, deduction));
    accepted.fold(0, |sum, deduction| sum.saturating_add(deduction.points))
}

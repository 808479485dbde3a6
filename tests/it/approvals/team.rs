//! A team's list for one test: an approval of the sample report, and what becomes of it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::{Date, date};
use mcpscan::approvals::*;
use mcpscan::model::*;

pub const TODAY: Date = date(2026, 11, 21);

/// The approval that a person would give to the report as it is.
pub fn approval(report: &ScanReport) -> Approval {
    Approval {
        registry: report.package.registry,
        name: report.package.name.clone(),
        version: report.package.version.clone(),
        artifacts: report.artifacts.iter().map(|artifact| artifact.sha256).collect(),
        by: "Ann".to_owned(),
        on: date(2026, 11, 1),
        until: None,
        why: "we need it".to_owned(),
        score: Some(report.score.value),
        capabilities: capability_words(report),
        tools: tools_digest(report),
        dependencies: Some(dependency_words(report)),
        accept: Vec::new(),
        limits: Limits::default(),
    }
}

pub fn list(approvals: Vec<Approval>) -> ApprovedList {
    ApprovedList { approvals, ..ApprovedList::default() }
}

pub fn with_policy(policy: Policy, approvals: Vec<Approval>) -> ApprovedList {
    ApprovedList { policy, approvals, ..ApprovedList::default() }
}

pub fn block(report: &ScanReport, versions: &str) -> Block {
    let package = &report.package;
    Block {
        registry: package.registry,
        name: package.name.clone(),
        versions: VersionRange::parse(package.registry, versions).unwrap(),
        why: "it was taken over".to_owned(),
        by: None,
        on: None,
    }
}

pub fn decided(report: &ScanReport, list: &ApprovedList) -> Decision {
    decide(report, Lists { own: list, imported: &[] }, TODAY)
}

#[track_caller]
pub fn approved(report: &ScanReport, list: &ApprovedList) -> Ground {
    let decision = decided(report, list);
    match decision.standing {
        Standing::Approved(ground) => ground,
        Standing::Refused => panic!("{:#?}", decision.reasons),
    }
}

/// The kinds of all reasons; each has a sentence and a next step.
#[track_caller]
pub fn refused(report: &ScanReport, list: &ApprovedList) -> Vec<&'static str> {
    kinds(&decided(report, list))
}

#[track_caller]
pub fn kinds(decision: &Decision) -> Vec<&'static str> {
    assert!(!decision.is_approved(), "{decision:#?}");
    assert!(!decision.reasons.is_empty() && decision.reasons.iter().all(|reason| !reason.text.is_empty() && !reason.next.is_empty()));
    decision.reasons.iter().map(|reason| reason.kind.as_str()).collect()
}

pub fn accept(rule: &str, fingerprint: Option<&str>) -> Accept {
    let fingerprint = fingerprint.map(|digits| Sha256::from_hex(digits).unwrap());
    Accept { rule: rule.to_owned(), fingerprint, why: "known".to_owned() }
}

//! Each rule of the policy, where it holds and where it does not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::date;
use mcpscan::approvals::*;
use mcpscan::model::*;

use super::team::*;
use crate::sample;

/// High enough for the usual policy to ask for a person.
fn flawed() -> ScanReport {
    let mut report = sample::clean();
    report.verdict = Verdict::Review;
    report.findings = sample::hostile().findings.into_iter().take(2).collect();
    for (finding, rule) in report.findings.iter_mut().zip(["ssrf", "path-traversal"]) {
        (finding.rule, finding.severity, finding.confidence) = (rule.to_owned(), Severity::High, Confidence::High);
        finding.category = Category::Ssrf;
    }
    let row = |points, rule: &str| Deduction { points, rule: rule.to_owned(), reason: "1 high finding".to_owned() };
    report.score = Score { value: 62, deductions: vec![row(23, "ssrf"), row(15, "path-traversal")] };
    report
}

#[test]
fn a_package_with_an_own_approval_is_approved_by_whom_it_says() {
    let report = sample::clean();
    let ground = approved(&report, &list(vec![approval(&report)]));
    assert_eq!((ground.by.as_str(), ground.why.as_str(), ground.version.as_str(), ground.import), ("Ann", "we need it", "1.2.3", None));
}

#[test]
fn without_an_approval_nothing_is_approved() {
    let report = sample::clean();
    let decision = decided(&report, &list(Vec::new()));
    assert_eq!(kinds(&decision), ["not-approved"]);
    assert_eq!(decision.reasons[0].text, "no version of it is approved");
    assert_eq!(decision.reasons[0].next, "review it, then `mcpscan approve npm @acme/server@1.2.3 --why TEXT`");
    let other = Approval { version: "1.2.2".to_owned(), ..approval(&report) };
    let decision = decided(&report, &list(vec![other.clone()]));
    assert_eq!(decision.reasons[0].text, "1.2.3 is not approved; `1.2.2` is");
    assert!(decision.reasons[0].next.starts_with("`mcpscan diff npm @acme/server@1.2.2 1.2.3`"), "{decision:#?}");
    // Another package of that name, or in another registry, says nothing of this one.
    let elsewhere = Approval { registry: Registry::Pypi, ..approval(&report) };
    let namesake = Approval { name: PackageName::npm("server").unwrap(), ..approval(&report) };
    assert_eq!(decided(&report, &list(vec![elsewhere, namesake])).reasons[0].text, "no version of it is approved");
}

#[test]
fn another_file_of_an_approved_release_is_not_approved() {
    let mut report = sample::clean();
    let list = list(vec![approval(&report)]);
    let mut second = report.artifacts[0].clone();
    (second.file, second.sha256) = ("server-1.2.3-cp313-linux.whl".to_owned(), Sha256::of(b"another wheel"));
    report.artifacts.push(second);
    let decision = decided(&report, &list);
    assert_eq!(kinds(&decision), ["other-file"]);
    assert!(decision.reasons[0].text.contains("`server-1.2.3-cp313-linux.whl`"), "{decision:#?}");
    assert!(!decision.reasons[0].text.contains("`server-1.2.3.tgz`"), "{decision:#?}");
    // One of several approved files is enough.
    report.artifacts.remove(0);
    let both = Approval { artifacts: vec![report.artifacts[0].sha256, Sha256::of(b"x")], ..approval(&report) };
    approved(&report, &super::team::list(vec![both]));
}

#[test]
fn of_two_approvals_of_one_version_either_is_enough() {
    let report = sample::clean();
    // Two people approved it on two branches, each for another platform's file.
    let other = Approval { artifacts: vec![Sha256::of(b"another wheel")], by: "Bob".to_owned(), ..approval(&report) };
    assert_eq!(approved(&report, &list(vec![other.clone(), approval(&report)])).by, "Ann");
    assert_eq!(refused(&report, &list(vec![other])), ["other-file"]);
}

#[test]
fn a_block_beats_an_approval_where_its_range_holds() {
    let report = sample::clean();
    let blocked = |versions| ApprovedList { blocks: vec![block(&report, versions)], ..list(vec![approval(&report)]) };
    for versions in ["*", "<2.0.0", "1.2.3"] {
        let decision = decided(&report, &blocked(versions));
        assert_eq!(kinds(&decision), ["blocked"]);
        assert_eq!(decision.reasons[0].text, format!("@acme/server {versions} is blocked: it was taken over"));
    }
    approved(&report, &blocked("<1.2.3"));
}

#[test]
fn an_approval_counts_on_its_last_day_and_not_after() {
    let report = sample::clean();
    let until = |until| list(vec![Approval { until: Some(until), ..approval(&report) }]);
    approved(&report, &until(TODAY));
    assert_eq!(refused(&report, &until(date(2026, 11, 20))), ["expired"]);
}

#[test]
fn an_approval_may_be_as_old_as_the_policy_says_and_no_older() {
    let report = sample::clean();
    let aged = |days| with_policy(Policy { max_age_days: Some(days), ..Policy::default() }, vec![approval(&report)]);
    approved(&report, &aged(20));
    let decision = decided(&report, &aged(19));
    assert_eq!(kinds(&decision), ["too-old"]);
    assert_eq!(decision.reasons[0].text, "its approval is 20 days old, and the policy allows 19");
    // Nor does a date that is yet to come stretch it.
    let on = |on| list(vec![Approval { on, ..approval(&report) }]);
    approved(&report, &on(date(2026, 11, 22)));
    assert_eq!(refused(&report, &on(date(2099, 1, 1))), ["postdated"]);
}

#[test]
fn a_grave_finding_has_to_be_accepted_one_by_one_or_by_its_rule() {
    let report = flawed();
    let with = |accept| list(vec![Approval { accept, ..approval(&report) }]);
    assert_eq!(refused(&report, &with(Vec::new())), ["finding", "finding"]);
    let print = |at: usize| report.findings[at].fingerprint.clone();
    approved(&report, &with(vec![accept("ssrf", Some(&print(0))), accept("path-traversal", None)]));
    // A rule or a fingerprint of something else accepts nothing.
    assert_eq!(refused(&report, &with(vec![accept("ssrf", Some(&print(1))), accept("path-traversal", None)])), ["finding"]);
    assert_eq!(refused(&report, &with(vec![accept("path-traversal", Some(&print(0))), accept("ssrf", None)])), ["finding"]);
    let decision = decided(&report, &with(vec![accept("path-traversal", None)]));
    let reason = &decision.reasons[0];
    assert!(reason.text.starts_with("high finding `ssrf` is not accepted: "), "{reason:#?}");
    assert!(reason.next.contains(&format!("--accept ssrf:{}=WHY", &print(0)[..12])), "{reason:#?}");
}

#[test]
fn the_policy_says_how_grave_is_grave() {
    let mut report = flawed();
    let at_most = |max_severity| with_policy(Policy { max_severity, ..Policy::default() }, vec![approval(&flawed())]);
    approved(&report, &at_most(Severity::High));
    assert_eq!(refused(&report, &at_most(Severity::Low)), ["finding", "finding"]);
    for finding in &mut report.findings {
        finding.severity = Severity::Medium;
    }
    approved(&report, &at_most(Severity::Medium));
    // What is hardly likely to be true asks for nobody.
    for finding in &mut report.findings {
        (finding.severity, finding.confidence) = (Severity::Critical, Confidence::Low);
    }
    approved(&report, &at_most(Severity::Medium));
}

#[test]
fn what_is_known_to_be_malicious_is_accepted_by_its_fingerprint_alone() {
    let mut report = flawed();
    report.findings.truncate(1);
    let finding = &mut report.findings[0];
    (finding.rule, finding.category, finding.severity) = ("known-malicious".to_owned(), Category::KnownMalware, Severity::Critical);
    let print = finding.fingerprint.clone();
    let with = |accept| list(vec![Approval { accept, ..approval(&report) }]);
    let decision = decided(&report, &with(vec![accept("known-malicious", None)]));
    assert_eq!(kinds(&decision), ["finding"]);
    assert!(decision.reasons[0].next.contains(&print[..12]), "{decision:#?}");
    approved(&report, &with(vec![accept("known-malicious", Some(&print))]));
}

#[test]
fn accepted_points_do_not_count_against_the_least_score() {
    let report = flawed();
    let policy = Policy { min_score: Some(75), max_severity: Severity::Critical, ..Policy::default() };
    let with = |accept| with_policy(policy.clone(), vec![Approval { accept, ..approval(&report) }]);
    let decision = decided(&report, &with(Vec::new()));
    assert_eq!(kinds(&decision), ["low-score"]);
    assert_eq!(decision.reasons[0].text, "its score is 62, and the policy asks for 75");
    let decision = decided(&report, &with(vec![accept("ssrf", None)]));
    assert!(decision.is_approved());
    assert_eq!((decision.accepted_points, decision.notes.len()), (23, 1));
    let decision = decided(&report, &with(vec![accept("path-traversal", Some(&report.findings[1].fingerprint))]));
    assert!(decision.is_approved(), "62 and 15 are 77: {decision:#?}");
    let strict = Policy { min_score: Some(78), ..policy.clone() };
    let decision =
        decided(&report, &with_policy(strict, vec![Approval { accept: vec![accept("path-traversal", None)], ..approval(&report) }]));
    assert_eq!(decision.reasons[0].text, "its score is 62, 77 without what is accepted, and the policy asks for 78");
}

#[test]
fn points_of_a_rule_count_until_all_its_findings_are_accepted() {
    let mut report = flawed();
    for finding in &mut report.findings {
        finding.rule = "ssrf".to_owned();
    }
    report.score.deductions = vec![Deduction { points: 38, rule: "ssrf".to_owned(), reason: "2 high findings".to_owned() }];
    let policy = Policy { min_score: Some(75), max_severity: Severity::Critical, ..Policy::default() };
    let with = |accept| with_policy(policy.clone(), vec![Approval { accept, ..approval(&report) }]);
    let print = |at: usize| accept("ssrf", Some(&report.findings[at].fingerprint));
    assert_eq!(refused(&report, &with(vec![print(0)])), ["low-score"]);
    approved(&report, &with(vec![print(0), print(1)]));
}

#[test]
fn a_cap_is_accepted_by_its_name() {
    let mut report = sample::clean();
    report.score =
        Score { value: 70, deductions: vec![Deduction { points: 30, rule: "cap:shim".to_owned(), reason: "hands over".to_owned() }] };
    let policy = Policy { min_score: Some(75), ..Policy::default() };
    let with = |accept| with_policy(policy.clone(), vec![Approval { accept, ..approval(&report) }]);
    assert_eq!(refused(&report, &with(vec![accept("shim", None)])), ["low-score"]);
    approved(&report, &with(vec![accept("cap:shim", None)]));
}

#[test]
fn what_could_not_be_judged_is_never_approved() {
    let report = ScanReport { verdict: Verdict::Incomplete, ..sample::clean() };
    assert_eq!(refused(&report, &list(vec![approval(&report)])), ["incomplete"]);
}

#[test]
fn a_file_at_hand_goes_by_what_is_decided_about_the_published_package() {
    let published = sample::clean();
    let mut local = published.clone();
    local.package.registry = Registry::Local;
    let list = ApprovedList { blocks: vec![block(&published, "<1.0.0")], ..list(vec![approval(&published)]) };
    assert_eq!(refused(&local, &list), ["not-approved"], "nothing says whose conventions it follows");
    local.about.ecosystem = Some(Registry::Npm);
    approved(&local, &list);
    local.artifacts[0].sha256 = Sha256::of(b"other bytes");
    assert_eq!(refused(&local, &list), ["other-file"]);
    local.package.version = "0.9.0".to_owned();
    assert_eq!(refused(&local, &list), ["blocked"]);
}

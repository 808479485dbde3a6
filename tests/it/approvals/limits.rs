//! What an approval lets a package use, and what goes beyond.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::approvals::*;
use mcpscan::model::*;

use super::team::*;
use crate::sample;

fn names(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn limited(report: &ScanReport, limits: Limits) -> ApprovedList {
    list(vec![Approval { limits, ..approval(report) }])
}

/// All whose hosts the code names.
fn named_hosts_only() -> ScanReport {
    let mut report = sample::clean();
    report.capabilities.retain(|can| (can.kind, can.detail.as_str()) != (CapabilityKind::NetworkOut, "*"));
    report
}

#[test]
fn hosts_that_are_known_only_at_run_time_are_beyond_all_limits_but_a_star() {
    let report = sample::clean();
    let hosts = |hosts: &[&str]| limited(&report, Limits { hosts: names(hosts), ..Limits::default() });
    let decision = decided(&report, &hosts(&["api.acme.example", "*.acme.example"]));
    assert_eq!(kinds(&decision), ["host-beyond-limits"]);
    assert_eq!(decision.reasons[0].text, "it connects to hosts that are known only at run time, beyond the limits of its approval");
    assert!(decision.reasons[0].next.contains("add `*`, which allows every host"), "{decision:#?}");
    let text = &decided(&report, &hosts(&[])).reasons[0].text;
    assert!(text.starts_with("it connects to `api.acme.example`, and to hosts that are known only at run time, "), "{text}");
    approved(&report, &hosts(&["*"]));
    // What is observed is within what was observed.
    assert_eq!(mcpscan::approvals::hosts(&report), ["*", "api.acme.example"]);
}

#[test]
fn hosts_beyond_the_limits_are_refused() {
    let report = named_hosts_only();
    let hosts = |hosts: &[&str]| limited(&report, Limits { hosts: names(hosts), ..Limits::default() });
    for allowed in [&["api.acme.example"][..], &["*.acme.example"], &["*"], &["other.example", "api.acme.example"]] {
        approved(&report, &hosts(allowed));
    }
    for allowed in [&[][..], &["acme.example"], &["*.api.acme.example"], &["other.example"]] {
        assert_eq!(refused(&report, &hosts(allowed)), ["host-beyond-limits"]);
    }
    let decision = decided(&report, &hosts(&[]));
    assert_eq!(decision.reasons[0].text, "it connects to `api.acme.example`, beyond the limits of its approval");
}

#[test]
fn a_host_that_is_only_written_or_that_nobody_comes_to_is_not_held_against_them() {
    let mut report = named_hosts_only();
    report.observed.hosts[0].runs = Runs::Aside;
    approved(&report, &limited(&report, Limits { hosts: names(&[]), ..Limits::default() }));
    report.observed.hosts[1].reached = true;
    assert_eq!(refused(&report, &limited(&report, Limits { hosts: names(&[]), ..Limits::default() })), ["host-beyond-limits"]);
}

#[test]
fn variables_beyond_the_limits_are_refused_but_for_harmless_ones() {
    let mut report = sample::clean();
    let env = |env: &[&str]| limited(&sample::clean(), Limits { env: names(env), ..Limits::default() });
    approved(&report, &env(&["ACME_DEBUG", "ACME_TOKEN"]));
    assert_eq!(refused(&report, &env(&["ACME_TOKEN"])), ["variable-beyond-limits"]);
    report.observed.env[0].harmless = true;
    approved(&report, &env(&["ACME_TOKEN"]));
}

#[test]
fn a_kind_allows_every_one_of_it_and_a_word_just_that() {
    let report = sample::clean();
    let can = |words: &[&str]| limited(&report, Limits { capabilities: names(words), ..Limits::default() });
    approved(&report, &can(&["process", "network-out", "file-read"]));
    approved(&report, &can(&["process:git", "network-out", "file-read"]));
    assert_eq!(refused(&report, &can(&["process:node", "network-out", "file-read"])), ["capability-beyond-limits"]);
    assert_eq!(refused(&report, &can(&["process", "network-out:api.acme.example", "file-read"])), ["capability-beyond-limits"]);
}

#[test]
fn what_is_not_named_is_not_limited() {
    let report = sample::clean();
    approved(&report, &limited(&report, Limits::default()));
}

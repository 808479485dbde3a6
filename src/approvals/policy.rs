//! What the policy asks of an approval and of the package that it is for.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::accepted::{accepts, answers_for, counts, points, unaccepted};
use super::capabilities::{capability_words, covers, dependency_words, narrow_digest, tools_digest};
use super::identity::Judged;
use super::limits::exceeded;
use super::list::{Approval, Policy};
use super::reason::{Reason, ReasonKind, named};
use crate::model::{Finding, ScanReport, Severity, Verdict};

/// What keeps an approval of this version from counting today.
pub(super) fn objections(policy: &Policy, approval: &Approval, judged: &Judged<'_>, today: Date) -> Vec<Reason> {
    let mut reasons = other_files(approval, judged);
    reasons.extend(lapsed(policy, approval, &judged.spec(), today));
    reasons.extend(quality(policy, approval, judged.report));
    reasons
}

/// What keeps an own approval of another version from counting for this one.
pub(super) fn strangeness(policy: &Policy, approval: &Approval, judged: &Judged<'_>, today: Date) -> Vec<Reason> {
    let report = judged.report;
    let again = || format!("look at what changed, then `mcpscan approve {} --why TEXT`", judged.spec());
    let mut reasons = lapsed(policy, approval, &judged.spec(), today);
    let words = capability_words(report);
    let new: Vec<&str> = words.iter().filter(|word| !approval.capabilities.contains(word)).map(String::as_str).collect();
    if !new.is_empty() {
        let text = format!("it can do what {} could not: {}", approval.version, named(new));
        reasons.push(Reason::new(ReasonKind::NewCapability, text, again()));
    }
    reasons.extend(strange_dependencies(approval, report).map(|text| Reason::new(ReasonKind::NewDependency, text, again())));
    reasons.extend(otherwise_told(approval, report).map(|text| Reason::new(ReasonKind::OtherTools, text, again())));
    reasons.extend(needs_person(policy, judged));
    reasons.extend(quality(policy, approval, report));
    reasons.extend(unclean(approval, report).map(|text| Reason::new(ReasonKind::NotClean, text, again())));
    reasons
}

/// Another version of a known one is no other.
fn strange_dependencies(approval: &Approval, report: &ScanReport) -> Option<String> {
    let words = dependency_words(report);
    let Some(known) = &approval.dependencies else {
        let text = format!("the approval of {} does not say what it depended on: an earlier mcpscan wrote it", approval.version);
        return (!words.is_empty()).then_some(text);
    };
    let new: Vec<&str> = words.iter().filter(|word| !known.contains(word)).map(String::as_str).collect();
    (!new.is_empty()).then(|| format!("it depends on what {} did not: {}", approval.version, named(new)))
}

/// A model is told something else, or nobody wrote down what it was told.
fn otherwise_told(approval: &Approval, report: &ScanReport) -> Option<String> {
    if approval.tools == tools_digest(report) {
        return None;
    }
    let version = &approval.version;
    Some(match approval.tools {
        Some(_) if approval.tools == narrow_digest(report) => format!(
            "the approval of {version} covers only the names and descriptions of tools: an earlier mcpscan wrote it, which kept nothing of \
             their inputs, nor of instructions, prompts and resources"
        ),
        Some(_) | None => format!(
            "what it tells a model (tools, their inputs, instructions, prompts, resources) is not what {version} told when it was approved"
        ),
    })
}

fn other_files(approval: &Approval, judged: &Judged<'_>) -> Vec<Reason> {
    let others = judged.report.artifacts.iter().filter(|artifact| !approval.artifacts.contains(&artifact.sha256));
    let names: Vec<&str> = others.map(|artifact| artifact.file.as_str()).collect();
    if names.is_empty() && !judged.report.artifacts.is_empty() {
        return Vec::new();
    }
    let text = format!("{} is not among the files that were approved, or holds other bytes now", named(names));
    let next = format!("find out why; if all is well, `mcpscan approve {} --why TEXT`, with --add-files to keep the others", judged.spec());
    vec![Reason::new(ReasonKind::OtherFile, text, next)]
}

/// What time has done to it; `spec` is what to approve again.
pub(super) fn lapsed(policy: &Policy, approval: &Approval, spec: &str, today: Date) -> Vec<Reason> {
    let again = || format!("review it again, then `mcpscan approve {spec} --why TEXT`");
    let mut reasons = Vec::new();
    if let Some(until) = approval.until.filter(|until| *until < today) {
        let text = format!("its approval counted until {until}");
        let next = format!("review it again, then `mcpscan approve {spec} --why TEXT --until DATE`");
        reasons.push(Reason::new(ReasonKind::Expired, text, next));
    }
    let age = (today - approval.on).get_days();
    if let Some(most) = policy.max_age_days.filter(|most| i64::from(age) > i64::from(*most)) {
        let text = format!("its approval is {age} days old, and the policy allows {most}");
        reasons.push(Reason::new(ReasonKind::TooOld, text, again()));
    }
    // Somewhere it is tomorrow already.
    if age < -1 {
        let text = format!("its approval is dated {}, which is yet to come", approval.on);
        reasons.push(Reason::new(ReasonKind::Postdated, text, "mend `on` in the list"));
    }
    reasons
}

fn quality(policy: &Policy, approval: &Approval, report: &ScanReport) -> Vec<Reason> {
    let mut reasons = exceeded(&approval.limits, report);
    reasons.extend(unaccepted(&approval.accept, report, policy.max_severity));
    let accepted = points(&approval.accept, report);
    let value = report.score.value.saturating_add(accepted);
    if let Some(least) = policy.min_score.filter(|least| value < *least) {
        let text = match accepted {
            0 => format!("its score is {}, and the policy asks for {least}", report.score.value),
            _ => format!("its score is {}, {value} without what is accepted, and the policy asks for {least}", report.score.value),
        };
        let next = "look at what costs the points; what may be is accepted with `approve … --accept RULE=WHY`";
        reasons.push(Reason::new(ReasonKind::LowScore, text, next));
    }
    reasons
}

pub(super) fn needs_person(policy: &Policy, judged: &Judged<'_>) -> Option<Reason> {
    let words = capability_words(judged.report);
    let grave: Vec<&str> =
        words.iter().filter(|word| policy.needs_person.iter().any(|rule| covers(rule, word))).map(String::as_str).collect();
    let text = format!("it can do what the policy leaves to a person here: {}", named(grave.iter().copied()));
    let next = format!("review it, then `mcpscan approve {} --why TEXT`", judged.spec());
    (!grave.is_empty()).then(|| Reason::new(ReasonKind::NeedsPerson, text, next))
}

/// Nobody has looked at this version: what is wrong with it must be what was accepted before.
fn unclean(approval: &Approval, report: &ScanReport) -> Option<String> {
    if report.verdict == Verdict::Pass {
        return None;
    }
    let accept = &approval.accept;
    let is_open = |finding: &&Finding| finding.severity >= Severity::Medium && counts(finding) && !accepts(accept, finding);
    let open: Vec<&str> = report.findings.iter().filter(is_open).map(|finding| finding.rule.as_str()).collect();
    let caps = report.score.deductions.iter().filter(|deduction| deduction.rule.starts_with("cap:"));
    let caps: Vec<&str> =
        caps.filter(|deduction| !answers_for(accept, report, deduction)).map(|deduction| deduction.rule.as_str()).collect();
    let names: BTreeSet<&str> = open.into_iter().chain(caps).collect();
    let is_answered_for = report.findings.iter().any(|finding| accepts(accept, finding)) || points(accept, report) > 0;
    (!names.is_empty() || !is_answered_for).then(|| match names.len() {
        0 => format!("its verdict is {}", report.verdict),
        _ => format!("its verdict is {}, and nobody has accepted {}", report.verdict, named(names)),
    })
}

//! What findings cost: one row per rule and severity, worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Finding, Origin, Severity};
use crate::signatures::Weights;

/// Costs are summed in thousandths of a point, so that damping loses nothing before the end.
const SCALE: u64 = 1000;

pub(super) struct Row {
    pub points: u8,
    pub rule: String,
    pub reason: String,
}

/// A group's points are the growth of the rounded-up total, so that rows add up exactly.
pub(super) fn rows(findings: &[&Finding], weights: &Weights) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut before = 0;
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
        let most = most(severity, weights);
        let mut total = 0;
        for (rule, costs) in groups(findings, severity, weights) {
            let reason = reason(&costs, severity, rule, weights);
            let paid = whole_points(before + most.min(total));
            total += sum(costs.iter().map(|(cost, _)| *cost).collect(), severity, weights);
            let points = whole_points(before + most.min(total)) - paid;
            rows.push(Row { points, rule: rule.to_owned(), reason });
        }
        before += most.min(total);
    }
    rows
}

fn reason(costs: &[(u64, bool)], severity: Severity, rule: &str, weights: &Weights) -> String {
    let count = costs.len();
    let noun = if count == 1 { "finding" } else { "findings" };
    let share = weights.damping.bundled;
    match costs.iter().filter(|(_, is_bundled)| *is_bundled).count() {
        0 => format!("{count} {severity} {noun}: {rule}"),
        bundled if bundled == count => format!("{count} {severity} {noun}: {rule}, in bundled code at {share} %"),
        bundled => format!("{count} {severity} {noun}: {rule}, {bundled} in bundled code at {share} %"),
    }
}

fn whole_points(thousandths: u64) -> u8 {
    u8::try_from(thousandths.div_ceil(SCALE).min(100)).expect("at most 100")
}

/// What all findings of a severity cost together at most.
fn most(severity: Severity, weights: &Weights) -> u64 {
    match severity {
        Severity::Critical | Severity::High => u64::MAX / 4,
        Severity::Medium => u64::from(weights.damping.medium_total) * SCALE,
        Severity::Low => u64::from(weights.damping.low_total) * SCALE,
        Severity::Info => 0,
    }
}

/// The cost of each finding alone, and whether it is less because the code is bundled; by rule.
fn groups<'a>(findings: &[&'a Finding], severity: Severity, weights: &Weights) -> BTreeMap<&'a str, Vec<(u64, bool)>> {
    let mut groups: BTreeMap<&str, Vec<(u64, bool)>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity == severity) {
        groups.entry(&finding.rule).or_default().push(cost(finding, weights));
    }
    groups
}

fn cost(finding: &Finding, weights: &Weights) -> (u64, bool) {
    let alone = u64::from(weights.points(finding.severity, finding.confidence)) * SCALE;
    match (&finding.origin, is_damped(finding.severity)) {
        (Origin::Bundled(_), true) => (alone * u64::from(weights.damping.bundled) / 100, true),
        (Origin::Own | Origin::Bundled(_) | Origin::Dependency(_), _) => (alone, false),
    }
}

fn is_damped(severity: Severity) -> bool {
    match severity {
        Severity::Critical | Severity::High => false,
        Severity::Medium | Severity::Low | Severity::Info => true,
    }
}

/// Critical and high in full; of lesser ones each costs a share of the one before, the dearest first. Sorting makes one more
/// finding never cheaper: the shares fall, so no other order of the same costs adds up to more.
fn sum(mut costs: Vec<u64>, severity: Severity, weights: &Weights) -> u64 {
    if !is_damped(severity) {
        return costs.iter().sum();
    }
    costs.sort_unstable_by_key(|cost| Reverse(*cost));
    let mut share = 1_000_000;
    let mut total = 0;
    for cost in costs {
        total += cost * share / 1_000_000;
        share = share * u64::from(weights.damping.repeat) / 100;
    }
    total
}

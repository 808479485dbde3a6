//! What the packages of an installation take off the score of the one that brings them.

use super::{caps, deduct, judge, summary};
use crate::model::{Confidence, Dependency, Installation, ScanReport, Score, Severity, Verdict};
use crate::signatures::Weights;

/// Judges the report's findings anew, and takes off what the installation costs. Code that the package comes to weighs more than what is
/// only placed beside it, but what works against whoever installs it is never outweighed: installing may run it.
pub fn installed(report: &mut ScanReport, installation: &Installation, weights: &Weights) {
    let (mut score, mut verdict) = match report.artifacts.as_slice() {
        // Only what it brings is judged.
        [] => (Score { value: 100, deductions: Vec::new() }, Verdict::Pass),
        _ => judge(&report.findings, &report.coverage, report.shim.as_ref(), weights),
    };
    let mut why: Vec<String> = Vec::new();
    let others = || installation.packages.iter().filter(|one| !one.is_own);
    for is_used in [true, false] {
        let grave: Vec<&Dependency> = others().filter(|one| one.is_used == is_used && is_grave(one)).collect();
        let Some(worst) = grave.first() else { continue };
        let (each, most) = if is_used {
            (weights.dependencies.used, weights.dependencies.used_total)
        } else {
            (weights.dependencies.idle, weights.dependencies.idle_total)
        };
        let points = u8::try_from(grave.len()).unwrap_or(u8::MAX).saturating_mul(each).min(most);
        let which = if is_used { "that its code comes to" } else { "that its code does not come to" };
        let reason = format!("{} with a grave finding {which}: {}", packages(grave.len()), described(worst));
        deduct(&mut score, points, "dependencies".to_owned(), reason.clone());
        if is_used {
            verdict = verdict.max(Verdict::Review);
            why.push(reason);
        }
    }
    let unjudged: Vec<&str> =
        installation.failed.iter().chain(&installation.missing).filter(|one| !one.is_optional).map(|one| one.package.as_str()).collect();
    if let Some(first) = unjudged.first() {
        let reason = format!("{} could not be judged: {first}", packages(unjudged.len()));
        cap(&mut score, weights.dependencies.unjudged, "cap:unjudged-dependency", &reason);
        verdict = verdict.max(Verdict::Review);
        why.push(reason);
    }
    let blocked: Vec<&Dependency> = others().filter(|one| one.verdict == Verdict::Block).collect();
    if let Some(worst) = blocked.first() {
        let reason = format!("brings {} not to be trusted: {}", packages(blocked.len()), described(worst));
        cap(&mut score, weights.dependencies.blocked, "cap:blocked-dependency", &reason);
        verdict = Verdict::Block;
        why.insert(0, reason);
    }
    if score.value < weights.verdict.review {
        verdict = verdict.max(Verdict::Review);
    }
    report.summary = sentence(report, installation, &score, verdict, &why);
    report.score = score;
    report.verdict = verdict;
}

/// A finding for which a package would be looked at, whatever else is in it. That one holds nothing but machine code is said of it, and is no
/// finding in code.
fn is_grave(dependency: &Dependency) -> bool {
    !matches!(dependency.verdict, Verdict::Block | Verdict::Incomplete)
        && dependency.findings.iter().any(|finding| finding.severity >= Severity::High && finding.confidence >= Confidence::Medium)
}

fn cap(score: &mut Score, value: u8, name: &str, reason: &str) {
    deduct(score, score.value.saturating_sub(value), name.to_owned(), reason.to_owned());
}

fn packages(count: usize) -> String {
    if count == 1 { "1 dependency".to_owned() } else { format!("{count} dependencies") }
}

/// Who it is, how it comes in, and what is wrong with it.
fn described(dependency: &Dependency) -> String {
    let way = match dependency.path.len() {
        0..=2 => String::new(),
        _ => format!(" ({})", dependency.path[1..].join(" > ")),
    };
    let what = dependency.findings.first().map_or_else(|| dependency.summary.clone(), |finding| finding.message.clone());
    format!("{}{way} {what}", dependency.id)
}

fn sentence(report: &ScanReport, installation: &Installation, score: &Score, verdict: Verdict, why: &[String]) -> String {
    if report.artifacts.is_empty() && verdict == Verdict::Pass {
        return format!("Nothing grave is in the {} that it brings.", packages(installation.packages.len()));
    }
    let own = summary(&report.findings, &report.coverage, report.shim.as_ref(), score, verdict);
    let judged = installation.packages.len();
    let passed = installation.packages.iter().filter(|one| one.verdict == Verdict::Pass).count();
    match (verdict, why) {
        (Verdict::Pass, _) if judged == 1 && passed == 1 => format!("{own} The same holds for the package that comes with it."),
        (Verdict::Pass, _) if judged > 1 && passed == judged => {
            format!("{own} The same holds for the {judged} packages that come with it.")
        }
        (Verdict::Pass, _) if judged > 0 => {
            format!("{own} {passed} of {judged} that come with it pass as well; nothing grave is in the others.")
        }
        (Verdict::Pass | Verdict::Incomplete, _) | (_, []) => own,
        (Verdict::Review, why) if is_clean(report) => format!("Look before you trust it: {}.", why.join("; and ")),
        (Verdict::Block, why) if is_clean(report) => format!("Not to be trusted: {}.", why.join("; and ")),
        (Verdict::Review | Verdict::Block, why) => format!("{} It {}.", own, why.join("; and ")),
    }
}

/// By itself it would pass.
fn is_clean(report: &ScanReport) -> bool {
    let is_grave = |severity: Severity, confidence: Confidence| severity >= Severity::High && confidence >= Confidence::Medium;
    !report.findings.iter().any(|finding| is_grave(finding.severity, finding.confidence))
        && caps::reached_gap(&report.coverage).is_none()
        && report.shim.is_none()
}

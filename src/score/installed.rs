//! What the packages of an installation take off the score of the one that brings them.

use super::{caps, deduct, judge, summary};
use crate::model::{Category, Confidence, Dependency, Installation, ObservedHost, Runs, ScanReport, Score, Severity, Verdict};
use crate::signatures::{DependencyWeights, Weights};

/// Judges the report's findings anew, and takes off what the installation costs. Code that runs weighs more than what is only placed
/// beside it, but what works against whoever installs it is never outweighed: installing may run it.
pub fn installed(report: &mut ScanReport, installation: &Installation, weights: &Weights) {
    let (score, verdict) = match report.artifacts.as_slice() {
        // Only what it brings is judged.
        [] => (Score { value: 100, deductions: Vec::new() }, Verdict::Pass),
        _ => judge(&report.findings, &report.coverage, report.shim.as_ref(), weights),
    };
    let others: Vec<&Dependency> = installation.packages.iter().filter(|one| !one.is_own).collect();
    let mut weighing = Weighing { score, verdict, why: Vec::new(), weights: &weights.dependencies };
    weighing.grave(&others);
    weighing.lent(&others, report);
    weighing.unjudged(&others, installation);
    weighing.blocked(&others);
    let Weighing { score, mut verdict, why, .. } = weighing;
    if score.value < weights.verdict.review {
        verdict = verdict.max(Verdict::Review);
    }
    report.summary = sentence(report, installation, &score, verdict, &why);
    report.score = score;
    report.verdict = verdict;
}

struct Weighing<'w> {
    score: Score,
    verdict: Verdict,
    /// For the sentence, the worst first.
    why: Vec<String>,
    weights: &'w DependencyWeights,
}

impl Weighing<'_> {
    fn ask_for_a_look(&mut self, reason: String) {
        self.verdict = self.verdict.max(Verdict::Review);
        self.why.push(reason);
    }

    fn grave(&mut self, others: &[&Dependency]) {
        let (run, idle): (Vec<&Dependency>, Vec<&Dependency>) =
            others.iter().copied().filter(|one| is_grave(one)).partition(|one| runs(one));
        if let Some(worst) = run.first() {
            let reason = format!("brings {} with a grave finding in what runs: {}", packages(run.len()), described(worst));
            self.cost(run.len(), self.weights.used, self.weights.used_total, &reason);
            self.ask_for_a_look(reason);
        }
        if let Some(worst) = idle.first() {
            let reason = format!("brings {} with a grave finding in what nothing here runs: {}", packages(idle.len()), described(worst));
            self.cost(idle.len(), self.weights.idle, self.weights.idle_total, &reason);
        }
    }

    /// One reads credentials for whoever imports it, and the package connects to a host that nobody has named: two halves of a theft.
    fn lent(&mut self, others: &[&Dependency], report: &ScanReport) {
        let reads = |one: &Dependency| one.findings.iter().find(|finding| finding.category == Category::CredentialAccess).cloned();
        let lenders: Vec<_> = others.iter().filter(|one| one.is_used).filter_map(|one| Some((one, reads(one)?))).collect();
        let host = report.observed.hosts.iter().find(|host| is_stranger(host));
        let (Some((worst, reads)), Some(host)) = (lenders.first(), host) else { return };
        let what = format!("{} {}", named(worst), reads.message);
        let reason = format!("connects to `{}`, which no document names, and can be given what {what}", host.name);
        self.cost(lenders.len(), self.weights.used, self.weights.used_total, &reason);
        self.ask_for_a_look(reason);
    }

    fn unjudged(&mut self, others: &[&Dependency], installation: &Installation) {
        let absent = installation.failed.iter().chain(&installation.missing).filter(|one| !one.is_optional);
        let unread = others.iter().filter(|one| one.is_unread && runs(one));
        let names: Vec<String> = absent.map(|one| one.package.clone()).chain(unread.map(|one| one.id.to_string())).collect();
        if let Some(first) = names.first() {
            let reason = format!("brings {} that could not be judged: {first}", packages(names.len()));
            cap(&mut self.score, self.weights.unjudged, "cap:unjudged-dependency", &reason);
            self.ask_for_a_look(reason);
        }
    }

    fn blocked(&mut self, others: &[&Dependency]) {
        let blocked: Vec<&Dependency> = others.iter().copied().filter(|one| one.verdict == Verdict::Block).collect();
        if let Some(worst) = blocked.first() {
            let reason = format!("brings {} not to be trusted: {}", packages(blocked.len()), described(worst));
            cap(&mut self.score, self.weights.blocked, "cap:blocked-dependency", &reason);
            self.verdict = Verdict::Block;
            self.why.insert(0, reason);
        }
    }

    fn cost(&mut self, count: usize, each: u8, most: u8, reason: &str) {
        let points = u8::try_from(count).unwrap_or(u8::MAX).saturating_mul(each).min(most);
        deduct(&mut self.score, points, "dependencies".to_owned(), reason.to_owned());
    }
}

/// The package's code comes to it, or the installation does.
fn runs(dependency: &Dependency) -> bool {
    dependency.is_used || dependency.runs_at_install
}

/// A finding for which a package would be looked at, whatever else is in it. That one holds nothing but machine code is said of it, and is no
/// finding in code, unless the installation runs something of it.
fn is_grave(dependency: &Dependency) -> bool {
    let counts = match dependency.verdict {
        Verdict::Block => false,
        Verdict::Incomplete => dependency.runs_at_install,
        Verdict::Pass | Verdict::Review => true,
    };
    counts && dependency.findings.iter().any(|finding| finding.severity >= Severity::High && finding.confidence >= Confidence::Medium)
}

fn cap(score: &mut Score, value: u8, name: &str, reason: &str) {
    deduct(score, score.value.saturating_sub(value), name.to_owned(), reason.to_owned());
}

fn packages(count: usize) -> String {
    if count == 1 { "1 dependency".to_owned() } else { format!("{count} dependencies") }
}

/// Something that runs connects to it, and no document names it.
fn is_stranger(host: &ObservedHost) -> bool {
    host.reached && !host.declared && host.implied_by.is_none() && matches!(host.runs, Runs::Install | Runs::Server)
}

/// Who it is, how it comes in, and what is wrong with it.
fn described(dependency: &Dependency) -> String {
    let what = dependency.findings.first().map_or_else(|| dependency.summary.clone(), |finding| finding.message.clone());
    format!("{} {what}", named(dependency))
}

/// Who it is, and how it comes in.
fn named(dependency: &Dependency) -> String {
    match dependency.path.len() {
        0..=2 => dependency.id.to_string(),
        _ => format!("{} ({})", dependency.id, dependency.path[1..].join(" > ")),
    }
}

fn sentence(report: &ScanReport, installation: &Installation, score: &Score, verdict: Verdict, why: &[String]) -> String {
    if report.artifacts.is_empty() && verdict == Verdict::Pass {
        return format!("Nothing grave is in the {} that it brings.", packages(installation.packages.len()));
    }
    let own = summary(&report.findings, &report.coverage, report.shim.as_ref(), score, verdict);
    let judged = installation.packages.len();
    let count = |verdict: Verdict| installation.packages.iter().filter(|one| one.verdict == verdict).count();
    let (passed, unread) = (count(Verdict::Pass), count(Verdict::Incomplete));
    match (verdict, why) {
        (Verdict::Pass, _) if judged == 1 && passed == 1 => format!("{own} The same holds for the package that comes with it."),
        (Verdict::Pass, _) if judged > 1 && passed == judged => {
            format!("{own} The same holds for the {judged} packages that come with it.")
        }
        (Verdict::Pass, _) if judged > 0 => {
            let unread = if unread > 0 { format!(", {unread} hold nothing that could be read") } else { String::new() };
            format!("{own} {passed} of the {judged} that come with it pass as well{unread}; nothing grave is in the others.")
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

//! One report of many: the package's own, what its publishers ship beside it, and the others in brief.

use std::collections::BTreeSet;

use super::called::called;
use super::pipeline::{Coming, Judged, Told};
use super::{gather, parts, pipeline, powers, ways};
use crate::model::{CapabilityKind, Dependency, Installation, PackageId, ScanReport, Unjudged, Verdict};
use crate::resolve::{Missing, NeedKind, Resolution};
use crate::scan::{Brief, Role, ScanError, Scanner};
use crate::score;

/// The report on a package with all that comes along; the first of the packages is the one that the report is on.
pub(super) fn composed(scanner: &Scanner<'_>, report: ScanReport, resolution: &Resolution, told: &Told<'_>) -> ScanReport {
    let judged = judged(scanner, &report, resolution, told);
    let ways = ways::ways(resolution, &report.links, &judged);
    let mut installation = Installation {
        missing: resolution.missing.iter().map(missing).collect(),
        elsewhere: resolution.elsewhere.clone(),
        ..Installation::default()
    };
    let (mut parts, mut others) = (Vec::new(), Vec::new());
    for (at, judged) in judged.into_iter().enumerate().skip(1) {
        let id = &resolution.packages[at].release.id;
        match judged {
            Judged::Part(part) => {
                installation.packages.push(dependency(id, &scanner.in_brief(&part), ways.path(at), true, ways.is_used(at)));
                parts.push(*part);
            }
            Judged::Brief(brief) => {
                installation.packages.push(dependency(id, &brief, ways.path(at), false, ways.is_used(at)));
                others.push((id, brief));
            }
            Judged::Failed(error) => {
                let by = ways.path(at).iter().rev().nth(1).cloned();
                installation.failed.push(Unjudged { package: id.to_string(), by, why: clause(&error), is_optional: ways.is_optional(at) });
            }
            Judged::NotAsked => {}
        }
    }
    installation.packages.sort_by_cached_key(rank);
    installation.failed.sort();
    installation.missing.sort();
    let judged: BTreeSet<&str> = installation.packages.iter().map(|one| one.id.name.as_str()).collect();
    let mut report = parts::joined(report, parts, &judged);
    installation.powers = powers::beyond(&report, &others);
    report.notes.extend(resolution.notes.iter().cloned());
    score::installed(&mut report, &installation, scanner.signatures.weights());
    report.dependencies.installation = Some(installation);
    report
}

/// What became of each package. Commands wait for a person, unless another package of the installation gives them: whoever has such
/// commands is judged once more.
fn judged(scanner: &Scanner<'_>, report: &ScanReport, resolution: &Resolution, told: &Told<'_>) -> Vec<Judged> {
    let coming = |at: usize, commands_wait: bool| {
        let release = &resolution.packages[at].release;
        Coming { release, role: Role { is_whole: gather::is_own(report, &release.id), commands_wait } }
    };
    let all: Vec<Coming<'_>> = (1..resolution.packages.len()).map(|at| coming(at, true)).collect();
    let mut judged = vec![Judged::NotAsked];
    judged.extend(pipeline::judge(scanner, &all, told));
    let called = called(&report.links, &judged);
    let again: Vec<Coming<'_>> = called.iter().map(|at| coming(*at, false)).collect();
    for (at, one) in called.into_iter().zip(pipeline::judge(scanner, &again, told)) {
        judged[at] = one;
    }
    judged
}

fn dependency(id: &PackageId, brief: &Brief, path: Vec<String>, is_own: bool, is_used: bool) -> Dependency {
    Dependency {
        id: id.clone(),
        verdict: brief.verdict,
        score: brief.score,
        summary: brief.summary.clone(),
        path,
        is_own,
        is_used,
        runs_at_install: brief.powers.iter().any(|(kind, _)| *kind == CapabilityKind::InstallScript),
        is_unread: brief.is_unread,
        findings: brief.concerns.clone(),
    }
}

fn missing(missing: &Missing) -> Unjudged {
    Unjudged {
        package: format!("{}@{}", missing.name, missing.wanted),
        by: Some(missing.by.to_string()),
        why: missing.why.clone(),
        is_optional: missing.kind == NeedKind::Optional,
    }
}

/// Worst first.
fn rank(dependency: &Dependency) -> (u8, bool, u8, PackageId) {
    let verdict = match dependency.verdict {
        Verdict::Block => 0,
        Verdict::Review => 1,
        Verdict::Incomplete => 2,
        Verdict::Pass => 3,
    };
    (verdict, !dependency.is_used, dependency.score, dependency.id.clone())
}

/// The first line of an error.
fn clause(error: &ScanError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

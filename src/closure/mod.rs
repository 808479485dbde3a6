//! The whole installation: the package, and everything that it brings, in one report.
//!
//! The package is judged as it always is. What its own publishers ship beside it counts as a part of it; every other package is judged by
//! itself and told of in short.

mod error;
mod gather;
mod parts;
mod pipeline;
mod powers;
mod ways;

use std::collections::BTreeSet;
use std::thread;

use crate::fetch::Resolved;
use crate::model::{Dependency, Installation, PackageId, PackageSpec, Registry, ScanReport, Unjudged, Verdict};
use crate::resolve::{self, Machine, NeedKind, Resolution};
use crate::scan::{Brief, ScanError, Scanner};
use crate::score;

pub use error::ClosureError;
pub use pipeline::Stage;
use pipeline::{Judged, Told};

/// Judges whole installations.
pub struct Installer<'a> {
    pub scanner: &'a Scanner<'a>,
    /// For npm packages: the machine that they would be installed on.
    pub machine: Machine,
    /// Told how far the work is.
    pub told: &'a Told<'a>,
}

impl Installer<'_> {
    /// The report on a package and all that its installation brings.
    pub fn judge(&self, spec: &PackageSpec) -> Result<ScanReport, ClosureError> {
        let (report, resolution) = thread::scope(|scope| {
            let resolution = scope.spawn(|| self.resolved(spec));
            (self.scanner.registry(spec), resolution.join().expect("a resolution does not panic"))
        });
        let (report, mut resolution) = (report?, resolution?);
        // A range may mean another version where it matters what Node is there.
        if resolution.packages.first().is_none_or(|first| first.release.id != report.package) {
            let exact = PackageSpec { wanted: Some(report.package.version.clone()), ..spec.clone() };
            resolution = self.resolved(&exact)?;
        }
        self.composed(report, &resolution)
    }

    /// As [`Installer::judge`], for what was resolved elsewhere; the first of the packages is the one that the report is on.
    fn composed(&self, report: ScanReport, resolution: &Resolution) -> Result<ScanReport, ClosureError> {
        let own: Vec<bool> = resolution.packages.iter().map(|one| gather::is_own(&report, &one.release.id)).collect();
        let releases: Vec<&Resolved> = resolution.packages.iter().map(|one| &one.release).collect();
        let judged = pipeline::judge(self.scanner, &releases, &own, self.told);
        let ways = ways::ways(resolution, &report.links, &judged);
        let mut installation = Installation {
            missing: resolution.missing.iter().map(missing).collect(),
            elsewhere: resolution.elsewhere.clone(),
            ..Installation::default()
        };
        let mut parts = Vec::new();
        for (at, judged) in judged.into_iter().enumerate().skip(1) {
            let id = &resolution.packages[at].release.id;
            match judged {
                Judged::Part(part) => {
                    installation.packages.push(dependency(id, &self.scanner.in_brief(&part), ways.path(at), true, ways.is_used(at)));
                    parts.push(*part);
                }
                Judged::Brief(brief) => {
                    powers::add(&mut installation.powers, &report, id, &brief);
                    installation.packages.push(dependency(id, &brief, ways.path(at), false, ways.is_used(at)));
                }
                Judged::Failed(error) => {
                    let by = ways.path(at).iter().rev().nth(1).cloned();
                    installation.failed.push(Unjudged {
                        package: id.to_string(),
                        by,
                        why: clause(&error),
                        is_optional: ways.is_optional(at),
                    });
                }
                Judged::NotAsked => {}
            }
        }
        installation.packages.sort_by_cached_key(rank);
        installation.failed.sort();
        installation.missing.sort();
        powers::tidy(&mut installation.powers);
        let judged: BTreeSet<&str> = installation.packages.iter().map(|one| one.id.name.as_str()).collect();
        let mut report = parts::joined(report, parts, &judged);
        report.notes.extend(resolution.notes.iter().cloned());
        score::installed(&mut report, &installation, self.scanner.signatures.weights());
        report.dependencies.installation = Some(installation);
        Ok(report)
    }

    /// What an installation takes, as it was found out not long ago, or now.
    fn resolved(&self, spec: &PackageSpec) -> Result<Resolution, ClosureError> {
        let key = gather::key(self.scanner, spec, &self.machine)?;
        if let Some(json) = self.scanner.remembered_answer(&key)?
            && let Ok(known) = serde_json::from_str(&json)
        {
            return Ok(known);
        }
        self.scanner.needs_network(&format!("what an installation of `{spec}` brings"))?;
        let fetcher = self.scanner.fetcher;
        let resolution = match spec.registry {
            Registry::Npm => resolve::npm(fetcher, spec, &self.machine, &|releases, version| fetcher.npm_release(releases, version))?,
            Registry::Pypi | Registry::Local => resolve::pypi(fetcher, spec, &[], &self.scanner.target)?,
        };
        let json = serde_json::to_string(&resolution).expect("a resolution is plain data");
        self.scanner.remember_answer(&key, &json)?;
        Ok(resolution)
    }
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
        findings: brief.concerns.clone(),
    }
}

fn missing(missing: &resolve::Missing) -> Unjudged {
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

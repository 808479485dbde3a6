//! What the package's own publishers ship beside it stands in its report, as if it lay in it.

use std::collections::BTreeSet;

use crate::model::{Capability, Finding, Gap, Location, ObservedEnv, ObservedHost, Origin, Registry, RelPath, ScanReport, Shim, Tool};

/// The report on all of it; score and verdict are still those of the package alone. `judged` are the names of all packages that were.
pub(super) fn joined(mut report: ScanReport, parts: Vec<ScanReport>, judged: &BTreeSet<&str>) -> ScanReport {
    report.shim = left_over(report.shim, judged);
    for part in parts {
        let place = Place::of(&part);
        report.shim = report.shim.or_else(|| left_over(part.shim, judged));
        report.findings.extend(part.findings.into_iter().map(|finding| place.finding(finding)));
        for capability in part.capabilities {
            let is_known = |own: &Capability| own.kind == capability.kind && own.detail == capability.detail;
            if !report.capabilities.iter().any(is_known) {
                let capability =
                    Capability { location: place.location(capability.location), origin: place.origin(capability.origin), ..capability };
                report.capabilities.push(capability);
            }
        }
        for host in part.observed.hosts {
            if !report.observed.hosts.iter().any(|own| own.name == host.name) {
                let declared = host.declared || report.declared.hosts.iter().any(|one| one.name == host.name);
                let (location, origin) = (place.location(host.location), place.origin(host.origin));
                report.observed.hosts.push(ObservedHost { declared, location, origin, ..host });
            }
        }
        for env in part.observed.env {
            if !report.observed.env.iter().any(|own| own.name == env.name) {
                let declared = env.declared || report.declared.env.iter().any(|one| one.name == env.name);
                let (location, origin) = (place.location(env.location), place.origin(env.origin));
                report.observed.env.push(ObservedEnv { declared, location, origin, ..env });
            }
        }
        for tool in part.tools {
            report.tools.push(Tool { location: place.location(tool.location), ..tool });
        }
        let coverage = &mut report.coverage;
        coverage.files += part.coverage.files;
        coverage.files_analyzed += part.coverage.files_analyzed;
        coverage.bytes += part.coverage.bytes;
        coverage.bytes_analyzed += part.coverage.bytes_analyzed;
        coverage.gaps.extend(part.coverage.gaps.into_iter().map(|gap| Gap { path: place.path(&gap.path), ..gap }));
    }
    report.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    report.capabilities.sort();
    report.coverage.gaps.sort();
    report.observed.hosts.sort_by(|a, b| a.name.cmp(&b.name));
    report.observed.env.sort_by(|a, b| a.name.cmp(&b.name));
    report
}

/// A shim, where something that it hands over to was not judged.
fn left_over(shim: Option<Shim>, judged: &BTreeSet<&str>) -> Option<Shim> {
    let mut shim = shim?;
    shim.dependencies.retain(|name| !judged.contains(name.as_str()));
    (!shim.dependencies.is_empty()).then_some(shim)
}

/// Where a package's files lie once it is installed, and who it is.
struct Place {
    folder: Option<String>,
    id: String,
}

impl Place {
    fn of(part: &ScanReport) -> Self {
        let name = &part.package.name;
        let folder = match part.package.registry {
            Registry::Npm => Some(format!("node_modules/{name}")),
            Registry::Pypi | Registry::Local => None,
        };
        Self { folder, id: part.package.to_string() }
    }

    fn path(&self, path: &RelPath) -> RelPath {
        let inner = self.folder.as_ref().and_then(|folder| RelPath::new(&format!("{folder}/{path}")).ok());
        inner.unwrap_or_else(|| path.clone())
    }

    fn location(&self, location: Location) -> Location {
        Location { path: self.path(&location.path), ..location }
    }

    fn origin(&self, origin: Origin) -> Origin {
        match origin {
            Origin::Own => Origin::Dependency(self.id.clone()),
            other @ (Origin::Bundled(_) | Origin::Dependency(_)) => other,
        }
    }

    fn finding(&self, mut finding: Finding) -> Finding {
        for step in &mut finding.trace {
            step.path = self.path(&step.path);
        }
        Finding { location: self.location(finding.location), origin: self.origin(finding.origin), ..finding }
    }
}

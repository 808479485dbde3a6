use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{Direct, DirectFrom, Repository, Wanted, repository};
use crate::model::{Category, Confidence, RelPath, Severity};
use crate::signatures::HostClass;

pub(super) static DETECTOR: Detector = Detector {
    id: "url-dependency",
    category: Category::RemoteCode,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 829,
    docs: include_str!("url_dependency.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let own = evidence.manifest.repository.as_deref().and_then(repository);
    // One that several files of a release list is one: what matters most comes first.
    let mut seen = BTreeSet::new();
    for direct in
        evidence.manifest.direct.iter().filter(|direct| direct.wanted == Wanted::Setting || seen.insert((&direct.name, &direct.written)))
    {
        let (what, severity) = judge(evidence, direct, own.as_ref());
        let (when, severity) = wanted(direct.wanted, severity);
        let subject = match direct.wanted {
            Wanted::Setting => format!("the setting `{}` leads to", direct.name),
            _ if direct.name.is_empty() => "a dependency is taken from".to_owned(),
            _ => format!("`{}` is taken from", direct.name),
        };
        let message = format!("{subject} {what}, past the registry{when}: `{}`", direct.written);
        findings.add(findings.on(direct.location.clone(), message).severity(severity));
    }
}

/// What it leads to, and how bad that is where each installation follows it.
fn judge(evidence: Evidence<'_>, direct: &Direct, own: Option<&Repository>) -> (String, Severity) {
    let is_own = |host: &str, owner: Option<&str>| {
        own.is_some_and(|own| host.ends_with(&own.host) && owner.is_some_and(|owner| owner.eq_ignore_ascii_case(&own.owner)))
    };
    match &direct.from {
        DirectFrom::Archive { host, owner, .. } | DirectFrom::Git { host, owner, .. } if is_own(host, owner.as_deref()) => {
            ("a repository of the same owner".to_owned(), Severity::Low)
        }
        DirectFrom::Archive { host, plain, .. } => match (class(evidence, host), *plain) {
            (Standing::Anybodys, _) => (format!("`{host}`, where anybody can put anything"), Severity::Critical),
            (Standing::Unknown, true) => (format!("`{host}`, without encryption"), Severity::Critical),
            (Standing::Unknown, false) => (format!("`{host}`"), Severity::High),
            (Standing::Known, true) => (format!("`{host}`, without encryption"), Severity::High),
            (Standing::Known, false) => (format!("`{host}`"), Severity::Medium),
        },
        DirectFrom::Git { host, plain, commit, .. } => {
            let what = if *commit { "a commit, perhaps of no branch, at" } else { "a repository at" };
            let severity = match (class(evidence, host), *plain) {
                (Standing::Anybodys, _) => Severity::Critical,
                (Standing::Unknown, _) | (_, true) => Severity::High,
                (Standing::Known, false) => Severity::Medium,
            };
            (format!("{what} `{host}`"), severity)
        }
        DirectFrom::Local(path) => match RelPath::from_root(path).filter(|path| evidence.tree.contains(path.as_str())) {
            Some(_) => ("an archive inside the package, which is not read here".to_owned(), Severity::Medium),
            None => ("a place on the machine that installs".to_owned(), Severity::Info),
        },
        DirectFrom::Index { host, .. } => (format!("another index, `{host}`"), Severity::Low),
        DirectFrom::Trusted { host } => (format!("`{host}`, whose certificate is not checked"), Severity::Low),
    }
}

enum Standing {
    /// Repositories, registries, other well-known platforms.
    Known,
    /// Made for sharing or catching things without a name.
    Anybodys,
    Unknown,
}

fn class(evidence: Evidence<'_>, host: &str) -> Standing {
    match evidence.signatures.host(host).map(|signature| signature.class) {
        Some(HostClass::SharedPlatform | HostClass::Reference | HostClass::Toolchain) => Standing::Known,
        Some(HostClass::RequestCatcher | HostClass::Paste | HostClass::Webhook | HostClass::Tunnel | HostClass::DeadDrop) => {
            Standing::Anybodys
        }
        // A private registry on the own network serves those who are on it.
        Some(HostClass::Local) => Standing::Known,
        Some(HostClass::IpLookup | HostClass::Resolver | HostClass::Metadata | HostClass::Telemetry) | None => Standing::Unknown,
    }
}

fn wanted(wanted: Wanted, severity: Severity) -> (&'static str, Severity) {
    match wanted {
        Wanted::Install => ("", severity),
        Wanted::Build => (", to build it", severity),
        Wanted::Extra => (", for an extra", severity.min(Severity::Medium)),
        Wanted::Bundled => (", but shipped inside the package", severity.min(Severity::Low)),
        Wanted::Development => (", only for who works on it", Severity::Info),
        Wanted::Setting => ("", severity.min(Severity::Low)),
    }
}

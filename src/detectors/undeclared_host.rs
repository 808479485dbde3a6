use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::HostUse;
use crate::facts::vendor::{Prose, use_is_declared};
use crate::manifest::registrable_domain;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::HostClass;

use super::telemetry::is_told;

pub(super) static DETECTOR: Detector = Detector {
    id: "undeclared-host",
    category: Category::UndeclaredHost,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 200,
    docs: include_str!("undeclared_host.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut prose = None;
    let mut seen = BTreeSet::new();
    // What the code writes itself comes before what a library brings.
    let (implied, written): (Vec<_>, Vec<_>) = evidence.facts.hosts.iter().partition(|host| host.implied_by.is_some());
    for host in written.into_iter().chain(implied).filter(|host| host.reached && !is_told(evidence, host)) {
        let name = host.address.host.as_str();
        if !seen.insert((name, host.address.email)) {
            continue;
        }
        let prose = prose.get_or_insert_with(|| Prose::of(evidence.tree));
        if use_is_declared(prose, evidence.manifest, evidence.signatures, host) {
            continue;
        }
        let Some((what, severity)) = judge(evidence, host) else { continue };
        let draft = findings.at(host.place, format!("{what} `{name}`{}, which no shipped document names", circumstances(host)));
        findings.add_as_it_runs(draft.severity(severity));
    }
}

/// Who brings the host, and what can take its place.
fn circumstances(host: &HostUse) -> String {
    let by = host.implied_by.as_ref().map(|library| format!(" by `{library}`")).unwrap_or_default();
    let default = match host.settings.first() {
        Some(setting) => format!(" unless `{setting}` says otherwise"),
        None if host.is_default => " unless something else is configured".to_owned(),
        None => String::new(),
    };
    format!("{by}{default}")
}

/// The package's own name or scope is the name of the domain.
pub(super) fn is_of_the_vendor(evidence: Evidence<'_>, host: &str) -> bool {
    let domain = registrable_domain(host.trim_start_matches("*.")).and_then(|domain| domain.split('.').next().map(str::to_owned));
    let package = evidence.manifest.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    domain.is_some_and(|domain| domain.len() > 2 && package.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == domain))
}

/// What is done with the host, and how bad that is; none for hosts that are no news.
fn judge(evidence: Evidence<'_>, host: &HostUse) -> Option<(&'static str, Severity)> {
    if host.address.email {
        return Some(("addresses mail to", Severity::High));
    }
    if host.implied_by.is_some() {
        return Some(("contacts", Severity::Low));
    }
    if let Some(signature) = evidence.signatures.address(&host.address.host, &host.address.path) {
        let what = match signature.class {
            HostClass::Local => return None,
            HostClass::RequestCatcher => "sends to the request catcher",
            HostClass::Paste => "contacts the paste site",
            HostClass::Webhook => "sends to the webhook of",
            HostClass::Tunnel => "contacts the tunnel",
            HostClass::DeadDrop => "fetches from the dead drop",
            HostClass::IpLookup => "asks for its own address at",
            HostClass::Metadata => "asks for cloud credentials at",
            // A server for the platform talks to the platform.
            HostClass::SharedPlatform if is_of_the_vendor(evidence, &host.address.host) => {
                return Some(("contacts the platform that it is named after,", signature.severity.min(Severity::Low)));
            }
            HostClass::Reference | HostClass::SharedPlatform | HostClass::Telemetry => "contacts",
        };
        return Some((what, signature.severity));
    }
    if host.address.is_ip() {
        return Some(("contacts the bare address", Severity::High));
    }
    if host.hidden {
        return Some(("contacts a host whose name the code only puts together at run time:", Severity::High));
    }
    if is_of_the_vendor(evidence, &host.address.host) {
        return Some(("contacts another host of its vendor,", Severity::Low));
    }
    Some(("contacts", Severity::Medium))
}

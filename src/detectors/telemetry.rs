use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::vendor::{Prose, Told, switches, told_of_telemetry};
use crate::facts::{HostUse, Place};
use crate::manifest::EntryKind;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::HostClass;

pub(super) static DETECTOR: Detector = Detector {
    id: "telemetry",
    category: Category::Telemetry,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 359,
    docs: include_str!("telemetry.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut prose = None;
    let mut seen = BTreeSet::new();
    let told = evidence.facts.hosts.iter().filter(|host| is_told(evidence, host));
    // What happens at once weighs more than what happens when the server runs.
    let (at_install, later): (Vec<_>, Vec<_>) = told.partition(|host| is_at_install(evidence, host.place));
    for host in at_install.into_iter().chain(later) {
        if !seen.insert(host.address.host.as_str()) {
            continue;
        }
        let prose = prose.get_or_insert_with(|| Prose::of(evidence.tree));
        let told = told_of_telemetry(prose, evidence.manifest, evidence.facts, evidence.signatures, host);
        let severity = match told {
            Told::Host => Severity::Info,
            Told::Telemetry => Severity::Low,
            Told::Nothing => Severity::Medium,
        };
        let draft = findings.at(host.place, message(evidence, host, told));
        findings.add(draft.severity(severity));
    }
}

fn message(evidence: Evidence<'_>, host: &HostUse, told: Told) -> String {
    let name = &host.address.host;
    let by = host.implied_by.as_ref().map(|library| format!(" by `{library}`")).unwrap_or_default();
    let when = if is_at_install(evidence, host.place) { " when it is installed" } else { "" };
    let switches = switches(evidence.facts, evidence.signatures);
    let off = match switches[..] {
        [] => String::new(),
        _ => format!("; switched by {}", switches.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    let documents = match told {
        Told::Host => "as its documents say",
        Told::Telemetry => "while its documents speak of telemetry and name no such host",
        Told::Nothing => "which no shipped document says",
    };
    format!("reports its use to `{name}`{by}{when}, {documents}{off}")
}

fn is_at_install(evidence: Evidence<'_>, place: Place) -> bool {
    let path = evidence.path(place);
    evidence.manifest.entries.iter().any(|entry| entry.kind == EntryKind::InstallHook && entry.path == *path)
}

/// Telemetry goes there. Where a host is bad in itself, that is what has to be said of it.
pub(super) fn is_told(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let class = evidence.signatures.address(&host.address.host, &host.address.path).map(|signature| signature.class);
    let is_bad = match class {
        Some(
            HostClass::RequestCatcher
            | HostClass::Paste
            | HostClass::Webhook
            | HostClass::Tunnel
            | HostClass::DeadDrop
            | HostClass::IpLookup
            | HostClass::Metadata,
        ) => true,
        Some(
            HostClass::SharedPlatform
            | HostClass::Reference
            | HostClass::Toolchain
            | HostClass::Resolver
            | HostClass::Telemetry
            | HostClass::Local,
        )
        | None => host.address.is_ip(),
    };
    host.reached && host.telemetry && !host.hidden && !host.address.email && !is_bad
}

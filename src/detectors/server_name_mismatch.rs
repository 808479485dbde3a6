use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{Identity, ServerJson, ServerJsonSource, ServerName, ServerPackage};
use crate::model::{Category, Confidence, Registry, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "server-name-mismatch",
    category: Category::ManifestConfusion,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 290,
    docs: include_str!("server_name_mismatch.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let Some(own) = Identity::of(evidence.package, evidence.manifest) else { return };
    for server in &evidence.manifest.servers {
        if server.packages.is_empty() || server.speaks_of(&own) {
            continue;
        }
        match (server.source, &evidence.manifest.mcp_name) {
            (ServerJsonSource::McpRegistry, Some(claimed)) => of_another(server, claimed, &own, findings),
            (ServerJsonSource::McpRegistry, None) => {}
            (ServerJsonSource::Shipped, _) => copied(server, &own, findings),
        }
    }
}

/// The registry knows the name that is claimed, and lists other packages for it.
fn of_another<'e>(server: &ServerJson, claimed: &ServerName, own: &Identity, findings: &mut Findings<'e>) {
    let listed = shown(server.packages.iter());
    let message = format!("claims to be `{}` in the MCP registry, which lists {listed} for it and not `{}`", claimed.name, own.name);
    let rivals = || server.packages.iter().filter(|package| package.is_of(own.registry));
    // Another kind of package may simply not have been listed; a scope of npm has one owner.
    let is_slight = rivals().next().is_none() || rivals().any(|package| same_scope(own, &package.identifier));
    let severity = if is_slight { Severity::Low } else { Severity::Medium };
    let draft = findings.on(claimed.location.clone(), message).severity(severity);
    findings.add(draft.step(&claimed.location, "the name that is claimed").step(&server.location, "the MCP registry's entry for it"));
}

/// A server.json at the root that is about another package of the same kind: left over from what this one was made of.
fn copied<'e>(server: &ServerJson, own: &Identity, findings: &mut Findings<'e>) {
    let rivals: Vec<_> = server.packages.iter().filter(|package| package.is_of(own.registry)).collect();
    let Some(first) = rivals.first().filter(|_| server.location.path.depth() == 1) else { return };
    let named = shown(rivals.iter().copied());
    let message = format!("ships a server.json that is about {named} and not about `{}`", own.name);
    findings.add(findings.on(first.location.clone(), message).severity(Severity::Low));
}

fn same_scope(own: &Identity, other: &str) -> bool {
    let scope = |name: &str| name.strip_prefix('@')?.split_once('/').map(|(scope, _)| scope.to_owned());
    own.registry == Registry::Npm && scope(&own.name).is_some_and(|own| scope(other) == Some(own))
}

/// The first three, each once.
fn shown<'p>(packages: impl Iterator<Item = &'p ServerPackage>) -> String {
    let brief = |text: &str| text.chars().take(100).collect::<String>();
    let names: BTreeSet<String> =
        packages.map(|package| format!("{} `{}`", brief(&package.registry), brief(&package.identifier))).collect();
    let more = names.len().saturating_sub(3);
    let first = names.into_iter().take(3).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{first} and {more} more") } else { first }
}

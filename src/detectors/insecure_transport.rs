use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::transport::{Protection, Weakness, WeaknessKind, When};
use crate::facts::{HostUse, Place};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::HostClass;
use crate::syntax::ir::{Expr, ExprId};

pub(super) static DETECTOR: Detector = Detector {
    id: "insecure-transport",
    category: Category::InsecureTransport,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 923,
    docs: include_str!("insecure_transport.md"),
    check,
};

/// Schemes that send in the clear.
const PLAIN: [&str; 6] = ["http", "ws", "ftp", "telnet", "ldap", "mqtt"];
/// Names that are set aside for documentation and for other networks.
const RESERVED: [&str; 5] = [".test", ".invalid", ".onion", ".localhost", ".local"];
const EXAMPLES: [&str; 3] = ["example.com", "example.org", "example.net"];

/// Hosts that are talked to in the clear: with more of them a further one says nothing new.
const MAX_HOSTS: usize = 100;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut answering = BTreeSet::new();
    for weakness in &evidence.facts.weaknesses {
        let is_answer = matches!(weakness.kind, WeaknessKind::AnyOrigin { .. });
        // A file that answers every page in several places does so for one reason.
        if is_answer && !answering.insert(weakness.place.unit) {
            continue;
        }
        if let Some((message, severity)) = judge(weakness) {
            let confidence = if is_answer { Confidence::Medium } else { Confidence::High };
            findings.add(findings.at(weakness.place, message).severity(severity).confidence(confidence));
        }
    }
    plain(evidence, findings);
}

/// What is wrong, and how bad that is; none where callers have to show who they are.
fn judge(weakness: &Weakness) -> Option<(String, Severity)> {
    let asked_for = match weakness.when {
        When::Always | When::ByDefault => "",
        When::Chosen => ", where it is asked for",
    };
    match &weakness.kind {
        WeaknessKind::Unverified { what, .. } => Some(match weakness.when {
            When::Always => (format!("{what}: nobody checks whom it talks to"), Severity::Medium),
            When::ByDefault | When::Chosen => {
                (format!("{what} unless something else is configured: nobody checks whom it talks to"), Severity::Low)
            }
        }),
        WeaknessKind::Open { protection } => {
            let severity = match (protection, weakness.when) {
                (Protection::Authentication, _) => return None,
                (Protection::None, When::Always | When::ByDefault) => Severity::Medium,
                (Protection::None, When::Chosen) | (Protection::HostNames, When::Always | When::ByDefault) => Severity::Low,
                (Protection::HostNames, When::Chosen) => Severity::Info,
            };
            Some((format!("listens on every address of the machine{asked_for}, and nobody has to show who they are"), severity))
        }
        WeaknessKind::AnyOrigin { credentials, protection } => match (credentials, protection) {
            (_, Protection::Authentication) => None,
            (true, Protection::None | Protection::HostNames) => {
                Some((format!("any web page may ask with the user's cookies{asked_for}"), Severity::Medium))
            }
            (false, Protection::None) => Some((format!("any web page may read the answers{asked_for}"), Severity::Low)),
            (false, Protection::HostNames) => Some((format!("any web page may read the answers{asked_for}"), Severity::Info)),
        },
    }
}

/// Hosts that are talked to in the clear.
fn plain<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut seen = BTreeSet::new();
    for host in evidence.facts.hosts.iter().filter(|host| host.reached && is_plain(evidence, host)) {
        if seen.len() >= MAX_HOSTS || !seen.insert(host.address.host.as_str()) {
            continue;
        }
        let scheme = host.address.scheme.as_deref().unwrap_or_default();
        let default = if host.is_default { " unless something else is configured" } else { "" };
        let (with, severity) = match carries_secret(evidence, host.place) {
            Some(secret) => (format!(" with `{secret}`"), Severity::Medium),
            None => (String::new(), Severity::Low),
        };
        let message = format!("talks to `{}` by `{scheme}`, in the clear{with}{default}", host.address.host);
        findings.add(findings.at(host.place, message).severity(severity));
    }
}

fn is_plain(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let name = host.address.host.as_str();
    let is_elsewhere = RESERVED.iter().any(|end| name.ends_with(end))
        || EXAMPLES.iter().any(|known| name == *known || name.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')));
    let is_public = match evidence.signatures.host(name).map(|signature| signature.class) {
        Some(HostClass::Local | HostClass::Metadata | HostClass::Reference | HostClass::Toolchain) => false,
        Some(_) | None => true,
    };
    host.address.scheme.as_deref().is_some_and(|scheme| PLAIN.contains(&scheme)) && !is_elsewhere && is_public
}

/// The secret variable that is read among the arguments of the same call, or that is known to go into its address.
fn carries_secret<'e>(evidence: Evidence<'e>, place: Place) -> Option<&'e str> {
    let module = evidence.program.module(place.unit);
    let span = evidence.span(place);
    let end = (place.expr.0 + 400).min(module.exprs.len() as u32);
    let call = (place.expr.0..end).map(ExprId).find(|expr| {
        let around = module.span(*expr);
        matches!(module.expr(*expr), Expr::Call(..) | Expr::New(..)) && around.start <= span.start && span.end <= around.end
    })?;
    let around = module.span(call);
    let leaked = evidence.facts.leaks.iter().find(|leak| leak.place.unit == place.unit && leak.place.expr == call);
    let read = evidence.facts.env.iter().find(|read| {
        let at = evidence.span(read.place);
        read.place.unit == place.unit
            && around.start <= at.start
            && at.end <= around.end
            && evidence.signatures.is_secret_variable(&read.name)
    });
    leaked.map(|leak| leak.secret.as_str()).or_else(|| read.map(|read| read.name.as_str()))
}

use std::collections::BTreeSet;

use crate::detect::{Detector, Draft, Evidence, Findings};
use crate::facts::transport::When;
use crate::facts::{HostUse, Place, declared};
use crate::model::{Category, Claim, Confidence, DeclaredClaim, Severity};
use crate::signatures::{Effect, HostClass};
use crate::syntax::ir::{Expr, ExprId};

use super::changes::{self, Shared};

pub(super) static DETECTOR: Detector = Detector {
    id: "contradicted-claim",
    category: Category::ContradictedClaim,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 1059,
    docs: include_str!("contradicted_claim.md"),
    check,
};

/// Of one claim, so many places are shown that contradict it.
const MAX_PLACES: usize = 5;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let claims = declared::claims(evidence.manifest, evidence.signatures);
    let first = |wanted: Claim| claims.iter().find(|claim| claim.claim == wanted);
    // Who promises both is held to the one that says more.
    match (first(Claim::NoNetwork), first(Claim::LocalOnly)) {
        (Some(claim), _) | (None, Some(claim)) => network(evidence, claim, findings),
        (None, None) => {}
    }
    if let Some(claim) = first(Claim::NoTelemetry) {
        telemetry(evidence, claim, findings);
    }
    if let Some(claim) = first(Claim::ReadOnly) {
        changes_of_tools(evidence, claim, findings);
    }
}

/// A finding at the code, whose trace begins with the promise.
fn contradiction(evidence: Evidence<'_>, findings: &Findings<'_>, claim: &DeclaredClaim, place: Place, does: &str) -> Draft {
    let said: String = claim.text.chars().take(160).collect();
    let draft = findings.at(place, format!("the documents say “{said}”, but the code {does}"));
    draft.step(&claim.location, format!("“{said}”")).step(&evidence.location(place), does)
}

/// The places where hosts are reached while the package runs, each host once.
fn reached<'e>(evidence: Evidence<'e>) -> impl Iterator<Item = &'e HostUse> {
    let mut seen = BTreeSet::new();
    let runs = move |host: &&HostUse| host.reached && !evidence.is_aside(host.place) && !evidence.is_unused(host.place);
    evidence.facts.hosts.iter().filter(runs).filter(move |host| seen.insert((&host.address.host, host.address.email)))
}

fn network<'e>(evidence: Evidence<'e>, claim: &DeclaredClaim, findings: &mut Findings<'e>) {
    for host in reached(evidence).filter(|host| !host.telemetry).take(MAX_PLACES) {
        let severity = match claim.claim {
            Claim::NoNetwork => weakened(evidence, host, Severity::High),
            // What is fetched does not leave.
            Claim::LocalOnly | Claim::NoTelemetry | Claim::ReadOnly if sends(evidence, host.place) && !is_store(evidence, host) => {
                weakened(evidence, host, Severity::High)
            }
            Claim::LocalOnly | Claim::NoTelemetry | Claim::ReadOnly => weakened(evidence, host, Severity::Medium),
        };
        let does = format!("contacts `{}`{}", host.address.host, condition(evidence, host));
        findings.add(contradiction(evidence, findings, claim, host.place, &does).severity(severity));
    }
}

fn telemetry<'e>(evidence: Evidence<'e>, claim: &DeclaredClaim, findings: &mut Findings<'e>) {
    for host in reached(evidence).filter(|host| host.telemetry).take(MAX_PLACES) {
        let does = format!("reports to `{}`{}", host.address.host, condition(evidence, host));
        let severity = weakened(evidence, host, Severity::High);
        findings.add(contradiction(evidence, findings, claim, host.place, &does).severity(severity));
    }
}

/// What a setting decides, or a document names all the same, is a lesser contradiction.
fn weakened(evidence: Evidence<'_>, host: &HostUse, severity: Severity) -> Severity {
    let is_told = declared::host_is_declared(evidence.manifest, evidence.signatures, &host.address.host);
    let by_setting = match evidence.facts.conditions.get(&host.place) {
        Some(When::Always) => 0,
        // Perhaps nobody comes to it.
        Some(When::ByDefault) | None => 1,
        Some(When::Chosen) => 2,
    };
    // Of several hosts at one place, a setting chooses.
    let is_one_of_several = evidence.facts.hosts.iter().filter(|other| other.reached && other.place == host.place).take(2).count() > 1;
    let steps = by_setting + u32::from(host.is_default || is_one_of_several) + u32::from(is_told);
    (0..steps).fold(severity, |severity, _| match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium | Severity::Low => Severity::Low,
        Severity::Info => Severity::Info,
    })
}

fn condition(evidence: Evidence<'_>, host: &HostUse) -> &'static str {
    match evidence.facts.conditions.get(&host.place) {
        Some(When::Chosen) => ", where a setting asks for it",
        Some(When::ByDefault) => ", unless a setting forbids it",
        Some(When::Always) | None if host.is_default => " unless something else is configured",
        Some(When::Always) | None => "",
    }
}

/// A place that programs fetch things from: models, schemas, packages.
fn is_store(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let class = evidence.signatures.host(&host.address.host).map(|signature| signature.class);
    matches!(class, Some(HostClass::SharedPlatform | HostClass::Reference | HostClass::Toolchain))
}

/// Something goes along with the call: a body, or what a tool was given.
fn sends(evidence: Evidence<'_>, place: Place) -> bool {
    let module = evidence.program.module(place.unit);
    let span = evidence.span(place);
    let end = (place.expr.0 + 400).min(module.exprs.len() as u32);
    let is_around = |expr: &ExprId| {
        let around = module.span(*expr);
        matches!(module.expr(*expr), Expr::Call(..) | Expr::New(..)) && around.start <= span.start && span.end <= around.end
    };
    let Some(call) = (place.expr.0..end).map(ExprId).find(is_around) else { return false };
    let around = module.span(call);
    let traced = evidence.exposures.iter().any(|exposure| exposure.sink.unit == place.unit && exposure.sink.expr == call);
    let parts = (0..=call.0).rev().map(ExprId).take_while(|part| module.span(*part).start >= around.start).take(400);
    traced
        || parts.into_iter().any(|part| match module.expr(part) {
            Expr::Str(text) => matches!(module.text(text), "POST" | "PUT" | "PATCH" | "body" | "data"),
            Expr::Member(_, name) => matches!(module.name(name), "post" | "put" | "patch" | "sendBeacon" | "send" | "sendMail" | "upload"),
            Expr::Keyword(name, _) => matches!(module.name(name), "data" | "json" | "content" | "files"),
            _ => false,
        })
}

/// Tools of a server that says it only reads.
fn changes_of_tools<'e>(evidence: Evidence<'e>, claim: &DeclaredClaim, findings: &mut Findings<'e>) {
    let shared = Shared::new(evidence);
    let mut seen = BTreeSet::new();
    for (at, entry) in evidence.facts.entries.iter().enumerate() {
        if seen.len() >= MAX_PLACES {
            return;
        }
        let name = entry.name.as_deref().unwrap_or("a tool");
        if let Some(change) = changes::of_entry(evidence, &shared, at, entry).into_iter().next()
            && seen.insert(change.call.place)
        {
            let does = format!("lets `{name}` change something: {}", changes::what(change.call));
            let severity = if change.own { Severity::High } else { Severity::Low };
            findings.add(contradiction(evidence, findings, claim, change.call.place, &does).severity(severity));
        } else if let Some(place) = deletes_elsewhere(evidence, at)
            && seen.insert(place)
        {
            let does = format!("lets `{name}` change something on the server that it talks to");
            findings.add(contradiction(evidence, findings, claim, place, &does).severity(Severity::Medium));
        }
    }
}

/// A request that by its method writes or deletes.
fn deletes_elsewhere(evidence: Evidence<'_>, at: usize) -> Option<Place> {
    let reached = evidence.facts.reaches.get(at)?;
    let mut calls = reached.iter().filter_map(|call| evidence.facts.calls.get(*call as usize));
    let writes = |callee: &str| matches!(callee.rsplit('.').next(), Some("delete" | "put" | "patch"));
    calls.find(|call| call.effect == Effect::Url && writes(&call.callee)).map(|call| call.place)
}

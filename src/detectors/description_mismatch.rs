use crate::detect::{Detector, Draft, Evidence, Findings};
use crate::facts::tools::{Entry, EntryKind};
use crate::facts::{CallFact, declared};
use crate::flow::Value;
use crate::model::{Category, Claim, Confidence, Severity};
use crate::signatures::Effect;

use super::changes::Shared;

pub(super) static DETECTOR: Detector = Detector {
    id: "description-mismatch",
    category: Category::ToolPoisoning,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 912,
    docs: include_str!("description_mismatch.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let shared = Shared::new(evidence);
    for (at, entry) in evidence.facts.entries.iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::Tool) {
        let Some(says) = says(evidence, entry) else { continue };
        let reached = evidence.facts.reaches.get(at).map_or(&[][..], Vec::as_slice);
        let calls = reached.iter().filter(|call| !shared.is_common(**call)).filter_map(|call| evidence.facts.calls.get(*call as usize));
        let mut deeds: Vec<(Severity, String, &CallFact<'_>)> =
            calls.filter_map(|call| deed(evidence, call).map(|(severity, does)| (severity, does, call))).collect();
        deeds.sort_by_key(|(severity, ..)| std::cmp::Reverse(*severity));
        let Some((severity, does, _)) = deeds.first() else { continue };
        let name = entry.name.as_deref().unwrap_or("a tool");
        let draft = findings.at(entry.place, format!("`{name}` {says}, but {does}")).severity(*severity);
        let step = |draft: Draft, (_, does, call): &(Severity, String, &CallFact<'_>)| draft.step(&evidence.location(call.place), does);
        findings.add(deeds.iter().take(4).fold(draft, step));
    }
}

/// What the tool says of itself that leaves no room for more.
fn says(evidence: Evidence<'_>, entry: &Entry) -> Option<&'static str> {
    let description = entry.description.as_deref().unwrap_or_default();
    let first: String = description.split("\n\n").next().unwrap_or_default().chars().take(400).collect();
    let inputs: Vec<&str> = entry.inputs.iter().map(|input| input.name.as_str()).collect();
    let text = format!("{} {first} {}", entry.name.as_deref().unwrap_or_default(), inputs.join(" "));
    if evidence.signatures.is_modest(&text) {
        return Some("needs nothing but what it is given, by its description");
    }
    let promised = description.split(['.', '\n']).take(20).flat_map(|sentence| evidence.signatures.claims_of(sentence.trim(), ""));
    promised.into_iter().any(|claim| matches!(claim, Claim::NoNetwork | Claim::LocalOnly)).then_some("describes itself as local")
}

/// What a call does that such a tool has no use for.
fn deed(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<(Severity, String)> {
    let target: String = call.value.alternatives().first().map(Value::pattern).unwrap_or_default().chars().take(80).collect();
    let shown = if target.chars().any(char::is_alphanumeric) { format!(" `{target}`") } else { String::new() };
    match call.effect {
        Effect::Shell | Effect::Program => Some((Severity::High, format!("starts{shown} by `{}`", call.callee))),
        Effect::Delete => Some((Severity::High, format!("deletes{shown} by `{}`", call.callee))),
        Effect::Read if evidence.signatures.credential(&target).is_some() => Some((Severity::Critical, format!("reads{shown}"))),
        Effect::Read if target.starts_with("~/") || target.starts_with("/etc/") => Some((Severity::High, format!("reads{shown}"))),
        Effect::Url | Effect::Host | Effect::Mail => {
            let place =
                |host: &&crate::facts::HostUse| host.reached && host.place.unit == call.place.unit && is_inside(evidence, host.place, call);
            let host = evidence.facts.hosts.iter().find(place).map(|host| host.address.host.as_str());
            let is_told = host.is_some_and(|host| declared::host_is_declared(evidence.manifest, evidence.signatures, host));
            let severity = match (host, is_told) {
                (Some(_), false) => Severity::High,
                (Some(_), true) => Severity::Low,
                (None, _) => Severity::Medium,
            };
            Some((severity, format!("contacts{} by `{}`", host.map(|host| format!(" `{host}`")).unwrap_or(shown), call.callee)))
        }
        Effect::Read
        | Effect::Write
        | Effect::Evaluate
        | Effect::Deserialize
        | Effect::Sql
        | Effect::Import
        | Effect::Listen
        | Effect::Launch
        | Effect::Log
        | Effect::Copy
        | Effect::Dns => None,
    }
}

fn is_inside(evidence: Evidence<'_>, place: crate::facts::Place, call: &CallFact<'_>) -> bool {
    let (inner, outer) = (evidence.span(place), evidence.span(call.place));
    outer.start <= inner.start && inner.end <= outer.end
}

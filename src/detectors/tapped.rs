//! Functions of others that are replaced by ones which also tell a stranger what goes through them.

use crate::detect::{Evidence, Findings};
use crate::facts::accounts;
use crate::facts::hooks::Hook;
use crate::facts::vendor::Prose;
use crate::facts::{HostUse, Place};
use crate::model::{Confidence, Severity};
use crate::syntax::ir::Span;

use super::destination::{self, Destination};
use super::exfiltration::whereto;

pub(super) fn check<'e>(evidence: Evidence<'e>, prose: &Prose, findings: &mut Findings<'e>) {
    for hook in &evidence.facts.hooks {
        let Some((host, destination)) = told(evidence, prose, hook) else { continue };
        let severity = if hook.takes_keys() { Severity::Critical } else { Severity::High };
        let message = format!("replaces `{}` by a function that sends something {}", hook.name, whereto(Some(host), destination));
        let draft = findings.at(hook.place, message).severity(severity).confidence(Confidence::Medium);
        let draft = draft.step(&evidence.location(hook.place), "is replaced here");
        findings.add_as_it_runs(draft.step(&evidence.location(host.place), "something is sent here"));
    }
}

/// The stranger whom what takes the function's place contacts.
fn told<'e>(evidence: Evidence<'e>, prose: &Prose, hook: &Hook) -> Option<(&'e HostUse, Destination)> {
    let module = evidence.program.module(hook.place.unit);
    let by = std::iter::once(hook.by).chain(accounts::given(module, hook.by).iter().copied());
    let spans: Vec<Span> = by.map(|expr| module.span(expr)).collect();
    let is_inside = |place: Place| {
        let span = evidence.span(place);
        place.unit == hook.place.unit && spans.iter().any(|around| around.start <= span.start && span.end <= around.end)
    };
    let hosts = evidence.facts.hosts.iter().filter(|host| host.reached && host.implied_by.is_none() && is_inside(host.place));
    hosts
        .map(|host| (host, destination::one(evidence, prose, host)))
        .find(|(_, destination)| matches!(destination, Destination::Stranger | Destination::Trap))
}

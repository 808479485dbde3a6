use super::deeds::{Deeds, add, command, shown, texts_in};
use super::persistence::written;
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, Moment, Place};
use crate::flow::Value;
use crate::manifest::EntryKind;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, ProgramClass, TargetClass};
use crate::syntax::ir::FunctionId;

pub(super) static DETECTOR: Detector = Detector {
    id: "self-publishing",
    category: Category::SelfPropagation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("self_publishing.md"),
    check,
};

/// Words in names and descriptions that make it expected.
const EXPECTED: [&str; 9] = ["publish", "publisher", "release", "releases", "npm", "pypi", "registry", "deploy", "packages"];

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let is_expected = deeds.speaks_of(&EXPECTED.map(str::to_owned));
    let is_asked_to = |place| is_expected && evidence.moment(place) == Moment::Load && is_of_a_command(evidence, place);
    let used = if is_expected { Severity::Info } else { Severity::High };
    for call in &evidence.facts.calls {
        let Some(what) = judge(evidence, call) else { continue };
        let how = deeds.at(call.place);
        let draft = findings.at(call.place, format!("{what}{}", how.clause()));
        // Who starts a program that is named for it asks for it; a worm has no name for it.
        let unasked = if is_asked_to(call.place) { Severity::Info } else { Severity::Critical };
        add(findings, draft, how.weigh(unasked, used, Severity::Low), Confidence::High);
    }
    for (target, path) in written(evidence, |class| class == TargetClass::Workflow) {
        let how = deeds.at(path.place);
        let used = if deeds.speaks_of(&target.words) { Severity::Low } else { Severity::Medium };
        let draft = findings.at(path.place, format!("writes {}: `{}`{}", target.what, path.path, how.clause()));
        add(findings, draft, how.weigh(target.severity, used, Severity::Low), Confidence::Medium);
    }
}

/// It runs where a person starts one of the package's commands, and not as soon as another program imports it.
fn is_of_a_command(evidence: Evidence<'_>, place: Place) -> bool {
    let is_at_top = evidence.program.module(place.unit).enclosing_function(place.expr) == FunctionId(0);
    let path = evidence.path(place);
    let commands = || evidence.manifest.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Bin | EntryKind::ConsoleScript));
    commands().any(|entry| entry.path == *path && (entry.kind == EntryKind::Bin || !is_at_top)) || !is_at_top && commands().next().is_some()
}

fn judge(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<String> {
    if let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Publishing) {
        return Some(format!("publishes packages with the rights of whoever runs it: `{}`", shown(&text)));
    }
    if call.effect != Effect::Url {
        return None;
    }
    let address = call.value.alternatives().iter().map(Value::pattern).find(|address| is_account(evidence, address));
    let asked = address.or_else(|| texts_in(evidence, call.place).find(|text| is_account(evidence, text)).map(str::to_owned))?;
    Some(format!("asks a package registry what the user's token may publish: `{}`", shown(&asked)))
}

/// An address of a registry that answers to an account only.
fn is_account(evidence: Evidence<'_>, address: &str) -> bool {
    evidence.signatures.is_registry_account(address)
}

use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::said::Said;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::Family;

use super::telling;

pub(super) static DETECTOR: Detector = Detector {
    id: "tool-shadowing",
    category: Category::ToolPoisoning,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 1427,
    docs: include_str!("tool_shadowing.md"),
    check,
};

/// The entry of `instructions.toml` about tools that shall be used otherwise.
const CHANGES: &str = "changes-other-tools";

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let own = own_names(evidence);
    let mut seen = BTreeSet::new();
    for said in evidence.facts.said.iter().filter(|said| said.role.is_listed()) {
        let Some(told) = said.told.iter().find(|told| told.id == CHANGES) else { continue };
        let Some(foreign) = foreign_name(&said.text[told.range.clone()], &own) else { continue };
        if !seen.insert((said.place.unit, said.text.as_str())) {
            continue;
        }
        let of = telling::of_owner(evidence, said.place);
        let message = format!("the description{of} says how `{foreign}` is to be used, which is no tool of this server");
        let severity = if reaches_further(said) { Severity::High } else { Severity::Low };
        findings.add(findings.at(said.place, message).severity(severity));
    }
}

/// It also wants something that the other tool's user has not asked for.
fn reaches_further(said: &Said) -> bool {
    said.told.iter().any(|told| match told.family {
        Family::Override
        | Family::Concealment
        | Family::Secret
        | Family::Credential
        | Family::Conversation
        | Family::Carry
        | Family::Exfiltration
        | Family::Recipient => true,
        Family::Steering
        | Family::Command
        | Family::Unasked
        | Family::Memory
        | Family::Tag
        | Family::Urgency
        | Family::Addressed
        | Family::Judgement => false,
    })
}

/// Names of tools and inputs of this server.
fn own_names<'e>(evidence: Evidence<'e>) -> BTreeSet<&'e str> {
    let entries = evidence.facts.entries.iter();
    entries.flat_map(|entry| entry.name.iter().chain(entry.inputs.iter().map(|input| &input.name))).map(String::as_str).collect()
}

/// A word that is written as tools are, `send_email`, and is no name of this server's.
fn foreign_name<'t>(text: &'t str, own: &BTreeSet<&str>) -> Option<&'t str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map(|word| word.trim_matches(['_', '-']));
    words.into_iter().find(|word| word.contains('_') && word.len() > 4 && !own.contains(word))
}

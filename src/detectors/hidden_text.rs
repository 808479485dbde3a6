use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::said::{Hidden, Role, Said};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::Family;

use super::telling;

pub(super) static DETECTOR: Detector = Detector {
    id: "hidden-text",
    category: Category::HiddenText,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 1427,
    docs: include_str!("hidden_text.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut seen = BTreeSet::new();
    for said in &evidence.facts.said {
        let worst = said.hidden.iter().filter_map(|hidden| Some((severity(said, *hidden)?, *hidden))).max_by_key(|(severity, _)| *severity);
        let Some((severity, hidden)) = worst else { continue };
        if seen.insert(said.place) {
            let of = telling::of_owner(evidence, said.place);
            let message = format!("{}{of} {}: “{}”", what(said.role), how(hidden), telling::excerpt(said));
            findings.add(findings.at(said.place, message).severity(severity));
        }
    }
}

/// Something that tells a model what to do is worse hidden than anything else.
fn severity(said: &Said, hidden: Hidden) -> Option<Severity> {
    let is_telling =
        said.told.iter().any(|told| !matches!(told.family, Family::Tag | Family::Urgency | Family::Addressed | Family::Memory));
    let is_listed = said.role.is_listed();
    match (hidden, is_telling) {
        (Hidden::Tags | Hidden::ZeroWidth | Hidden::Encoded | Hidden::LookAlike, true) if is_listed => Some(Severity::Critical),
        (Hidden::Tags | Hidden::ZeroWidth | Hidden::Encoded | Hidden::LookAlike, true) => Some(Severity::High),
        (Hidden::Control | Hidden::OffScreen | Hidden::Comment | Hidden::Direction, true) => is_listed.then_some(Severity::High),
        (Hidden::Tags, false) => Some(if is_listed { Severity::High } else { Severity::Low }),
        (Hidden::Control, false) => is_listed.then_some(Severity::Medium),
        (Hidden::ZeroWidth | Hidden::Direction | Hidden::OffScreen, false) => is_listed.then_some(Severity::Low),
        (Hidden::Comment | Hidden::Encoded | Hidden::LookAlike, false) => None,
    }
}

fn what(role: Role) -> &'static str {
    match role {
        Role::Name => "a name",
        Role::Description => "the description",
        Role::Value => "a value in the schema",
        Role::Instructions => "the server's instructions",
        Role::Prompt => "a prompt",
        Role::Question => "a question to the client",
        Role::Answer => "an answer",
        Role::Error => "an error",
        Role::Elsewhere => "a text",
    }
}

fn how(hidden: Hidden) -> &'static str {
    match hidden {
        Hidden::Control => "holds control characters of a terminal",
        Hidden::Tags => "holds letters that nothing shows",
        Hidden::ZeroWidth => "has characters without width inside its words",
        Hidden::Direction => "turns the direction of writing",
        Hidden::OffScreen => "goes on outside the window",
        Hidden::Comment => "tells a model something in a comment that a page does not show",
        Hidden::Encoded => "holds an encoded instruction",
        Hidden::LookAlike => "spells an instruction with letters of another alphabet",
    }
}

//! How bad it is what a text tells a model: one thing alone is what honest tools say as well, two that fit together are not.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::detect::Evidence;
use crate::facts::Place;
use crate::facts::said::Said;
use crate::facts::tools::Entry;
use crate::model::{Confidence, Severity};
use crate::signatures::{Family, Told};

/// What makes a text an attack, and how sure that is.
pub(super) struct Grade {
    pub severity: Severity,
    pub confidence: Confidence,
    /// `hides something from the user, asks for secrets`
    pub clause: String,
}

/// None where nothing in it is worth a word.
pub(super) fn grade(told: &[Told]) -> Option<Grade> {
    let families: BTreeSet<Family> = told.iter().map(|told| told.family).collect();
    let severity = severity(&families)?;
    let clauses: Vec<&str> = families.iter().filter_map(|family| clause(*family)).collect();
    let confidence = if clauses.len() > 2 { Confidence::High } else { Confidence::Medium };
    Some(Grade { severity, confidence, clause: clauses.join(", ") })
}

fn severity(families: &BTreeSet<Family>) -> Option<Severity> {
    use Family::{
        Carry, Command, Concealment, Conversation, Credential, Exfiltration, Memory, Override, Recipient, Secret, Steering, Tag, Unasked,
        Urgency,
    };
    let any = |wanted: &[Family]| wanted.iter().any(|family| families.contains(family));
    let has = |family: Family| families.contains(&family);
    let is_secret = has(Concealment) || has(Override);
    let presses = any(&[Tag, Urgency, Memory]);
    let is_attack = (has(Override) && has(Concealment))
        || (is_secret && any(&[Secret, Conversation, Carry, Exfiltration, Recipient, Steering, Command]))
        || (has(Secret) && any(&[Carry, Exfiltration, Conversation]))
        || (has(Recipient) && any(&[Steering, Exfiltration]))
        || (has(Unasked) && has(Tag) && any(&[Exfiltration, Recipient, Command]));
    let is_likely = (is_secret && (presses || has(Credential)))
        || (has(Secret) && presses)
        || (has(Recipient) && presses)
        || (has(Conversation) && any(&[Exfiltration, Credential]))
        || (has(Unasked) && has(Exfiltration))
        || (has(Conversation) && has(Carry) && presses)
        || (has(Credential) && has(Exfiltration) && presses)
        || (has(Command) && has(Tag) && has(Urgency));
    let is_odd = has(Override) || (has(Conversation) && (presses || has(Carry))) || (has(Exfiltration) && presses);
    match (is_attack, is_likely, is_odd) {
        (true, _, _) => Some(Severity::Critical),
        (false, true, _) => Some(Severity::High),
        (false, false, true) => Some(Severity::Medium),
        (false, false, false) => None,
    }
}

fn clause(family: Family) -> Option<&'static str> {
    match family {
        Family::Override => Some("takes back what the model was told before"),
        Family::Concealment => Some("hides something from the user"),
        Family::Secret => Some("asks for files with secrets"),
        Family::Credential => Some("asks for credentials"),
        Family::Conversation => Some("asks for the conversation"),
        Family::Carry => Some("has something unrelated put into an input"),
        Family::Exfiltration => Some("has something sent to an address"),
        Family::Recipient => Some("changes who is sent something"),
        Family::Steering => Some("says how other tools are used"),
        Family::Unasked => Some("has it done without asking"),
        Family::Command => Some("has a command run"),
        Family::Memory => Some("is to hold for good"),
        Family::Tag => Some("looks like a system prompt"),
        Family::Urgency => Some("comes first"),
        Family::Addressed | Family::Judgement => None,
    }
}

/// Some of these stand in whatever tells a model to do harm; other languages than English have letters beyond ASCII.
static STEMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let stems = [
        "ignor",
        "disregard",
        "forget",
        "overrid",
        "not ",
        "n't",
        "never",
        "without",
        "silently",
        "secretly",
        "quietly",
        ".ssh",
        ".env",
        ".aws",
        "id_rsa",
        "mcp.json",
        "conversation",
        "recipient",
        "bcc",
        "password",
        "credential",
        "supersede",
        "no longer",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(stems).expect("a few words make a small automaton")
});

/// A cheap look at a line of data: whether it is worth reading.
pub(super) fn may_tell(line: &str) -> bool {
    line.len() > 40 && (!line.is_ascii() || STEMS.is_match(line))
}

/// Prompts and answers say a lot: what asks for two things that fit together weighs less there, three are no accident.
pub(super) fn as_said(grade: &Grade) -> Severity {
    match grade.confidence {
        Confidence::High => grade.severity,
        Confidence::Medium | Confidence::Low => milder(grade.severity),
    }
}

/// One step down.
pub(super) fn milder(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    }
}

/// The words that tell most, for a reader: the first instruction and what is around it.
pub(super) fn excerpt(said: &Said) -> String {
    let weight = |told: &&Told| clause(told.family).is_some() && !matches!(told.family, Family::Tag | Family::Urgency);
    let Some(told) = said.told.iter().find(weight).or(said.told.first()) else { return short(&said.text) };
    let text = &said.text;
    let start = text.floor_char_boundary(told.range.start.saturating_sub(20).min(text.len()));
    let end = text.ceil_char_boundary((told.range.end + 60).min(text.len()));
    short(&text[start..end.max(start)])
}

fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(160).collect()
}

/// The entry that a text belongs to: the one whose registration or function is around it.
pub(super) fn owner<'e>(evidence: Evidence<'e>, place: Place) -> Option<&'e Entry> {
    let span = evidence.span(place);
    evidence.facts.entries.iter().find(|entry| {
        let is_around = |at: Place| {
            let around = evidence.span(at);
            at.unit == place.unit && around.start <= span.start && span.end <= around.end
        };
        let in_handler = entry.handler.as_ref().is_some_and(|handler| {
            let around = evidence.program.module(handler.function.unit).function(handler.function.id).span;
            handler.function.unit == place.unit && around.start <= span.start && span.end <= around.end
        });
        is_around(entry.place) || in_handler
    })
}

/// `of `add``, where the entry is known.
pub(super) fn of_owner(evidence: Evidence<'_>, place: Place) -> String {
    let name = owner(evidence, place).and_then(|entry| entry.name.as_deref());
    name.map(|name| format!(" of `{name}`")).unwrap_or_default()
}

//! One change in a line, escaped. What is new must not be lost behind an ellipsis: what a long text has more is said.

use crate::diff::{Change, Kind, Turn};
use crate::model::Origin;
use crate::report::escape;
use crate::report::terminal::text::{count, place, short, size};

/// Characters of a new text, where not everything is shown.
const TEXT: usize = 2_000;

pub(super) fn of(change: &Change, is_verbose: bool) -> String {
    let mut text = what(change, is_verbose);
    let foreign = match &change.origin {
        Origin::Own => None,
        Origin::Bundled(package) => Some(format!("in bundled code of {}", short(package, 80))),
        Origin::Dependency(package) => Some(format!("in the dependency {}", short(package, 80))),
    };
    for remark in change.remarks.iter().map(|remark| whole(remark, is_verbose)).chain(foreign) {
        text += &format!("; {remark}");
    }
    match &change.place {
        Some(location) => format!("{text} ({})", place(location)),
        None => text,
    }
}

/// What a line says beside its subject, where it can have several: changes that share it are told together.
pub(super) fn shared(change: &Change) -> Option<impl Ord + use<'_>> {
    let is_secret = change.remarks.iter().any(|remark| remark.starts_with("a secret"));
    let is_listed = matches!(change.kind, Kind::Env | Kind::ToolAbility | Kind::ToolAnnotation) && !is_secret;
    is_listed.then_some((change.kind, change.turn, &change.old, &change.new, &change.remarks, &change.origin))
}

/// One line for all of them, which are alike.
pub(super) fn together(changes: &[&Change], is_verbose: bool) -> String {
    let [first, rest @ ..] = changes else { return String::new() };
    if rest.is_empty() {
        return of(first, is_verbose);
    }
    let subject = changes.iter().map(|change| change.subject.as_str()).collect::<Vec<_>>().join(", ");
    of(&Change { subject, place: None, ..(*first).clone() }, is_verbose)
}

fn what(change: &Change, is_verbose: bool) -> String {
    let subject = escape(&change.subject);
    match change.kind {
        Kind::InstallScript | Kind::Script if change.old.is_none() && change.new.is_none() => subject.into_owned(),
        Kind::InstallScript | Kind::Script => format!("{subject}: {}", turned(change)),
        Kind::Host | Kind::Process | Kind::FileRead | Kind::FileWrite | Kind::FileDelete if change.subject == "*" => {
            format!("{}others, known only at run time", prefix(change.kind))
        }
        Kind::Process | Kind::CodeEval | Kind::Native | Kind::NetworkListen | Kind::Database => format!("{}{subject}", prefix(change.kind)),
        Kind::FileDelete | Kind::FileWrite | Kind::FileRead => format!("{}{subject}", prefix(change.kind)),
        Kind::Recipient | Kind::Host | Kind::Credential | Kind::Env | Kind::Gap | Kind::Note => subject.into_owned(),
        Kind::ToolDescription => format!("{subject}: its description"),
        Kind::Instructions if !change.words.is_empty() => subject.into_owned(),
        Kind::Prompt | Kind::Resource if !change.words.is_empty() => format!("{} {subject}: its description", change.kind.as_str()),
        Kind::Prompt | Kind::Resource if change.turn == Turn::Changed => format!("{} {subject}: {}", change.kind.as_str(), turned(change)),
        Kind::Prompt | Kind::Resource => said(&format!("{} {subject}", change.kind.as_str()), change, is_verbose),
        Kind::Instructions | Kind::Tool => said(&subject, change, is_verbose),
        Kind::ToolAbility if change.turn == Turn::Removed => format!("{subject}: can no longer {}", ability(&turned(change))),
        Kind::ToolAbility => format!("{subject}: can now {}", ability(&turned(change))),
        Kind::ToolInput | Kind::PromptInput if !change.words.is_empty() => format!("{subject}: how its schema is written"),
        Kind::ToolAnnotation | Kind::ToolInput | Kind::PromptInput => format!("{subject}: {}", turned(change)),
        Kind::Dependency | Kind::Provenance => format!("{subject} {}", turned(change)).trim_end().to_owned(),
        Kind::Publisher => turned(change),
        Kind::Finding => finding(change),
        Kind::File if change.turn == Turn::Moved => format!("{subject}, was {}", turned(change)),
        Kind::File => format!("{subject}  {}", sizes(change)).trim_end().to_owned(),
    }
}

fn prefix(kind: Kind) -> String {
    match kind {
        Kind::Host => String::new(),
        kind => format!("{}: ", kind.as_str()),
    }
}

/// `old → new`, or the one that there is.
fn turned(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{} → {}", escape(old), escape(new)),
        (None, Some(one)) | (Some(one), None) => escape(one).into_owned(),
        (None, None) => String::new(),
    }
}

/// What is new, in its own words.
fn said(subject: &str, change: &Change, is_verbose: bool) -> String {
    match change.new.as_deref().or(change.old.as_deref()) {
        Some(said) => format!("{subject}: “{}”", whole(&folded(said), is_verbose)),
        None => subject.to_owned(),
    }
}

/// An input of something new, and what is said of it.
pub(super) fn input(name: &str, text: &str, is_verbose: bool) -> String {
    format!("{}: “{}”", short(name, 200), whole(&folded(text), is_verbose))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escaped; of a text beyond any usual length the beginning, and how much more there is.
fn whole(text: &str, is_verbose: bool) -> String {
    match text.char_indices().nth(TEXT).filter(|_| !is_verbose) {
        None => escape(text).into_owned(),
        Some((end, _)) => {
            let more = text[end..].chars().count();
            format!("{}… {}, -v shows all", escape(&text[..end]), count(more, "more character", "more characters"))
        }
    }
}

fn finding(change: &Change) -> String {
    let Some(finding) = &change.finding else { return escape(&change.subject).into_owned() };
    let before = match (&change.old, change.turn) {
        (Some(old), Turn::Changed) => format!(", {} before", escape(old)),
        (Some(_) | None, _) => String::new(),
    };
    format!("{}[{}]: {}{before}", finding.severity, short(&finding.rule, 60), short(&finding.message, 500))
}

/// The word of a capability as a verb.
fn ability(word: &str) -> String {
    let verb = match word {
        "process" => "run programs",
        "code-eval" => "run text as code",
        "database" => "query a database",
        "file-read" => "read files",
        "file-write" => "write files",
        "file-delete" => "delete files",
        "network-out" => "connect to others",
        "network-listen" => "listen for connections",
        word => word,
    };
    verb.to_owned()
}

fn sizes(change: &Change) -> String {
    let bytes = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok()).map(size);
    match (bytes(&change.old), bytes(&change.new)) {
        (Some(old), Some(new)) if old == new => new,
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => String::new(),
    }
}

/// In a list of its kind, where neither place nor remarks have room.
pub(super) fn in_brief(change: &Change) -> String {
    let subject = short(&change.subject, 60);
    let brief = |text: &Option<String>| text.as_deref().map(|text| short(text, 60).into_owned()).unwrap_or_default();
    match change.kind {
        Kind::Dependency if change.turn == Turn::Changed => {
            format!("{subject} {} → {}", brief(&change.old), brief(&change.new))
        }
        Kind::ToolAbility => format!("{subject}: {}{}", brief(&change.old), brief(&change.new)),
        Kind::ToolInput | Kind::PromptInput if change.turn == Turn::Changed => {
            format!("{subject}: {} → {}", brief(&change.old), brief(&change.new))
        }
        Kind::ToolInput | Kind::PromptInput => format!("{subject}.{}{}", brief(&change.old), brief(&change.new)),
        Kind::ToolAnnotation => {
            let (old, new) = (brief(&change.old), brief(&change.new));
            if old.is_empty() || new.is_empty() { format!("{subject} {old}{new}") } else { format!("{subject} {old} → {new}") }
        }
        Kind::Provenance | Kind::Publisher => short(&what(change, false), 200).into_owned(),
        Kind::Note => short(&change.subject, 200).into_owned(),
        Kind::Host | Kind::Process | Kind::FileRead | Kind::FileWrite | Kind::FileDelete if change.subject == "*" => {
            "others, known only at run time".to_owned()
        }
        Kind::InstallScript
        | Kind::Recipient
        | Kind::Host
        | Kind::Process
        | Kind::CodeEval
        | Kind::Native
        | Kind::Credential
        | Kind::Instructions
        | Kind::Prompt
        | Kind::Resource
        | Kind::ToolDescription
        | Kind::Tool
        | Kind::Dependency
        | Kind::Env
        | Kind::NetworkListen
        | Kind::Database
        | Kind::FileDelete
        | Kind::FileWrite
        | Kind::FileRead
        | Kind::Script
        | Kind::Gap
        | Kind::Finding
        | Kind::File => subject.into_owned(),
    }
}

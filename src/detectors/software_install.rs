use super::deeds::{Deeds, add, command, shown};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::Moment;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::ProgramClass;

pub(super) static DETECTOR: Detector = Detector {
    id: "software-install",
    category: Category::RemoteCode,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 829,
    docs: include_str!("software_install.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    for call in &evidence.facts.calls {
        let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Installer) else { continue };
        let how = deeds.at(call.place);
        let severity = match what(evidence, &text) {
            Brought::Elsewhere if how.moment == Moment::Install => Severity::Critical,
            Brought::Elsewhere => how.weigh(Severity::High, Severity::Medium, Severity::Low),
            // A program that is fetched to be run at once is how servers start each other.
            Brought::Named if is_runner(&text) => {
                if how.moment == Moment::Install {
                    Severity::Medium
                } else {
                    Severity::Low
                }
            }
            Brought::Named => how.weigh(Severity::Medium, Severity::Low, Severity::Low),
            Brought::Declared => Severity::Low,
        };
        let from = if what(evidence, &text) == Brought::Elsewhere { " from an address of its own" } else { "" };
        let draft = findings.at(call.place, format!("installs further software{from}: `{}`{}", shown(&text), how.clause()));
        add(findings, draft, severity, Confidence::High);
    }
}

/// What an installer is told to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brought {
    /// From an address, or from a registry that the command names.
    Elsewhere,
    /// By a name that the package does not depend on.
    Named,
    /// What the package depends on, or what its own files list.
    Declared,
}

const VERBS: [&str; 6] = ["install", "add", "i", "ci", "npx", "uvx"];

fn what(evidence: Evidence<'_>, command: &str) -> Brought {
    let words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
    let is_source = |word: &&str| {
        let word = word.to_ascii_lowercase();
        let option = ["--index-url", "--extra-index-url", "--registry", "-i", "--find-links", "--default-index"];
        word.contains("://")
            || word.starts_with("git+")
            || word.starts_with("github:")
            || option.contains(&word.split('=').next().unwrap_or(""))
    };
    let after = words.iter().position(|word| VERBS.contains(word)).map_or(&[][..], |at| &words[at + 1..]);
    if after.iter().any(is_source) {
        return Brought::Elsewhere;
    }
    let own = evidence.manifest.name.as_deref().unwrap_or_default();
    let depends = |name: &str| name == own || evidence.manifest.dependencies.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let names: Vec<&str> =
        after.iter().filter(|word| !word.starts_with('-') && !word.starts_with('.') && !word.ends_with(".txt")).copied().collect();
    // A name that is put together is one of several of its own, as a rule: a program for each platform.
    if names.iter().all(|name| depends(bare(name)) || name.contains('*')) { Brought::Declared } else { Brought::Named }
}

/// Without its version.
fn bare(name: &str) -> &str {
    let end =
        name.char_indices().skip(1).find(|(_, c)| matches!(c, '@' | '=' | '<' | '>' | '~' | '[' | '!')).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

fn is_runner(command: &str) -> bool {
    command.split_whitespace().next().is_some_and(|program| matches!(program, "npx" | "uvx" | "bunx" | "pnpx" | "dlx"))
}

use std::collections::BTreeMap;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::vendor::Prose;
use crate::facts::{CallFact, Moment, PathAccess, PathUse, Place, spells};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{CredentialPath, Effect};
use crate::syntax::Language;

use super::around::{given_later, spells_around};
use super::openly::Openly;

pub(super) static DETECTOR: Detector = Detector {
    id: "credential-access",
    category: Category::CredentialAccess,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 522,
    docs: include_str!("credential_access.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let openly = Openly::new(evidence);
    for (store, path) in strongest(evidence) {
        let what = match path.access {
            PathAccess::Named => "puts together the path of",
            PathAccess::Read => "reads",
            PathAccess::Write => "writes to",
            PathAccess::Delete => "deletes",
        };
        let how = if path.hidden { ", a path that the file never writes in one piece" } else { "" };
        let given = given_later(evidence, &path.path, path.place);
        let place = given.unwrap_or(path.place);
        let draft = findings.at(place, format!("{what} {}: `{}`{how}", store.holds, path.path));
        let draft = if given.is_some() { draft.step(&evidence.location(path.place), "is opened here") } else { draft };
        let (severity, confidence) = judge(evidence, &openly, store, path, place);
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
    in_commands(evidence, findings);
}

/// For each store and file, the use that says most: reading rather than naming.
fn strongest<'e>(evidence: Evidence<'e>) -> Vec<(&'e CredentialPath, &'e PathUse)> {
    let mut best: BTreeMap<(&str, &str), (&CredentialPath, &PathUse)> = BTreeMap::new();
    for path in &evidence.facts.paths {
        let Some(store) = evidence.signatures.credential(&path.path) else { continue };
        let key = (store.id.as_str(), evidence.path(path.place).as_str());
        let better = best.get(&key).is_none_or(|(_, known)| (path.access, path.hidden) > (known.access, known.hidden));
        if better {
            best.insert(key, (store, path));
        }
    }
    best.into_values().collect()
}

fn judge(evidence: Evidence<'_>, openly: &Openly<'_>, store: &CredentialPath, path: &PathUse, place: Place) -> (Severity, Confidence) {
    if path.hidden && matches!(path.access, PathAccess::Read | PathAccess::Named) {
        return (store.severity.max(Severity::High), Confidence::High);
    }
    match path.access {
        PathAccess::Named => (Severity::Low, Confidence::Low),
        // An installer writes its own entry there; it takes nothing away.
        PathAccess::Write | PathAccess::Delete => (Severity::Low, Confidence::Medium),
        PathAccess::Read if is_expected(evidence, store) && store.private => (store.severity.min(Severity::High), Confidence::Medium),
        PathAccess::Read if is_expected(evidence, store) || is_of_filtered_line(evidence, path) => (Severity::Low, Confidence::Medium),
        // A server may connect as soon as it is started.
        PathAccess::Read if evidence.moment(place) >= Moment::Load && gives_to_client(evidence, store, path.place) => {
            (store.severity.min(Severity::Medium), Confidence::Medium)
        }
        // What documents tell of, and what then stays, is the package's work.
        PathAccess::Read if evidence.moment(place) >= Moment::Load && openly.is_named(&path.path) && openly.keeps() => {
            (store.severity.min(Severity::Medium), Confidence::Medium)
        }
        PathAccess::Read if is_told(evidence, store, path) => (store.severity.min(Severity::Medium), Confidence::Medium),
        // Whoever gives a command that nothing else gives asks for it.
        PathAccess::Read if evidence.facts.reach.waits(place.unit) => (Severity::Low, Confidence::Medium),
        PathAccess::Read if evidence.moment(place) >= Moment::Use && is_library(evidence) => {
            (when_asked(evidence, store, path).min(Severity::Medium), Confidence::Medium)
        }
        PathAccess::Read if evidence.moment(place) >= Moment::Use => (when_asked(evidence, store, path), Confidence::Medium),
        PathAccess::Read => (store.severity, Confidence::Medium),
    }
}

/// What a server does once somebody asks may be its work.
fn when_asked(evidence: Evidence<'_>, store: &CredentialPath, path: &PathUse) -> Severity {
    if spells_around(evidence, path.place, &store.partners) {
        Severity::Low
    } else if store.in_projects && !path.path.starts_with('~') {
        // Below a folder that only the run shows it may be a project's.
        store.severity.min(Severity::Medium)
    } else {
        store.severity
    }
}

/// The package depends on a library that is given such a file, and uses it in the same file.
fn gives_to_client(evidence: Evidence<'_>, store: &CredentialPath, place: Place) -> bool {
    let module = evidence.program.module(place.unit);
    let is_client = |name: &str| store.clients.iter().any(|client| client == name) && spells(module, name);
    evidence.manifest.dependencies.iter().any(|(name, _)| is_client(name))
}

/// A script reads it in a line that lets one setting through.
fn is_of_filtered_line(evidence: Evidence<'_>, path: &PathUse) -> bool {
    let lines = || evidence.facts.calls.iter().filter(|call| call.place.unit == path.place.unit && call.effect == Effect::Shell);
    evidence.program.module(path.place.unit).language == Language::Bash
        && lines().filter_map(|call| call.value.as_text()).any(|line| lets_one_through(evidence, line, &path.path))
}

/// `cat /proc/1/environ | tr '\\0' '\\n' | grep '^DISPLAY='`: of all that lies there one setting is taken, and no secret.
fn lets_one_through(evidence: Evidence<'_>, command: &str, path: &str) -> bool {
    let Some((_, behind)) = command.split_once(path) else { return false };
    let stages: Vec<&str> = behind.split('|').skip(1).map(str::trim).collect();
    let is_plain = |stage: &&str| {
        let program = stage.split_whitespace().next().unwrap_or_default();
        matches!(program, "tr" | "grep" | "cut" | "head" | "tail" | "sed" | "sort" | "uniq" | "strings")
    };
    let names = |stage: &&str| {
        let mut words = stage.split(|c: char| c.is_whitespace() || "'\"^".contains(c));
        stage.starts_with("grep ") && words.any(|word| word.strip_suffix('=').is_some_and(|name| is_setting(evidence, name)))
    };
    let is_one = !behind.contains([';', '&', '`', '\n', '(']) && !behind.replace("2>/dev/null", "").contains('>');
    is_one && stages.iter().all(is_plain) && stages.iter().any(names)
}

/// `DISPLAY`
fn is_setting(evidence: Evidence<'_>, name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|c| c.is_ascii_uppercase() || c == b'_') && evidence.signatures.secret_owner(name).is_none()
}

/// The package says by its name what it works with: an SSH server reads SSH keys.
pub(super) fn is_expected(evidence: Evidence<'_>, store: &CredentialPath) -> bool {
    let name = evidence.manifest.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    store.words.iter().any(|word| words.contains(&word.to_ascii_lowercase().as_str()))
}

/// Programs share the store for what they ask of others, and a document says that this one takes its log-in from there.
fn is_told(evidence: Evidence<'_>, store: &CredentialPath, path: &PathUse) -> bool {
    let name = path.path.rsplit(['/', '\\']).next().unwrap_or_default();
    store.shared
        && name.len() > 4
        && !name.contains('*')
        && evidence.moment(path.place) >= Moment::Load
        && Prose::of(evidence.tree).names(name)
}

/// The package comes along with another, and offers no model anything: what its functions do, they do for whoever imports it. Where what they
/// read is sent away, that is another finding.
pub(super) fn is_library(evidence: Evidence<'_>) -> bool {
    evidence.context.brought && evidence.facts.entries.is_empty()
}

/// Bytes of a command that are looked at; a longer one is data.
const LONGEST: usize = 16 << 10;

/// `cat ~/.ssh/id_rsa` in a command that is started.
fn in_commands<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for call in &evidence.facts.calls {
        let Some((store, path)) = store_in_command(evidence, call) else { continue };
        // The command of a script that reads it has been named.
        if is_line(evidence, call) && evidence.facts.paths.iter().any(|used| used.place.unit == call.place.unit && used.path == path) {
            continue;
        }
        let draft = findings.at(call.place, format!("`{}` runs a command on {}: `{path}`", call.callee, store.holds));
        let takes_one = || call.value.as_text().is_some_and(|command| lets_one_through(evidence, command, &path));
        let severity = if is_expected(evidence, store) || takes_one() { Severity::Low } else { store.severity };
        findings.add_as_it_runs(draft.severity(severity).confidence(Confidence::High));
    }
}

fn is_line(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    evidence.program.module(call.place.unit).language == Language::Bash
}

/// The first credential store that a started command names.
pub(super) fn store_in_command<'e>(evidence: Evidence<'e>, call: &CallFact<'_>) -> Option<(&'e CredentialPath, String)> {
    if !matches!(call.effect, Effect::Shell | Effect::Program) {
        return None;
    }
    let arguments = call.arguments.iter().flatten().map(Value::pattern);
    let text: Vec<String> = match call.effect {
        Effect::Program => vec![std::iter::once(call.value.pattern()).chain(arguments).collect::<Vec<_>>().join(" ")],
        _ => call.value.alternatives().iter().map(Value::pattern).chain(arguments).collect(),
    };
    let commands = text.iter().flat_map(|text| text[..text.floor_char_boundary(LONGEST)].split([';', '|', '&', '\n']));
    commands.flat_map(|command| words(command).map(move |word| (command, word))).find_map(|(command, word)| {
        let path = word.replace("$HOME", "~").replace("${HOME}", "~");
        let store = evidence.signatures.credential(&path)?;
        (!store.is_spared_by(command)).then_some((store, path))
    })
}

/// Those of a command that may be paths.
fn words(command: &str) -> impl Iterator<Item = &str> {
    command.split(|c: char| c.is_whitespace() || "'\"`<>()=@".contains(c)).filter(|word| word.contains('/'))
}

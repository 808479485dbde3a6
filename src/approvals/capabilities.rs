//! What a report says that a package can do, in the words in which a list keeps it.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::model::{Capability, CapabilityKind, Offer, Origin, Runs, ScanReport, Sha256, Tool};

/// A detail is the package's own text: a longer one is cut, and told apart by its digest.
const LONGEST: usize = 160;

/// `process:git`, `network-out:api.acme.example`; a kind alone where the rest is known only at run time. Variables that every
/// program may read are no power.
pub fn capability_words(report: &ScanReport) -> Vec<String> {
    words(report, |_| true)
}

/// Of these, what the package's own code can do.
pub fn own_capability_words(report: &ScanReport) -> Vec<String> {
    words(report, |origin| *origin == Origin::Own)
}

fn words(report: &ScanReport, of: impl Fn(&Origin) -> bool) -> Vec<String> {
    let harmless: BTreeSet<&str> = report.observed.env.iter().filter(|env| env.harmless).map(|env| env.name.as_str()).collect();
    let is_power = |capability: &&Capability| match capability.kind {
        CapabilityKind::EnvRead => !harmless.contains(capability.detail.as_str()),
        CapabilityKind::Process
        | CapabilityKind::CodeEval
        | CapabilityKind::Database
        | CapabilityKind::FileRead
        | CapabilityKind::FileWrite
        | CapabilityKind::FileDelete
        | CapabilityKind::NetworkOut
        | CapabilityKind::NetworkListen
        | CapabilityKind::Native
        | CapabilityKind::InstallScript => true,
    };
    let powers = report.capabilities.iter().filter(is_power).filter(|capability| of(&capability.origin));
    let words: BTreeSet<String> = powers.map(word).collect();
    words.into_iter().collect()
}

fn word(capability: &Capability) -> String {
    let detail = capability.detail.trim();
    match detail {
        "" | "*" => capability.kind.as_str().to_owned(),
        _ => format!("{}:{}", capability.kind, bounded(detail)),
    }
}

fn bounded(detail: &str) -> String {
    match detail.char_indices().nth(LONGEST) {
        None => detail.to_owned(),
        Some((end, _)) => format!("{}… {}", &detail[..end], &Sha256::of(detail.as_bytes()).to_string()[..16]),
    }
}

const KINDS: [CapabilityKind; 11] = [
    CapabilityKind::Process,
    CapabilityKind::CodeEval,
    CapabilityKind::Database,
    CapabilityKind::FileRead,
    CapabilityKind::FileWrite,
    CapabilityKind::FileDelete,
    CapabilityKind::NetworkOut,
    CapabilityKind::NetworkListen,
    CapabilityKind::EnvRead,
    CapabilityKind::Native,
    CapabilityKind::InstallScript,
];

/// A word that names no kind would never hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no capability `{kind}`; the kinds are {kinds}")]
pub struct BadWord {
    pub kind: String,
    pub kinds: String,
}

/// A word of a rule or a limit: `process`, `process:git`.
pub fn capability_word(word: &str) -> Result<&str, BadWord> {
    let kind = word.split(':').next().unwrap_or_default();
    if KINDS.iter().any(|known| known.as_str() == kind) {
        return Ok(word);
    }
    Err(BadWord { kind: kind.to_owned(), kinds: KINDS.map(CapabilityKind::as_str).join(", ") })
}

/// Whether a rule's word stands for this one: a kind alone stands for every one of it.
pub(super) fn covers(rule: &str, word: &str) -> bool {
    rule == word || (!rule.contains(':') && word.split(':').next() == Some(rule))
}

/// Stands for hosts that only a run would tell.
pub(super) const ANY_HOST: &str = "*";

/// What is connected to when the package is installed or used, mail included; `*` where some of it is known only at run time.
pub fn hosts(report: &ScanReport) -> Vec<String> {
    let used = report.observed.hosts.iter().filter(|host| host.reached && is_for_users(host.runs));
    let open =
        report.capabilities.iter().filter(|can| can.kind == CapabilityKind::NetworkOut && matches!(can.detail.trim(), "" | ANY_HOST));
    let names: BTreeSet<&str> = used.map(|host| host.name.as_str()).chain(open.map(|_| ANY_HOST)).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// What is read of the environment when the package is installed or used; not what every program may read.
pub fn variables(report: &ScanReport) -> Vec<String> {
    let used = report.observed.env.iter().filter(|env| !env.harmless && is_for_users(env.runs));
    let names: BTreeSet<&str> = used.map(|env| env.name.as_str()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// What only those come to see who work on the package itself is nothing for its users.
fn is_for_users(runs: Runs) -> bool {
    match runs {
        Runs::Install | Runs::Server | Runs::Hosted => true,
        Runs::Script | Runs::Aside | Runs::Unreached => false,
    }
}

/// What an installation brings along: names, whatever version is wanted. One that comes under another name or from an address is
/// another one with each of these.
pub fn dependency_words(report: &ScanReport) -> Vec<String> {
    let words: BTreeSet<String> = report.dependencies.direct.iter().map(|(name, wanted)| dependency(name, wanted)).collect();
    words.into_iter().collect()
}

/// `zod`, `left@npm:right`, `tools@git+https://git.example/acme/tools.git`
fn dependency(name: &str, wanted: &str) -> String {
    let wanted = wanted.trim();
    let alias = wanted
        .strip_prefix("npm:")
        .map(|other| other.char_indices().skip(1).find(|(_, c)| *c == '@').map_or(other, |(at, _)| &other[..at]));
    match alias {
        Some(other) => bounded(&format!("{name}@npm:{other}")),
        None if wanted.contains(['/', ':']) => bounded(&format!("{name}@{wanted}")),
        None => bounded(name),
    }
}

/// Stands before what the digest is made over: one that was made over less is equal to none.
const MADE_OVER: &str = "tools, inputs, hints, instructions, prompts, resources";

/// Over what a model is told, whatever the order: of each tool, prompt and resource what it is called, what it says of itself and of what it
/// takes; the instructions; none where a model is told nothing.
pub fn tools_digest(report: &ScanReport) -> Option<Sha256> {
    told_digest(&report.tools, &report.offers)
}

/// The same of tools and offers that stand in no report.
pub fn told_digest(tools: &[Tool], offers: &[Offer]) -> Option<Sha256> {
    let mut said: Vec<Sha256> = tools.iter().map(tool_digest).chain(offers.iter().map(offer_digest)).collect();
    said.sort_unstable();
    let parts = std::iter::once(MADE_OVER.as_bytes()).chain(said.iter().map(|digest| &digest.as_bytes()[..]));
    (!said.is_empty()).then(|| Sha256::of_parts(parts))
}

/// Over what one tool tells a model.
pub fn tool_digest(tool: &Tool) -> Sha256 {
    let hints: Vec<String> = tool.annotations.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let about = ["tool", &tool.name, &tool.description];
    let inputs = of_inputs(&tool.inputs, &tool.input_texts, &tool.input_forms);
    Sha256::of_parts(about.into_iter().chain(inputs).chain(hints.iter().map(String::as_str)).map(str::as_bytes))
}

/// Over what one prompt, resource or text of instructions tells a model.
pub fn offer_digest(offer: &Offer) -> Sha256 {
    let about = [offer.kind.as_str(), &offer.name, &offer.address, &offer.description];
    let inputs = of_inputs(&offer.inputs, &offer.input_texts, &offer.input_forms);
    Sha256::of_parts(about.into_iter().chain(inputs).map(str::as_bytes))
}

/// Name, description and schema of each, whatever their order.
fn of_inputs<'r>(names: &'r [String], texts: &'r BTreeMap<String, String>, forms: &'r BTreeMap<String, String>) -> Vec<&'r str> {
    let said = |texts: &'r BTreeMap<String, String>, name| texts.get(name).map_or("", String::as_str);
    let names: BTreeSet<&String> = names.iter().collect();
    names.into_iter().flat_map(|name| [name.as_str(), said(texts, name), said(forms, name)]).collect()
}

/// As earlier versions of this program made it: over names and descriptions of tools alone.
pub(super) fn narrow_digest(report: &ScanReport) -> Option<Sha256> {
    let mut said: Vec<(&str, &str)> = report.tools.iter().map(|tool| (tool.name.as_str(), tool.description.as_str())).collect();
    said.sort_unstable();
    let parts = said.iter().flat_map(|(name, description)| [name.as_bytes(), description.as_bytes()]);
    (!said.is_empty()).then(|| Sha256::of_parts(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_alone_stands_for_every_one_of_it() {
        assert!(covers("process", "process:git") && covers("process", "process") && covers("process:git", "process:git"));
        assert!(!covers("process:git", "process") && !covers("process:git", "process:curl") && !covers("file-read", "file-write"));
    }

    #[test]
    fn long_details_are_cut_and_still_told_apart() {
        let (one, other) = (format!("{}a", "ä".repeat(LONGEST)), format!("{}b", "ä".repeat(LONGEST)));
        assert!(bounded(&one).chars().count() < LONGEST + 20);
        assert_ne!(bounded(&one), bounded(&other));
    }

    #[test]
    fn another_version_is_the_same_dependency_and_another_source_is_not() {
        assert_eq!((dependency("zod", "^3.1"), dependency("zod", "")), ("zod".to_owned(), "zod".to_owned()));
        assert_eq!((dependency("a", "npm:b@^1"), dependency("a", "npm:@b/c@2")), ("a@npm:b".to_owned(), "a@npm:@b/c".to_owned()));
        assert_eq!(dependency("a", "@ https://files.example/a.whl"), "a@@ https://files.example/a.whl");
        assert_eq!(dependency("a", "acme/tools"), "a@acme/tools");
    }
}

//! What a report says that a package can do, in the words in which a list keeps it.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::model::{Capability, CapabilityKind, Runs, ScanReport, Sha256};

/// A detail is the package's own text: a longer one is cut, and told apart by its digest.
const LONGEST: usize = 160;

/// `process:git`, `network-out:api.acme.example`; a kind alone where the rest is known only at run time. Variables that every
/// program may read are no power.
pub fn capability_words(report: &ScanReport) -> Vec<String> {
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
    let words: BTreeSet<String> = report.capabilities.iter().filter(is_power).map(word).collect();
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

/// Over what the tools are called and say of themselves, whatever their order; none where there are none.
pub fn tools_digest(report: &ScanReport) -> Option<Sha256> {
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
}

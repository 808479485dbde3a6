use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::declared::env_is_declared;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::SecretOwner;

pub(super) static DETECTOR: Detector = Detector {
    id: "undeclared-env",
    category: Category::UndeclaredEnv,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 526,
    docs: include_str!("undeclared_env.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let own = Own::new(evidence);
    let mut seen = BTreeSet::new();
    for read in &evidence.facts.env {
        let name = read.name.as_str();
        let is_news = !evidence.signatures.is_harmless_variable(name) && !env_is_declared(evidence.manifest, name);
        if !is_news || !seen.insert(name) {
            continue;
        }
        let (what, severity) = judge(evidence, &own, name);
        let by = if evidence.facts.described.has_variable(name) {
            "which only a text in the code names"
        } else {
            "which no shipped document names"
        };
        findings.add_as_it_runs(findings.at(read.place, format!("reads {what} `{name}`, {by}")).severity(severity));
    }
    for dump in &evidence.facts.dumps {
        let (what, severity) = if dump.leaves {
            ("hands the whole environment to", Severity::High)
        } else {
            ("writes the whole environment out by", Severity::Medium)
        };
        let draft = findings.at(dump.place, format!("{what} `{}`", dump.by));
        findings.add(draft.severity(severity).confidence(Confidence::Medium));
    }
}

/// A secret that belongs to somebody else's service weighs more than one that only this program knows, and that more than a setting.
fn judge(evidence: Evidence<'_>, own: &Own<'_>, name: &str) -> (String, Severity) {
    let is_told = evidence.facts.described.has_variable(name);
    let plain = |severity: Severity| if is_told { Severity::Info } else { severity };
    if let Some(owner) = evidence.signatures.secret_owner(name) {
        return judge_credential(own, owner, name, is_told);
    }
    let is_own = own.is_prefix_of(name);
    match (evidence.signatures.is_secret_variable(name), is_own) {
        (true, true) => ("a secret of its own,".to_owned(), Severity::Low),
        // What everybody calls so is set for other programs as well.
        (true, false) if evidence.signatures.is_common_secret(name) => ("what looks like a secret,".to_owned(), plain(Severity::Medium)),
        (true, false) => ("a secret that no known service gives out,".to_owned(), plain(Severity::Low)),
        (false, true) => ("a setting of its own,".to_owned(), Severity::Info),
        (false, false) if name.contains('*') => ("every variable that is called like".to_owned(), plain(Severity::Low)),
        (false, false) => ("the variable".to_owned(), plain(Severity::Low)),
    }
}

fn judge_credential(own: &Own<'_>, owner: &SecretOwner, name: &str, is_told: bool) -> (String, Severity) {
    if own.serves(owner) || own.is_prefix_of(name) {
        return ("a credential of its own service,".to_owned(), Severity::Low);
    }
    if own.names_another_of(owner) {
        return (format!("another credential of {}", owner.owner), Severity::Low);
    }
    (format!("a credential of {}", owner.owner), if is_told { Severity::Low } else { Severity::Medium })
}

/// Words of a package's name that say nothing of whose it is.
const COMMON: [&str; 22] = [
    "mcp", "mcps", "server", "servers", "api", "node", "nodejs", "python", "client", "tool", "tools", "agent", "app", "sdk", "cli",
    "plugin", "official", "service", "proxy", "auth", "data", "log",
];

/// How the package's own variables begin, as its name and its documents tell.
struct Own<'e> {
    evidence: Evidence<'e>,
    package: String,
    words: Vec<String>,
    /// What declared variables begin with: `FIRECRAWL` of `FIRECRAWL_API_KEY`.
    documented: BTreeSet<&'e str>,
}

impl<'e> Own<'e> {
    fn new(evidence: Evidence<'e>) -> Self {
        let package = evidence.manifest.name.clone().unwrap_or_default().to_ascii_lowercase();
        let words = package.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect();
        let declared = evidence.manifest.declared.env.iter().map(|mention| mention.name.as_str());
        let documented = declared
            .filter(|name| !evidence.signatures.is_harmless_variable(name) && evidence.signatures.secret_owner(name).is_none())
            .filter_map(|name| name.split_once('_').map(|(prefix, _)| prefix))
            .filter(|prefix| prefix.len() > 2 && !is_common(prefix))
            .collect();
        Self { evidence, package, words, documented }
    }

    fn is_prefix_of(&self, name: &str) -> bool {
        let prefix = name.split('_').next().unwrap_or(name);
        if prefix.len() < 3 || is_common(prefix) {
            return false;
        }
        let lower = prefix.to_ascii_lowercase();
        let in_name = self.words.contains(&lower) || (lower.len() > 3 && self.words.iter().any(|word| word.contains(&lower)));
        in_name || self.documented.contains(prefix)
    }

    /// The package says by its name that it works with the service.
    fn serves(&self, owner: &SecretOwner) -> bool {
        owner.words.iter().any(|word| self.package.contains(&word.to_ascii_lowercase()))
    }

    /// The documents declare a credential of the same service.
    fn names_another_of(&self, owner: &SecretOwner) -> bool {
        let signatures = self.evidence.signatures;
        // An entry that stands for many services says nothing of this one.
        let is_one_service = owner.owner.starts_with(char::is_uppercase);
        let mut declared = self.evidence.manifest.declared.env.iter();
        is_one_service && declared.any(|mention| signatures.secret_owner(&mention.name).is_some_and(|other| other.id == owner.id))
    }
}

fn is_common(word: &str) -> bool {
    COMMON.contains(&word.to_ascii_lowercase().as_str())
}

use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::declared::env_is_declared;
use crate::model::{Category, Confidence, Severity};

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
    let mut seen = BTreeSet::new();
    for read in &evidence.facts.env {
        let name = read.name.as_str();
        let is_news = !evidence.signatures.is_harmless_variable(name) && !env_is_declared(evidence.manifest, name);
        if !is_news || !seen.insert(name) {
            continue;
        }
        let (what, severity) = judge(evidence, name);
        findings.add(findings.at(read.place, format!("reads {what} `{name}`, which no shipped document names")).severity(severity));
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

/// A secret that belongs to somebody else's service weighs more than the package's own, and that more than a setting.
fn judge(evidence: Evidence<'_>, name: &str) -> (String, Severity) {
    let package = evidence.manifest.name.clone().unwrap_or_default().to_ascii_lowercase();
    if let Some(owner) = evidence.signatures.secret_owner(name) {
        let is_own = owner.words.iter().any(|word| package.contains(&word.to_ascii_lowercase()));
        if is_own {
            return ("the variable".to_owned(), Severity::Low);
        }
        return (format!("a credential of {}", owner.owner), Severity::Medium);
    }
    let prefix = name.split('_').next().unwrap_or(name).to_ascii_lowercase();
    let is_own = prefix.len() > 2 && package.contains(&prefix);
    if evidence.signatures.is_secret_variable(name) && !is_own {
        return ("what looks like a secret,".to_owned(), Severity::Medium);
    }
    ("the variable".to_owned(), Severity::Low)
}

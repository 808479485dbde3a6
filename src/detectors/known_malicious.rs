use crate::detect::{Detector, Evidence, Findings};
use crate::model::{AdvisoryKind, Category, Confidence, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "known-malicious",
    category: Category::KnownMalware,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("known_malicious.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    if !evidence.is_first {
        return;
    }
    let malicious = evidence.context.advisories.iter().filter(|issue| issue.kind == AdvisoryKind::Malicious);
    for issue in malicious {
        let summary = if issue.summary.is_empty() { String::new() } else { format!(": {}", issue.summary) };
        let names: Vec<&str> = std::iter::once(&issue.id).chain(&issue.others).map(String::as_str).collect();
        let message = format!("is publicly known as malicious ({}){summary}", names.join(", "));
        findings.add(findings.on(evidence.manifest_line("name"), message).about(&issue.id));
    }
}

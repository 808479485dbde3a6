use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};

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
    for advisory in &evidence.context.advisories {
        let summary = if advisory.summary.is_empty() { String::new() } else { format!(": {}", advisory.summary) };
        let message = format!("is publicly known as malicious ({}){summary}", advisory.id);
        findings.add(findings.on(evidence.manifest_line("name"), message));
    }
}

//! What packages promise in their documents, as the report lists it and holds it against the code.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, Claim, Finding, ScanReport, Severity};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, pack};

const MANIFEST: &str = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#;

fn report(files: &[(&str, &str)]) -> ScanReport {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(ArtifactKind::NpmTarball, &files), &Signatures::builtin())
}

fn contradictions(readme: &str, code: &str) -> Vec<Finding> {
    let readme = format!("# Notes\n\n{readme}\n");
    let report = report(&[("package.json", MANIFEST), ("README.md", &readme), ("index.js", code)]);
    report.findings.into_iter().filter(|finding| finding.rule == "contradicted-claim").collect()
}

#[test]
fn promises_are_listed_with_their_words_and_places() {
    let manifest = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js", "description": "Read-only MCP server for notes." }"#;
    let readme = "# Notes\n\nKeeps notes.\n\n## Privacy\n\n- 🔒 **No telemetry**, ever.\n- Works [offline](https://acme.example/).\n\n## Setup\n\nNo telemetry.\n";
    let report = report(&[("package.json", manifest), ("README.md", readme), ("index.js", "export const ready = true;\n")]);
    let listed: Vec<(Claim, &str, &str, u32)> = report
        .declared
        .claims
        .iter()
        .map(|claim| (claim.claim, claim.text.as_str(), claim.location.path.as_str(), claim.location.start_line))
        .collect();
    assert_eq!(
        listed,
        [
            (Claim::ReadOnly, "Read-only MCP server for notes.", "package.json", 1),
            (Claim::NoTelemetry, "No telemetry, ever.", "README.md", 7),
            (Claim::NoNetwork, "Works offline.", "README.md", 8),
        ]
    );
}

#[test]
fn a_firm_contradiction_is_grave_and_its_trace_begins_with_the_promise() {
    let found =
        contradictions("Your data never leaves your machine.", "fetch('https://api.acme.example/', { method: 'POST', body: notes });\n");
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.severity, Severity::High);
    let steps: Vec<(&str, u32, &str)> = finding.trace.iter().map(|step| (step.path.as_str(), step.line, step.message.as_str())).collect();
    assert_eq!(steps, [("README.md", 3, "“Your data never leaves your machine.”"), ("index.js", 1, "contacts `api.acme.example`")]);
}

#[test]
fn settings_defaults_and_frank_documents_make_it_a_lesser_one() {
    let severity = |readme: &str, code: &str| contradictions(readme, code).first().map(|finding| finding.severity);
    let plain = "No network access.";
    assert_eq!(severity(plain, "fetch('https://api.acme.example/');\n"), Some(Severity::High));
    assert_eq!(severity(plain, "fetch(process.env.NOTES_URL || 'https://api.acme.example/');\n"), Some(Severity::Medium));
    assert_eq!(severity(plain, "if (process.env.NOTES_SYNC) fetch('https://api.acme.example/');\n"), Some(Severity::Low));
    assert_eq!(severity(plain, "if (!process.env.NOTES_OFF) fetch('https://api.acme.example/');\n"), Some(Severity::Medium));
    let frank = "No network access.\n\nNews come from `https://api.acme.example/`.";
    assert_eq!(severity(frank, "fetch('https://api.acme.example/');\n"), Some(Severity::Medium));
    assert_eq!(severity("Runs fully locally.", "fetch('https://models.acme.example/small.bin');\n"), Some(Severity::Medium));
}

#[test]
fn an_address_of_this_machine_or_of_the_user_contradicts_nothing() {
    assert!(contradictions("No network access.", "fetch('http://127.0.0.1:11434/'); fetch(process.env.NOTES_URL);\n").is_empty());
    assert!(contradictions("It uses the network.", "fetch('https://api.acme.example/');\n").is_empty());
}

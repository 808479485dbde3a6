use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::said::{Role, Said};
use crate::model::{Category, Confidence, File, Location, Severity};

use super::telling::{self, Grade};

pub(super) static DETECTOR: Detector = Detector {
    id: "tool-poisoning",
    category: Category::ToolPoisoning,
    severity: Severity::Critical,
    confidence: Confidence::Medium,
    cwe: 1427,
    docs: include_str!("tool_poisoning.md"),
    check,
};

/// A package with more texts of this kind of which nobody knows what they are for collects them: a scanner, a list of attacks.
const MAX_ELSEWHERE: usize = 4;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    in_files(evidence, findings);
    let mut graded: Vec<(&Said, Grade)> = evidence.facts.said.iter().filter_map(|said| Some((said, telling::grade(&said.told)?))).collect();
    let known: Vec<&str> = graded.iter().filter(|(said, _)| said.role != Role::Elsewhere).map(|(said, _)| said.text.as_str()).collect();
    graded.retain(|(said, _)| said.role != Role::Elsewhere || !is_part(&said.text, &known));
    let elsewhere = graded.iter().filter(|(said, _)| said.role == Role::Elsewhere).count();
    let mut seen = BTreeSet::new();
    for (said, grade) in graded {
        let Some((what, severity)) = judge(said.role, &grade, elsewhere) else { continue };
        if !seen.insert((said.place.unit, said.text.as_str())) {
            continue;
        }
        let of = telling::of_owner(evidence, said.place);
        let message = format!("{what}{of} {}: “{}”", grade.clause, telling::excerpt(said));
        findings.add(findings.at(said.place, message).severity(severity).confidence(grade.confidence));
    }
}

/// A constant that is seen where it is used is told there.
fn is_part(text: &str, known: &[&str]) -> bool {
    known.iter().take(64).any(|whole| whole.len() < 1 << 14 && whole.contains(text.trim()))
}

/// A larger file is data; what a server hands to a model is small.
const MAX_FILE: usize = 256 << 10;
/// Of one package, so many places in files are shown.
const MAX_PLACES: usize = 8;

/// Files beside the code that hold what a model is told: manifests, and texts that code may read.
fn in_files<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut left = MAX_PLACES;
    for file in evidence.files().iter().filter(|file| file.bytes.len() <= MAX_FILE) {
        let Some(is_manifest) = is_told(file) else { continue };
        let text = &(evidence.sources)(&file.path).text;
        for (line, passage) in (1u32..).zip(text.lines()).filter(|(_, line)| telling::may_tell(line)) {
            let Some(grade) = telling::grade(&evidence.signatures.instructions(passage)) else { continue };
            let severity = if is_manifest { grade.severity } else { telling::milder(grade.severity) };
            if grade.severity >= Severity::High && left > 0 {
                left -= 1;
                let shown: String = passage.trim().chars().take(160).collect();
                let message = format!("a text in a file {}: “{shown}”", grade.clause);
                let draft = findings.on(Location::line(file.path.clone(), line), message);
                findings.add(draft.severity(severity).confidence(grade.confidence));
            }
        }
    }
}

/// Whether a file is one of those, and if so whether it is a manifest that clients read.
fn is_told(file: &File) -> Option<bool> {
    let path = file.path.as_str();
    if path.split('/').any(|part| matches!(part, "node_modules" | "test" | "tests" | "__tests__" | "fixtures")) {
        return None;
    }
    let is_manifest = matches!(file.path.file_name(), "package.json" | "server.json" | "manifest.json" | "smithery.yaml" | "mcp.json");
    let is_text = matches!(file.path.extension(), Some("json" | "yaml" | "yml" | "toml" | "prompt" | "j2" | "tmpl" | "txt"));
    (is_manifest || is_text).then_some(is_manifest && file.path.depth() <= 2)
}

/// What the text is called, and how bad it is there; what answers say is for another rule.
fn judge(role: Role, grade: &Grade, elsewhere: usize) -> Option<(&'static str, Severity)> {
    match role {
        Role::Name => Some(("a name", grade.severity)),
        Role::Description => Some(("the description", grade.severity)),
        Role::Value => Some(("a value in the schema", grade.severity)),
        Role::Instructions => Some(("the server's instructions", grade.severity)),
        Role::Prompt => Some(("the prompt", telling::as_said(grade))),
        Role::Question => Some(("a question to the client", telling::as_said(grade))),
        Role::Elsewhere if elsewhere > MAX_ELSEWHERE => None,
        Role::Elsewhere => Some(("a text", telling::milder(grade.severity))),
        Role::Answer | Role::Error => None,
    }
}

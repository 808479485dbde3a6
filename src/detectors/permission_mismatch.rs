use crate::detect::{Detector, Draft, Evidence, Findings};
use crate::facts::CallFact;
use crate::facts::tools::{Entry, EntryKind};
use crate::model::{Category, Confidence, Severity};

use super::changes::{self, Change, Shared};

pub(super) static DETECTOR: Detector = Detector {
    id: "permission-mismatch",
    category: Category::PermissionMismatch,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 451,
    docs: include_str!("permission_mismatch.md"),
    check,
};

/// Names of tools that read, where the description says so as well.
const READING: [&str; 9] = ["get", "list", "read", "search", "describe", "show", "find", "fetch", "query"];
fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let shared = Shared::new(evidence);
    for (at, entry) in evidence.facts.entries.iter().enumerate() {
        let Some(claim) = claim(entry) else { continue };
        let changes = changes::of_entry(evidence, &shared, at, entry);
        if let Some(Change { call: worst, own }) = changes.first() {
            let message = format!("`{}` {claim}, but {}", entry.name.as_deref().unwrap_or("a tool"), changes::what(worst));
            let draft = findings.at(entry.place, message).severity(if *own { Severity::Medium } else { Severity::Low });
            let draft = changes.iter().take(4).fold(draft, |draft, change| step(evidence, draft, change.call));
            findings.add(draft);
        }
    }
}

fn step(evidence: Evidence<'_>, draft: Draft, call: &CallFact<'_>) -> Draft {
    draft.step(&evidence.location(call.place), format!("`{}`", call.callee))
}

/// How a tool says that it only reads; none for one that does not say so.
fn claim(entry: &Entry) -> Option<&'static str> {
    if entry.kind != EntryKind::Tool {
        return None;
    }
    match entry.annotations.get("readOnlyHint") {
        Some(true) => return Some("is annotated as reading only"),
        Some(false) => return None,
        None => {}
    }
    let first = entry.name.as_deref().unwrap_or_default().split(['_', '-', '.']).next().unwrap_or_default().to_ascii_lowercase();
    let description = entry.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says = ["read-only", "readonly", "read only"].iter().any(|words| description.contains(words));
    (says && READING.contains(&first.as_str())).then_some("describes itself as reading only")
}

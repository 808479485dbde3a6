use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::Trigger;
use crate::model::{Category, Confidence, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "bare-package",
    category: Category::LookAlikeName,
    severity: Severity::Info,
    confidence: Confidence::Medium,
    cwe: 1357,
    docs: include_str!("bare_package.md"),
    check,
};

/// Bytes of code and files below which there is nothing that anybody would use.
const TINY: u64 = 4 << 10;
const FEW: usize = 3;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let manifest = evidence.manifest;
    if !evidence.is_first || manifest.readme.is_some() || has_description(evidence) {
        return;
    }
    // Many packages of an organisation's own have no README: it counts only beside something that runs unasked.
    let Some(hook) = manifest.scripts.iter().find(|script| script.trigger == Trigger::Install) else { return };
    let files = evidence.tree.files();
    let code: u64 = files.iter().filter(|file| !file.path.file_name().ends_with(".json")).map(|file| file.bytes.len() as u64).sum();
    let is_tiny = files.len() <= FEW && code < TINY;
    let (what, severity) = if is_tiny { ("no README and next to no code", Severity::Medium) } else { ("no README", Severity::Info) };
    let message = format!("has {what}, but its `{}` script runs when it is installed", hook.name);
    findings.add(findings.on(evidence.manifest_line("scripts"), message).severity(severity));
}

/// Any text for people, wherever it lies.
fn has_description(evidence: Evidence<'_>) -> bool {
    let is_document = |path: &str| path.to_ascii_lowercase().rsplit('/').next().is_some_and(|name| name.starts_with("readme"));
    evidence.tree.files().iter().any(|file| file.path.depth() <= 2 && is_document(file.path.as_str()))
}

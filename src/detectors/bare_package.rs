use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::Trigger;
use crate::model::{Category, Confidence, Registry, Severity};

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
    // A folder without a manifest is no package.
    if manifest.ecosystem == Registry::Local || !evidence.is_first || manifest.readme.is_some() || has_description(evidence) {
        return;
    }
    let hook = manifest.scripts.iter().find(|script| script.trigger == Trigger::Install);
    let files = evidence.tree.files();
    let code: u64 = files.iter().filter(|file| !file.path.file_name().ends_with(".json")).map(|file| file.bytes.len() as u64).sum();
    let is_tiny = files.len() <= FEW && code < TINY;
    let (message, severity) = match hook {
        Some(hook) if is_tiny => {
            let message = format!("has no README and next to no code, but its `{}` script runs when it is installed", hook.name);
            (message, Severity::Medium)
        }
        _ if manifest.repository.is_none() => ("has no README, and names no repository".to_owned(), Severity::Info),
        _ => ("has no README".to_owned(), Severity::Info),
    };
    let key = hook.filter(|_| is_tiny).map_or("name", |_| "scripts");
    findings.add(findings.on(evidence.manifest_line(key), message).severity(severity));
}

/// Any text for people, wherever it lies.
fn has_description(evidence: Evidence<'_>) -> bool {
    let is_document = |path: &str| path.to_ascii_lowercase().rsplit('/').next().is_some_and(|name| name.starts_with("readme"));
    evidence.tree.files().iter().any(|file| file.path.depth() <= 2 && is_document(file.path.as_str()))
}

use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::Place;
use crate::manifest::{EntryKind, Script, Trigger};
use crate::model::{Category, Confidence, Location, RelPath, Runs, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "install-script",
    category: Category::InstallScript,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("install_script.md"),
    check,
};

/// Ends of the names of sources that a compiler turns into machine code.
const SOURCES: [&str; 14] = ["c", "cc", "cpp", "cxx", "m", "mm", "rs", "s", "asm", "swift", "go", "zig", "f90", "cu"];
/// Lines of a start-up file that installers themselves write.
const USUAL: [&str; 6] = [
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1)",
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; enabled and __import__('_distutils_hack')",
    "import __editable__",
    "import coverage; coverage.process_startup()",
    "import sys; exec(",
    "import _virtualenv",
];

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for script in evidence.manifest.scripts.iter().filter(|script| script.trigger == Trigger::Install) {
        if script.is_of_build() {
            build_command(evidence, script, findings);
        } else {
            hook(evidence, script, findings);
        }
    }
    start_up_files(evidence, findings);
}

/// That there is a hook is worth knowing; what it does is for the other rules to say.
fn hook<'e>(evidence: Evidence<'e>, script: &Script, findings: &mut Findings<'e>) {
    let is_own = |path: &&RelPath| {
        let unit = evidence.program.graph.unit(path.as_str());
        let place = unit.and_then(|unit| Some(Place { unit, expr: evidence.program.body(unit)? }));
        place.is_some_and(|place| evidence.runs(place) == Runs::Install && !evidence.facts.reach.is_offered(place.unit))
    };
    let command: String = script.command.chars().take(80).collect();
    let apart = match script.files.iter().find(is_own) {
        Some(path) => format!("; nothing else starts `{path}`"),
        None => String::new(),
    };
    let is_empty_build = script.files.iter().any(|path| path.as_str() == "binding.gyp") && !has_sources(evidence);
    if is_empty_build {
        let message = format!("`{command}` runs when it is installed, for a binding.gyp without any source to compile");
        findings.add(findings.on(script.location.clone(), message).severity(Severity::Medium));
    } else {
        let message = format!("`{}` runs `{command}` when it is installed{apart}", script.name);
        findings.add(findings.on(script.location.clone(), message));
    }
}

fn has_sources(evidence: Evidence<'_>) -> bool {
    let is_source = |path: &RelPath| path.extension().is_some_and(|extension| SOURCES.contains(&extension.to_ascii_lowercase().as_str()));
    evidence.tree.files().iter().any(|file| is_source(&file.path))
}

/// A command in binding.gyp that asks for something other than where headers lie.
fn build_command<'e>(evidence: Evidence<'e>, script: &Script, findings: &mut Findings<'e>) {
    if script.is_question() {
        return;
    }
    let command: String = script.command.chars().take(80).collect();
    let severity = if has_sources(evidence) { Severity::Low } else { Severity::High };
    let message = format!("binding.gyp runs `{command}` when it is installed, which does not ask where headers lie");
    findings.add(findings.on(script.location.clone(), message).severity(severity));
}

/// `import …` in a `.pth` file runs each time that any Python program starts.
fn start_up_files<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let started = evidence.manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Startup && !entry.missing);
    let paths: BTreeSet<&RelPath> = started.map(|entry| &entry.path).collect();
    for path in paths {
        if !path.as_str().ends_with(".pth") {
            let message = format!("`{}` runs each time that a Python program starts", path.file_name());
            findings.add(findings.on(Location::line(path.clone(), 1), message).severity(Severity::Medium));
            continue;
        }
        let source = (evidence.sources)(path);
        for (at, line) in source.text.lines().enumerate().take(1_000).filter(|(_, line)| is_code(line)) {
            let is_usual = USUAL.iter().any(|usual| line.starts_with(usual));
            let does_more = line.contains([';', '(', ',']);
            let severity = match (is_usual, does_more) {
                (true, _) => Severity::Info,
                (false, true) => Severity::High,
                (false, false) => Severity::Medium,
            };
            let message = format!("`{}` runs code each time that a Python program starts", path.file_name());
            findings.add(findings.on(Location::line(path.clone(), at as u32 + 1), message).severity(severity));
        }
    }
}

/// Other lines name folders.
fn is_code(line: &str) -> bool {
    line.starts_with("import ") || line.starts_with("import\t")
}

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::detect::{Detector, Draft, Evidence, Findings};
use crate::facts::Place;
use crate::facts::unseen::{Run, RunKind, invisible_runs, look_alikes, reordered};
use crate::flow::UnitId;
use crate::model::{Category, Confidence, File, RelPath, Severity};
use crate::syntax::Module;

pub(super) static DETECTOR: Detector = Detector {
    id: "invisible-text",
    category: Category::HiddenText,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 1007,
    docs: include_str!("invisible_text.md"),
    check,
};

/// From so many on, a run carries something: two words in one byte a character, or four.
const PAYLOAD: usize = 16;
/// From so many on, beside a decoder.
const WORD: usize = 8;
/// Larger files that are no code are data of some kind.
const MAX_DATA: usize = 4 << 20;
/// Places of one kind that are told of one file, the worst first.
const MAX_TOLD: usize = 50;
/// Functions that turn characters into numbers and back.
const DECODERS: [&str; 6] = ["codePointAt", "charCodeAt", "fromCharCode", "fromCodePoint", "ord", "chr"];

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut units = BTreeSet::new();
    for unit in evidence.program.ids() {
        let path = &evidence.program.unit(unit).path;
        units.insert(path);
        let text = &(evidence.sources)(path).text;
        if text.is_ascii() {
            continue;
        }
        in_runs(evidence, findings, unit, text);
        in_order(evidence, findings, unit, text);
        in_names(evidence, findings, unit, text);
    }
    let files = evidence.files();
    for file in files.iter().filter(|file| !units.contains(&file.path)) {
        in_data(evidence, findings, file);
    }
}

fn in_runs<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>, unit: UnitId, text: &str) {
    let module = evidence.program.module(unit);
    let mut runs = invisible_runs(text);
    runs.sort_by_key(|run| Reverse(run.count));
    for run in runs.into_iter().take(MAX_TOLD) {
        let Some((severity, confidence)) = judge(&run, Some(module)) else { continue };
        let path = &evidence.program.unit(unit).path;
        let draft = drafted(evidence, findings, path, &run, Some(unit));
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
}

/// Texts of other files may be read by code, which then finds there what no reader sees.
fn in_data<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>, file: &File) {
    let Ok(text) = std::str::from_utf8(&file.bytes[..file.bytes.len().min(MAX_DATA)]) else { return };
    let worst = invisible_runs(text).into_iter().filter(|run| run.kind != RunKind::Private && run.count >= PAYLOAD);
    if let Some(run) = worst.filter(|run| !run.is_table).max_by_key(|run| run.count) {
        let draft = drafted(evidence, findings, &file.path, &run, None);
        findings.add(draft.severity(Severity::High).confidence(Confidence::Medium));
    }
}

fn drafted(evidence: Evidence<'_>, findings: &Findings<'_>, path: &RelPath, run: &Run, unit: Option<UnitId>) -> Draft {
    let location = (evidence.sources)(path).location(path, run.start..run.end);
    let place = unit.and_then(|unit| evidence.place_at(unit, run.start));
    findings.within(place, location, format!("{} {} in a row, which show nothing", run.count, run.kind.as_str()))
}

/// A run that is long and no table holds something for a decoder; one that is short may be left over from a copied text.
fn judge(run: &Run, module: Option<&Module>) -> Option<(Severity, Confidence)> {
    let decodes = module.is_some_and(|module| DECODERS.iter().any(|name| module.names.find(name).is_some()));
    match run.kind {
        _ if run.is_table => None,
        RunKind::Private => decodes.then_some((Severity::Medium, Confidence::Low)),
        RunKind::Selectors | RunKind::Tags | RunKind::ZeroWidth | RunKind::Fillers => Some(match run.count {
            PAYLOAD.. if decodes => (Severity::Critical, Confidence::High),
            PAYLOAD.. => (Severity::High, Confidence::High),
            WORD.. if decodes => (Severity::High, Confidence::Medium),
            _ => (Severity::Low, Confidence::Medium),
        }),
    }
}

fn in_order<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>, unit: UnitId, text: &str) {
    for line in reordered(text).into_iter().take(MAX_TOLD) {
        let path = &evidence.program.unit(unit).path;
        let location = (evidence.sources)(path).location(path, line.start..line.end);
        let draft = findings.within(
            evidence.place_at(unit, line.start),
            location,
            "this line reads otherwise than it runs: marks change its direction",
        );
        let severity = if line.is_written_so { Severity::Low } else { Severity::High };
        findings.add_as_it_runs(draft.severity(severity).confidence(Confidence::Medium));
    }
}

fn in_names<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>, unit: UnitId, text: &str) {
    for name in look_alikes(evidence.program.module(unit), text) {
        let (what, severity) = if name.is_double {
            ("and is another name, or the same in other letters", Severity::High)
        } else {
            ("but has letters of another script", Severity::Medium)
        };
        let place = Place { unit, expr: name.at };
        let draft = findings.at(place, format!("`{}` reads as `{}`, {what}", name.name, name.reads));
        findings.add_as_it_runs(draft.severity(severity).confidence(Confidence::Medium));
    }
}

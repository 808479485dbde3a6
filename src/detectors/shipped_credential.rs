use std::collections::BTreeMap;
use std::ops::Range;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::is_test_path;
use crate::flow::origin;
use crate::model::{Category, Confidence, File, Location, Origin, RelPath, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "shipped-credential",
    category: Category::SecretLeak,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 798,
    docs: include_str!("shipped_credential.md"),
    check,
};

/// One credential, wherever it stands.
struct Shipped<'s> {
    opens: &'s str,
    shown: String,
    severity: Severity,
    location: Location,
    places: usize,
}

/// Nobody needs more of them to know; the worst come first.
const MAX_FINDINGS: usize = 100;

/// A text that is a document for people.
const PROSE: [&str; 5] = ["md", "mdx", "rst", "txt", "markdown"];

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut all: BTreeMap<Vec<u8>, Shipped<'_>> = BTreeMap::new();
    for file in evidence.files().iter().filter(|file| is_text(&file.bytes)) {
        let found = (evidence.credentials)(&file.path);
        let lines = if found.is_empty() { Vec::new() } else { memchr::memchr_iter(b'\n', &file.bytes).collect() };
        for credential in found {
            let severity = weighed(&file.path, credential.severity);
            let shipped = Shipped {
                opens: &credential.format.opens,
                shown: credential.shown(&file.bytes),
                severity,
                location: place(file, &lines, &credential.range),
                places: 1,
            };
            // The worst place stands for all of them.
            let value = file.bytes[credential.range.clone()].to_vec();
            let known = all.entry(value).or_insert(Shipped { places: 0, ..shipped });
            known.places += 1;
            if severity > known.severity {
                (known.severity, known.location) = (severity, place(file, &lines, &credential.range));
            }
        }
    }
    let mut all: Vec<Shipped<'_>> = all.into_values().collect();
    all.sort_by(|one, other| other.severity.cmp(&one.severity).then_with(|| one.location.cmp(&other.location)));
    for shipped in all.into_iter().take(MAX_FINDINGS) {
        let places = if shipped.places > 1 { format!(", at {} places", shipped.places) } else { String::new() };
        let message = format!("ships a credential for {} ({}){places}", shipped.opens, shipped.shown);
        findings.add(findings.on(shipped.location, message).severity(shipped.severity));
    }
}

/// Keys of tests and of other people's examples open little.
fn weighed(path: &RelPath, severity: Severity) -> Severity {
    let is_prose = path.extension().is_some_and(|extension| PROSE.contains(&extension.to_ascii_lowercase().as_str()));
    if is_test_path(path) || origin::of_path(path.as_str()) != Origin::Own {
        severity.min(Severity::Low)
    } else if is_prose {
        severity.min(Severity::Medium)
    } else {
        severity
    }
}

fn is_text(bytes: &[u8]) -> bool {
    !bytes[..bytes.len().min(4096)].contains(&0)
}

/// `lines` are the places of the line breaks.
fn place(file: &File, lines: &[usize], range: &Range<usize>) -> Location {
    let position = |at: usize| {
        let before = lines.partition_point(|line| *line < at);
        let start = before.checked_sub(1).map_or(0, |line| lines[line] + 1);
        (before as u32 + 1, (at - start) as u32 + 1)
    };
    let ((start_line, start_column), (end_line, end_column)) = (position(range.start), position(range.end));
    Location { path: file.path.clone(), start_line, end_line, start_column, end_column }
}

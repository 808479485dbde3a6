use std::collections::HashMap;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::shipped::{Handling, Names, handled};
use crate::facts::{is_test_path, pickled};
use crate::model::{Category, Confidence, File, Location, Severity};
use crate::signatures::PickledSignature;

pub(super) static DETECTOR: Detector = Detector {
    id: "pickled-code",
    category: Category::Deserialization,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 502,
    docs: include_str!("pickled_code.md"),
    check,
};

/// Characters of an argument in a message.
const SHOWN: usize = 80;

/// The worst that loading a file does, and what that is.
struct Loaded<'e> {
    file: &'e File,
    severity: Severity,
    says: String,
}

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let all: Vec<Loaded<'_>> = evidence.files().iter().filter_map(|file| loaded(evidence, file)).collect();
    if all.is_empty() {
        return;
    }
    let names = Names::of(all.iter().map(|loaded| &loaded.file.path));
    let uses: HashMap<_, _> = handled(evidence.program, evidence.facts, &names);
    for loaded in &all {
        let path = &loaded.file.path;
        let used = uses.get(path);
        let mut draft = findings.on(Location::line(path.clone(), 1), loaded.says.as_str());
        if let Some((handling, place)) = used {
            draft = draft.step(&evidence.location(*place), told(*handling));
        }
        let is_idle = is_test_path(path) && used.is_none();
        findings.add(draft.severity(if is_idle { Severity::Info } else { loaded.severity }));
    }
}

fn told(handling: Handling) -> &'static str {
    match handling {
        Handling::Named | Handling::Unlocked => "is named here",
        Handling::Read => "is read here",
        Handling::Loaded | Handling::Started => "is loaded here",
    }
}

fn loaded<'e>(evidence: Evidence<'e>, file: &'e File) -> Option<Loaded<'e>> {
    let pickle = pickled::read(&file.bytes)?;
    let known = pickle.named.iter().filter_map(|named| {
        let signature = evidence.signatures.pickled(&named.module, &named.name, &named.words)?;
        Some((named, signature))
    });
    let (named, signature): (_, &PickledSignature) = known.max_by_key(|(named, signature)| (signature.severity, named.called))?;
    let name = format!("{}.{}", named.module, named.name);
    let words = named.words.join(" ");
    let shown: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    let says = match (pickle.runs, named.called, shown.is_empty()) {
        (true, true, false) => format!("calls `{name}` with `{shown}` when it is loaded, and so {}", signature.does),
        (true, true, true) => format!("calls `{name}` when it is loaded, and so {}", signature.does),
        (true, false, _) => format!("hands out `{name}` when it is loaded, and so {}", signature.does),
        (false, ..) => format!("names `{name}`, which the code that loads it is then given"),
    };
    let severity = if pickle.runs { signature.severity } else { signature.severity.min(Severity::Medium) };
    Some(Loaded { file, severity, says })
}

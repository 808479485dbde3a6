use crate::detect::{Detector, Evidence, Findings};
use crate::facts::Place;
use crate::flow::UnitId;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::Effect;
use crate::syntax::ir::ExprId;

pub(super) static DETECTOR: Detector = Detector {
    id: "unmatched-source",
    category: Category::ManifestConfusion,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 506,
    docs: include_str!("unmatched_source.md"),
    check,
};

/// Only the installed artifact is judged: what a source distribution holds beyond it are tests and build files.
fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for unit in &evidence.facts.unmatched {
        let does = what_it_does(evidence, *unit);
        if does.is_empty() || !evidence.facts.is_reached(*unit) {
            continue;
        }
        let place = Place { unit: *unit, expr: ExprId(0) };
        let message = format!("is in the wheel but not in the source distribution, and it {}", does.join(", "));
        findings.add(findings.at(place, message));
    }
}

/// The effects of a file that a reader of the sources should have seen.
fn what_it_does(evidence: Evidence<'_>, unit: UnitId) -> Vec<&'static str> {
    let mut does: Vec<&'static str> = evidence
        .facts
        .calls
        .iter()
        .filter(|call| call.place.unit == unit)
        .filter_map(|call| match call.effect {
            Effect::Shell | Effect::Program | Effect::Launch => Some("starts programs"),
            Effect::Evaluate | Effect::Deserialize => Some("runs texts as code"),
            Effect::Url | Effect::Host | Effect::Mail | Effect::Dns => Some("contacts the network"),
            Effect::Write | Effect::Delete => Some("changes files"),
            Effect::Import | Effect::Sql | Effect::Read | Effect::Listen | Effect::Log | Effect::Copy => None,
        })
        .collect();
    does.sort_unstable();
    does.dedup();
    does
}

use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Effect, Kind};
use crate::taint::{Part, Weakness};

use super::exposed::{Exposed, Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "path-traversal",
    category: Category::PathTraversal,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 22,
    docs: include_str!("path_traversal.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    report(evidence, findings, Kind::Path, |exposed| {
        let access = access(exposed);
        let out = if exposed.exposure.part == Part::Inside { ", and `..` leads out of the folder that it is put under" } else { "" };
        Some(Judgement { severity: severity(exposed, access), says: format!("{} by `{}`{out}", says(access), exposed.exposure.callee) })
    });
}

/// The worst that the call does with the path.
fn access(exposed: &Exposed<'_>) -> Effect {
    let is = |effect: Effect| exposed.sinks.iter().any(|call| call.effect == effect);
    match (is(Effect::Delete), is(Effect::Write) || is(Effect::Program) || is(Effect::Shell)) {
        (true, _) => Effect::Delete,
        (false, true) => Effect::Write,
        (false, false) => Effect::Read,
    }
}

fn says(access: Effect) -> &'static str {
    match access {
        Effect::Delete => "names a path that is removed",
        Effect::Write => "names a path that is written",
        _ => "names a path that is read",
    }
}

/// A folder that does not hold what is put into it is worse than none: somebody relies on it.
fn severity(exposed: &Exposed<'_>, access: Effect) -> Severity {
    let claims = exposed.claims_limits(Deed::Path);
    match (exposed.exposure.weak, exposed.exposure.part) {
        (Some(Weakness::OffByDefault | Weakness::Blacklist), _) => Severity::Medium,
        (Some(_), _) => Severity::High,
        (None, Part::Whole | Part::Start) if access == Effect::Read && !claims && exposed.is_purpose(Deed::Path) => Severity::Low,
        (None, Part::Whole | Part::Start | Part::Inside) => Severity::Medium,
    }
}

use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Effect, Kind};
use crate::taint::Part;

use super::exposed::{Exposed, Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "code-injection",
    category: Category::CodeEval,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 94,
    docs: include_str!("code_injection.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    report(evidence, findings, Kind::Code, |exposed| {
        let evaluates = exposed.sinks.iter().any(|call| call.effect == Effect::Evaluate);
        let how = if exposed.exposure.part == Part::Whole { "is run as code" } else { "becomes part of code that is run" };
        evaluates.then(|| Judgement { severity: severity(exposed), says: format!("{how} by `{}`", exposed.exposure.callee) })
    });
}

/// To run code is what some tools are for; a calculator is no such tool, and what claims to be safe is not either.
fn severity(exposed: &Exposed<'_>) -> Severity {
    let is_code = exposed.exposure.part == Part::Whole || matches!(exposed.input(), "code" | "script" | "source");
    let is_free = exposed.exposure.weak.is_none() && !exposed.claims_limits(Deed::Code);
    if is_code && is_free && exposed.is_purpose(Deed::Code) { Severity::Low } else { Severity::High }
}

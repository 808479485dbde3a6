use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, Kind};

use super::exposed::{Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "unsafe-deserialization",
    category: Category::Deserialization,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 502,
    docs: include_str!("unsafe_deserialization.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    report(evidence, findings, Kind::Code, |exposed| {
        let loads = exposed.sinks.iter().any(|call| call.effect == Effect::Deserialize);
        let says = format!("is turned into objects by `{}`, which runs what it is told to on the way", exposed.exposure.callee);
        loads.then_some(Judgement { severity: Severity::High, says })
    });
}

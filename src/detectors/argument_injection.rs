use crate::detect::{Detector, Evidence, Findings};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Kind};

use super::exposed::{Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "argument-injection",
    category: Category::CommandInjection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 88,
    docs: include_str!("argument_injection.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    report(evidence, findings, Kind::Option, |exposed| {
        if exposed.exposure.split {
            let says = format!("is split at blanks, so that it can add arguments to the program that `{}` starts", exposed.exposure.callee);
            return Some(Judgement { severity: Severity::Medium, says });
        }
        let programs = exposed.sinks.iter().flat_map(|call| call.value.alternatives()).filter_map(Value::as_text);
        let programs: Vec<&str> = programs.collect();
        let dangerous = programs.iter().find(|program| evidence.signatures.is_option_dangerous(program));
        let program = dangerous.or(programs.first());
        let severity = match (program, dangerous) {
            // Nothing worse than another output can be asked of it.
            (Some(_), None) => return None,
            (None, _) => Severity::Low,
            // An input for arguments is there for options.
            (Some(_), Some(_)) if evidence.signatures.is_purpose(Deed::Option, exposed.input()) && exposed.exposure.weak.is_none() => {
                Severity::Low
            }
            (Some(_), Some(_)) => Severity::Medium,
        };
        let of = program.map_or_else(|| format!("the program that `{}` starts", exposed.exposure.callee), |program| format!("`{program}`"));
        Some(Judgement { severity, says: format!("can become an option of {of}: nothing keeps it from beginning with `-`") })
    });
}

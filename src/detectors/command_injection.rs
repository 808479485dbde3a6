use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Effect, Kind};
use crate::taint::Part;

use super::exposed::{Exposed, Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "command-injection",
    category: Category::CommandInjection,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 78,
    docs: include_str!("command_injection.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    report(evidence, findings, Kind::Shell, |exposed| {
        let callee = &exposed.exposure.callee;
        let is_whole = exposed.exposure.part == Part::Whole;
        let says = match exposed.exposure.effect {
            // It is the first word of a list, or a list whose words are not told apart: perhaps no shell reads it.
            Effect::Program if is_whole => format!("chooses what `{callee}` starts"),
            Effect::Program => format!("becomes part of what `{callee}` starts"),
            _ if is_whole => format!("is run in a shell by `{callee}`"),
            _ => format!("becomes part of what is run in a shell by `{callee}`"),
        };
        Some(Judgement { severity: severity(exposed), says })
    });
    report(evidence, findings, Kind::Open, |exposed| {
        let severity = if exposed.is_from_remote() { Severity::High } else { Severity::Medium };
        let callee = &exposed.exposure.callee;
        Some(Judgement { severity, says: format!("is opened by `{callee}`, which gives it to a shell on some systems") })
    });
}

/// To run commands is what some tools are for; what claims to run less, or checks and fails, is not such a tool.
fn severity(exposed: &Exposed<'_>) -> Severity {
    let elsewhere = exposed.sinks.iter().any(|call| call.signature.elsewhere);
    let is_list = exposed.sinks.iter().any(|call| call.effect == Effect::Program);
    let is_command = exposed.exposure.part == Part::Whole || matches!(exposed.input(), "command" | "cmd" | "script" | "commands");
    let is_free = exposed.exposure.weak.is_none() && !exposed.claims_limits(Deed::Shell);
    match (elsewhere, is_list) {
        // The arguments could have been a list; a shell reads them only because one is put in front.
        (true, true) => Severity::Medium,
        _ if is_command && is_free && exposed.is_purpose(Deed::Shell) => Severity::Low,
        (true, false) => Severity::Medium,
        (false, _) => Severity::High,
    }
}

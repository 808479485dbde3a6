use crate::detect::{Detector, Evidence, Findings};
use crate::facts::said::Change;
use crate::model::{Category, Confidence, Severity};

use super::telling;

pub(super) static DETECTOR: Detector = Detector {
    id: "changing-description",
    category: Category::ToolPoisoning,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 494,
    docs: include_str!("changing_description.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for changed in &evidence.facts.changed {
        let of = telling::of_owner(evidence, changed.place);
        let message = match &changed.how {
            Change::Fetched(by) => format!("the description{of} is what `{by}` brings when it runs: nobody can vouch for it"),
            Change::Replaced(by) => format!("the description{of} is replaced by what `{by}` brings, after it was approved"),
            Change::Rewritten => format!("the description{of} is changed by a call, after it was approved"),
        };
        let severity = match &changed.how {
            Change::Fetched(_) | Change::Rewritten => Severity::High,
            Change::Replaced(_) => Severity::Critical,
        };
        findings.add_as_it_runs(findings.at(changed.place, message).severity(severity));
    }
}

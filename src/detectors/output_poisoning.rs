use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::said::Role;
use crate::model::{Category, Confidence, Severity};

use super::telling;

pub(super) static DETECTOR: Detector = Detector {
    id: "output-poisoning",
    category: Category::ToolPoisoning,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 1427,
    docs: include_str!("output_poisoning.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut seen = BTreeSet::new();
    for said in &evidence.facts.said {
        let what = match said.role {
            Role::Answer => "an answer",
            Role::Error => "an error",
            Role::Name | Role::Description | Role::Value | Role::Instructions | Role::Prompt | Role::Question | Role::Elsewhere => continue,
        };
        let Some(grade) = telling::grade(&said.told) else { continue };
        let severity = telling::as_said(&grade);
        if seen.insert((said.place.unit, said.text.as_str())) {
            let of = telling::of_owner(evidence, said.place);
            let message = format!("{what}{of} {}: “{}”", grade.clause, telling::excerpt(said));
            findings.add(findings.at(said.place, message).severity(severity).confidence(grade.confidence));
        }
    }
}

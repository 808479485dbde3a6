use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::LeakTo;
use crate::model::{Category, Confidence, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "secret-leak",
    category: Category::SecretLeak,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 532,
    docs: include_str!("secret_leak.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut seen = BTreeSet::new();
    for leak in &evidence.facts.leaks {
        if !seen.insert((leak.place, &leak.secret)) {
            continue;
        }
        let (to, severity) = match leak.to {
            LeakTo::Log => ("is written to a log", Severity::Medium),
            LeakTo::Error => ("becomes part of an error's text", Severity::Medium),
            LeakTo::Answer => ("is handed to the model in an answer", Severity::Medium),
            // Many services take their key there and nowhere else.
            LeakTo::Address => ("stands in the query of an address, where every log on the way keeps it", Severity::Low),
        };
        findings.add_as_it_runs(findings.at(leak.place, format!("the value of `{}` {to}", leak.secret)).severity(severity));
    }
}

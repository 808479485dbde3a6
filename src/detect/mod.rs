//! What a detector is and how a set of them runs. Knows none by name.

mod evidence;
mod excerpt;
mod findings;
mod named;
mod weight;

use crate::model::{Category, Confidence, Finding, Severity};

pub use evidence::{Evidence, Inside, Source, is_aside};
pub use excerpt::{frame, snippet};
pub use findings::{Draft, Findings, fingerprint};

/// A rule: what it is called, how bad its findings are as a rule, and the function that finds.
pub struct Detector {
    /// Kebab-case; read as "this package has …".
    pub id: &'static str,
    pub category: Category,
    pub severity: Severity,
    pub confidence: Confidence,
    /// Number in the Common Weakness Enumeration.
    pub cwe: u16,
    /// The page for people: what, why it matters, flagged, clean, what to do, known misses.
    pub docs: &'static str,
    pub check: for<'e> fn(Evidence<'e>, &mut Findings<'e>),
}

/// Runs every detector over the evidence; the order of the findings is [`Finding::sort_key`]'s.
pub fn run(detectors: &[&'static Detector], evidence: Evidence<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for detector in detectors {
        let mut findings = Findings::new(detector, evidence);
        (detector.check)(evidence, &mut findings);
        all.extend(findings.finish());
    }
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all.dedup_by(|a, b| a.rule == b.rule && a.location == b.location && a.message == b.message);
    all
}

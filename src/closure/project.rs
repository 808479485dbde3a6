//! The report on a project of which only what it brings is judged.

use crate::model::{Dependencies, PackageId, ScanReport, Score, Verdict};
use crate::scan::{Scanner, engine_version, ruleset};

/// Nothing is said of its own code.
pub(super) fn report(scanner: &Scanner<'_>, package: PackageId) -> ScanReport {
    ScanReport {
        engine: engine_version().to_owned(),
        ruleset: ruleset(scanner.signatures),
        package,
        artifacts: Vec::new(),
        verdict: Verdict::Pass,
        score: Score { value: 100, deductions: Vec::new() },
        summary: String::new(),
        coverage: Default::default(),
        capabilities: Vec::new(),
        declared: Default::default(),
        observed: Default::default(),
        about: Default::default(),
        tools: Vec::new(),
        offers: Vec::new(),
        findings: Vec::new(),
        shim: None,
        dependencies: Dependencies::default(),
        links: Default::default(),
        provenance: Default::default(),
        release: Default::default(),
        notes: Vec::new(),
    }
}

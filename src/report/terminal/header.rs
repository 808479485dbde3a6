//! The answer: trusted or not, why, what exactly was judged, and what it cost.

use super::sheet::{PLAIN, Sheet, verdict_style};
use super::text::{count, short};
use crate::model::{ArtifactSummary, Registry, ScanReport, Score, Verification};

/// Deductions that are shown without `--verbose`.
const SHOWN: usize = 8;

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    let verdict = format!("{}  ", report.verdict.as_str().to_uppercase());
    sheet.labelled(&verdict, verdict_style(report.verdict), &short(&report.summary, 500));
    let package = format!("{} ({})", short(&report.package.to_string(), 200), report.package.registry);
    sheet.line(&package);
    for artifact in &report.artifacts {
        sheet.labelled("  ", PLAIN, &describe(artifact, report.package.registry));
        if sheet.options.verbose {
            sheet.line(&format!("  sha256 {}", artifact.sha256));
        }
    }
    score(sheet, &report.score);
}

fn describe(artifact: &ArtifactSummary, registry: Registry) -> String {
    let file = short(&artifact.file, 100);
    let proof = match &artifact.verification {
        Verification::Verified { integrity } => format!("verified by {}", algorithm(integrity)),
        Verification::Weak { integrity } => format!("NOT VERIFIED: the registry gives only {}", algorithm(integrity)),
        Verification::Unverified { why } => match registry {
            Registry::Npm | Registry::Pypi => format!("NOT VERIFIED: {}", short(why, 200)),
            // Nobody promised anything of a file at hand.
            Registry::Local => format!("not verified: {}", short(why, 200)),
        },
    };
    format!("{file}, {proof}")
}

/// `sha512` of `sha512-…`
fn algorithm(integrity: &str) -> String {
    let word = integrity.split(['-', ':']).next().unwrap_or_default();
    short(word, 12).into_owned()
}

fn score(sheet: &mut Sheet, score: &Score) {
    sheet.heading(&format!("Score: {} of 100", score.value));
    let shown = if sheet.options.verbose { usize::MAX } else { SHOWN };
    for deduction in score.deductions.iter().take(shown) {
        let label = format!("  {:>4}  ", format!("-{}", deduction.points));
        let text = format!("{}: {}", short(&deduction.rule, 60), short(&deduction.reason, 300));
        sheet.labelled(&label, PLAIN, &text);
    }
    if let Some(hidden) = score.deductions.get(shown..).filter(|hidden| !hidden.is_empty()) {
        let points: u32 = hidden.iter().map(|deduction| u32::from(deduction.points)).sum();
        let reasons = count(hidden.len(), "lesser reason", "lesser reasons");
        sheet.line(&format!("  {:>4}  {reasons}; --verbose shows all", format!("-{points}")));
    }
}

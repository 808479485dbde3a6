use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Kind};
use crate::taint::{Part, Weakness};

use super::exposed::{Exposed, Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "ssrf",
    category: Category::Ssrf,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 918,
    docs: include_str!("ssrf.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let is_known = warns(evidence);
    report(evidence, findings, Kind::Url, |exposed| {
        let severity = severity(exposed, is_known)?;
        let which = if exposed.exposure.part == Part::Whole { "is the address" } else { "chooses the host" };
        Some(Judgement { severity, says: format!("{which} that `{}` asks, internal ones included", exposed.exposure.callee) })
    });
}

/// The document that a registry shows first tells the reader that internal addresses can be asked.
fn warns(evidence: Evidence<'_>) -> bool {
    let readme = evidence.manifest.readme.as_ref();
    readme.is_some_and(|path| evidence.signatures.warns(Deed::Url, &(evidence.sources)(path).text))
}

/// Behind a fixed host only the path is chosen, which is what most inputs are for.
fn severity(exposed: &Exposed<'_>, is_known: bool) -> Option<Severity> {
    match (exposed.exposure.weak, exposed.exposure.part) {
        (_, Part::Inside) => None,
        (Some(Weakness::OffByDefault | Weakness::Blacklist), _) => Some(Severity::Medium),
        (Some(_), _) => Some(Severity::High),
        (None, Part::Whole | Part::Start) if is_known || exposed.is_purpose(Deed::Url) => Some(Severity::Low),
        (None, Part::Whole | Part::Start) => Some(Severity::Medium),
    }
}

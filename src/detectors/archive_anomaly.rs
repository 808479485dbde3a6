use crate::detect::{Detector, Evidence, Findings};
use crate::model::{AnomalyKind, Category, Confidence, Location, RelPath, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "archive-anomaly",
    category: Category::ArchiveAnomaly,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 436,
    docs: include_str!("archive_anomaly.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for anomaly in &evidence.tree.anomalies {
        let (what, severity) = judge(anomaly.kind);
        let name = if anomaly.name.is_empty() { "the archive" } else { anomaly.name.as_str() };
        let path = RelPath::from_root(name).or_else(|| RelPath::from_root("archive")).expect("a plain word is a path");
        let draft = findings.on(Location::line(path, 1), format!("{what} (`{name}`: {})", anomaly.detail));
        findings.add(draft.severity(severity));
    }
}

/// What it means, and how bad it is: no honest tool writes what two readers see differently.
fn judge(kind: AnomalyKind) -> (&'static str, Severity) {
    match kind {
        AnomalyKind::Traversal => ("an entry would leave its folder", Severity::High),
        AnomalyKind::AbsolutePath => ("an entry names a place outside the package", Severity::High),
        AnomalyKind::Symlink => ("an entry is a symbolic link", Severity::Low),
        AnomalyKind::Hardlink => ("an entry is a hard link", Severity::Medium),
        AnomalyKind::Device => ("an entry is no file", Severity::High),
        AnomalyKind::DuplicateEntry => ("one name holds two different files", Severity::High),
        AnomalyKind::CaseCollision => ("two names are one on some systems", Severity::Low),
        AnomalyKind::HeaderMismatch => ("two descriptions of one entry differ", Severity::High),
        AnomalyKind::TrailingData => ("there are bytes outside the archive proper", Severity::Medium),
        AnomalyKind::HiddenEntry => ("some installers see an entry that others do not", Severity::High),
        AnomalyKind::PaxMismatch => ("two headers of one entry differ", Severity::Medium),
        AnomalyKind::MultipleMembers => ("the compressed stream has several parts", Severity::Medium),
        AnomalyKind::OddName => ("a name holds characters that deceive", Severity::Medium),
        AnomalyKind::OddEncoding => ("an encoding that packages never use", Severity::Medium),
        AnomalyKind::Damaged => ("a part is damaged", Severity::Medium),
        AnomalyKind::SeveralRoots => ("several top folders fall into one", Severity::High),
        AnomalyKind::LimitReached => ("a limit was reached, and what lies behind it was not read", Severity::High),
    }
}

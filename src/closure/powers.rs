//! What dependencies can do that the package itself cannot.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CapabilityKind, PackageId, Power, ScanReport};
use crate::scan::Brief;

/// Who is named for one power.
const PACKAGES: usize = 20;

/// What a library does at the word of its caller is its trade; these are powers of their own.
fn is_told(kind: CapabilityKind) -> bool {
    match kind {
        CapabilityKind::Process
        | CapabilityKind::CodeEval
        | CapabilityKind::NetworkOut
        | CapabilityKind::NetworkListen
        | CapabilityKind::Native
        | CapabilityKind::InstallScript => true,
        CapabilityKind::Database
        | CapabilityKind::FileRead
        | CapabilityKind::FileWrite
        | CapabilityKind::FileDelete
        | CapabilityKind::EnvRead => false,
    }
}

/// Each power that the package and its own parts have not, once. What code of tests and examples does is none of it.
pub(super) fn beyond(report: &ScanReport, others: &[(&PackageId, Box<Brief>)]) -> Vec<Power> {
    let own: BTreeSet<(CapabilityKind, &str)> = report.capabilities.iter().map(|own| (own.kind, own.detail.as_str())).collect();
    let mut all: BTreeMap<(CapabilityKind, &str), Vec<String>> = BTreeMap::new();
    for (id, brief) in others {
        for (kind, detail) in brief.powers.iter().filter(|(kind, _)| is_told(*kind)) {
            if !own.contains(&(*kind, detail.as_str())) {
                all.entry((*kind, detail)).or_default().push(id.to_string());
            }
        }
    }
    let power = |((kind, detail), mut packages): ((CapabilityKind, &str), Vec<String>)| {
        packages.sort();
        packages.truncate(PACKAGES);
        Power { kind, detail: detail.to_owned(), packages }
    };
    all.into_iter().map(power).collect()
}

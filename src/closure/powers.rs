//! What dependencies can do that the package itself cannot.

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

/// What code of tests and examples does is none of it, nor what the package can do anyway.
pub(super) fn add(powers: &mut Vec<Power>, report: &ScanReport, id: &PackageId, brief: &Brief) {
    for (kind, detail) in brief.powers.iter().filter(|(kind, _)| is_told(*kind)) {
        if report.capabilities.iter().any(|own| own.kind == *kind && own.detail == *detail) {
            continue;
        }
        powers.push(Power { kind: *kind, detail: detail.clone(), packages: vec![id.to_string()] });
    }
}

/// Each power once.
pub(super) fn tidy(powers: &mut Vec<Power>) {
    powers.sort();
    let mut all: Vec<Power> = Vec::new();
    for power in powers.drain(..) {
        match all.last_mut() {
            Some(last) if last.kind == power.kind && last.detail == power.detail => {
                last.packages.extend(power.packages);
                last.packages.truncate(PACKAGES);
            }
            Some(_) | None => all.push(power),
        }
    }
    *powers = all;
}

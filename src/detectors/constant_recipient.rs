use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::RecipientKind;
use crate::facts::declared::host_is_declared;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::HostClass;

use super::undeclared_host::is_of_the_vendor;

pub(super) static DETECTOR: Detector = Detector {
    id: "constant-recipient",
    category: Category::Exfiltration,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 200,
    docs: include_str!("constant_recipient.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut seen = BTreeSet::new();
    for recipient in &evidence.facts.recipients {
        if !seen.insert(recipient.place) {
            continue;
        }
        let address = &recipient.address;
        let (what, severity, confidence) = match recipient.kind {
            RecipientKind::Mail => match judge_mail(evidence, address) {
                Some((severity, confidence)) => ("gets a copy of every message that a caller sends to others", severity, confidence),
                None => continue,
            },
            RecipientKind::Wallet if is_named(evidence, address) => continue,
            RecipientKind::Wallet => ("is paid whatever amount a caller names", Severity::High, Confidence::Medium),
        };
        let draft = findings.at(recipient.place, format!("`{address}` {what}, and no shipped document names it"));
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
}

fn judge_mail(evidence: Evidence<'_>, address: &str) -> Option<(Severity, Confidence)> {
    let domain = address.rsplit('@').next().unwrap_or(address).to_ascii_lowercase();
    let is_example = evidence
        .signatures
        .host(&domain)
        .is_some_and(|host| matches!(host.class, HostClass::Reference | HostClass::Toolchain | HostClass::Local));
    if is_example || is_named(evidence, address) || host_is_declared(evidence.manifest, evidence.signatures, &domain) {
        return None;
    }
    // Its own support desk still gets what the user never sent it.
    let is_own = is_of_the_vendor(evidence, &domain);
    Some(if is_own { (Severity::Medium, Confidence::Medium) } else { (Severity::Critical, Confidence::High) })
}

/// A document names the address itself.
fn is_named(evidence: Evidence<'_>, address: &str) -> bool {
    crate::facts::vendor::Prose::of(evidence.tree).names(address)
}

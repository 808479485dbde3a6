//! Whether a shipped document names a host or a variable. A name in the code itself declares nothing.

use std::collections::BTreeSet;

use crate::manifest::{HostMention, HostMentionKind, Manifest, registrable_domain};
use crate::model::{DeclaredClaim, Severity};
use crate::signatures::{HostClass, Signatures};

/// A host is declared by its own name or the same registrable domain; on platforms that anyone uses, only by its own name in
/// running text or a configuration; a place that exists to receive other people's data, never.
pub fn host_is_declared(manifest: &Manifest, signatures: &Signatures, host: &str) -> bool {
    let host = host.trim_start_matches("*.");
    let mentions = &manifest.declared.hosts;
    match signatures.host(host).map(|signature| signature.class) {
        // What is said of a chain's own service is said of a product.
        Some(HostClass::DeadDrop) => {
            let is_mild = signatures.host(host).is_some_and(|signature| signature.severity <= Severity::Medium);
            is_mild && mentions.iter().any(|mention| mention.host == host && says_so(mention))
        }
        Some(HostClass::RequestCatcher | HostClass::Paste | HostClass::Webhook | HostClass::Tunnel) => false,
        Some(HostClass::SharedPlatform) => mentions.iter().any(|mention| mention.host == host && says_so(mention)),
        Some(
            HostClass::Reference
            | HostClass::Toolchain
            | HostClass::Resolver
            | HostClass::IpLookup
            | HostClass::Metadata
            | HostClass::Telemetry
            | HostClass::Local,
        )
        | None => {
            let domain = registrable_domain(host);
            // The end of the name is a quick look, the list of public suffixes is not.
            let shares = |other: &str| domain.is_some_and(|own| other.ends_with(own)) && registrable_domain(other) == domain;
            mentions.iter().any(|mention| mention.host == host || shares(&mention.host))
        }
    }
}

/// A link, a badge or a repository field speaks of the platform, not of what the program does.
fn says_so(mention: &HostMention) -> bool {
    match mention.kind {
        HostMentionKind::Config | HostMentionKind::Prose | HostMentionKind::Email => true,
        HostMentionKind::Metadata | HostMentionKind::Link | HostMentionKind::Image => false,
    }
}

/// What the documents promise: each thing in the words that come first.
pub fn claims(manifest: &Manifest, signatures: &Signatures) -> Vec<DeclaredClaim> {
    let mut seen = BTreeSet::new();
    let mut claims = Vec::new();
    for statement in &manifest.declared.statements {
        for claim in signatures.claims_of(&statement.text, &statement.headings) {
            if seen.insert((claim, statement.text.as_str())) {
                claims.push(DeclaredClaim { claim, text: statement.text.clone(), location: statement.location.clone() });
            }
        }
    }
    claims
}

/// Of a family of variables (`ACME_*`) one that is named speaks for all.
pub fn env_is_declared(manifest: &Manifest, name: &str) -> bool {
    match name.split_once('*') {
        Some((family, _)) => manifest.declared.env.iter().any(|mention| mention.name.starts_with(family)),
        None => manifest.declared.env_named(name).is_some(),
    }
}

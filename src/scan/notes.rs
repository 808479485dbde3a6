//! What a person should know beside findings: how the package was come by, who else spoke of it, what was given up on.

use crate::model::{Bounds, Context, Listing, ListingStatus, Proof, Provenance};

/// `exhausted` values were too intricate.
pub(super) fn notes(context: &Context, exhausted: u32, bounds: Bounds) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(message) = &context.registry.deprecated {
        notes.push(format!("deprecated by its publisher: {message}"));
    }
    if let Some(reason) = &context.registry.yanked {
        let why = if reason.is_empty() { "no reason given" } else { reason };
        notes.push(format!("yanked by its publisher: {why}"));
    }
    if context.registry.published.as_ref().is_some_and(|published| published.earlier == Some(0)) {
        notes.push("no version of it was published before this one".to_owned());
    }
    notes.extend(context.registry.notes.iter().cloned());
    notes.extend(on_listing(&context.listing));
    notes.extend(on_provenance(&context.provenance));
    if exhausted > 0 {
        notes.push(format!("{exhausted} values were too intricate to be worked out in full"));
    }
    if bounds.flows {
        notes.push("what tools are given was not followed to every end: the code that it passes through is too much".to_owned());
    }
    if bounds.texts > 0 {
        notes
            .push(format!("{} texts that run as code were not read: they are too many, too large or too deep in each other", bounds.texts));
    }
    notes
}

fn on_listing(listing: &Listing) -> Option<String> {
    match listing {
        Listing::NotAsked => None,
        Listing::Absent { name } => Some(format!("the MCP registry does not know `{name}`, the name that the package claims there")),
        Listing::Unavailable { name, why } => Some(format!("the MCP registry could not be asked about `{name}`: {why}")),
        Listing::Found { name, status, .. } => match status {
            ListingStatus::Active => None,
            ListingStatus::Deprecated => Some(format!("the MCP registry lists `{name}` as deprecated")),
            ListingStatus::Deleted => Some(format!("the MCP registry has taken `{name}` back")),
        },
    }
}

/// What could not be checked, each reason once.
fn on_provenance(provenance: &Provenance) -> Vec<String> {
    let of_files =
        provenance.attestations.iter().map(|attestation| (format!("what is attested of {}", attestation.file), &attestation.proof));
    let mut notes = Vec::new();
    for (what, proof) in [("the registry's signature".to_owned(), &provenance.signature)].into_iter().chain(of_files) {
        let note = match proof {
            Proof::Unavailable { why } => format!("{what} could not be checked: {why}"),
            Proof::Unknown { why } => format!("{what} could not be verified: {why}"),
            Proof::NotAsked | Proof::Absent | Proof::Untrusted { .. } | Proof::Invalid { .. } | Proof::Verified { .. } => continue,
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

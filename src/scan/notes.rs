//! What a person should know beside findings: how the package was come by, who else spoke of it, what was given up on.

use crate::model::{Context, Listing, ListingStatus};

/// `exhausted` values were too intricate; `is_bounded` where flows were not followed to every end.
pub(super) fn notes(context: &Context, exhausted: u32, is_bounded: bool) -> Vec<String> {
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
    if exhausted > 0 {
        notes.push(format!("{exhausted} values were too intricate to be worked out in full"));
    }
    if is_bounded {
        notes.push("what tools are given was not followed to every end: the code that it passes through is too much".to_owned());
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

//! The instructions, prompts and resources that the report lists.

use std::collections::BTreeMap;

use crate::facts::tools::{Entry, EntryKind, Instructions};
use crate::model::{Offer, OfferKind};

use super::observe::Part;
use super::tools::{cut, forms_of, names_of, texts_of};

/// Each once: of those that share kind, name and address, the one that says more.
pub(super) fn offers(parts: &[Part<'_>]) -> Vec<Offer> {
    let mut all: BTreeMap<(OfferKind, String, String), Offer> = BTreeMap::new();
    for part in parts {
        let told = part.facts.instructions.iter().filter(|one| part.counts(one.place)).map(|one| instructions(part, one));
        let entries = part.facts.entries.iter().filter(|entry| part.counts(entry.place));
        for offer in told.chain(entries.filter_map(|entry| offer(part, entry))) {
            // Instructions have no name: each text is its own.
            let apart = if offer.kind == OfferKind::Instructions { &offer.description } else { &offer.address };
            let key = (offer.kind, offer.name.clone(), apart.clone());
            match all.get(&key) {
                Some(known) if weight(known) >= weight(&offer) => {}
                Some(_) | None => {
                    all.insert(key, offer);
                }
            }
        }
    }
    all.into_values().collect()
}

fn weight(offer: &Offer) -> (bool, usize) {
    (!offer.description.is_empty(), offer.inputs.len())
}

fn instructions(part: &Part<'_>, one: &Instructions) -> Offer {
    Offer {
        kind: OfferKind::Instructions,
        name: String::new(),
        address: String::new(),
        description: cut(&one.text),
        inputs: Vec::new(),
        input_texts: BTreeMap::new(),
        input_forms: BTreeMap::new(),
        location: part.location(one.place),
    }
}

fn offer(part: &Part<'_>, entry: &Entry) -> Option<Offer> {
    let kind = match entry.kind {
        EntryKind::Prompt => OfferKind::Prompt,
        EntryKind::Resource => OfferKind::Resource,
        EntryKind::Tool
        | EntryKind::Dispatcher
        | EntryKind::ResourceDispatcher
        | EntryKind::PromptDispatcher
        | EntryKind::Http
        | EntryKind::Remote => return None,
    };
    let offer = Offer {
        kind,
        name: entry.name.clone().or_else(|| entry.address.clone())?,
        address: entry.address.clone().unwrap_or_default(),
        description: cut(entry.description.as_deref().unwrap_or_default()),
        inputs: Vec::new(),
        input_texts: BTreeMap::new(),
        input_forms: BTreeMap::new(),
        location: part.location(entry.place),
    };
    Some(match kind {
        OfferKind::Prompt => Offer { inputs: names_of(entry), input_texts: texts_of(entry), input_forms: forms_of(entry), ..offer },
        // The parts of a resource's address stand in the address.
        OfferKind::Resource | OfferKind::Instructions => offer,
    })
}

//! The instructions, prompts and resources that the report lists.

use std::collections::BTreeMap;

use crate::facts::tools::{Entry, EntryKind, Instructions, Told};
use crate::model::{Offer, OfferKind, Tree};

use super::observe::Part;
use super::tools::{MAX_DESCRIPTION, cut, forms_of, names_of, texts_of};

/// Each once: of those that share kind, name and address, the one that says more.
pub(super) fn offers(parts: &[Part<'_>]) -> Vec<Offer> {
    let mut all: BTreeMap<(OfferKind, String, String), Offer> = BTreeMap::new();
    for part in parts {
        let told = part.facts.instructions.iter().filter(|one| part.counts(one.place)).filter_map(|one| instructions(part, one));
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

fn instructions(part: &Part<'_>, one: &Instructions) -> Option<Offer> {
    let text = match &one.told {
        Told::Text(text) => text.clone(),
        Told::File(end) => shipped(part.tree, end)?,
    };
    Some(Offer {
        kind: OfferKind::Instructions,
        name: String::new(),
        address: String::new(),
        description: cut(&text),
        inputs: Vec::new(),
        input_texts: BTreeMap::new(),
        input_forms: BTreeMap::new(),
        location: part.location(one.place),
    })
}

/// The text of the file whose path ends so; of several the one nearest to the root.
fn shipped(tree: &Tree, end: &str) -> Option<String> {
    let is_it = |path: &str| path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'));
    let file = tree.files().iter().filter(|file| is_it(file.path.as_str())).min_by_key(|file| file.path.as_str().len())?;
    let text = String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(4 * MAX_DESCRIPTION)]);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
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
        name: [&entry.label, &entry.name, &entry.address].into_iter().flatten().next()?.clone(),
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

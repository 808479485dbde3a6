//! What the server tells a model beside its tools: instructions, prompts, resources.

use std::collections::BTreeMap;

use super::inputs::{self, Taking, retold};
use super::words::Work;
use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{Offer, OfferKind, Origin, ScanReport};

type Key<'r> = (OfferKind, &'r str, &'r str);

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (mut before, after) = (known(&old.report), known(&new.report));
    let mut work = Work::default();
    let mut others: Vec<&Offer> = Vec::new();
    for (key, offer) in &after {
        match before.remove(key) {
            Some(known) => both(known, offer, &mut work, changes),
            None => others.push(offer),
        }
    }
    // One of the same name that is no more was this one: instructions, or a resource that is elsewhere now.
    for offer in others {
        let same = before.iter().find(|(_, known)| (known.kind, &known.name) == (offer.kind, &offer.name)).map(|(key, _)| *key);
        match same.and_then(|key| before.remove(&key)) {
            Some(known) => both(known, offer, &mut work, changes),
            None => changes.push(added(offer)),
        }
    }
    for offer in before.into_values() {
        let text = Some(offer.description.as_str()).filter(|text| !text.is_empty());
        changes.push(Change::gone(kind(offer), subject(offer)).texts(text, None).at(&offer.location, &Origin::Own));
    }
}

fn known(report: &ScanReport) -> BTreeMap<Key<'_>, &Offer> {
    report.offers.iter().map(|offer| (key(offer), offer)).collect()
}

fn key(offer: &Offer) -> Key<'_> {
    let apart = match offer.kind {
        OfferKind::Instructions => &offer.description,
        OfferKind::Prompt | OfferKind::Resource => &offer.address,
    };
    (offer.kind, &offer.name, apart)
}

fn kind(offer: &Offer) -> Kind {
    match offer.kind {
        OfferKind::Instructions => Kind::Instructions,
        OfferKind::Prompt => Kind::Prompt,
        OfferKind::Resource => Kind::Resource,
    }
}

fn subject(offer: &Offer) -> &str {
    match offer.kind {
        OfferKind::Instructions => "instructions",
        OfferKind::Prompt | OfferKind::Resource => &offer.name,
    }
}

fn added(offer: &Offer) -> Change {
    let change = Change::added(Weight::Power, kind(offer), subject(offer)).at(&offer.location, &Origin::Own);
    let is_elsewhere = !offer.address.is_empty() && offer.address != offer.name;
    let text = Some(offer.description.as_str()).filter(|text| !text.is_empty());
    let change = change.texts(None, text).remark(is_elsewhere, &format!("at {}", offer.address));
    Change { inputs: Taking::from(offer).told(), ..change }
}

fn both(old: &Offer, new: &Offer, work: &mut Work, changes: &mut Vec<Change>) {
    let kind = kind(new);
    let change = retold(kind, subject(new), &old.description, &new.description, work);
    changes.extend(change.map(|change| change.at(&new.location, &Origin::Own)));
    if old.address != new.address {
        let change = Change::new(Weight::Power, kind, Turn::Changed, subject(new)).texts(Some(&old.address), Some(&new.address));
        changes.push(change.at(&new.location, &Origin::Own));
    }
    changes.extend(inputs::compare(old.into(), new.into(), (kind, Kind::PromptInput), work));
}

//! Instructions, prompts and resources, and what is said of inputs.

use std::collections::BTreeMap;

use super::{InputSaid, Instructions, Prompt, Resource};
use crate::model::{Offer, OfferKind, ScanReport};

pub(super) fn of<'a, To: From<&'a Offer>>(report: &'a ScanReport, kind: OfferKind) -> Vec<To> {
    report.offers.iter().filter(|offer| offer.kind == kind).map(To::from).collect()
}

/// Those of which something is said, in the order of the inputs.
pub(super) fn said<'a>(
    inputs: &'a [String],
    texts: &'a BTreeMap<String, String>,
    forms: &'a BTreeMap<String, String>,
) -> Vec<InputSaid<'a>> {
    let of =
        |name: &'a String| InputSaid { name, description: texts.get(name).map(String::as_str), form: forms.get(name).map(String::as_str) };
    inputs.iter().map(of).filter(|said| said.description.is_some() || said.form.is_some()).collect()
}

impl<'a> From<&'a Offer> for Instructions<'a> {
    fn from(offer: &'a Offer) -> Self {
        Self { text: &offer.description, path: offer.location.path.as_str(), line: offer.location.start_line }
    }
}

impl<'a> From<&'a Offer> for Prompt<'a> {
    fn from(offer: &'a Offer) -> Self {
        Self {
            name: &offer.name,
            description: &offer.description,
            input: &offer.inputs,
            input_said: said(&offer.inputs, &offer.input_texts, &offer.input_forms),
            path: offer.location.path.as_str(),
            line: offer.location.start_line,
        }
    }
}

impl<'a> From<&'a Offer> for Resource<'a> {
    fn from(offer: &'a Offer) -> Self {
        Self {
            name: &offer.name,
            uri: Some(offer.address.as_str()).filter(|address| !address.is_empty()),
            description: &offer.description,
            path: offer.location.path.as_str(),
            line: offer.location.start_line,
        }
    }
}

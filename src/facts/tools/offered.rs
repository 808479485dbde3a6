//! Prompts and resources: what a server lists of them, where they are, and what they say that they take.

use crate::facts::Place;
use crate::flow::At;
use crate::signatures::Registers;
use crate::syntax::ir::{Expr, FunctionId};

use super::finder::Finder;
use super::items::Item;
use super::look::Look;
use super::register::kind_of;
use super::{Entry, EntryKind, Input, Shape, syntax};

/// Arguments of one prompt.
const MAX_ARGUMENTS: usize = 64;

impl Finder<'_, '_, '_> {
    /// What a function lists that answers the request for all prompts or resources.
    pub(super) fn offered(&mut self, registers: Registers, lister: At<FunctionId>, key: &str) {
        let module = self.look.module(lister.unit);
        for value in module.function(lister.id).returns.iter().take(16) {
            let value = Place { unit: lister.unit, expr: *value };
            for list in self.look.listed_under(value, key, 8) {
                for item in self.look.items(list) {
                    let entry = self.look.within(&item.bound, |look| look.offered_item(kind_of(registers), &item));
                    self.entries.extend(entry);
                }
            }
        }
    }
}

impl Look<'_, '_> {
    /// What the item says of itself, or else what the callback says that makes one of it.
    fn offered_item(&mut self, kind: EntryKind, item: &Item) -> Option<Entry> {
        let own = self.offer(kind, item.place);
        let Some((known, returned)) = item.made.filter(|_| own.as_ref().is_none_or(|own| own.description.is_none())) else { return own };
        let told = self.within(&[(known, item.place)], |look| look.offer(kind, returned));
        match (own, told) {
            (Some(own), Some(told)) => Some(Entry { address: own.address.or(told.address), description: told.description, ..own }),
            (own, told) => own.or(told.map(|told| Entry { place: item.place, ..told })),
        }
    }

    /// An object, `types.Prompt(…)`, or an instance with such fields.
    fn offer(&mut self, kind: EntryKind, place: Place) -> Option<Entry> {
        let at = self.described_item(place)?;
        let name = self.part(at, &["name"]).and_then(|name| self.name(name))?;
        let mut entry = Entry::new(kind, Some(name), at);
        entry.description = self.part(at, &["description"]).and_then(|place| self.prose(place));
        self.describe_offer(&mut entry, at);
        Some(entry)
    }

    /// The address of a resource, and the arguments of a prompt where they are a list.
    pub(super) fn describe_offer(&mut self, entry: &mut Entry, object: Place) {
        if entry.kind == EntryKind::Resource {
            entry.address = self.part(object, &["uri", "uriTemplate", "uri_template"]).and_then(|place| self.address(place));
        }
        if entry.kind == EntryKind::Prompt && entry.inputs.is_empty() {
            entry.inputs = self.arguments_of_prompt(object);
        }
    }

    /// A text, `new ResourceTemplate('acme://{id}', …)`, `AnyUrl('acme://x')`.
    pub(super) fn address(&mut self, place: Place) -> Option<String> {
        self.name(place).or_else(|| {
            let at = self.definition(place);
            let first = syntax::positional(self.module(at.unit), at.expr, 0)?;
            self.name(Place { unit: at.unit, expr: first })
        })
    }

    /// `arguments: [{ name, description, required }]`
    fn arguments_of_prompt(&mut self, object: Place) -> Vec<Input> {
        let Some(list) = self.part(object, &["arguments"]) else { return Vec::new() };
        let items = self.items(list);
        items.into_iter().take(MAX_ARGUMENTS).filter_map(|item| self.argument_of_prompt(item.place)).collect()
    }

    fn argument_of_prompt(&mut self, place: Place) -> Option<Input> {
        let at = self.definition(place);
        let name = self.part(at, &["name"]).and_then(|name| self.text(name))?;
        let description = self.part(at, &["description"]).and_then(|place| self.prose(place));
        let required = self.part(at, &["required"]).is_some_and(|place| self.module(place.unit).expr(place.expr) == Expr::Bool(true));
        let form = if required { "required" } else { "" };
        Some(Input { name, shape: Shape::Open, description, form: form.to_owned(), enforced: true })
    }
}

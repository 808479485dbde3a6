//! Tools, resources and prompts that a call registers one by one.

use std::collections::BTreeMap;

use crate::facts::Place;
use crate::flow::Value;
use crate::signatures::{EntryPoint, Registers};
use crate::syntax::ir::{Expr, ExprId};

use super::finder::Finder;
use super::items::Item;
use super::look::Look;
use super::{Entry, EntryKind, Handler, Takes, syntax};

/// Keys under which tools hold their schema.
pub(super) const SCHEMA: [&str; 12] = [
    "inputSchema",
    "parameters",
    "schema",
    "input_schema",
    "paramsSchema",
    "paramSchema",
    "argsSchema",
    "argsShape",
    "zodSchema",
    "inputShape",
    "inputs",
    "args",
];

impl Finder<'_, '_, '_> {
    /// `server.registerTool(name, {description, inputSchema}, callback)`, `server.tool(name, description, shape, callback)`.
    pub(super) fn by_arguments(&mut self, point: &EntryPoint, call: Place) {
        let module = self.look.module(call.unit);
        let arguments: Vec<Place> =
            syntax::arguments(module, call.expr).iter().map(|expr| Place { unit: call.unit, expr: *expr }).collect();
        let [name, .., last] = arguments[..] else { return self.by_one_argument(point, call, &arguments) };
        let described = arguments[1..arguments.len() - 1].to_vec();
        let mut found = Vec::new();
        self.look.in_each_situation(name, &mut |look| {
            let handlers: Vec<&str> = point.handler.iter().map(String::as_str).collect();
            let function = look.function(last).or_else(|| Some(look.handler_in(last, &handlers)?.function));
            let Some(function) = function else { return };
            let name = look.name(name);
            let mut entry = Entry::new(kind_of(point.registers), name, call);
            let mut telling = &described[..];
            if let (EntryKind::Resource, Some((address, rest))) = (entry.kind, described.split_first()) {
                entry.address = look.address(*address);
                telling = rest;
            }
            look.describe(&mut entry, telling);
            let takes = look.taken(point.registers, &described);
            entry.handler = Some(look.answering(function, takes));
            found.push(entry);
        });
        // A name that nobody can tell is no sign of a registration, unless an address stands beside it.
        let mut fitting = found;
        fitting.retain(|entry| {
            entry.name.is_some()
                || described.len() > 1
                || point.method.iter().any(|method| {
                    method.starts_with("register") && syntax::method(module, call.expr).is_some_and(|(_, name)| name == method)
                })
        });
        self.entries.extend(fitting);
    }

    /// `server.tool({name, …})`, as some frameworks have it.
    fn by_one_argument(&mut self, point: &EntryPoint, call: Place, arguments: &[Place]) {
        if let [only] = arguments
            && point.registers == Registers::Tool
        {
            self.object(point.registers, call, *only, &super::structural::HANDLERS);
        }
    }

    /// `server.addTool({name, parameters, execute})`, `server.addTools([…])`.
    pub(super) fn by_object(&mut self, point: &EntryPoint, call: Place) {
        let module = self.look.module(call.unit);
        let Some(first) = syntax::positional(module, call.expr, 0) else { return };
        let handlers: Vec<&str> = point.handler.iter().map(String::as_str).collect();
        let first = Place { unit: call.unit, expr: first };
        let list = self.look.definition(first);
        if matches!(self.look.module(list.unit).expr(list.expr), Expr::Array(_)) {
            for Item { place, bound, .. } in self.look.items(list) {
                if bound.is_empty() {
                    self.object(point.registers, place, place, &handlers);
                } else {
                    let entry = self.look.within(&bound, |look| look.entry_of_object(kind_of(point.registers), place, &handlers));
                    self.entries.extend(entry);
                }
            }
            return;
        }
        self.object(point.registers, call, first, &handlers);
        // `server.addTool(definition, handler)`
        if let (Some(last), true) = (syntax::positional(module, call.expr, 1), point.registers == Registers::Tool) {
            self.described_apart(call, first, Place { unit: call.unit, expr: last });
        }
    }

    fn object(&mut self, registers: Registers, call: Place, object: Place, handlers: &[&str]) {
        let mut found = Vec::new();
        self.look.in_each_situation(object, &mut |look| {
            let Some(entry) = look.entry_of_object(kind_of(registers), object, handlers) else { return };
            found.push(Entry { place: if look.situation.is_empty() { call } else { entry.place }, ..entry });
        });
        self.entries.extend(found);
    }

    fn described_apart(&mut self, call: Place, definition: Place, handler: Place) {
        let mut found = Vec::new();
        self.look.in_each_situation(definition, &mut |look| {
            let Some(function) = look.function(handler) else { return };
            let name = look.part(definition, &["name"]).and_then(|name| look.text(name));
            let mut entry = Entry::new(EntryKind::Tool, name, call);
            look.describe(&mut entry, &[definition]);
            entry.handler = Some(look.answering(function, vec![Takes::Inputs(0)]));
            found.push(entry);
        });
        found.retain(|entry| entry.name.is_some());
        self.entries.extend(found);
    }
}

impl Look<'_, '_> {
    /// What a callback of the TypeScript SDK is given: without a schema only the server's own words.
    fn taken(&mut self, registers: Registers, described: &[Place]) -> Vec<Takes> {
        let constant = |look: &mut Self, place: &Place| look.text(*place).is_some();
        match registers {
            Registers::Resource if described.first().is_some_and(|place| constant(self, place)) => Vec::new(),
            Registers::Resource => vec![Takes::Value(0, "uri".to_owned()), Takes::Inputs(1)],
            _ if described.iter().all(|place| constant(self, place)) => Vec::new(),
            _ => vec![Takes::Inputs(0)],
        }
    }

    /// A tool that is one object: `{name, description, parameters, execute}`.
    pub fn entry_of_object(&mut self, kind: EntryKind, object: Place, handlers: &[&str]) -> Option<Entry> {
        let at = self.definition(object);
        let name = self.part(at, &["name", "uri", "uriTemplate", "toolName"]).and_then(|name| self.text(name));
        let mut entry = Entry::new(kind, name, at);
        self.describe_by_config(&mut entry, at);
        self.describe_offer(&mut entry, at);
        entry.handler = self.handler_in(at, handlers);
        (entry.name.is_some() && (entry.handler.is_some() || entry.description.is_some())).then_some(entry)
    }

    /// The function under one of several keys, or the method of that name.
    pub fn handler_in(&mut self, object: Place, handlers: &[&str]) -> Option<Handler> {
        let function = handlers.iter().find_map(|key| match self.part(object, &[key]) {
            Some(place) => self.function(place),
            None => {
                let value = self.value(object);
                match self.flow.member_of(&value, key) {
                    Value::Function(function) => Some(function),
                    _ => None,
                }
            }
        })?;
        let info = self.module(function.unit).function(function.id);
        let receiver = u32::from(self.module(function.unit).language == crate::syntax::Language::Python && info.class.is_some());
        Some(self.answering(function, vec![Takes::Inputs(receiver)]))
    }

    /// Description, inputs and annotations, from whichever of the arguments say them.
    pub fn describe(&mut self, entry: &mut Entry, arguments: &[Place]) {
        for argument in arguments {
            let at = self.definition(*argument);
            let module = self.module(at.unit);
            match module.expr(at.expr) {
                Expr::Object(_) => self.describe_by_object(entry, at),
                Expr::Str(_) | Expr::Concat(_) | Expr::Binary(..) => {
                    let text = self.prose(at);
                    entry.description = entry.description.take().or(text);
                }
                Expr::Call(..) | Expr::New(..) if is_described(self, at) => self.describe_by_object(entry, at),
                Expr::Call(..) | Expr::New(..) => match self.prose(at) {
                    Some(text) => entry.description = entry.description.take().or(Some(text)),
                    None => entry.inputs.extend(self.inputs(at, true)),
                },
                Expr::Member(..) | Expr::Name(..) => match self.prose(at) {
                    Some(text) => entry.description = entry.description.take().or(Some(text)),
                    None => entry.inputs.extend(self.inputs(at, true)),
                },
                _ => {}
            }
        }
    }

    fn describe_by_object(&mut self, entry: &mut Entry, object: Place) {
        let annotations = self.annotations(object);
        if !annotations.is_empty() && self.part(object, &["description"]).is_none() {
            entry.annotations.extend(annotations);
            return;
        }
        let schema = self.part(object, &SCHEMA);
        let description = self.part(object, &["description"]);
        let is_raw_shape = self.part(object, &["annotations", "title"]).is_none_or(|place| self.is_zod(place));
        if schema.is_none() && is_raw_shape && description.is_none_or(|place| self.prose(place).is_none()) {
            entry.inputs.extend(self.inputs(object, true));
            return;
        }
        self.describe_by_config(entry, object);
    }

    /// `{description, inputSchema, annotations}`.
    pub fn describe_by_config(&mut self, entry: &mut Entry, object: Place) {
        let schema = self.part(object, &SCHEMA);
        let description = self.part(object, &["description"]);
        if let Some(description) = description.and_then(|place| self.prose(place)) {
            entry.description = Some(description);
        }
        if let Some(schema) = schema {
            entry.inputs.extend(self.inputs(schema, true));
        }
        if let Some(place) = self.part(object, &["annotations"]) {
            let annotations = self.annotations(place);
            entry.annotations.extend(annotations);
        }
    }

    /// `readOnlyHint` and its like, of an object or of `ToolAnnotations(…)`.
    pub fn annotations(&mut self, place: Place) -> BTreeMap<String, bool> {
        const HINTS: [(&str, &str); 4] = [
            ("readOnlyHint", "read_only_hint"),
            ("destructiveHint", "destructive_hint"),
            ("idempotentHint", "idempotent_hint"),
            ("openWorldHint", "open_world_hint"),
        ];
        let mut found = BTreeMap::new();
        for (name, other) in HINTS {
            if let Some(place) = self.part(place, &[name, other])
                && let Value::Bool(value) = self.value(place)
            {
                found.insert(name.to_owned(), value);
            }
        }
        found
    }
}

/// A call with named arguments, or of a class of the package, that describes a tool.
fn is_described(look: &mut Look<'_, '_>, at: Place) -> bool {
    look.part(at, &["description", "inputSchema", "readOnlyHint", "read_only_hint"]).is_some()
}

pub(super) fn kind_of(registers: Registers) -> EntryKind {
    match registers {
        Registers::Tool | Registers::ListTools | Registers::Request => EntryKind::Tool,
        Registers::Resource | Registers::Template | Registers::ListResources | Registers::ListTemplates => EntryKind::Resource,
        Registers::Prompt | Registers::ListPrompts => EntryKind::Prompt,
        Registers::CallTool => EntryKind::Dispatcher,
        Registers::ReadResource => EntryKind::ResourceDispatcher,
        Registers::GetPrompt => EntryKind::PromptDispatcher,
        Registers::Http => EntryKind::Http,
        Registers::Remote => EntryKind::Remote,
    }
}

impl Entry {
    pub(super) fn new(kind: EntryKind, name: Option<String>, place: Place) -> Self {
        Self {
            kind,
            name,
            address: None,
            label: None,
            description: None,
            inputs: Vec::new(),
            annotations: BTreeMap::new(),
            place,
            handler: None,
        }
    }
}

/// The expression as a place of the same file.
pub(super) fn beside(place: Place, expr: ExprId) -> Place {
    Place { unit: place.unit, expr }
}

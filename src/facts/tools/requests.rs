//! Servers of the low level: one function answers all calls, another lists what there is.

use crate::facts::Place;
use crate::flow::{At, Known, Value};
use crate::signatures::{Form, Registers, Runtime};
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::finder::Finder;
use super::items::Item;
use super::look::Look;
use super::register::{SCHEMA, beside, kind_of};
use super::{Entry, EntryKind, Handler, Takes, syntax};

/// A schema's own definition is not longer than this.
const MAX_SCHEMA: usize = 256;

impl Finder<'_, '_, '_> {
    /// `server.setRequestHandler(CallToolRequestSchema, async (request) => …)`.
    pub(super) fn by_request(&mut self, call: Place) {
        let module = self.look.module(call.unit);
        let (Some(request), Some(answer)) = (syntax::positional(module, call.expr, 0), syntax::positional(module, call.expr, 1)) else {
            return;
        };
        let Some(registers) = self.requested(beside(call, request)) else { return };
        let Some(function) = self.look.function(beside(call, answer)) else { return };
        if self.lists(registers, function, false) {
            return;
        }
        let mut entry = Entry::new(kind_of(registers), None, call);
        entry.handler = Some(Handler { function, takes: vec![Takes::Request(0)] });
        self.entries.push(entry);
    }

    /// `Server('notes', on_list_tools=list_tools, on_call_tool=call_tool)`.
    pub(super) fn by_options(&mut self, call: Place) {
        let module = self.look.module(call.unit);
        if module.language != Language::Python || !self.speaks_mcp {
            return;
        }
        for argument in syntax::arguments(module, call.expr).iter().take(64) {
            let Expr::Keyword(option, answer) = module.expr(*argument) else { continue };
            let point = self.signatures.registration(Runtime::Python, module.name(option));
            let Some(point) = point.filter(|point| point.form == Form::Option) else { continue };
            let Some(function) = self.look.function(beside(call, answer)) else { continue };
            if self.lists(point.registers, function, false) {
                continue;
            }
            // The context comes first.
            let info = self.look.module(function.unit).function(function.id);
            let receiver = u32::from(info.class.is_some() && !info.is_static);
            let mut entry = Entry::new(kind_of(point.registers), None, beside(call, *argument));
            entry.handler = Some(Handler { function, takes: vec![Takes::Request(receiver + 1)] });
            self.entries.push(entry);
        }
    }

    /// Which request a schema is for: by its name, by a wire name, or by the wire name inside its definition.
    fn requested(&mut self, request: Place) -> Option<Registers> {
        let module = self.look.module(request.unit);
        let named = |name: &str| self.signatures.request(name).map(|point| point.registers);
        if let Some(found) = syntax::last_word(module, request.expr).and_then(named) {
            return Some(found);
        }
        match self.look.value(request) {
            Value::Text(text) => return named(&text),
            Value::Symbol(symbol) => {
                let name = self.look.flow.symbols.name(symbol);
                if let Some(found) = name.rsplit('.').next().and_then(named) {
                    return Some(found);
                }
            }
            _ => {}
        }
        let at = self.look.definition(request);
        let module = self.look.module(at.unit);
        let span = module.span(at.expr);
        let inside = (0..at.expr.0).rev().take(MAX_SCHEMA).map(ExprId).take_while(|id| module.span(*id).start >= span.start);
        inside.filter_map(|id| if let Expr::Str(text) = module.expr(id) { named(module.text(text)) } else { None }).last()
    }

    /// Takes up what a function lists, if that is what it is for; `enforced`: the library refuses calls of tools that do not fit.
    pub(super) fn lists(&mut self, registers: Registers, lister: At<FunctionId>, enforced: bool) -> bool {
        match registers {
            Registers::ListTools => self.listed(lister, enforced),
            Registers::ListPrompts => self.offered(registers, lister, "prompts"),
            Registers::ListResources => self.offered(registers, lister, "resources"),
            Registers::ListTemplates => self.offered(registers, lister, "resourceTemplates"),
            Registers::Tool
            | Registers::Resource
            | Registers::Template
            | Registers::Prompt
            | Registers::Request
            | Registers::CallTool
            | Registers::ReadResource
            | Registers::GetPrompt
            | Registers::Http
            | Registers::Remote => return false,
        }
        true
    }

    /// The tools that a function lists.
    fn listed(&mut self, lister: At<FunctionId>, enforced: bool) {
        let module = self.look.module(lister.unit);
        let returns = module.function(lister.id).returns.clone();
        for value in returns.into_iter().take(16) {
            let value = Place { unit: lister.unit, expr: value };
            for list in self.look.listed_under(value, "tools", 8) {
                for item in self.look.items(list) {
                    let entries = self.look.listed_item(&item, enforced);
                    self.entries.extend(entries);
                }
            }
        }
    }
}

impl Look<'_, '_> {
    /// The lists that an answer holds: `{tools: […]}`, `ListToolsResult(tools=[…])`, or the list itself.
    pub(super) fn listed_under(&mut self, answer: Place, key: &str, depth: u32) -> Vec<Place> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        if let Some(list) = self.part(answer, &[key]) {
            return vec![list];
        }
        let at = self.definition(answer);
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Call(callee, _) => match self.value(beside(at, callee)) {
                Value::Function(function) => {
                    let returns = self.module(function.unit).function(function.id).returns.clone();
                    let mut lists = Vec::new();
                    for value in returns.into_iter().take(16) {
                        lists.extend(self.listed_under(Place { unit: function.unit, expr: value }, key, depth));
                    }
                    lists
                }
                _ => vec![answer],
            },
            Expr::If(_, left, right) => {
                let mut lists = self.listed_under(beside(at, left), key, depth);
                lists.extend(self.listed_under(beside(at, right), key, depth));
                lists
            }
            _ => vec![answer],
        }
    }

    /// The tools that one item of a list stands for.
    fn listed_item(&mut self, item: &Item, enforced: bool) -> Vec<Entry> {
        self.within(&item.bound, |look| {
            let choices = look.choices(item.place).into_iter();
            choices.filter_map(|choice| look.told_tool(choice, item.made, enforced)).collect()
        })
    }

    /// What the item says of itself, and where it says less, what the callback says that makes a tool of it.
    fn told_tool(&mut self, item: Place, made: Option<(Known, Place)>, enforced: bool) -> Option<Entry> {
        let own = self.listed_tool(item, enforced);
        let Some((known, returned)) = made else { return own };
        if own.as_ref().is_some_and(|entry| entry.description.is_some() && !entry.inputs.is_empty()) {
            return own;
        }
        let told = self.within(&[(known, item)], |look| look.listed_tool(returned, enforced));
        match (own, told) {
            (Some(own), Some(told)) => Some(Entry {
                description: own.description.or(told.description),
                inputs: if own.inputs.is_empty() { told.inputs } else { own.inputs },
                annotations: if own.annotations.is_empty() { told.annotations } else { own.annotations },
                ..own
            }),
            (None, Some(told)) => {
                let handler = self.handler_in(item, &super::structural::HANDLERS);
                Some(Entry { handler: told.handler.or(handler), place: item, ..told })
            }
            (own, None) => own,
        }
    }

    /// `fresh ? a : b`, also by way of a variable: each of the two.
    fn choices(&mut self, item: Place) -> Vec<Place> {
        let module = self.module(item.unit);
        let mut at = item;
        if let Expr::Name(name, scope) = module.expr(item.expr)
            && let Some(scope) = module.declaring_scope(name, scope)
        {
            at.expr = super::definition::last_value(module, name, scope).unwrap_or(item.expr);
        }
        match module.expr(at.expr) {
            Expr::If(_, left, right) | Expr::Either(left, right) => vec![beside(at, left), beside(at, right)],
            _ => vec![item],
        }
    }

    /// A tool in a list: an object, `types.Tool(…)`, or an instance with such fields.
    fn listed_tool(&mut self, item: Place, enforced: bool) -> Option<Entry> {
        let at = self.described_item(item)?;
        let name = self.part(at, &["name"]).and_then(|name| self.name(name))?;
        let mut entry = Entry::new(EntryKind::Tool, Some(name), at);
        entry.description = self.part(at, &["description"]).and_then(|place| self.prose(place));
        if let Some(schema) = self.part(at, &SCHEMA) {
            entry.inputs = self.inputs(schema, enforced);
        }
        if let Some(annotations) = self.part(at, &["annotations"]) {
            entry.annotations = self.annotations(annotations);
        }
        entry.handler = self.handler_in(at, &super::structural::HANDLERS);
        Some(entry)
    }

    /// The object with the name: the item itself, what a function was given for it, or what a method of the item tells.
    pub(super) fn described_item(&mut self, item: Place) -> Option<Place> {
        let at = self.definition(item);
        if self.part(at, &["name"]).is_some() {
            return Some(at);
        }
        let module = self.module(at.unit);
        let Expr::Call(callee, _) = module.expr(at.expr) else { return None };
        for argument in syntax::arguments(module, at.expr).iter().take(8) {
            if self.part(beside(at, *argument), &["name"]).is_some() {
                return Some(self.definition(beside(at, *argument)));
            }
        }
        let Value::Function(function) = self.value(beside(at, callee)) else { return None };
        let returns = self.module(function.unit).function(function.id).returns.clone();
        returns.into_iter().take(4).map(|expr| Place { unit: function.unit, expr }).find(|place| self.part(*place, &["name"]).is_some())
    }
}

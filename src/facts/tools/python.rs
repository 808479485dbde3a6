//! Python's way: the function itself is registered, decorated or handed over.

use crate::facts::Place;
use crate::flow::At;
use crate::signatures::{EntryPoint, Registers};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::finder::Finder;
use super::look::Look;
use super::register::{beside, kind_of};
use super::{Entry, EntryKind, Handler, Takes, syntax};

impl Finder<'_, '_, '_> {
    /// `@mcp.tool(name=…)`, `mcp.tool(…)(function)`, `mcp.add_tool(function, name=…)`, `@server.call_tool()`.
    pub(super) fn by_function(&mut self, point: &EntryPoint, call: Place, options: Option<ExprId>) {
        let module = self.look.module(call.unit);
        let Some(handed) = syntax::positional(module, call.expr, 0).or_else(|| syntax::keyword(module, call.expr, "fn")) else { return };
        let handed = beside(call, handed);
        let options = beside(call, options.unwrap_or(call.expr));
        let mut found = Vec::new();
        self.look.in_each_situation(handed, &mut |look| {
            let Some(function) = look.function(handed) else { return };
            let mut entry = look.entry_of_function(point.registers, function, options, call);
            look.leave_out_injected(&mut entry, handed);
            found.push(entry);
        });
        self.misses_functions |= found.is_empty() && point.registers == Registers::Tool;
        if matches!(point.registers, Registers::ListTools | Registers::ListPrompts | Registers::ListResources | Registers::ListTemplates) {
            let listers: Vec<At<FunctionId>> = found.iter().filter_map(|entry| Some(entry.handler.as_ref()?.function)).collect();
            return listers.into_iter().for_each(|lister| {
                self.lists(point.registers, lister, true);
            });
        }
        self.entries.extend(found);
    }
}

impl Look<'_, '_> {
    fn entry_of_function(&mut self, registers: Registers, function: At<FunctionId>, options: Place, call: Place) -> Entry {
        let kind = kind_of(registers);
        let module = self.module(function.unit);
        let info = module.function(function.id);
        let receiver = u32::from(info.class.is_some() && !info.is_static);
        let name = match kind {
            EntryKind::Tool | EntryKind::Prompt | EntryKind::Resource => {
                self.registered_name(kind, options).or_else(|| info.name.map(|name| module.name(name).to_owned()))
            }
            EntryKind::Dispatcher | EntryKind::ResourceDispatcher | EntryKind::PromptDispatcher | EntryKind::Http | EntryKind::Remote => {
                None
            }
        };
        let mut entry = Entry::new(kind, name, self.function_place(function, call));
        if kind == EntryKind::Resource {
            entry.address = self.named_by(&["uri", "uri_template"], options);
            let label = syntax::keyword(self.module(options.unit), options.expr, "name");
            entry.label = label.and_then(|name| self.name(beside(options, name)));
        }
        let takes = match kind {
            EntryKind::Tool | EntryKind::Prompt | EntryKind::Resource => {
                let (takes, inputs) = self.parameters(function);
                entry.inputs = inputs;
                self.describe_by_options(&mut entry, options);
                entry.description = entry.description.or_else(|| syntax::docstring(module, function.id));
                takes
            }
            EntryKind::Dispatcher | EntryKind::PromptDispatcher => vec![Takes::Name(receiver), Takes::Inputs(receiver + 1)],
            EntryKind::ResourceDispatcher => vec![Takes::Value(receiver, "uri".to_owned())],
            EntryKind::Http | EntryKind::Remote => vec![Takes::Value(receiver, "request".to_owned())],
        };
        entry.handler = Some(Handler { function, takes });
        entry
    }

    /// A decorated function stands for itself; one that is handed over is registered where that happens.
    fn function_place(&self, function: At<FunctionId>, call: Place) -> Place {
        let module = self.module(call.unit);
        let decorated = syntax::positional(module, call.expr, 0).filter(|first| matches!(module.expr(*first), Expr::Function(_)));
        match decorated {
            Some(expr) if function.unit == call.unit => Place { unit: call.unit, expr },
            Some(_) | None => call,
        }
    }

    fn registered_name(&mut self, kind: EntryKind, options: Place) -> Option<String> {
        let keys: &[&str] = if kind == EntryKind::Resource { &["uri", "uri_template", "name"] } else { &["name"] };
        self.named_by(keys, options)
    }

    /// One of several options, or the first argument.
    fn named_by(&mut self, keys: &[&str], options: Place) -> Option<String> {
        let module = self.module(options.unit);
        let named = keys.iter().find_map(|key| syntax::keyword(module, options.expr, key));
        let first = || {
            let first = syntax::positional(module, options.expr, 0)?;
            (!matches!(module.expr(first), Expr::Function(_))).then_some(first)
        };
        let name = named.or_else(first)?;
        self.name(beside(options, name))
    }

    fn describe_by_options(&mut self, entry: &mut Entry, options: Place) {
        let module = self.module(options.unit);
        if let Some(description) = syntax::keyword(module, options.expr, "description") {
            entry.description = self.prose(beside(options, description));
        }
        if let Some(annotations) = syntax::keyword(module, options.expr, "annotations") {
            entry.annotations = self.annotations(beside(options, annotations));
        }
    }
}

//! Tools by their looks: an object or a class with a name, a description, a schema and a function, however it reaches the SDK.

use std::collections::{BTreeMap, HashMap};

use crate::facts::Place;
use crate::flow::{At, Known};
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId};
use crate::syntax::{Language, Module};

use super::finder::Finder;
use super::look::Look;
use super::register::SCHEMA;
use super::{Entry, EntryKind, Handler, Takes, syntax};

/// Names under which tools hold the function that answers.
pub(super) const HANDLERS: [&str; 15] = [
    "handler",
    "execute",
    "run",
    "cb",
    "callback",
    "handle",
    "invoke",
    "call",
    "func",
    "fn",
    "process",
    "run_tool",
    "handleRequest",
    "toolCallback",
    "logic",
];

/// Names under which a class tells what it is.
const TELLING: [&str; 6] = ["get_tool_description", "getDefinition", "get_definition", "toTool", "definition", "get_tool"];
/// Objects and classes that are looked at more closely.
const MAX_CANDIDATES: usize = 4_096;

impl Finder<'_, '_, '_> {
    /// Adds the tools that nothing seen so far registers, and gives those that are only listed their functions.
    pub(super) fn by_looks(&mut self) {
        if !self.speaks_mcp {
            return;
        }
        let program = self.look.flow.program;
        let mut left = MAX_CANDIDATES;
        for unit in program.ids() {
            let module = program.module(unit);
            let mut keys = Keys::default();
            let mut classes = BTreeMap::new();
            for (expr, kind) in module.iter() {
                match kind {
                    Expr::Pair(key, value) => keys.note(module, key, value),
                    Expr::Class(class) => {
                        classes.entry(class).or_insert(Place { unit, expr });
                    }
                    Expr::Object(list) if is_candidate(module, module.list(list)) && left > 0 => {
                        left -= 1;
                        self.objects.push(Place { unit, expr });
                    }
                    _ => {}
                }
            }
            for object in std::mem::take(&mut self.objects) {
                let key = keys.of(object.expr).map(str::to_owned);
                let entry = self.look.object_by_looks(object, key);
                self.add_seen(entry);
            }
            for (class, place) in classes {
                if left > 0
                    && let Some(handler) = handler_method(module, class)
                {
                    left -= 1;
                    let entry = self.look.class_by_looks(At { unit, id: class }, place, At { unit, id: handler });
                    self.add_seen(entry);
                }
            }
        }
    }

    /// `[("read", read), ("list", list)]`, where some registered function could not be told: these are likely to be it.
    pub(super) fn by_pairs(&mut self) {
        let (program, misses) = (self.look.flow.program, self.misses_functions);
        for unit in program.ids().filter(|_| misses) {
            let module = program.module(unit);
            let pairs = module.iter().filter_map(|(_, kind)| if let Expr::Array(list) = kind { Some(module.list(list)) } else { None });
            for pair in pairs.flatten().filter(|_| module.language == Language::Python) {
                let Expr::Array(parts) = module.expr(*pair) else { continue };
                if let [name, function] = module.list(parts) {
                    let entry = self.look.named_function(Place { unit, expr: *name }, Place { unit, expr: *function });
                    self.add_seen(entry);
                }
            }
        }
    }

    fn add_seen(&mut self, entry: Option<Entry>) {
        let Some(entry) = entry else { return };
        match self.entries.iter_mut().find(|known| known.kind == entry.kind && known.name == entry.name) {
            Some(known) => known.handler = known.handler.take().or(entry.handler),
            None => self.entries.push(entry),
        }
    }
}

impl Look<'_, '_> {
    fn named_function(&mut self, name: Place, function: Place) -> Option<Entry> {
        let module = self.module(name.unit);
        let Expr::Str(text) = module.expr(name.expr) else { return None };
        let function = self.function(function)?;
        let description = syntax::docstring(self.module(function.unit), function.id)?;
        let (takes, inputs) = self.parameters(function);
        let entry = Entry::new(EntryKind::Tool, Some(module.text(text).to_owned()), name);
        Some(Entry { description: Some(description), inputs, handler: Some(Handler { function, takes }), ..entry })
    }

    fn object_by_looks(&mut self, object: Place, key: Option<String>) -> Option<Entry> {
        let name = match self.part(object, &["name", "toolName"]) {
            Some(place) => self.text(place),
            None => key,
        }?;
        let schema = self.part(object, &SCHEMA)?;
        let description = self.part(object, &["description"]).and_then(|place| self.prose(place))?;
        let mut handler = self.handler_in(object, &HANDLERS)?;
        let inputs = self.inputs(schema, true);
        let annotations = self.part(object, &["annotations"]).map(|place| self.annotations(place)).unwrap_or_default();
        let is_resource = self.part(object, &["uri", "uriTemplate"]).is_some();
        let kind = if is_resource { EntryKind::Resource } else { EntryKind::Tool };
        if is_resource {
            handler.takes = vec![Takes::Value(0, "uri".to_owned()), Takes::Inputs(1)];
        }
        let known = Entry::new(kind, Some(name), object);
        Some(Entry { description: Some(description), inputs, annotations, handler: Some(handler), ..known })
    }

    /// A class with a method that answers, which says its name itself or tells it to the class that it extends.
    fn class_by_looks(&mut self, class: At<ClassId>, own: Place, handler: At<FunctionId>) -> Option<Entry> {
        let module = self.module(class.unit);
        let (bound, given) = self.told_to_base(class);
        let entry = self.within(&bound, |look| {
            let returned = |name: &str| {
                let method = module.class(class.id).methods.iter().find(|(method, _)| module.name(*method) == name)?.1;
                module.function(method).returns.first().map(|expr| Place { unit: class.unit, expr: *expr })
            };
            let own = look.of_class(class, "name", 8).map(|_| own);
            let told = TELLING.iter().find_map(|name| returned(name));
            let field = ["tool", "definition", "schema"].iter().find_map(|name| look.of_class(class, name, 8));
            let places = own.into_iter().chain(told).chain(field).chain(given);
            places.into_iter().find_map(|place| look.class_entry(class, place, handler))
        });
        entry.map(|entry| Entry { place: own, ..entry })
    }

    fn class_entry(&mut self, class: At<ClassId>, described: Place, handler: At<FunctionId>) -> Option<Entry> {
        let part = |look: &mut Self, names: &[&str]| look.part(described, names);
        let name = part(self, &["name"]).and_then(|place| self.text(place))?;
        let description = part(self, &["description"]).and_then(|place| self.prose(place))?;
        let schema = part(self, &SCHEMA)?;
        let module = self.module(class.unit);
        let info = module.class(class.id);
        let mut entry = Entry::new(EntryKind::Tool, Some(name), described);
        entry.description = Some(description);
        entry.inputs = self.inputs(schema, module.language == Language::Python);
        if let Some(annotations) = part(self, &["annotations"]) {
            entry.annotations = self.annotations(annotations);
        }
        let receiver = u32::from(module.language == Language::Python && !info.methods.is_empty());
        entry.handler = Some(Handler { function: handler, takes: vec![Takes::Inputs(receiver)] });
        Some(entry)
    }

    /// What the constructor hands to the one of the base class: bound to its parameters, and as it stands.
    fn told_to_base(&mut self, class: At<ClassId>) -> (Vec<(Known, Place)>, Vec<Place>) {
        let nothing = (Vec::new(), Vec::new());
        let Some(constructor) = self.flow.constructor(class) else { return nothing };
        let module = self.module(class.unit);
        let (start, end) = module.function(constructor.id).exprs;
        let call = (start..end.min(start.saturating_add(2_000))).map(ExprId).find(|id| match module.expr(*id) {
            Expr::Call(callee, _) => is_super(module, callee),
            _ => false,
        });
        let Some(call) = call else { return nothing };
        let base = module.class(class.id).bases.first().map(|base| self.flow.value(class.unit, *base));
        let given: Vec<Place> = syntax::arguments(module, call).iter().map(|expr| Place { unit: class.unit, expr: *expr }).collect();
        let Some(crate::flow::Value::Class(base)) = base else { return (Vec::new(), given) };
        let Some(constructor) = self.flow.constructor(base) else { return (Vec::new(), given) };
        let call = At { unit: class.unit, id: call };
        let parameters = self.module(constructor.unit).function(constructor.id).parameters.len().min(16) as u32;
        let bound = (0..parameters).filter_map(|index| {
            let expr = self.flow.argument(constructor, index, call)?;
            Some((Known::Parameter(constructor, index), Place { unit: class.unit, expr }))
        });
        (bound.collect(), given)
    }
}

fn is_super(module: &Module, callee: ExprId) -> bool {
    match module.expr(callee) {
        Expr::Super(_) => true,
        Expr::Member(object, _) => matches!(module.expr(object), Expr::Super(_)),
        _ => false,
    }
}

fn handler_method(module: &Module, class: ClassId) -> Option<FunctionId> {
    let methods = &module.class(class).methods;
    HANDLERS.iter().find_map(|name| methods.iter().find(|(method, _)| module.name(*method) == *name)).map(|(_, function)| *function)
}

/// An object with a function under one of the usual keys.
fn is_candidate(module: &Module, pairs: &[ExprId]) -> bool {
    pairs.iter().any(|pair| match module.expr(*pair) {
        Expr::Pair(key, value) => {
            matches!(module.expr(key), Expr::Str(key) if HANDLERS.contains(&module.text(key)))
                && matches!(module.expr(value), Expr::Function(_) | Expr::Name(..) | Expr::Member(..) | Expr::Call(..))
        }
        _ => false,
    })
}

/// Under which key an object stands in the object around it, itself or handed to a function.
#[derive(Default)]
struct Keys<'m>(HashMap<ExprId, &'m str>);

impl<'m> Keys<'m> {
    fn note(&mut self, module: &'m Module, key: ExprId, value: ExprId) {
        let Expr::Str(key) = module.expr(key) else { return };
        let object = match module.expr(value) {
            Expr::Object(_) => value,
            Expr::Call(_, arguments) => match module.list(arguments) {
                [only] if matches!(module.expr(*only), Expr::Object(_)) => *only,
                _ => return,
            },
            _ => return,
        };
        self.0.insert(object, module.text(key));
    }

    fn of(&self, object: ExprId) -> Option<&'m str> {
        self.0.get(&object).copied()
    }
}

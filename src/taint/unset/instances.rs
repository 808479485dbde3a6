//! Members: of objects, of instances and their classes, of modules.

use std::rc::Rc;

use crate::flow::{At, UnitId};
use crate::syntax::Language;
use crate::syntax::ir::{ClassId, Export, Expr, ExprId, FunctionId, ScopeId};

use super::worth::{Given, Worth};
use super::{Frame, Scope, Unset};

/// Writes to one property that are looked through.
const MAX_WRITES: usize = 12;
/// Base classes, re-exports: one behind the other.
const MAX_LINKS: u32 = 6;
/// Classes that are asked whether they build on another.
const MAX_CLASSES: usize = 200;

impl Unset<'_, '_> {
    pub(super) fn this(&mut self, class: At<ClassId>, scope: &Scope) -> Worth {
        let mut frame = scope.as_ref();
        while let Some(here) = frame {
            if let Some(this) = &here.this {
                return this.clone();
            }
            frame = here.around.as_ref();
        }
        Worth::Instance(class, None)
    }

    pub(super) fn member_at(&mut self, unit: UnitId, id: ExprId, object: ExprId, name: &str, scope: Scope) -> Worth {
        let base = self.evaluate(unit, object, scope);
        let found = self.member(&base, name, self.is_python(unit));
        match found {
            Worth::Unknown => self.glanced(unit, id).unwrap_or(Worth::Unknown),
            found => found,
        }
    }

    pub(super) fn member(&mut self, object: &Worth, name: &str, python: bool) -> Worth {
        if self.fuel == 0 {
            return Worth::Unknown;
        }
        self.fuel -= 1;
        match object {
            Worth::Outside(symbol) if self.flow.is_environment(*symbol) && !is_mapping_method(name) => Worth::Null,
            Worth::Outside(symbol) => match (self.flow.symbols.name(*symbol), name) {
                // The program itself, and nothing behind it.
                ("process", "argv") => Worth::list(vec![Worth::text("node"), Worth::text("server")]),
                ("sys", "argv") => Worth::list(vec![Worth::text("server")]),
                _ => Worth::Outside(self.flow.symbols.member(*symbol, name)),
            },
            Worth::Namespace(unit) => self.exported(*unit, name, 0),
            Worth::Object(at, scope) => self.object_member(*at, name, scope.clone()),
            Worth::Instance(class, given) => match self.instance_member(*class, name, given.as_ref(), 0) {
                Worth::List(_) if self.is_field_filled(class.unit, name) => Worth::Unknown,
                found => found,
            },
            Worth::Class(class) => self.class_member(*class, name, None, 0),
            Worth::Arguments(call) => self.option(*call, name),
            Worth::List(items) if matches!(name, "length" | "size") => Worth::Number(items.len() as f64),
            Worth::Text(text) if name == "length" => Worth::Number(text.encode_utf16().count() as f64),
            Worth::Null if !python => Worth::Null,
            Worth::Unknown
            | Worth::Something
            | Worth::Nothing
            | Worth::Null
            | Worth::Bool(_)
            | Worth::Number(_)
            | Worth::Text(_)
            | Worth::List(_)
            | Worth::Function(..) => Worth::Unknown,
        }
    }

    /// What a file lets others take from it.
    fn exported(&mut self, unit: UnitId, name: &str, links: u32) -> Worth {
        let module = self.flow.program.module(unit);
        if module.language == Language::Python {
            let Some(known) = module.names.find(name) else { return Worth::Unknown };
            return self.declared(unit, known, ScopeId(0), None, None);
        }
        let mut items = Vec::new();
        for export in &module.exports {
            match export {
                // Compiled code sets its exports to nothing first.
                Export::Item(item, value) if module.name(*item) == name && module.expr(*value) != Expr::Null => items.push(*value),
                Export::Whole(value) if links < MAX_LINKS => {
                    let whole = self.evaluate(unit, *value, None);
                    return if name == "default" { whole } else { self.member(&whole, name, false) };
                }
                Export::All(import) if links < MAX_LINKS => {
                    if let Some(Worth::Namespace(other)) = self.glanced(unit, *import)
                        && let found @ (Worth::Bool(_)
                        | Worth::Text(_)
                        | Worth::List(_)
                        | Worth::Null
                        | Worth::Object(..)
                        | Worth::Function(..)) = self.exported(other, name, links + 1)
                    {
                        return found;
                    }
                }
                Export::Item(..) | Export::Whole(_) | Export::All(_) => {}
            }
        }
        match items[..] {
            [] => Worth::Unknown,
            [only] => self.evaluate(unit, only, None),
            [..] => self.settled(unit, &items[..items.len().min(4)], FunctionId(0), None),
        }
    }

    fn object_member(&mut self, at: At<ExprId>, name: &str, scope: Scope) -> Worth {
        let module = self.flow.program.module(at.unit);
        let Expr::Object(members) = module.expr(at.id) else { return Worth::Unknown };
        let mut values = Vec::new();
        let mut is_open = false;
        for member in module.list(members).iter().take(512) {
            match module.expr(*member) {
                Expr::Pair(key, value) => match module.expr(key) {
                    Expr::Str(text) if module.text(text) == name => values = vec![value],
                    Expr::Str(_) => {}
                    _ => is_open = true,
                },
                _ => is_open = true,
            }
        }
        values.extend(self.written(at, name));
        match values[..] {
            [] if is_open || module.language == Language::Python => Worth::Unknown,
            [] => Worth::Null,
            _ if is_open => Worth::Unknown,
            [only] => self.evaluate(at.unit, only, scope),
            [..] => {
                let home = module.enclosing_function(at.id);
                self.settled(at.unit, &values, home, scope)
            }
        }
    }

    /// `config.name = …` behind the literal.
    fn written(&mut self, object: At<ExprId>, name: &str) -> Vec<ExprId> {
        let module = self.flow.program.module(object.unit);
        let writes = module.names.find(name).and_then(|name| module.member_writes.get(&name));
        let writes = writes.map_or(&[][..], Vec::as_slice);
        let mut found = Vec::new();
        for write in writes.iter().take(MAX_WRITES) {
            if matches!(module.expr(write.object), Expr::Name(..))
                && self.flow.glance(object.unit, write.object) == crate::flow::Value::Object(object)
            {
                found.push(write.value);
            }
        }
        found
    }

    fn instance_member(&mut self, class: At<ClassId>, name: &str, given: Option<&Rc<Given>>, links: u32) -> Worth {
        if links > MAX_LINKS {
            return Worth::Unknown;
        }
        let module = self.flow.program.module(class.unit);
        let this = Worth::Instance(class, given.cloned());
        let Some(known) = module.names.find(name) else { return self.inherited(class, name, given, links) };
        if let Some((_, function)) = module.class(class.id).methods.iter().rev().find(|(method, _)| *method == known) {
            let function = At { unit: class.unit, id: *function };
            let is_read = module.function(function.id).is_getter || self.is_property(function);
            return if is_read { self.called(function, &Given::default(), Some(this), None) } else { Worth::Function(function, None) };
        }
        let constructor = self.flow.constructor(class);
        let writes = module.member_writes.get(&known).map_or(&[][..], Vec::as_slice);
        let mine = writes.iter().filter(|write| module.expr(write.object) == Expr::This(class.id)).take(MAX_WRITES);
        let values: Vec<ExprId> = mine.map(|write| write.value).collect();
        if values.is_empty() {
            if constructor.is_none()
                && let Some(worth) = given.and_then(|given| given.named(name))
            {
                return worth.clone();
            }
            return self.class_member(class, name, given, links);
        }
        let Some(constructor) = constructor else { return Worth::Unknown };
        let scope = given.map(|given| {
            let bound = self.bound(constructor, given);
            Rc::new(Frame { function: constructor, given: bound, this: Some(this), around: None })
        });
        self.settled(class.unit, &values, constructor.id, scope)
    }

    fn is_field_filled(&mut self, unit: UnitId, name: &str) -> bool {
        let module = self.flow.program.module(unit);
        let Some(name) = module.names.find(name) else { return false };
        let whole = (0, module.exprs.len() as u32);
        self.is_filled(unit, whole, |module, object| matches!(module.expr(object), Expr::Member(_, field) if field == name))
    }

    fn is_property(&mut self, function: At<FunctionId>) -> bool {
        let decorators = self.flow.program.module(function.unit).function(function.id).decorators.clone();
        decorators.into_iter().any(|decorator| match self.glanced(function.unit, decorator) {
            Some(Worth::Outside(symbol)) => matches!(self.flow.symbols.name(symbol), "property" | "functools.cached_property"),
            _ => false,
        })
    }

    /// A field of the class body, else what bases and classes built on this one say.
    fn class_member(&mut self, class: At<ClassId>, name: &str, given: Option<&Rc<Given>>, links: u32) -> Worth {
        let module = self.flow.program.module(class.unit);
        let known = module.names.find(name);
        let info = module.class(class.id);
        if let Some((_, function)) = info.methods.iter().rev().find(|(method, _)| Some(*method) == known) {
            return Worth::Function(At { unit: class.unit, id: *function }, None);
        }
        match info.fields.iter().rev().find(|field| Some(field.name) == known).map(|field| field.value) {
            Some(value) if module.expr(value) != Expr::Opaque => self.field_default(class.unit, value),
            _ => self.inherited(class, name, given, links),
        }
    }

    /// `Field(default=…)`, `field(default_factory=…)`, or the value itself.
    fn field_default(&mut self, unit: UnitId, value: ExprId) -> Worth {
        let module = self.flow.program.module(unit);
        if let Expr::Call(callee, list) = module.expr(value)
            && let Some(Worth::Outside(symbol)) = self.glanced(unit, callee)
            && matches!(self.flow.symbols.name(symbol).rsplit('.').next(), Some("Field" | "field" | "ib" | "attrib"))
        {
            let given = self.arguments(unit, list, None);
            if let Some(factory) = given.named("default_factory").cloned() {
                return self.apply(At { unit, id: value }, &factory, Given::default(), None);
            }
            return match given.named("default").or(given.positional.first()) {
                Some(worth) => worth.clone(),
                None => Worth::Unknown,
            };
        }
        self.evaluate(unit, value, None)
    }

    fn inherited(&mut self, class: At<ClassId>, name: &str, given: Option<&Rc<Given>>, links: u32) -> Worth {
        if links > MAX_LINKS {
            return Worth::Unknown;
        }
        let bases = self.flow.program.module(class.unit).class(class.id).bases.clone();
        for base in bases {
            if let Some(Worth::Class(base)) = self.glanced(class.unit, base) {
                let found = self.instance_member(base, name, given, links + 1);
                if !matches!(found, Worth::Unknown) {
                    return found;
                }
            }
        }
        // A part of a class that another puts together says what it needs, and the other gives it.
        if links == 0 { self.given_by_heirs(class, name) } else { Worth::Unknown }
    }

    fn given_by_heirs(&mut self, class: At<ClassId>, name: &str) -> Worth {
        let program = self.flow.program;
        let Some(own) = program.module(class.unit).class(class.id).name else { return Worth::Unknown };
        let own = program.module(class.unit).name(own);
        self.fuel = self.fuel.saturating_sub(program.units.len() as u32 / 8);
        let (mut found, mut looked) = (Vec::new(), 0);
        for unit in program.ids() {
            let module = program.module(unit);
            if module.names.find(own).is_none() || module.names.find(name).is_none_or(|name| !module.member_writes.contains_key(&name)) {
                continue;
            }
            for (at, heir) in module.classes.iter().enumerate() {
                looked += 1;
                if looked > MAX_CLASSES {
                    return Worth::Unknown;
                }
                let builds_on =
                    heir.bases.iter().any(|base| matches!(self.glanced(unit, *base), Some(Worth::Class(base)) if base == class));
                if builds_on {
                    found.push(self.instance_member(At { unit, id: ClassId(at as u32) }, name, None, 1));
                }
            }
        }
        Worth::any(found, self.is_python(class.unit))
    }
}

fn is_mapping_method(name: &str) -> bool {
    matches!(name, "get" | "items" | "keys" | "values" | "copy" | "pop" | "setdefault" | "update")
}

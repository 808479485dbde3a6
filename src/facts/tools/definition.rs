//! Where the value of an expression is written: names, members and imports followed to the literal or call that makes it.
//!
//! A [`Value`] tells constants and functions; what a call of another package's function was given (a schema, a tool's options)
//! only the expression itself tells.

use crate::facts::Place;
use crate::flow::{At, Known, UnitId, Value};
use crate::syntax::ir::{ClassId, Export, Expr, ExprId, FunctionId, Name, ScopeId};
use crate::syntax::{Language, Module};

use super::additions::{Key, pair};
use super::look::Look;
use super::syntax;

/// Aliases of aliases, members of members.
const MAX_HOPS: u32 = 24;

impl Look<'_, '_> {
    /// The expression that makes the value; the expression itself where it cannot be followed.
    pub fn definition(&mut self, place: Place) -> Place {
        self.nested(place, |look| look.defined_within(place, MAX_HOPS))
    }

    /// What something holds under one of several names: a key, a named argument, a field.
    pub fn part(&mut self, of: Place, names: &[&str]) -> Option<Place> {
        let of = self.definition(of);
        names.iter().find_map(|name| self.nested(None, |look| look.member(of, name, MAX_HOPS)))
    }

    fn defined_within(&mut self, place: Place, hops: u32) -> Place {
        let mut at = place;
        for left in (0..hops).rev() {
            match self.step(at, left) {
                Some(next) if next != at => at = next,
                Some(_) | None => break,
            }
        }
        at
    }

    /// The same, up to an entry of an object or a map.
    fn entry_within(&mut self, place: Place, hops: u32) -> Place {
        let mut at = place;
        for left in (0..hops).rev() {
            if pair(self.module(at.unit), at.expr).is_some() {
                break;
            }
            match self.step(at, left) {
                Some(next) if next != at => at = next,
                Some(_) | None => break,
            }
        }
        at
    }

    /// One hop on the way to the definition.
    pub fn step(&mut self, place: Place, hops: u32) -> Option<Place> {
        self.hop()?;
        let unit = place.unit;
        let module = self.module(unit);
        let here = |expr| Some(Place { unit, expr });
        match module.expr(place.expr) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                here(last_value(module, name, scope)?)
            }
            Expr::Member(object, name) => self.member(Place { unit, expr: object }, module.name(name), hops),
            Expr::Index(object, key) => self.indexed(Place { unit, expr: object }, Place { unit, expr: key }, hops),
            Expr::Await(inner)
            | Expr::Assign(_, inner)
            | Expr::Keyword(_, inner)
            | Expr::Return(inner)
            | Expr::Either(inner, _)
            | Expr::Spread(inner) => here(inner),
            Expr::Sequence(list) => here(*module.list(list).last()?),
            Expr::If(_, then, otherwise) if module.expr(then) == Expr::Null => here(otherwise),
            Expr::If(_, then, _) => here(then),
            Expr::Call(callee, arguments) if is_wrapper(module, callee) => here(*module.list(arguments).first()?),
            // `TABLE.get(key)` of a dictionary.
            Expr::Call(callee, arguments) if matches!(syntax::member(module, callee), Some((_, "get"))) => {
                let (object, _) = syntax::member(module, callee)?;
                let key = self.text(Place { unit, expr: *module.list(arguments).first()? })?;
                self.member(Place { unit, expr: object }, &key, hops)
            }
            Expr::Parameter(function, index) => self.given(At { unit, id: function }, index),
            Expr::Element(_) => self.situation.place(Known::Element(At { unit, id: place.expr })),
            _ => None,
        }
    }

    /// What the situation, or the one known call of a function, gives for a parameter.
    fn given(&self, function: At<FunctionId>, index: u32) -> Option<Place> {
        if let Some(place) = self.situation.place(Known::Parameter(function, index)) {
            return Some(place);
        }
        let [call] = self.flow.callers(function) else { return None };
        let argument = self.flow.argument(function, index, *call)?;
        Some(Place { unit: call.unit, expr: argument })
    }

    fn indexed(&mut self, object: Place, key: Place, hops: u32) -> Option<Place> {
        match self.value(key) {
            Value::Text(key) => self.member(object, &key, hops),
            Value::Number(number) => {
                let object = self.entry_within(object, hops);
                let module = self.module(object.unit);
                // An entry of an object or a map: its key, its value.
                if let Some((key, value)) = pair(module, object.expr) {
                    let expr = match (key, number as usize) {
                        (Key::Written(key), 0) => key,
                        (_, 1) => value,
                        (Key::Named(_), _) | (Key::Written(_), _) => return None,
                    };
                    return Some(Place { unit: object.unit, expr });
                }
                let expr = match module.expr(object.expr) {
                    Expr::Array(list) => *module.list(list).get(number as usize)?,
                    Expr::Call(callee, _) => return self.part_of_result(Place { unit: object.unit, expr: callee }, number as usize),
                    _ => return None,
                };
                Some(Place { unit: object.unit, expr })
            }
            _ => None,
        }
    }

    /// One of several values that a function of the package returns together.
    fn part_of_result(&mut self, callee: Place, position: usize) -> Option<Place> {
        let Value::Function(function) = self.value(callee) else { return None };
        let module = self.module(function.unit);
        module.function(function.id).returns.iter().take(16).find_map(|value| match module.expr(*value) {
            Expr::Array(list) => Some(Place { unit: function.unit, expr: *module.list(list).get(position)? }),
            _ => None,
        })
    }

    /// `object.name`, where the object is a literal, a call with named arguments, a module, a class or an instance of one.
    fn member(&mut self, object: Place, name: &str, hops: u32) -> Option<Place> {
        let hops = hops.checked_sub(1)?;
        let object = self.defined_within(object, hops);
        let module = self.module(object.unit);
        match module.expr(object.expr) {
            Expr::Object(_) => self.field(object, name, hops).or_else(|| self.put_under(object, name)),
            Expr::Import(_) => match self.value(object) {
                Value::Namespace(unit) => self.exported(unit, name, hops),
                _ => None,
            },
            Expr::This(class) => self.of_class(At { unit: object.unit, id: class }, name, hops),
            Expr::New(..) | Expr::Call(..) | Expr::Class(_) => {
                if let Some(given) = syntax::keyword(module, object.expr, name) {
                    return Some(Place { unit: object.unit, expr: given });
                }
                let found = match self.value(object) {
                    Value::Instance(class) | Value::Class(class) => self.of_class(class, name, hops),
                    Value::Namespace(unit) => self.exported(unit, name, hops),
                    Value::Object(at) => self.field(Place { unit: at.unit, expr: at.id }, name, hops),
                    _ => None,
                };
                found.or_else(|| self.put_under(object, name))
            }
            _ => None,
        }
    }

    /// What an object literal holds under a key; what is spread into it counts.
    fn field(&mut self, object: Place, name: &str, hops: u32) -> Option<Place> {
        let module = self.module(object.unit);
        let Expr::Object(list) = module.expr(object.expr) else { return None };
        for item in module.list(list).iter().rev() {
            match module.expr(*item) {
                Expr::Pair(key, value) => {
                    let matches = match module.expr(key) {
                        Expr::Str(text) => module.text(text) == name,
                        _ => self.flow.glance(object.unit, key).as_text() == Some(name),
                    };
                    if matches {
                        return Some(Place { unit: object.unit, expr: value });
                    }
                }
                Expr::Spread(inner) => {
                    let found = self.member(Place { unit: object.unit, expr: inner }, name, hops);
                    if found.is_some() {
                        return found;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// A field with a value, or what the class itself assigns to `this.name`.
    pub fn of_class(&mut self, class: At<ClassId>, name: &str, hops: u32) -> Option<Place> {
        let module = self.module(class.unit);
        let here = |expr| Some(Place { unit: class.unit, expr });
        let info = module.class(class.id);
        if let Some(wanted) = module.names.find(name) {
            let field = info.fields.iter().rev().find(|field| field.name == wanted && module.expr(field.value) != Expr::Opaque);
            if let Some(field) = field {
                return here(field.value);
            }
            let mut writes = module.member_writes.get(&wanted).into_iter().flatten().take(256);
            if let Some(write) = writes.find(|write| module.expr(write.object) == Expr::This(class.id)) {
                return here(write.value);
            }
            if let Some((_, method)) = info.methods.iter().find(|(method, _)| *method == wanted) {
                let method = module.function(*method);
                return method.is_getter.then(|| method.returns.first().copied()).flatten().and_then(here);
            }
        }
        let hops = hops.checked_sub(1)?;
        info.bases.iter().find_map(|base| match self.flow.value(class.unit, *base) {
            Value::Class(base) => self.of_class(base, name, hops),
            _ => None,
        })
    }

    /// What a module gives under a name.
    fn exported(&mut self, unit: UnitId, name: &str, hops: u32) -> Option<Place> {
        let module = self.module(unit);
        let here = |expr| Some(Place { unit, expr });
        if module.language == Language::Python
            && let Some(known) = module.names.find(name)
            && let Some(value) = last_value(module, known, ScopeId(0))
        {
            return here(value);
        }
        let mut whole = None;
        let mut others = Vec::new();
        for export in &module.exports {
            match export {
                Export::Item(item, value) if module.name(*item) == name && module.expr(*value) != Expr::Null => return here(*value),
                Export::Item(..) => {}
                Export::Whole(value) => whole = Some(*value),
                Export::All(import) => others.push(*import),
            }
        }
        let hops = hops.checked_sub(1)?;
        if let Some(expr) = whole {
            return if name == "default" { here(expr) } else { self.member(Place { unit, expr }, name, hops) };
        }
        others.into_iter().take(64).find_map(|import| match self.flow.value(unit, import) {
            Value::Namespace(other) if other != unit => self.exported(other, name, hops),
            _ => None,
        })
    }
}

/// Calls that give back what they are given: `Object.freeze(x)`, interop of modules.
fn is_wrapper(module: &Module, callee: ExprId) -> bool {
    let wraps = ["freeze", "seal", "__importStar", "__importDefault", "__toESM", "_interopRequireDefault", "_interopRequireWildcard"];
    syntax::last_word(module, callee).is_some_and(|name| wraps.contains(&name))
}

/// The last thing that a variable is known to be; an empty declaration says nothing.
pub(super) fn last_value(module: &Module, name: Name, scope: ScopeId) -> Option<ExprId> {
    let values = module.variables.get(&(scope, name))?;
    values.iter().rev().find(|id| !matches!(module.expr(**id), Expr::Null | Expr::Opaque)).copied()
}

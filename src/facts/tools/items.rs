//! What a list holds, item by item, as the expressions that make them: literals, spreads, maps and filters, pushes, returns.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId, Name, ScopeId};
use crate::syntax::{Language, Module};

use super::look::Look;
use super::syntax;

/// Lists of lists of lists.
const MAX_DEPTH: u32 = 16;
/// More tools than any server has.
pub(super) const MAX_ITEMS: usize = 2_048;

/// What was found so far, and where it was already looked.
#[derive(Default)]
struct Gathered {
    items: Vec<Place>,
    seen: HashSet<Place>,
}

impl Look<'_, '_> {
    /// The items of a list; a pair of an object where its entries are listed.
    pub fn items(&mut self, list: Place) -> Vec<Place> {
        let mut gathered = Gathered::default();
        self.gather(list, &mut gathered, MAX_DEPTH);
        gathered.items
    }

    fn gather(&mut self, list: Place, into: &mut Gathered, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if into.items.len() >= MAX_ITEMS || !into.seen.insert(list) {
            return;
        }
        let module = self.module(list.unit);
        let here = |expr| Place { unit: list.unit, expr };
        match module.expr(list.expr) {
            Expr::Array(items) => {
                for item in module.list(items) {
                    match module.expr(*item) {
                        Expr::Spread(inner) => self.gather(here(inner), into, depth),
                        _ => into.items.push(here(*item)),
                    }
                }
            }
            Expr::Name(name, scope) => {
                let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
                for value in values.into_iter().flatten().take(64) {
                    self.gather(here(*value), into, depth);
                }
                if values.is_some() {
                    self.gather_pushed(list, into, depth);
                }
            }
            Expr::Either(left, right) | Expr::If(_, left, right) => {
                self.gather(here(left), into, depth);
                self.gather(here(right), into, depth);
            }
            Expr::Binary(_, left, right) => {
                self.gather(here(left), into, depth);
                self.gather(here(right), into, depth);
            }
            Expr::Await(inner) | Expr::Return(inner) | Expr::Assign(_, inner) | Expr::Spread(inner) => {
                self.gather(here(inner), into, depth)
            }
            Expr::Sequence(parts) => module.list(parts).last().into_iter().for_each(|last| self.gather(here(*last), into, depth)),
            Expr::Comprehension(element, _) => self.gather_comprehension(here(element), into, depth),
            Expr::Call(..) | Expr::New(..) => self.gather_call(list, into, depth),
            // Iterating over a dictionary gives its keys.
            Expr::Object(pairs) if module.language == Language::Python => into.items.extend(keys(module, module.list(pairs)).map(here)),
            _ => {
                if let Some(next) = self.step(list, MAX_DEPTH) {
                    self.gather(next, into, depth);
                }
            }
        }
    }

    /// `tools.push(a, ...b)`, `tools.append(a)`, `tools.extend(b)` in the same file.
    fn gather_pushed(&mut self, list: Place, into: &mut Gathered, depth: u32) {
        let module = self.module(list.unit);
        let Expr::Name(name, scope) = module.expr(list.expr) else { return };
        let Some(scope) = module.declaring_scope(name, scope) else { return };
        let known = self.pushes.entry(list.unit).or_insert_with(|| Rc::new(pushes(module))).clone();
        let pushes = known.get(&(scope, name)).map_or(&[][..], Vec::as_slice).iter().take(MAX_ITEMS);
        for (call, spreads) in pushes {
            for argument in syntax::arguments(module, *call) {
                let place = Place { unit: list.unit, expr: *argument };
                match module.expr(*argument) {
                    Expr::Spread(inner) => self.gather(Place { unit: list.unit, expr: inner }, into, depth),
                    _ if *spreads => self.gather(place, into, depth),
                    _ => into.items.push(place),
                }
            }
        }
    }

    fn gather_call(&mut self, call: Place, into: &mut Gathered, depth: u32) {
        let module = self.module(call.unit);
        let here = |expr| Place { unit: call.unit, expr };
        let first = syntax::positional(module, call.expr, 0).map(here);
        if let Some((object, method)) = syntax::method(module, call.expr) {
            match (method, first) {
                ("values" | "entries" | "keys" | "items", first) => {
                    let object = first.unwrap_or(here(object));
                    return self.gather_parts(object, method, into, depth);
                }
                ("map" | "flatMap", Some(callback)) => return self.gather_mapped(here(object), callback, into, depth),
                ("filter" | "slice" | "sort" | "toSorted" | "reverse" | "flat" | "freeze" | "copy", _) => {
                    let of = if method == "freeze" { first.unwrap_or(here(object)) } else { here(object) };
                    return self.gather(of, into, depth);
                }
                ("concat", _) => {
                    self.gather(here(object), into, depth);
                    return syntax::arguments(module, call.expr).iter().for_each(|argument| self.gather(here(*argument), into, depth));
                }
                ("from", Some(first)) => return self.gather(first, into, depth),
                _ => {}
            }
        }
        let Expr::Call(callee, _) = module.expr(call.expr) else { return };
        match self.value(here(callee)) {
            Value::Function(function) => self.gather_returned(function, into, depth),
            // `list(x)`, `sorted(x)`, `new Set(x)`, `Array(x)`
            Value::Symbol(_) => first.into_iter().for_each(|first| self.gather(first, into, depth)),
            _ => {}
        }
    }

    fn gather_returned(&mut self, function: At<FunctionId>, into: &mut Gathered, depth: u32) {
        let returns = &self.module(function.unit).function(function.id).returns;
        for value in returns.iter().take(16) {
            self.gather(Place { unit: function.unit, expr: *value }, into, depth);
        }
    }

    /// `Object.values(o)`, `o.items()`.
    fn gather_parts(&mut self, object: Place, method: &str, into: &mut Gathered, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let at = self.definition(object);
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Object(list) => {
                for item in module.list(list) {
                    match module.expr(*item) {
                        Expr::Pair(key, value) => {
                            let part = match method {
                                "values" => value,
                                "keys" => key,
                                _ => *item,
                            };
                            into.items.push(Place { unit: at.unit, expr: part });
                        }
                        Expr::Spread(inner) => self.gather_parts(Place { unit: at.unit, expr: inner }, method, into, depth),
                        _ => {}
                    }
                }
            }
            Expr::Call(..) | Expr::New(..) => {
                if let Value::Function(function) = self.callee(at) {
                    for value in self.module(function.unit).function(function.id).returns.iter().take(16) {
                        self.gather_parts(Place { unit: function.unit, expr: *value }, method, into, depth);
                    }
                }
            }
            _ => {}
        }
    }

    fn callee(&mut self, call: Place) -> Value {
        match self.module(call.unit).expr(call.expr) {
            Expr::Call(callee, _) => self.value(Place { unit: call.unit, expr: callee }),
            _ => Value::Unknown,
        }
    }

    /// `tools.map((tool) => …)`: what the callback makes of them where that is told, else the items themselves.
    fn gather_mapped(&mut self, list: Place, callback: Place, into: &mut Gathered, depth: u32) {
        let mut inner = Gathered { items: Vec::new(), seen: std::mem::take(&mut into.seen) };
        self.gather(list, &mut inner, depth);
        into.seen = inner.seen;
        let Value::Function(function) = self.value(callback) else { return into.items.extend(inner.items) };
        let [returned] = self.module(function.unit).function(function.id).returns[..] else { return into.items.extend(inner.items) };
        let returned = Place { unit: function.unit, expr: returned };
        for item in inner.items {
            into.items.push(self.mapped(function, item, returned));
        }
    }

    /// `(item) => item.tool` is that part of the item; what makes a new object of it is about the item all the same.
    fn mapped(&mut self, function: At<FunctionId>, item: Place, returned: Place) -> Place {
        let known = crate::flow::Known::Parameter(function, 0);
        let part = self.within(&[(known, item)], |look| look.definition(returned));
        if part == returned || part.unit == function.unit && self.stands_in(part, function) { item } else { part }
    }

    fn stands_in(&self, place: Place, function: At<FunctionId>) -> bool {
        let (start, end) = self.module(function.unit).function(function.id).exprs;
        (start..end).contains(&place.expr.0)
    }

    /// `[make(x) for x in xs]`: the element itself, which knows its name by the loop.
    fn gather_comprehension(&mut self, element: Place, into: &mut Gathered, depth: u32) {
        let module = self.module(element.unit);
        let variable = (element.expr.0.saturating_sub(24)..=element.expr.0).rev().map(ExprId).find_map(|id| {
            let Expr::Name(name, scope) = module.expr(id) else { return None };
            let bound = *module.variables.get(&(module.declaring_scope(name, scope)?, name))?.first()?;
            matches!(module.expr(bound), Expr::Element(_)).then_some(bound)
        });
        match variable.map(|variable| module.expr(variable)) {
            Some(Expr::Element(source)) => self.gather(Place { unit: element.unit, expr: source }, into, depth),
            _ => into.items.push(element),
        }
    }
}

/// By variable, the calls that add to it, and whether they add the items of their arguments rather than these themselves.
pub(super) type Pushes = HashMap<(ScopeId, Name), Vec<(ExprId, bool)>>;

fn pushes(module: &Module) -> Pushes {
    let mut found = Pushes::new();
    for (call, _) in module.iter() {
        let Some((object, method)) = syntax::method(module, call) else { continue };
        let spreads = match method {
            "push" | "append" | "unshift" | "add" => false,
            "extend" => true,
            _ => continue,
        };
        if let Expr::Name(name, scope) = module.expr(object)
            && let Some(scope) = module.declaring_scope(name, scope)
        {
            found.entry((scope, name)).or_default().push((call, spreads));
        }
    }
    found
}

fn keys<'m>(module: &'m Module, pairs: &'m [ExprId]) -> impl Iterator<Item = ExprId> + 'm {
    pairs.iter().filter_map(|pair| match module.expr(*pair) {
        Expr::Pair(key, _) => Some(key),
        _ => None,
    })
}

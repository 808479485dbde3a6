//! What a list holds, item by item, as the expressions that make them: literals, spreads, maps and filters, pushes, returns.

use std::collections::HashSet;

use crate::facts::Place;
use crate::flow::{At, Known, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId};
use crate::syntax::{Language, Module};

use super::additions::Added;
use super::look::Look;
use super::syntax;

/// Lists of lists of lists.
const MAX_DEPTH: u32 = 16;
/// More tools than any server has.
pub(super) const MAX_ITEMS: usize = 2_048;

/// One item, and what it stands in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub place: Place,
    /// What parameters and loop variables in it stand for.
    pub bound: Vec<(Known, Place)>,
    /// What a callback makes of it, and the parameter that it is there.
    pub made: Option<(Known, Place)>,
}

impl Item {
    pub fn new(place: Place) -> Self {
        Self { place, bound: Vec::new(), made: None }
    }
}

/// What was found so far, and where it was already looked.
#[derive(Default)]
pub(super) struct Gathered {
    items: Vec<Item>,
    seen: HashSet<Place>,
}

impl Gathered {
    pub fn into_items(self) -> Vec<Item> {
        self.items
    }

    pub fn push(&mut self, item: Item) {
        if self.items.len() < MAX_ITEMS {
            self.items.push(item);
        }
    }
}

impl Look<'_, '_> {
    /// The items of a list; a pair of an object where its entries are listed.
    pub fn items(&mut self, list: Place) -> Vec<Item> {
        // What an item is may hang on another list, and that on this one.
        self.nested(Vec::new(), |look| {
            let mut gathered = Gathered::default();
            look.gather(list, &mut gathered, MAX_DEPTH);
            gathered.items
        })
    }

    pub(super) fn gather(&mut self, list: Place, into: &mut Gathered, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if into.items.len() >= MAX_ITEMS || !into.seen.insert(list) {
            return;
        }
        self.gather_written(list, into, depth);
        for added in self.added(list).iter() {
            match *added {
                Added::Item(item) => self.gather_item(item, into, depth),
                Added::All(other) => self.gather(other, into, depth),
                Added::Pair(entry) => into.push(Item::new(entry)),
            }
        }
    }

    /// The items as far as they stand where the list is written.
    fn gather_written(&mut self, list: Place, into: &mut Gathered, depth: u32) {
        let module = self.module(list.unit);
        let here = |expr| Place { unit: list.unit, expr };
        match module.expr(list.expr) {
            Expr::Array(items) => {
                for item in module.list(items) {
                    match module.expr(*item) {
                        Expr::Spread(inner) => self.gather(here(inner), into, depth),
                        _ => into.push(Item::new(here(*item))),
                    }
                }
            }
            Expr::Name(name, scope) => {
                let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
                for value in values.into_iter().flatten().take(64) {
                    self.gather(here(*value), into, depth);
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
            Expr::Object(pairs) if module.language == Language::Python => {
                keys(module, module.list(pairs)).for_each(|key| into.push(Item::new(here(key))));
            }
            Expr::Parameter(function, index) => self.gather_given(At { unit: list.unit, id: function }, index, list, into, depth),
            _ => {
                if let Some(next) = self.step(list, MAX_DEPTH) {
                    self.gather(next, into, depth);
                }
            }
        }
    }

    /// Whatever list the situation, or any call of the function, gives for a parameter.
    fn gather_given(&mut self, function: At<FunctionId>, index: u32, list: Place, into: &mut Gathered, depth: u32) {
        if let Some(known) = self.step(list, MAX_DEPTH) {
            return self.gather(known, into, depth);
        }
        let calls: Vec<At<ExprId>> = self.flow.callers(function).iter().take(MAX_ITEMS).copied().collect();
        for call in calls {
            if let Some(expr) = self.flow.argument(function, index, call) {
                self.gather(Place { unit: call.unit, expr }, into, depth);
            }
        }
    }

    /// What is put into a list by a helper stands for one item for each call of the helper; in a loop, for one for each turn.
    pub(super) fn gather_item(&mut self, item: Place, into: &mut Gathered, depth: u32) {
        let mut bindings = self.bindings(item);
        if bindings.is_empty()
            && let Some(name) = self.part(item, &["name"])
        {
            bindings = self.bindings(name);
        }
        if bindings.is_empty() {
            return into.push(Item::new(item));
        }
        let open = self.definition(item);
        for bound in bindings {
            let at = self.within(&bound, |look| look.definition(item));
            match depth.checked_sub(1) {
                Some(depth) if at != open => self.gather_item(at, into, depth),
                Some(_) | None => into.push(Item { bound, ..Item::new(item) }),
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

    /// `tools.map((tool) => …)`: what the callback makes of them where that is told, else the items themselves.
    fn gather_mapped(&mut self, list: Place, callback: Place, into: &mut Gathered, depth: u32) {
        let mut inner = Gathered { items: Vec::new(), seen: std::mem::take(&mut into.seen) };
        self.gather(list, &mut inner, depth);
        into.seen = inner.seen;
        let Value::Function(function) = self.value(callback) else { return into.items.extend(inner.items) };
        let [returned] = self.module(function.unit).function(function.id).returns[..] else { return into.items.extend(inner.items) };
        let returned = Place { unit: function.unit, expr: returned };
        for item in inner.items {
            let mapped = self.mapped(function, item, returned);
            into.push(mapped);
        }
    }

    /// `(item) => item.tool` is that part of the item; what makes a new object of it is about the item all the same.
    fn mapped(&mut self, function: At<FunctionId>, item: Item, returned: Place) -> Item {
        let known = Known::Parameter(function, 0);
        let mut bound = item.bound.clone();
        bound.push((known, item.place));
        let part = self.within(&bound, |look| look.definition(returned));
        if part == returned || part.unit == function.unit && self.stands_in(part, function) {
            Item { made: Some((known, returned)), ..item }
        } else {
            Item { place: part, ..item }
        }
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
            _ => into.push(Item::new(element)),
        }
    }
}

fn keys<'m>(module: &'m Module, pairs: &'m [ExprId]) -> impl Iterator<Item = ExprId> + 'm {
    pairs.iter().filter_map(|pair| match module.expr(*pair) {
        Expr::Pair(key, _) => Some(key),
        _ => None,
    })
}

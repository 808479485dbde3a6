//! What objects, maps and modules hold, for those who ask for all of it: `Object.values(tools)`, `tools.items()`, `[...tools.values()]`.

use crate::facts::Place;
use crate::flow::{UnitId, Value};
use crate::syntax::ir::{Export, Expr};

use super::additions::{Added, Key, pair};
use super::items::{Gathered, Item};
use super::look::Look;

/// More names than any module of tools exports.
const MAX_EXPORTS: usize = 1_024;

impl Look<'_, '_> {
    /// `Object.values(o)`, `o.items()`.
    pub(super) fn gather_parts(&mut self, object: Place, method: &str, into: &mut Gathered, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let at = self.definition(object);
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Object(list) => {
                for item in module.list(list) {
                    match module.expr(*item) {
                        Expr::Pair(..) => self.gather_entry(Place { unit: at.unit, expr: *item }, method, into),
                        Expr::Spread(inner) => self.gather_parts(Place { unit: at.unit, expr: inner }, method, into, depth),
                        _ => {}
                    }
                }
            }
            Expr::Import(_) => {
                if let Value::Namespace(unit) = self.value(at) {
                    self.gather_exports(unit, method, into, depth);
                }
            }
            Expr::Call(callee, _) => {
                if let Value::Function(function) = self.value(Place { unit: at.unit, expr: callee }) {
                    for value in self.module(function.unit).function(function.id).returns.iter().take(16) {
                        self.gather_parts(Place { unit: function.unit, expr: *value }, method, into, depth);
                    }
                }
            }
            // `new Map([["read", read], …])`, `new Set([…])`
            Expr::New(_, arguments) => {
                if let Some(first) = module.list(arguments).first() {
                    let mut pairs = Gathered::default();
                    self.gather(Place { unit: at.unit, expr: *first }, &mut pairs, depth);
                    pairs.into_items().into_iter().for_each(|item| self.gather_row(item, method, into));
                }
            }
            _ => {}
        }
        for added in self.added(at).iter() {
            match *added {
                Added::Pair(entry) => self.gather_put(entry, method, into, depth),
                Added::Item(item) => self.gather_item(item, into, depth),
                Added::All(other) => self.gather_parts(other, method, into, depth),
            }
        }
    }

    /// An entry, or the half of it that was asked for.
    fn gather_entry(&mut self, entry: Place, method: &str, into: &mut Gathered) {
        let Some((key, value)) = pair(self.module(entry.unit), entry.expr) else { return };
        let part = match method {
            "values" => Some(value),
            "keys" => match key {
                Key::Written(key) => Some(key),
                Key::Named(_) => None,
            },
            _ => Some(entry.expr),
        };
        part.into_iter().for_each(|expr| into.push(Item::new(Place { unit: entry.unit, expr })));
    }

    /// What is put into a map later: by a helper or in a loop there are several.
    fn gather_put(&mut self, entry: Place, method: &str, into: &mut Gathered, depth: u32) {
        match (method, pair(self.module(entry.unit), entry.expr)) {
            ("values", Some((_, value))) => self.gather_item(Place { unit: entry.unit, expr: value }, into, depth),
            _ => self.gather_entry(entry, method, into),
        }
    }

    /// A row of a list of keys and values; anything else stands for itself.
    fn gather_row(&mut self, item: Item, method: &str, into: &mut Gathered) {
        let at = self.definition(item.place);
        let module = self.module(at.unit);
        match (module.expr(at.expr), method) {
            (Expr::Array(list), "values" | "keys") => {
                let half = module.list(list).get(usize::from(method == "values"));
                half.into_iter().for_each(|expr| into.push(Item { place: Place { unit: at.unit, expr: *expr }, ..item.clone() }));
            }
            (Expr::Pair(..), _) => self.gather_entry(at, method, into),
            _ => into.push(item),
        }
    }

    /// What a module exports; only the values, for its names stand nowhere as a text.
    fn gather_exports(&mut self, unit: UnitId, method: &str, into: &mut Gathered, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if method != "values" {
            return;
        }
        for export in self.module(unit).exports.iter().take(MAX_EXPORTS) {
            match export {
                Export::Item(_, value) => into.push(Item::new(Place { unit, expr: *value })),
                Export::Whole(value) => self.gather_parts(Place { unit, expr: *value }, method, into, depth),
                Export::All(import) => {
                    if let Value::Namespace(other) = self.value(Place { unit, expr: *import }) {
                        self.gather_exports(other, method, into, depth);
                    }
                }
            }
        }
    }
}

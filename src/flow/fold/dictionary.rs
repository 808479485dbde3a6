//! What object literals and dictionaries hold, asked for by their methods: `urls.get(name)`, `Object.values(urls)`.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::eval::MAX_ELEMENTS;
use crate::flow::value::Value;
use crate::syntax::Language;
use crate::syntax::ir::Expr;

impl Flow<'_> {
    /// Methods of a Python dictionary; an object of JavaScript has its own.
    pub(super) fn on_dictionary(&mut self, object: &Value, method: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        if self.program.module(arguments.unit).language != Language::Python {
            return None;
        }
        match method {
            "get" => {
                let key = self.positional(arguments, 0, depth);
                let default = self.positional(arguments, 1, depth);
                let found = [self.index(object, &key, depth), default];
                let known: Vec<Value> = found.into_iter().filter(|value| !value.is_unknown()).collect();
                (!known.is_empty()).then(|| Value::any(known))
            }
            "values" | "items" => self.entries(object, method, depth),
            _ => None,
        }
    }

    /// The `keys`, `values` or pairs of an object literal, in order.
    pub(super) fn entries(&mut self, object: &Value, which: &str, depth: u32) -> Option<Value> {
        let Value::Object(at) = object else { return None };
        let module = self.program.module(at.unit);
        let Expr::Object(list) = module.expr(at.id) else { return None };
        let mut entries = Vec::new();
        for member in module.list(list).iter().take(MAX_ELEMENTS) {
            let Expr::Pair(key, value) = module.expr(*member) else { continue };
            entries.push(match which {
                "keys" => self.eval(at.unit, key, depth + 1),
                "values" => self.eval(at.unit, value, depth + 1),
                _ => Value::List([self.eval(at.unit, key, depth + 1), self.eval(at.unit, value, depth + 1)].into()),
            });
        }
        Some(Value::List(entries.into()))
    }
}

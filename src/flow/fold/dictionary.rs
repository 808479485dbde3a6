//! What a dictionary holds, asked for by its method: `urls.get(name, default)`.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::value::Value;
use crate::syntax::Language;

impl Flow<'_> {
    /// Python's `get`; an object of JavaScript has its own.
    pub(super) fn on_dictionary(&mut self, object: &Value, method: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        if method != "get" || self.program.module(arguments.unit).language != Language::Python {
            return None;
        }
        let key = self.positional(arguments, 0, depth);
        let default = self.positional(arguments, 1, depth);
        let found = [self.index(object, &key, depth), default];
        let known: Vec<Value> = found.into_iter().filter(|value| !value.is_unknown()).collect();
        (!known.is_empty()).then(|| Value::any(known))
    }
}

//! What a file gives, taken as one thing: its own `module.exports`, and elements of a table that is all of another's.

use crate::syntax::ir::{Expr, ExprId, Name};
use crate::syntax::{Language, Module};

use super::Flow;
use super::value::{UnitId, Value};

/// A table is looked up this deep in a question.
const MAX_DEPTH: u32 = 96;

impl Flow<'_> {
    pub(super) fn member_at(&mut self, unit: UnitId, (object, name): (ExprId, Name), depth: u32) -> Value {
        let module = self.program.module(unit);
        if is_own_exports(module, object, name) {
            return Value::Namespace(unit);
        }
        let object = self.eval(unit, object, depth);
        self.member(&object, module.name(name), depth)
    }

    /// `require('./table')[0]`
    pub(super) fn item_of_module(&mut self, unit: UnitId, number: f64, depth: u32) -> Value {
        if depth >= MAX_DEPTH {
            return Value::Unknown;
        }
        match self.exported(unit, "default", depth + 1, 0) {
            Some(whole @ (Value::Array(_) | Value::List(_) | Value::Text(_))) => self.item(&whole, number, depth + 1),
            _ => Value::Unknown,
        }
    }
}

/// `module.exports`, which compiled code also reads.
fn is_own_exports(module: &Module, object: ExprId, name: Name) -> bool {
    let is_module = || matches!(module.expr(object), Expr::Name(word, scope) if module.name(word) == "module" && module.declaring_scope(word, scope).is_none());
    module.name(name) == "exports" && !module.exports.is_empty() && module.language != Language::Python && is_module()
}

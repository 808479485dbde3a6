//! What other files of the package give out by name.

use crate::flow::Value;
use crate::syntax::ir::{Export, ExprId, ScopeId};

use super::members::Wanted;
use super::walk::{MAX_WIDTH, Walk};
use crate::flow::UnitId;

impl<'p> Walk<'_, 'p> {
    /// What another file of the package exports under a name.
    pub(super) fn imported(&mut self, unit: UnitId, import: ExprId, word: &'p str, wanted: Wanted<'p>) {
        let Value::Namespace(other) = self.flow.glance(unit, import) else { return };
        let module = self.flow.program.module(other);
        let exported = module.exports.iter().filter_map(|export| match export {
            Export::Item(name, value) if module.name(*name) == word => Some(*value),
            Export::Item(..) | Export::Whole(_) | Export::All(_) => None,
        });
        let exported: Vec<ExprId> = exported.take(MAX_WIDTH).collect();
        let top = module.names.find(word).and_then(|name| module.variables.get(&(ScopeId(0), name)));
        let values: Vec<ExprId> = exported.into_iter().chain(top.into_iter().flatten().copied().take(MAX_WIDTH)).collect();
        values.into_iter().for_each(|value| self.walk(other, value, wanted));
    }
}

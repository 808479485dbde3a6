//! Schemas whose keys are the names of variables: `z.object({ACME_TOKEN: …}).parse(process.env)`.

use crate::flow::Value;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, List};

use super::super::Place;
use super::super::scan::Scanner;
use super::is_upper;

/// A schema is followed through names, calls and arguments this far.
const MAX_DEPTH: u32 = 16;
/// So many parts of a schema are looked at.
const MAX_PARTS: usize = 64;

impl Scanner<'_, '_> {
    /// The names in the schemas that take part in a call: what its method is called on, and its arguments.
    pub(super) fn schema_names(&mut self, place: Place, callee: ExprId, arguments: List) -> Vec<String> {
        let module = self.program.module(place.unit);
        let mut parts = module.list(arguments).to_vec();
        if let Expr::Member(object, _) = module.expr(callee) {
            parts.push(object);
        }
        let mut names = Vec::new();
        let mut left = MAX_PARTS;
        for part in parts {
            self.names_in(Place { unit: place.unit, expr: part }, MAX_DEPTH, &mut left, &mut names);
        }
        names
    }

    fn names_in(&mut self, place: Place, depth: u32, left: &mut usize, names: &mut Vec<String>) {
        if depth == 0 || *left == 0 {
            return;
        }
        *left -= 1;
        let module = self.program.module(place.unit);
        let mut next = |scanner: &mut Self, expr| scanner.names_in(Place { unit: place.unit, expr }, depth - 1, left, names);
        match module.expr(place.expr) {
            Expr::Object(_) if self.is_copy(place, None) => {}
            Expr::Object(_) => names.extend(keys_of(module, place.expr, 1)),
            Expr::Call(callee, arguments) => {
                for argument in module.list(arguments).iter().take(8) {
                    if matches!(module.expr(*argument), Expr::Object(_) | Expr::Name(..) | Expr::Call(..)) {
                        next(self, *argument);
                    }
                }
                if let Expr::Member(object, _) = module.expr(callee) {
                    next(self, object);
                }
            }
            Expr::Name(name, scope) => {
                let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
                let values: Vec<ExprId> = values.into_iter().flatten().take(4).copied().collect();
                for value in values {
                    match module.expr(value) {
                        Expr::Parameter(..) | Expr::Member(..) => {
                            self.elsewhere(Place { unit: place.unit, expr: value }, depth, left, names)
                        }
                        _ => self.names_in(Place { unit: place.unit, expr: value }, depth - 1, left, names),
                    }
                }
            }
            _ => {}
        }
    }

    /// A schema that another file exports, or that callers hand over.
    fn elsewhere(&mut self, place: Place, depth: u32, left: &mut usize, names: &mut Vec<String>) {
        let found = match self.program.module(place.unit).expr(place.expr) {
            Expr::Parameter(function, index) => {
                let function = crate::flow::At { unit: place.unit, id: function };
                let calls: Vec<_> = self.flow.callers(function).iter().take(8).copied().collect();
                calls
                    .into_iter()
                    .filter_map(|call| self.flow.argument(function, index, call).map(|expr| Place { unit: call.unit, expr }))
                    .collect()
            }
            _ => self.exported_by(place),
        };
        for place in found {
            self.names_in(place, depth - 1, left, names);
        }
    }

    /// What an imported name stands for in the file that exports it.
    fn exported_by(&mut self, place: Place) -> Vec<Place> {
        let module = self.program.module(place.unit);
        let Expr::Member(object, name) = module.expr(place.expr) else { return Vec::new() };
        let Value::Namespace(unit) = self.flow.glance(place.unit, object) else { return Vec::new() };
        let wanted = module.name(name);
        let other = self.program.module(unit);
        let exports = other.exports.iter().filter_map(|export| match export {
            crate::syntax::ir::Export::Item(item, value) if other.name(*item) == wanted => Some(Place { unit, expr: *value }),
            _ => None,
        });
        exports.take(4).collect()
    }
}

/// Keys in capitals, in objects inside objects down to a depth.
pub(super) fn keys_of(module: &Module, expr: ExprId, depth: u32) -> Vec<String> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let Expr::Object(members) = module.expr(expr) else { return Vec::new() };
    let mut names = Vec::new();
    for member in module.list(members) {
        let Expr::Pair(key, value) = module.expr(*member) else { continue };
        match module.expr(key) {
            Expr::Str(key) if is_upper(module.text(key)) => names.push(module.text(key).to_owned()),
            _ => names.extend(keys_of(module, value, depth)),
        }
    }
    names
}

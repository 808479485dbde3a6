//! What is put into objects after they are made: `object.name = …`, `this.name = …`.

use std::collections::HashMap;

use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, Expr, ExprId, Name};

use super::Flow;
use super::value::{At, UnitId, Value};

/// So many assignments to one property name are looked through for those that mean the object at hand.
const MAX_WRITES: usize = 24;

/// By class and name, what a module's classes write to `this.name`.
pub(super) type OwnWrites = HashMap<(ClassId, Name), Vec<ExprId>, BuildFastHasher>;

impl Flow<'_> {
    /// What `object.name = …` gives it in its own module.
    pub(super) fn written(&mut self, unit: UnitId, name: &str, object: &Value, depth: u32) -> Vec<Value> {
        let module = self.program.module(unit);
        let Some(name) = module.names.find(name) else { return Vec::new() };
        let Some(writes) = module.member_writes.get(&name) else { return Vec::new() };
        if writes.len() > MAX_WRITES {
            return Vec::new();
        }
        let mut values = Vec::new();
        for write in writes {
            let target = self.eval(unit, write.object, depth + 4).plain();
            if target.alternatives().contains(object) {
                values.push(self.eval(unit, write.value, depth + 1));
            }
        }
        values
    }

    /// `this.name = …` inside the class; cheaper than [`Self::written`], since `this` needs no looking up.
    pub(super) fn written_on_this(&mut self, at: At<ClassId>, name: &str, depth: u32) -> Vec<Value> {
        let module = self.program.module(at.unit);
        let Some(name) = module.names.find(name) else { return Vec::new() };
        let writes = self.own_writes.entry(at.unit).or_insert_with(|| own_writes(module));
        let values = writes.get(&(at.id, name)).cloned().unwrap_or_default();
        values.into_iter().map(|value| self.eval(at.unit, value, depth + 1)).collect()
    }
}

fn own_writes(module: &Module) -> OwnWrites {
    let mut found = OwnWrites::default();
    for (name, writes) in &module.member_writes {
        for write in writes {
            if let Expr::This(class) = module.expr(write.object) {
                let values: &mut Vec<ExprId> = found.entry((class, *name)).or_default();
                if values.len() < MAX_WRITES {
                    values.push(write.value);
                }
            }
        }
    }
    found
}

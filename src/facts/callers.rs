//! Where each function of the package is called, or handed to somebody who may call it.

use std::collections::HashMap;

use super::{Place, moments};
use crate::flow::{At, Flow};
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, FunctionId};

/// The calls that lead to each function, in no order that means anything to a reader.
#[derive(Debug, Default)]
pub struct Callers(HashMap<At<FunctionId>, Vec<Place>, BuildFastHasher>);

impl Callers {
    pub fn of(&self, function: At<FunctionId>) -> &[Place] {
        self.0.get(&function).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn find(flow: &mut Flow<'_>) -> Callers {
    let mut callers = Callers::default();
    for (function, call) in flow.own_calls() {
        callers.0.entry(function).or_default().push(Place { unit: call.unit, expr: call.id });
    }
    for unit in flow.program.ids() {
        let module = flow.program.module(unit);
        for (expr, callee, arguments) in module.calls() {
            for function in moments::started(flow, unit, callee, module.list(arguments)) {
                callers.0.entry(function).or_default().push(Place { unit, expr });
            }
            // What is written among the arguments stands inside the call; what is only named there does not.
            let named = module.list(arguments).iter().filter(|argument| matches!(module.expr(**argument), Expr::Name(..)));
            for function in named.filter_map(|argument| moments::handed(module, *argument)) {
                callers.0.entry(At { unit, id: function }).or_default().push(Place { unit, expr });
            }
        }
    }
    for places in callers.0.values_mut() {
        places.sort_unstable();
        places.dedup();
    }
    callers
}

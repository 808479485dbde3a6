//! Whether a test is true when nobody has configured anything: no variable of the environment is set, no argument given, every setting
//! at its default. None where anything else has a say: what a caller chooses, what a call to somebody else gives.
//!
//! Values are worked out forwards and in order, with small values of its own, because a test's meaning depends on just those details
//! that `flow` leaves out.

mod body;
mod calls;
mod evaluate;
mod instances;
mod methods;
mod options;
mod variables;
mod worth;

use crate::flow::{At, Flow, UnitId};
use crate::syntax::Language;
use crate::syntax::ir::{ExprId, FunctionId};

use std::rc::Rc;

use worth::Worth;

/// Steps that one question may take; real settings are a few dozen steps away from their test.
const FUEL: u32 = 1500;
/// Settings that are read through functions, objects and files stand behind one another this deep.
const MAX_DEPTH: u32 = 40;

/// The value of a condition that depends on configuration only.
pub(crate) fn truth(flow: &mut Flow<'_>, unit: UnitId, test: ExprId) -> Option<bool> {
    let mut unset = Unset { flow, fuel: FUEL, depth: 0, hops: 0, busy: Vec::new(), elements: Vec::new() };
    unset.truth(unit, test, None)
}

/// One question under way.
struct Unset<'a, 'p> {
    flow: &'a mut Flow<'p>,
    fuel: u32,
    depth: u32,
    /// How many callers up a parameter is looked for.
    hops: u32,
    /// Values of variables and fields that are being worked out.
    busy: Vec<At<ExprId>>,
    /// What a comprehension's variable is at the moment.
    elements: Vec<(At<ExprId>, Worth)>,
}

/// A call of a function of the package: what its parameters are.
#[derive(Debug)]
struct Frame {
    function: At<FunctionId>,
    given: Vec<Worth>,
    this: Option<Worth>,
    /// The call inside which the function was made.
    around: Scope,
}

type Scope = Option<Rc<Frame>>;

impl Unset<'_, '_> {
    fn truth(&mut self, unit: UnitId, expr: ExprId, scope: Scope) -> Option<bool> {
        let python = self.is_python(unit);
        self.evaluate(unit, expr, scope).truth(python)
    }

    fn is_python(&self, unit: UnitId) -> bool {
        self.flow.program.module(unit).language == Language::Python
    }
}

#[cfg(test)]
mod tests;

//! When the top of a file runs: where another file imports it, or a command starts it.

use crate::facts::imports::{Link, Links};
use crate::facts::started::{Started, starts};
use crate::facts::{CallFact, Facts};
use crate::flow::{At, Program, UnitId, Value};
use crate::syntax::Language;
use crate::syntax::ir::{ExprId, FunctionId};

use super::Calls;

/// What makes files run.
pub(in crate::facts) struct Begins<'b> {
    pub links: &'b Links<'b>,
    pub started: &'b Started,
}

impl Begins<'_> {
    /// Importing or starting a file is calling its top.
    pub(super) fn add(&self, program: &Program, calls: &mut Calls) {
        for (unit, link) in self.links.known().filter(|(unit, link)| !is_named_script(program, *unit, link)) {
            calls.entry(around(program, unit, link.at)).or_default().push(top(link.to));
        }
        for (unit, starts) in self.started {
            for (at, to) in starts {
                calls.entry(around(program, *unit, *at)).or_default().push(top(*to));
            }
        }
    }

    /// The functions that name scripts of the shell, each with the top of such a script. Naming one hands it to something that starts it.
    pub(super) fn scripts(&self, program: &Program) -> Vec<(At<FunctionId>, At<FunctionId>)> {
        let named = self.links.known().filter(|(unit, link)| is_named_script(program, *unit, link));
        named.map(|(unit, link)| (around(program, unit, link.at), top(link.to))).collect()
    }
}

fn around(program: &Program, unit: UnitId, expr: ExprId) -> At<FunctionId> {
    At { unit, id: program.module(unit).enclosing_function(expr) }
}

fn top(unit: UnitId) -> At<FunctionId> {
    At { unit, id: FunctionId(0) }
}

fn is_named_script(program: &Program, unit: UnitId, link: &Link) -> bool {
    let is_shell = |unit: UnitId| program.module(unit).language == Language::Bash;
    link.by_name && is_shell(link.to) && !is_shell(unit)
}

/// The functions that start something of which not all is known before it runs.
pub(super) fn starters(program: &Program, facts: &Facts<'_>) -> Vec<At<FunctionId>> {
    let open = facts.calls.iter().filter(|call| starts(call) && is_open(call));
    open.map(|call| around(program, call.place.unit, call.place.expr)).collect()
}

/// What is started, or with what, is only known at run time.
fn is_open(call: &CallFact<'_>) -> bool {
    let values = call.value.alternatives().iter().chain(call.arguments.iter().flatten());
    values.map(Value::pattern).any(|text| text.contains('*'))
}

//! Ways through a function that settings open and close: told only where somebody asks, since what a setting is by default takes long to tell.

use crate::flow::{At, UnitId};
use crate::syntax::ir::{BinaryOp, Expr, ExprId};

use super::engine::{Engine, Frame};

/// The settings that decide whether a way is taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Tests behind or inside which it lies, each with what it came out as.
    taken: Vec<(ExprId, bool)>,
    /// Those inside which it lies.
    inside: Vec<ExprId>,
}

/// Where a way stood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(usize, usize);

impl Way {
    pub fn mark(&self) -> Mark {
        Mark(self.taken.len(), self.inside.len())
    }

    pub fn back_to(&mut self, mark: Mark) {
        self.taken.truncate(mark.0);
        self.inside.truncate(mark.1);
    }

    /// Into one of the two parts behind a test.
    pub fn enter(&mut self, setting: Option<ExprId>, is_true: bool) {
        self.go_on(setting, is_true);
        self.inside.extend(setting);
    }

    /// Past a test of which the other part does not come back.
    pub fn go_on(&mut self, setting: Option<ExprId>, is_true: bool) {
        self.taken.extend(setting.map(|test| (test, is_true)));
    }
}

impl Engine<'_, '_, '_> {
    /// Notes of each way out of a function whether it is taken by default, unless nothing is checked on any of them.
    pub fn settle_ways(&mut self, frame: &mut Frame) {
        let checks = |exit: &super::summary::Exit| !exit.checks.is_empty() || !exit.if_true.is_empty() || !exit.if_false.is_empty();
        if !frame.summary.exits.iter().any(checks) {
            return;
        }
        for (at, way) in std::mem::take(&mut frame.ways).into_iter().enumerate() {
            let by_default = way.taken.iter().all(|(test, is_true)| self.truth_unset(frame, *test) != Some(!is_true));
            let gated = way.inside.iter().any(|test| self.is_setting(frame.at.unit, *test, 0) && self.truth_unset(frame, *test).is_none());
            let exit = &mut frame.summary.exits[at];
            (exit.by_default, exit.gated) = (by_default, gated);
        }
    }

    /// Names, members and comparisons with constants: a setting, nothing that is worked out.
    pub fn is_setting(&self, unit: UnitId, test: ExprId, depth: u32) -> bool {
        let module = self.program.module(unit);
        let is_setting = |expr| depth < 8 && self.is_setting(unit, expr, depth + 1);
        match module.expr(test) {
            Expr::Name(..) | Expr::This(_) | Expr::Null | Expr::Bool(_) | Expr::Number(_) | Expr::Str(_) | Expr::Parameter(..) => true,
            Expr::Member(inner, _) | Expr::Unary(_, inner) => is_setting(inner),
            Expr::Binary(BinaryOp::And | BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::Other, a, b) | Expr::Either(a, b) => {
                is_setting(a) && is_setting(b)
            }
            Expr::Call(callee, list) => list.len == 0 && is_setting(callee),
            _ => false,
        }
    }

    /// Whether a condition holds when nothing is configured.
    pub fn truth_unset(&mut self, frame: &Frame, test: ExprId) -> Option<bool> {
        let at = At { unit: frame.at.unit, id: test };
        if let Some(known) = self.truths.get(&at) {
            return *known;
        }
        let truth = super::unset::truth(self.flow, at.unit, test);
        self.truths.insert(at, truth);
        truth
    }
}

//! Ways that part and meet again: tests, loops, and what may fail.

use crate::flow::At;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, UnaryOp};

use super::engine::{Engine, Frame};
use super::label::Label;
use super::value::Val;

/// Environments larger than this are not copied for each branch.
const MAX_ENV: usize = 4000;

impl Engine<'_, '_, '_> {
    pub fn repeat(&mut self, frame: &mut Frame, list: List) -> Val {
        let before = frame.env.clone();
        let module = self.program.module(frame.at.unit);
        for item in module.list(list) {
            self.eval(frame, *item);
        }
        let elements = self.element_labels(frame, list);
        // The body may not run, and may be left by the middle. Then there was no element that a check could have missed.
        if frame.ended {
            frame.env = before;
        } else {
            let checks = frame.env.checks_of(&elements);
            frame.env = std::mem::take(&mut frame.env).join(&before);
            frame.env.apply(&checks);
        }
        frame.ended = false;
        Val::default()
    }

    /// What the elements stand for that a loop goes through.
    fn element_labels(&mut self, frame: &mut Frame, list: List) -> Vec<Label> {
        let module = self.program.module(frame.at.unit);
        let mut found = Vec::new();
        for item in module.list(list) {
            let source = match module.expr(*item) {
                Expr::Element(source) => source,
                Expr::Assign(_, value) => match module.expr(value) {
                    Expr::Element(source) => source,
                    _ => continue,
                },
                _ => continue,
            };
            let (quiet, ended) = (std::mem::replace(&mut frame.quiet, true), std::mem::replace(&mut frame.ended, false));
            let value = self.eval(frame, source);
            (frame.quiet, frame.ended) = (quiet, ended);
            found.extend(value.everything().into_iter().map(|mark| mark.label));
        }
        found
    }

    /// A body, what handles its failures, and what runs in the end.
    pub fn attempt(&mut self, frame: &mut Frame, list: List) -> Val {
        let module = self.program.module(frame.at.unit);
        let mut parts = module.list(list).iter();
        let before = frame.env.clone();
        if let Some(body) = parts.next() {
            self.eval(frame, *body);
        }
        let mut ended = frame.ended;
        let after = frame.env.clone();
        for part in parts {
            match module.expr(*part) {
                // A handler: anything of the body may have happened.
                Expr::If(_, handler, _) => {
                    let done = std::mem::replace(&mut frame.env, before.clone().join(&after));
                    let was = std::mem::replace(&mut frame.ended, false);
                    self.eval(frame, handler);
                    let handled = std::mem::replace(&mut frame.env, done);
                    if !frame.ended {
                        frame.env = if was { handled } else { std::mem::take(&mut frame.env).join(&handled) };
                        ended = false;
                    }
                    frame.ended = was && frame.ended;
                }
                _ => {
                    frame.ended = false;
                    self.eval(frame, *part);
                    ended |= frame.ended;
                }
            }
        }
        frame.ended = ended;
        Val::default()
    }

    pub fn branch(&mut self, frame: &mut Frame, test: ExprId, then: ExprId, otherwise: ExprId) -> Val {
        let tested = self.eval(frame, test);
        if frame.ended {
            return Val::default();
        }
        let (if_true, if_false) = self.tests(frame, test);
        let usual = if tested.is_clean() && if_true.is_empty() && if_false.is_empty() { self.truth_unset(frame, test) } else { None };
        if frame.env.len() > MAX_ENV {
            self.bounded = true;
            let value = self.eval(frame, then);
            frame.ended = false;
            let other = self.eval(frame, otherwise);
            frame.ended = false;
            return value.or(&other);
        }
        let is_setting =
            usual.is_none() && tested.is_clean() && if_true.is_empty() && if_false.is_empty() && self.is_setting(frame, test, 0);
        let gated = frame.gated;
        frame.gated |= is_setting;
        let before = frame.env.clone();
        let (when, by_default) = (frame.when.clone(), frame.by_default);
        frame.env.apply(&if_true);
        self.note_equality(frame, test);
        frame.by_default = by_default && usual != Some(false);
        let value = self.eval(frame, then);
        let (then_env, then_ended) = (std::mem::replace(&mut frame.env, before), std::mem::replace(&mut frame.ended, false));
        frame.when = when;
        frame.env.apply(&if_false);
        frame.by_default = by_default && usual != Some(true);
        let other = self.eval(frame, otherwise);
        frame.by_default = by_default;
        frame.gated = gated;
        let otherwise_ended = frame.ended;
        frame.ended = then_ended && otherwise_ended;
        match (then_ended, otherwise_ended) {
            (true, false) => {
                frame.by_default = by_default && usual != Some(true);
                self.note_equality_behind(frame, test);
            }
            (false, true) => {
                frame.env = then_env;
                frame.by_default = by_default && usual != Some(false);
            }
            _ => {
                frame.env = match usual {
                    Some(true) => then_env,
                    Some(false) => std::mem::take(&mut frame.env),
                    // Somebody who asks for the check gets it.
                    None if is_setting => then_env.join_trusting(&frame.env),
                    None => then_env.join(&frame.env),
                }
            }
        }
        match (then_ended, otherwise_ended) {
            (true, _) => other,
            (_, true) => value,
            _ => value.or(&other),
        }
    }

    /// `test && value`
    pub fn both(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) -> Val {
        self.eval(frame, left);
        let (if_true, _) = self.tests(frame, left);
        let before = frame.env.clone();
        let when = frame.when.clone();
        frame.env.apply(&if_true);
        self.note_equality(frame, left);
        let value = self.eval(frame, right);
        frame.when = when;
        let after = std::mem::replace(&mut frame.env, before);
        frame.env = std::mem::take(&mut frame.env).join(&after);
        value
    }

    /// `value || other`
    pub fn either(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) -> Val {
        let first = self.eval(frame, left);
        let (if_true, if_false) = self.tests(frame, left);
        let before = frame.env.clone();
        frame.env.apply(&if_false);
        let second = self.eval(frame, right);
        // What could not go on, as in `x || fail()`, was not taken: behind it `x` holds.
        if std::mem::replace(&mut frame.ended, false) {
            frame.env = before;
            frame.env.apply(&if_true);
            return first;
        }
        let after = std::mem::replace(&mut frame.env, before);
        frame.env = std::mem::take(&mut frame.env).join(&after);
        first.or(&second)
    }

    /// After `if (name !== "text") throw …` the name is that text.
    fn note_equality_behind(&mut self, frame: &mut Frame, test: ExprId) {
        let module = self.program.module(frame.at.unit);
        match module.expr(test) {
            Expr::Unary(UnaryOp::Not, inner) => self.note_equality(frame, inner),
            Expr::Binary(BinaryOp::NotEqual, left, right) => self.note_equal(frame, left, right),
            _ => {}
        }
    }

    /// In a branch that tests a name for a text, the name is that text.
    fn note_equality(&mut self, frame: &mut Frame, test: ExprId) {
        let module = self.program.module(frame.at.unit);
        let (left, right) = match module.expr(test) {
            Expr::Binary(BinaryOp::Equal, left, right) => (left, right),
            Expr::Binary(BinaryOp::And, left, _) => return self.note_equality(frame, left),
            Expr::Either(left, _) => return self.note_equality(frame, left),
            _ => return,
        };
        self.note_equal(frame, left, right);
    }

    fn note_equal(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) {
        for (value, text) in [(left, right), (right, left)] {
            let Some(text) = self.text_of(frame, text) else { continue };
            let quiet = std::mem::replace(&mut frame.quiet, true);
            let value = self.eval(frame, value);
            frame.quiet = quiet;
            if let Some(mark) = value.marks.first() {
                frame.when = frame.when.and(mark.label.clone(), text);
                return;
            }
        }
    }

    /// Names, members and comparisons with constants: a setting, nothing that is worked out.
    pub fn is_setting(&self, frame: &Frame, test: ExprId, depth: u32) -> bool {
        let module = self.program.module(frame.at.unit);
        let is_setting = |expr| depth < 8 && self.is_setting(frame, expr, depth + 1);
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

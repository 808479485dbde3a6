//! Ways that part and meet again: tests, loops, and what may fail.

use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, UnaryOp};

use super::engine::{Engine, Frame};
use super::env::Env;
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
        if frame.env.len() > MAX_ENV {
            self.bounded = true;
            let value = self.eval(frame, then);
            frame.ended = false;
            let other = self.eval(frame, otherwise);
            frame.ended = false;
            return value.or(&other);
        }
        // Settings are asked for where nobody outside has a say.
        let setting = (tested.is_clean() && if_true.is_empty() && if_false.is_empty()).then_some(test);
        let (before, when, way) = (frame.env.clone(), frame.when.clone(), frame.way.mark());
        frame.env.apply(&if_true);
        self.note_equality(frame, test);
        frame.way.enter(setting, true);
        let value = self.eval(frame, then);
        let (then_env, then_ended) = (std::mem::replace(&mut frame.env, before), std::mem::replace(&mut frame.ended, false));
        frame.when = when;
        frame.env.apply(&if_false);
        frame.way.back_to(way);
        frame.way.enter(setting, false);
        let other = self.eval(frame, otherwise);
        frame.way.back_to(way);
        let otherwise_ended = frame.ended;
        frame.ended = then_ended && otherwise_ended;
        match (then_ended, otherwise_ended) {
            (true, false) => {
                frame.way.go_on(setting, false);
                self.note_equality_behind(frame, test);
            }
            (false, true) => {
                frame.env = then_env;
                frame.way.go_on(setting, true);
            }
            _ => self.meet(frame, setting, then_env),
        }
        match (then_ended, otherwise_ended) {
            (true, _) => other,
            (_, true) => value,
            _ => value.or(&other),
        }
    }

    /// Behind both ways of a test; the frame is at the end of the second.
    fn meet(&mut self, frame: &mut Frame, setting: Option<ExprId>, then_env: Env) {
        // Then it does not matter what the setting is, which is much to ask.
        if then_env.is_same(&frame.env) {
            return;
        }
        frame.env = match setting.and_then(|test| self.truth_unset(frame, test)) {
            Some(true) => then_env,
            Some(false) => return,
            // Somebody who asks for the check gets it.
            None if setting.is_some_and(|test| self.is_setting(frame.at.unit, test, 0)) => then_env.join_trusting(&frame.env),
            None => then_env.join(&frame.env),
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
}

//! Walks a function's body in the order in which it runs.

use std::rc::Rc;

use crate::facts::Place;
use crate::flow::At;
use crate::signatures::Kinds;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, UnaryOp};

use super::Weakness;
use super::engine::{Engine, Frame};
use super::summary::{Checked, Checks, Exit, agreed};
use super::value::{Mark, Val};

impl Engine<'_, '_, '_> {
    /// What an expression is worth; what it does on the way is noted in the frame.
    pub fn eval(&mut self, frame: &mut Frame, id: ExprId) -> Val {
        if frame.ended || !self.step() {
            return Val::default();
        }
        let program = self.program;
        let unit = frame.at.unit;
        let module = program.module(unit);
        match module.expr(id) {
            Expr::Str(text) => Val::text(module.text(text)),
            Expr::Number(_)
            | Expr::Bool(_)
            | Expr::Null
            | Expr::Regex(_)
            | Expr::Function(_)
            | Expr::Class(_)
            | Expr::Import(_)
            | Expr::Super(_)
            | Expr::This(_)
            | Expr::Opaque => Val::default(),
            Expr::Name(name, scope) => self.read(frame, name, scope, id),
            Expr::Concat(list) => self.concat(frame, id, list),
            Expr::Member(object, name) => self.member(frame, id, object, name),
            Expr::Index(object, key) => self.index(frame, object, key),
            Expr::Call(callee, arguments) => self.call(frame, id, callee, arguments, false),
            Expr::New(callee, arguments) => self.call(frame, id, callee, arguments, true),
            Expr::Binary(BinaryOp::And, left, right) => self.both(frame, left, right),
            Expr::Binary(op, left, right) => self.binary(frame, id, op, left, right),
            Expr::Unary(op, operand) => {
                let value = self.eval(frame, operand);
                if matches!(op, UnaryOp::Other) { value } else { Val::default() }
            }
            Expr::Assign(target, value) => {
                let value = self.eval(frame, value);
                self.assign(frame, target, &value);
                value
            }
            Expr::Array(list) => self.array(frame, list),
            Expr::Object(list) => self.object(frame, list),
            Expr::Pair(_, value) | Expr::Keyword(_, value) | Expr::Spread(value) | Expr::Await(value) | Expr::Yield(value) => {
                self.eval(frame, value)
            }
            Expr::Either(left, right) => self.either(frame, left, right),
            Expr::If(test, then, otherwise) => self.branch(frame, test, then, otherwise),
            Expr::Sequence(list) | Expr::Block(list) => self.block(frame, list),
            Expr::Element(source) => {
                let source = self.eval(frame, source);
                frame.env.as_checked(&source).element()
            }
            Expr::Parameter(function, index) => self.parameter(frame, At { unit, id: function }, index),
            Expr::Loop(list) => self.repeat(frame, list),
            Expr::Return(_) | Expr::Throw(_) | Expr::Leave => self.way_out(frame, id),
            Expr::Try(list) => self.attempt(frame, list),
            Expr::Comprehension(element, clauses) => self.comprehension(frame, element, clauses),
        }
    }

    fn way_out(&mut self, frame: &mut Frame, id: ExprId) -> Val {
        match self.program.module(frame.at.unit).expr(id) {
            Expr::Return(value) => {
                let returned = self.eval(frame, value);
                self.leave(frame, value, returned);
            }
            Expr::Throw(value) => {
                self.eval(frame, value);
                frame.ended = true;
            }
            _ => frame.ended = true,
        }
        Val::default()
    }

    /// Each element, for which all conditions hold.
    fn comprehension(&mut self, frame: &mut Frame, element: ExprId, clauses: List) -> Val {
        let before = frame.env.clone();
        for clause in self.program.module(frame.at.unit).list(clauses) {
            self.eval(frame, *clause);
            let (if_true, _) = self.tests(frame, *clause);
            frame.env.apply(&if_true);
        }
        let value = self.eval(frame, element);
        let value = frame.env.as_checked(&value);
        frame.env = std::mem::take(&mut frame.env).join(&before);
        Val::list(vec![value])
    }

    pub fn place(&self, frame: &Frame, expr: ExprId) -> Place {
        Place { unit: frame.at.unit, expr }
    }

    /// Statements in order; an arrow's value may be the last of them.
    fn block(&mut self, frame: &mut Frame, list: List) -> Val {
        let module = self.program.module(frame.at.unit);
        let returns = &module.function(frame.at.id).returns;
        let mut last = Val::default();
        for item in module.list(list) {
            last = self.eval(frame, *item);
            if !frame.ended && !frame.quiet && returns.contains(item) {
                self.leave(frame, *item, last.clone());
            }
            if frame.ended {
                break;
            }
        }
        last
    }

    /// A way out of the function.
    pub fn leave(&mut self, frame: &mut Frame, expr: ExprId, value: Val) {
        if frame.quiet {
            frame.ended = true;
            return;
        }
        let value = frame.env.as_checked(&value);
        let (if_true, if_false) = self.checks_of(frame, expr);
        let (truth, parts) = self.truths(frame, expr);
        let exit = Exit {
            truth,
            parts,
            checks: frame.env.checks(),
            if_true,
            if_false,
            place: Some(self.place(frame, expr)),
            by_default: true,
            gated: false,
        };
        if frame.summary.exits.len() < 64 {
            frame.summary.exits.push(exit);
            frame.ways.push(frame.way.clone());
        }
        frame.summary.returns = match frame.summary.exits.len() {
            1 => value,
            _ => frame.summary.returns.or(&value),
        };
        frame.ended = true;
    }

    fn array(&mut self, frame: &mut Frame, list: List) -> Val {
        let module = self.program.module(frame.at.unit);
        let mut items = Vec::new();
        let mut loose: Vec<Mark> = Vec::new();
        for item in module.list(list) {
            let value = self.eval(frame, *item);
            match module.expr(*item) {
                Expr::Spread(_) => {
                    loose.extend(value.marks.iter().map(|mark| Mark { same: false, ..mark.clone() }));
                    items.extend(value.items.iter().flat_map(|items| items.iter()).cloned());
                }
                _ => items.push(self.with_text(frame, *item, value)),
            }
        }
        let mut value = Val::list(items);
        value.add(&loose);
        value
    }

    /// Constants are wanted in lists: `["--", name]`.
    pub fn with_text(&mut self, frame: &Frame, expr: ExprId, mut value: Val) -> Val {
        if value.text.is_none() && value.marks.is_empty() && value.items.is_none() {
            value.text = self.text_of(frame, expr);
        }
        value
    }

    pub fn text_of(&mut self, frame: &Frame, expr: ExprId) -> Option<Rc<str>> {
        let module = self.program.module(frame.at.unit);
        match module.expr(expr) {
            Expr::Str(text) => Some(module.text(text).into()),
            Expr::Name(..) | Expr::Member(..) | Expr::Binary(..) | Expr::Concat(_) => {
                self.flow.value(frame.at.unit, expr).as_text().map(Into::into)
            }
            _ => None,
        }
    }

    fn object(&mut self, frame: &mut Frame, list: List) -> Val {
        let module = self.program.module(frame.at.unit);
        let mut whole = Val::default();
        for item in module.list(list) {
            match module.expr(*item) {
                Expr::Pair(key, part) => {
                    let part = self.eval(frame, part);
                    match module.expr(key) {
                        Expr::Str(text) => {
                            let key: Rc<str> = module.text(text).into();
                            if !part.is_clean() || part.text.is_some() || part.items.is_some() {
                                whole.set(&key, part);
                            } else if !whole.marks.is_empty() {
                                whole.set(&key, Val::default());
                            }
                        }
                        _ => {
                            let name = self.eval(frame, key);
                            whole.add_name(&name);
                            whole.add(&part.everything());
                        }
                    }
                }
                _ => {
                    let part = self.eval(frame, *item);
                    whole = whole.or(&part);
                }
            }
        }
        whole
    }

    /// What holds when a function has returned. Checks that only somebody who configures them gets are told as such.
    pub fn surely(summary: &super::summary::Summary) -> Checks {
        let ungated = summary.exits.iter().any(|exit| exit.by_default && !exit.gated);
        let usual = || summary.exits.iter().filter(|exit| exit.by_default && !(ungated && exit.gated));
        let Some(first) = usual().next() else { return agreed(summary.exits.iter().map(|exit| exit.checks.clone())) };
        let mut checks = agreed(usual().map(|exit| exit.checks.clone()));
        let Some(place) = first.place else { return checks };
        let configured = agreed(summary.exits.iter().filter(|exit| !exit.by_default).map(|exit| exit.checks.clone()));
        for check in configured {
            if !check.closes.is_empty()
                && !checks.iter().any(|known| known.label == check.label && known.closes.both(check.closes) == check.closes)
            {
                checks.push(Checked {
                    weak: Some((Weakness::OffByDefault, place)),
                    closes: Kinds::NONE,
                    if_normal: None,
                    label: check.label,
                });
            }
        }
        checks
    }
}

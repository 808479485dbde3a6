//! Walks a function's body in the order in which it runs.

use std::rc::Rc;

use crate::facts::Place;
use crate::flow::At;
use crate::signatures::Kinds;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, Name, ScopeId, UnaryOp};

use super::Weakness;
use super::engine::{Engine, Frame};
use super::label::{Label, Root};
use super::summary::{Checked, Checks, Exit, MAX_WRITES, agreed};
use super::value::{Mark, Note, Val};

/// Environments larger than this are not copied for each branch.
const MAX_ENV: usize = 4000;

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
            | Expr::Opaque => Val::default(),
            Expr::Super(_) | Expr::This(_) => Val::default(),
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
            Expr::Return(value) => {
                let returned = self.eval(frame, value);
                self.leave(frame, value, returned);
                Val::default()
            }
            Expr::Throw(value) => {
                self.eval(frame, value);
                frame.ended = true;
                Val::default()
            }
            Expr::Leave => {
                frame.ended = true;
                Val::default()
            }
            Expr::Try(list) => self.attempt(frame, list),
            Expr::Comprehension(element) => {
                let value = self.eval(frame, element);
                Val::list(vec![value])
            }
        }
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
            by_default: frame.by_default,
            gated: frame.gated,
        };
        if frame.summary.exits.len() < 64 {
            frame.summary.exits.push(exit);
        }
        frame.summary.returns = match frame.summary.exits.len() {
            1 => value,
            _ => frame.summary.returns.or(&value),
        };
        frame.ended = true;
    }

    fn repeat(&mut self, frame: &mut Frame, list: List) -> Val {
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
    fn attempt(&mut self, frame: &mut Frame, list: List) -> Val {
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

    fn branch(&mut self, frame: &mut Frame, test: ExprId, then: ExprId, otherwise: ExprId) -> Val {
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
            (true, false) => frame.by_default = by_default && usual != Some(true),
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
    fn both(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) -> Val {
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
    fn either(&mut self, frame: &mut Frame, left: ExprId, right: ExprId) -> Val {
        let first = self.eval(frame, left);
        let (_, if_false) = self.tests(frame, left);
        let before = frame.env.clone();
        frame.env.apply(&if_false);
        let second = self.eval(frame, right);
        // What could not go on, as in `x || fail()`, was not taken.
        if std::mem::replace(&mut frame.ended, false) {
            frame.env = before;
            return first;
        }
        let after = std::mem::replace(&mut frame.env, before);
        frame.env = std::mem::take(&mut frame.env).join(&after);
        first.or(&second)
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
                            self.eval(frame, key);
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

    fn parameter(&mut self, frame: &Frame, function: At<crate::syntax::ir::FunctionId>, index: u32) -> Val {
        if function != frame.at || index >= 32 || frame.mask & (1 << index) == 0 {
            return Val::default();
        }
        frame.env.as_checked(&Val::of(Label::new(Root::Parameter(function, index))))
    }

    pub fn read(&mut self, frame: &mut Frame, name: Name, scope: ScopeId, at: ExprId) -> Val {
        let unit = frame.at.unit;
        let module = self.program.module(unit);
        let Some(scope) = module.declaring_scope(name, scope) else { return Val::default() };
        let slot = Label::new(Root::Variable(unit, scope, name));
        if let Some(known) = frame.env.get(&slot) {
            return known;
        }
        if module.scopes[scope.index()].function != frame.at.id {
            return self.outer_variable(frame, slot, scope, name);
        }
        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
        // What is assigned later cannot be read here, but in a loop.
        let earlier: Vec<ExprId> = values.iter().copied().filter(|value| value.0 < at.0).take(8).collect();
        let mut value: Option<Val> = None;
        for definition in earlier {
            if frame.open.contains(&definition) {
                continue;
            }
            frame.open.push(definition);
            let quiet = std::mem::replace(&mut frame.quiet, true);
            let part = self.eval(frame, definition);
            frame.quiet = quiet;
            frame.open.pop();
            value = Some(value.map_or_else(|| part.clone(), |known| known.or(&part)));
        }
        let value = value.unwrap_or_default();
        frame.env.set(slot, value.clone());
        frame.env.as_checked(&value)
    }

    /// A variable of a function around, or of the module, carries something if it is more than a name for a constant.
    fn outer_variable(&mut self, frame: &mut Frame, slot: Label, scope: ScopeId, name: Name) -> Val {
        let module = self.program.module(frame.at.unit);
        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
        if scope == ScopeId(0) && !self.live.contains(&slot.root) {
            return Val::default();
        }
        let is_fixed = match values {
            [] => false,
            [only] => match module.expr(*only) {
                Expr::Function(_)
                | Expr::Class(_)
                | Expr::Import(_)
                | Expr::Str(_)
                | Expr::Number(_)
                | Expr::Bool(_)
                | Expr::Regex(_)
                | Expr::New(..) => true,
                Expr::Member(base, _) => matches!(module.expr(base), Expr::Import(_)),
                _ => scope == ScopeId(0),
            },
            _ => false,
        };
        if is_fixed {
            return Val::default();
        }
        frame.env.as_checked(&Val::of(slot))
    }

    fn member(&mut self, frame: &mut Frame, id: ExprId, object: ExprId, name: Name) -> Val {
        let unit = frame.at.unit;
        if let Some(known) = self.slot(frame, id).and_then(|slot| frame.env.get(&slot)) {
            return known;
        }
        let module = self.program.module(unit);
        if let Expr::This(class) = module.expr(object) {
            let is_method = module.class(class).methods.iter().any(|(method, _)| *method == name);
            let field = Root::Field(At { unit, id: class }, name);
            return match is_method || !self.live.contains(&field) {
                true => Val::default(),
                false => frame.env.as_checked(&Val::of(Label::new(field))),
            };
        }
        let value = self.eval(frame, object);
        if value.is_clean() {
            return Val::default();
        }
        let name = self.name(unit, name);
        if &*name == "length" {
            return Val::default();
        }
        frame.env.as_checked(&value.member(&name))
    }

    fn index(&mut self, frame: &mut Frame, object: ExprId, key: ExprId) -> Val {
        let value = self.eval(frame, object);
        self.eval(frame, key);
        let module = self.program.module(frame.at.unit);
        let part = match module.expr(key) {
            Expr::Number(number) if value.items.is_some() && number >= 0.0 => {
                let item = value.items.as_ref().and_then(|items| items.get(number as usize)).cloned();
                item.unwrap_or_else(|| Val::marked(value.marks.clone()))
            }
            Expr::Str(text) => value.member(&module.text(text).into()),
            _ => match self.text_of(frame, key) {
                Some(name) => value.member(&name),
                None => value.element(),
            },
        };
        frame.env.as_checked(&part)
    }

    /// The variable, field or member that an expression names.
    pub fn slot(&self, frame: &Frame, expr: ExprId) -> Option<Label> {
        let unit = frame.at.unit;
        let module = self.program.module(unit);
        match module.expr(expr) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                Some(Label::new(Root::Variable(unit, scope, name)))
            }
            Expr::Member(object, name) => match module.expr(object) {
                Expr::This(class) => Some(Label::new(Root::Field(At { unit, id: class }, name))),
                _ => Some(self.slot(frame, object)?.member(&module.name(name).into())),
            },
            Expr::Index(object, key) => match module.expr(key) {
                Expr::Str(text) => Some(self.slot(frame, object)?.member(&module.text(text).into())),
                _ => None,
            },
            Expr::Await(inner) => self.slot(frame, inner),
            _ => None,
        }
    }

    fn assign(&mut self, frame: &mut Frame, target: ExprId, value: &Val) {
        let Some(slot) = self.slot(frame, target) else {
            // `list[i] = value`, `object[key] = value`: some part of it.
            let module = self.program.module(frame.at.unit);
            if let Expr::Index(object, _) = module.expr(target)
                && let Some(slot) = self.slot(frame, object)
                && !value.is_clean()
            {
                let mut whole = self.eval(frame, object);
                whole.add(&value.everything());
                self.keep(frame, &slot, &whole, target);
                frame.env.set(slot, whole);
            }
            return;
        };
        self.keep(frame, &slot, value, target);
        frame.env.set(slot, value.clone());
    }

    /// What is written to a field or to a variable of a function around outlives the call.
    pub fn keep(&mut self, frame: &mut Frame, slot: &Label, value: &Val, target: ExprId) {
        if frame.quiet || value.is_clean() {
            return;
        }
        let outlives = match slot.root {
            Root::Field(..) => true,
            Root::Variable(unit, scope, _) => self.program.module(unit).scopes[scope.index()].function != frame.at.id,
            Root::Parameter(..) => false,
        };
        if outlives && frame.summary.writes.len() < MAX_WRITES {
            let place = self.place(frame, target);
            let name = self.root_name(slot.root);
            let mut kept = value.map(&mut |mark| mark.trail = mark.trail.step(place, Note::Kept(name.clone())));
            for member in slot.path.iter().rev() {
                let mut whole = Val::default();
                whole.set(member, kept);
                kept = whole;
            }
            frame.summary.writes.push((slot.root, kept));
        }
    }

    pub fn root_name(&self, root: Root) -> String {
        match root {
            Root::Variable(unit, _, name) => self.program.module(unit).name(name).to_owned(),
            Root::Field(class, name) => self.program.module(class.unit).name(name).to_owned(),
            Root::Parameter(..) => String::new(),
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

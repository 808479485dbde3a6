//! What a test tells of the values that it looks at, where it is true and where it is false.

use std::rc::Rc;

use crate::flow::At;
use crate::signatures::{Does, Kind, Kinds};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, FunctionId, UnaryOp};

use super::Weakness;
use super::call::{Argument, Given};
use super::engine::{Engine, Frame, Mask};
use super::env::Check;
use super::exits::holding;
use super::label::Label;
use super::summary::Checked;
use super::value::Val;

/// What holds where the test is true, and where it is false.
pub(super) type Told = (Vec<Check>, Vec<Check>);

/// A test within a test, this deep.
const MAX_DEPTH: u32 = 12;

impl Engine<'_, '_, '_> {
    pub fn tests(&mut self, frame: &mut Frame, test: ExprId) -> Told {
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let told = self.told(frame, test, 0);
        frame.quiet = quiet;
        told
    }

    pub fn told(&mut self, frame: &mut Frame, test: ExprId, depth: u32) -> Told {
        if depth > MAX_DEPTH || !self.step() {
            return Told::default();
        }
        let module = self.program.module(frame.at.unit);
        match module.expr(test) {
            Expr::Unary(UnaryOp::Not, inner) => {
                let (yes, no) = self.told(frame, inner, depth + 1);
                (no, yes)
            }
            Expr::Binary(BinaryOp::And, left, right) => {
                let (a, b) = (self.told(frame, left, depth + 1), self.told(frame, right, depth + 1));
                let mut no = all(shared(&a.1, &b.1), hosts(&a.1, &b.1));
                // `configured && !inside(path)`
                if a.1.is_empty() {
                    no.extend(self.where_configured(frame, left, b.1, false));
                }
                (all(a.0, b.0), no)
            }
            Expr::Either(left, right) => {
                let (a, b) = (self.told(frame, left, depth + 1), self.told(frame, right, depth + 1));
                let mut yes = shared(&a.0, &b.0);
                // `!configured || inside(path)`
                if a.0.is_empty() {
                    yes.extend(self.where_configured(frame, left, b.0, true));
                }
                (yes, all(a.1, b.1))
            }
            Expr::Binary(BinaryOp::Equal, left, right) => self.equal(frame, test, left, right, depth),
            Expr::Binary(BinaryOp::NotEqual, left, right) => {
                let (yes, no) = self.equal(frame, test, left, right, depth);
                (no, yes)
            }
            Expr::Binary(BinaryOp::In, left, right) => self.membership(frame, test, left, right),
            Expr::Call(callee, list) => self.told_by_call(frame, test, callee, module.list(list), depth),
            Expr::Await(inner) => self.told(frame, inner, depth + 1),
            Expr::Comprehension(element, clauses) => self.told_by_elements(frame, element, module.list(clauses), depth),
            Expr::Name(..) => match self.definition(frame, test) {
                Some(definition) if self.is_asked_for(frame, definition) => self.told(frame, definition, depth + 1),
                Some(_) | None => self.nothing_where_false(frame, test),
            },
            Expr::Member(object, name) => {
                let name: Rc<str> = module.name(name).into();
                self.told_by_member(frame, test, object, &name)
            }
            Expr::Index(object, key) => match module.expr(key) {
                Expr::Number(number) => match self.told_by_list(frame, object, 0) {
                    Some(told) => told,
                    None => self.told_by_part(frame, object, &format!("{number}").into()),
                },
                Expr::Str(text) => self.told_by_part(frame, object, &module.text(text).into()),
                _ => Told::default(),
            },
            Expr::Sequence(list) => module.list(list).last().map_or_else(Told::default, |last| self.told(frame, *last, depth + 1)),
            _ => Told::default(),
        }
    }

    /// `any(address in network for network in NETWORKS if network.version == 4)`
    fn told_by_elements(&mut self, frame: &mut Frame, element: ExprId, clauses: &[ExprId], depth: u32) -> Told {
        let (mut yes, mut no) = self.told(frame, element, depth + 1);
        for clause in clauses {
            let module = self.program.module(frame.at.unit);
            if matches!(module.expr(*clause), Expr::Assign(..) | Expr::Array(_)) {
                continue;
            }
            yes.extend(self.told(frame, *clause, depth + 1).0);
            // Of what a condition leaves out nothing is told, but see `hosts`.
            no = hosts(&no, &[]);
        }
        (yes, no)
    }

    /// Checks that a setting in front can turn off by being `off`: they hold for whoever asks for them, unless that is nobody by default.
    fn where_configured(&mut self, frame: &mut Frame, setting: ExprId, checks: Vec<Check>, off: bool) -> Vec<Check> {
        if checks.is_empty() || !self.eval(frame, setting).is_clean() {
            return Vec::new();
        }
        let place = self.place(frame, setting);
        match self.truth_unset(frame, setting) {
            Some(truth) if truth == off => {
                let weak = Some((Weakness::OffByDefault, place));
                checks.into_iter().map(|check| Check { closes: Kinds::NONE, weak, ..check }).collect()
            }
            Some(_) => checks,
            None if self.is_setting(frame.at.unit, setting, 0) => checks,
            None => Vec::new(),
        }
    }

    /// Where a value itself is false it is empty, and does no harm.
    pub fn nothing_where_false(&mut self, frame: &mut Frame, value: ExprId) -> Told {
        match self.eval(frame, value).is_clean() {
            true => Told::default(),
            false => (Vec::new(), vec![self.check(frame, value, Kinds::ALL)]),
        }
    }

    /// A variable that holds the answer of a test, and no part of what is tested.
    fn is_asked_for(&self, frame: &Frame, definition: ExprId) -> bool {
        let module = self.program.module(frame.at.unit);
        !matches!(module.expr(definition), Expr::Parameter(..) | Expr::Member(..) | Expr::Either(..) | Expr::Element(_))
    }

    /// The one value of a variable of this function.
    pub fn definition(&self, frame: &Frame, expr: ExprId) -> Option<ExprId> {
        let module = self.program.module(frame.at.unit);
        let Expr::Name(name, scope) = module.expr(expr) else { return None };
        let scope = module.declaring_scope(name, scope)?;
        match module.variables.get(&(scope, name))?.as_slice() {
            [only] if only.0 < expr.0 => Some(*only),
            _ => None,
        }
    }

    fn told_by_call(&mut self, frame: &mut Frame, test: ExprId, callee: ExprId, list: &[ExprId], depth: u32) -> Told {
        let target = self.callee(frame, callee);
        if !target.functions.is_empty() {
            let told: Vec<Told> = target.functions.iter().map(|function| self.told_by_own(frame, test, *function, list, None)).collect();
            return agreed_told(told);
        }
        if let Some(told) = self.told_by_callback(frame, callee, list) {
            return told;
        }
        if let Some(told) = self.told_by_passage(frame, callee, list, target.name.as_deref()) {
            return told;
        }
        // `bool(x)`, `Boolean(x)`, `any(generator)`, `all(generator)`.
        let is_wrapper = matches!(target.name.as_deref(), Some("Boolean" | "bool" | "any" | "all"));
        if is_wrapper && let [only] = list {
            return self.told(frame, *only, depth + 1);
        }
        self.told_by_method(frame, test, callee, list)
    }

    /// `dirs.some((dir) => path.startsWith(dir))`
    fn told_by_callback(&mut self, frame: &mut Frame, callee: ExprId, list: &[ExprId]) -> Option<Told> {
        let module = self.program.module(frame.at.unit);
        let Expr::Member(object, method) = module.expr(callee) else { return None };
        if !matches!(module.name(method), "some" | "every" | "find" | "findIndex" | "filter") {
            return None;
        }
        let Expr::Function(function) = module.expr(*list.first()?) else { return None };
        let function = At { unit: frame.at.unit, id: function };
        let element = self.eval(frame, object).element();
        let count = module.function(function.id).parameters.len();
        let mut values = vec![element];
        values.resize(count, Val::default());
        let place = self.place(frame, callee);
        let given = Given { function, place, exprs: vec![None; count], values, arguments: &[] };
        let (yes, no) = self.of_summary(frame, &given, None);
        let all_pass = module.name(method) == "every";
        // That one fails says nothing of the others, but where none passes, each has failed.
        Some((yes, if all_pass { Vec::new() } else { no }))
    }

    fn told_by_own(&mut self, frame: &mut Frame, test: ExprId, function: At<FunctionId>, list: &[ExprId], part: Option<&Rc<str>>) -> Told {
        let arguments: Vec<Argument> = list.iter().map(|argument| self.quiet_argument(frame, *argument)).collect();
        let (values, exprs) = self.parameters_of(function, &arguments);
        let place = self.place(frame, test);
        let given = Given { function, place, values, exprs, arguments: &arguments };
        self.of_summary(frame, &given, part)
    }

    pub fn of_summary(&mut self, frame: &mut Frame, given: &Given<'_>, part: Option<&Rc<str>>) -> Told {
        let mask = mask_of(&given.values);
        let is_closure = self.program.module(given.function.unit).function(given.function.id).parent.0 != 0;
        if mask == 0 && !is_closure {
            return Told::default();
        }
        let summary = self.summary(given.function, mask, frame.depth + 1);
        let yes = self.checks_here(frame, given, &holding(&summary, part, true));
        let no = self.checks_here(frame, given, &holding(&summary, part, false));
        (yes, no)
    }

    /// `dirs.filter((dir) => path.startsWith(dir)).sort()[0]`: there is one that passes.
    fn told_by_list(&mut self, frame: &mut Frame, list: ExprId, depth: u32) -> Option<Told> {
        let module = self.program.module(frame.at.unit);
        let Expr::Call(callee, arguments) = module.expr(list) else { return None };
        let Expr::Member(inner, method) = module.expr(callee) else { return None };
        match module.name(method) {
            "filter" => self.told_by_callback(frame, callee, module.list(arguments)),
            "sort" | "toSorted" | "reverse" | "slice" if depth < 6 => self.told_by_list(frame, inner, depth + 1),
            _ => None,
        }
    }

    /// `result.valid` of a function that returns such an object.
    pub fn told_by_part(&mut self, frame: &mut Frame, object: ExprId, part: &Rc<str>) -> Told {
        let module = self.program.module(frame.at.unit);
        let mut at = object;
        for _ in 0..4 {
            match module.expr(at) {
                Expr::Await(inner) => at = inner,
                Expr::Name(..) => match self.definition(frame, at) {
                    Some(definition) => at = definition,
                    None => return Told::default(),
                },
                _ => break,
            }
        }
        let Expr::Call(callee, list) = module.expr(at) else { return Told::default() };
        let target = self.callee(frame, callee);
        let list = module.list(list).to_vec();
        let told: Vec<Told> = target.functions.iter().map(|function| self.told_by_own(frame, at, *function, &list, Some(part))).collect();
        agreed_told(told)
    }

    fn told_by_passage(&mut self, frame: &mut Frame, callee: ExprId, list: &[ExprId], name: Option<&str>) -> Option<Told> {
        let module = self.program.module(frame.at.unit);
        let runtime = self.runtime(frame.at.unit);
        let signatures = self.signatures;
        let method = match module.expr(callee) {
            Expr::Member(_, method) => Some(module.name(method)),
            _ => None,
        };
        let passage = name.and_then(|name| signatures.passage(runtime, name)).or_else(|| signatures.passage_method(runtime, method?))?;
        let yes = match passage.does {
            Does::PassesWhenTrue => true,
            Does::PassesWhenFalse => false,
            Does::Carries | Does::Drops | Does::Cleans | Does::Raises | Does::Normalizes => return None,
        };
        let subject = match passage.argument {
            Some(crate::signatures::Argument::Position(position)) => *list.get(usize::from(position))?,
            Some(crate::signatures::Argument::Last) => *list.last()?,
            Some(_) | None => match module.expr(callee) {
                Expr::Member(object, _) if passage.argument.is_some() || list.is_empty() || !passage.method.is_empty() => object,
                _ => *list.first()?,
            },
        };
        let check = self.check(frame, subject, passage.closes);
        Some(if yes { (vec![check], Vec::new()) } else { (Vec::new(), vec![check]) })
    }

    pub fn quiet_argument(&mut self, frame: &mut Frame, expr: ExprId) -> Argument {
        let module = self.program.module(frame.at.unit);
        let (inner, keyword, spread) = match module.expr(expr) {
            Expr::Keyword(name, value) => (value, Some(self.name(frame.at.unit, name)), false),
            Expr::Spread(value) => (value, None, true),
            _ => (expr, None, false),
        };
        let value = self.eval(frame, inner);
        Argument { expr: inner, value, keyword, spread, callable: false }
    }
}

/// The parameters that carry something.
pub(super) fn mask_of(values: &[Val]) -> Mask {
    values.iter().enumerate().take(32).filter(|(_, value)| !value.is_clean()).fold(0, |mask, (index, _)| mask | 1 << index)
}

fn all(mut a: Vec<Check>, b: Vec<Check>) -> Vec<Check> {
    a.extend(b);
    a
}

/// What two lists of checks agree on.
pub(super) fn shared(a: &[Check], b: &[Check]) -> Vec<Check> {
    let mut found = Vec::new();
    for one in a {
        for other in b {
            let Some(place_holder) = one.labels.first().or(one.slots.first()) else { continue };
            let labels: Vec<Label> = one.labels.iter().filter(|label| other.labels.contains(label)).cloned().collect();
            let slots: Vec<Label> = one.slots.iter().filter(|slot| other.slots.contains(slot)).cloned().collect();
            let told =
                |check: &Check| Checked { label: place_holder.clone(), closes: check.closes, weak: check.weak, if_normal: check.if_normal };
            let Some(both) = told(one).and(Some(&told(other))) else { continue };
            if !labels.is_empty() || !slots.is_empty() {
                let Checked { closes, weak, if_normal, .. } = both;
                found.push(Check { slots, labels, closes, weak, if_normal, no_parents: one.no_parents && other.no_parents });
            }
        }
    }
    found
}

/// `family === 4 && isPrivate(host)`: that one of several such tests fails is as much as is ever told of a host.
fn hosts(a: &[Check], b: &[Check]) -> Vec<Check> {
    let url = Kinds::of(Kind::Url);
    let of_hosts = a.iter().chain(b).filter(|check| check.closes.has(Kind::Url));
    of_hosts.map(|check| Check { closes: url, ..check.clone() }).collect()
}

fn agreed_told(all: Vec<Told>) -> Told {
    let mut all = all.into_iter();
    let Some(first) = all.next() else { return Told::default() };
    all.fold(first, |known, other| (shared(&known.0, &other.0), shared(&known.1, &other.1)))
}

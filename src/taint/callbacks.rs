//! Functions that are handed on, and called by somebody else.

use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::call::{Argument, Given};
use super::callee::Callee;
use super::engine::{Engine, Frame};
use super::env::Check;
use super::label::Root;
use super::summary::Callback;
use super::value::{Note, Val};

impl Engine<'_, '_, '_> {
    /// A parameter that is called: who gave it knows which function it is.
    pub fn note_callback(&mut self, frame: &mut Frame, callee: ExprId, place: Place, arguments: &[Argument], target: &Callee) {
        if !target.given || frame.quiet || frame.summary.callbacks.len() >= 24 {
            return;
        }
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let value = self.eval(frame, callee);
        frame.quiet = quiet;
        if let Some(mark) = value.marks.first() {
            frame.summary.callbacks.push(Callback { label: mark.label.clone(), arguments: arguments.to_vec(), place });
        }
    }

    pub fn call_back(&mut self, frame: &mut Frame, given: &Given<'_>, callback: &Callback) {
        let note = Note::Passed(self.function_name(given.function));
        let said = |engine: &mut Self, frame: &mut Frame, argument: &Argument| Argument {
            value: engine.said_here(frame, given, &argument.value, &note),
            ..argument.clone()
        };
        let arguments: Vec<Argument> = callback.arguments.iter().map(|argument| said(self, frame, argument)).collect();
        let here = match callback.label.root {
            Root::Parameter(function, index) if function == given.function => given.exprs.get(index as usize).copied().flatten(),
            Root::Parameter(..) | Root::Variable(..) | Root::Field(..) => None,
        };
        if let Some(expr) = here {
            let (functions, bound) = self.handed(frame, expr, &callback.label.path);
            let arguments: Vec<Argument> = bound.into_iter().chain(arguments.iter().cloned()).collect();
            for function in functions.iter() {
                self.call_with(frame, *function, callback.place, &arguments);
            }
            if !functions.is_empty() {
                return;
            }
        }
        // Somebody further out knows the function.
        let outer = self.outer_value(frame, given, &callback.label);
        let label = match &outer {
            Some((value, _)) => value.marks.first().map(|mark| mark.label.clone()),
            None => Some(callback.label.clone()),
        };
        if let Some(label) = label.filter(|_| frame.summary.callbacks.len() < 24) {
            frame.summary.callbacks.push(Callback { label, arguments, place: callback.place });
        }
    }

    /// The functions that an argument, or a member of it, means, and what `partial` has given them before.
    pub fn handed(&mut self, frame: &mut Frame, expr: ExprId, path: &[Rc<str>]) -> (Rc<[At<FunctionId>]>, Vec<Argument>) {
        let module = self.program.module(frame.at.unit);
        if let Some((function, bound)) = self.partial(frame, expr).filter(|_| path.is_empty()) {
            let quiet = std::mem::replace(&mut frame.quiet, true);
            let bound = bound.iter().map(|argument| self.argument(frame, *argument)).collect();
            frame.quiet = quiet;
            let value = self.flow.value(frame.at.unit, function);
            return (self.of_value(&value).functions, bound);
        }
        let expr = self.definition(frame, expr).filter(|definition| matches!(module.expr(*definition), Expr::Function(_))).unwrap_or(expr);
        let known = self.called_back(At { unit: frame.at.unit, id: expr }, &path.into());
        (known.functions, Vec::new())
    }

    /// `partial(function, …)`, or a variable that holds it.
    pub fn partial(&mut self, frame: &Frame, expr: ExprId) -> Option<(ExprId, Vec<ExprId>)> {
        let module = self.program.module(frame.at.unit);
        let expr = self.definition(frame, expr).unwrap_or(expr);
        let Expr::Call(callee, list) = module.expr(expr) else { return None };
        let is_partial = self.callee(frame, callee).name.as_deref() == Some("functools.partial");
        let (function, bound) = module.list(list).split_first().filter(|_| is_partial)?;
        Some((*function, bound.to_vec()))
    }

    /// A call that is written nowhere: a callback.
    pub fn call_with(&mut self, frame: &mut Frame, function: At<FunctionId>, place: Place, arguments: &[Argument]) -> Val {
        let (values, exprs) = self.parameters_of(function, arguments);
        self.apply(frame, &Given { function, place, exprs: vec![None; exprs.len()], values, arguments: &[] })
    }

    /// `handlers[name](…)` with a literal object of handlers: each of them, under its own name.
    pub fn dispatched(&mut self, frame: &mut Frame, callee: ExprId, place: Place, arguments: &[Argument]) -> Option<Val> {
        let module = self.program.module(frame.at.unit);
        let Expr::Index(object, key) = module.expr(callee) else { return None };
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let name = self.eval(frame, key);
        frame.quiet = quiet;
        let label = name.marks.first()?.label.clone();
        let Value::Object(handlers) = self.flow.value(frame.at.unit, object) else { return None };
        let table = self.program.module(handlers.unit);
        let Expr::Object(list) = table.expr(handlers.id) else { return None };
        let mut result = Val::default();
        for pair in table.list(list).iter().take(256) {
            let Expr::Pair(key, handler) = table.expr(*pair) else { continue };
            let Expr::Str(text) = table.expr(key) else { continue };
            let handler = self.flow.value(handlers.unit, handler);
            let outer = frame.when.clone();
            frame.when = outer.and(label.clone(), table.text(text).into());
            for function in self.of_value(&handler).functions.iter() {
                let value = self.call_own(frame, *function, place, arguments);
                result = result.or(&value);
            }
            frame.when = outer;
        }
        Some(result)
    }

    /// Callbacks get the elements of the list, what the promise settles to, or the arguments that follow them. Gives what comes
    /// back, and whether that is all there is to the result.
    pub fn call_backs(
        &mut self,
        frame: &mut Frame,
        id: ExprId,
        target: &Callee,
        method: &str,
        receiver: Option<&Val>,
        arguments: &[Argument],
    ) -> (Val, bool) {
        let place = self.place(frame, id);
        let mut result = Val::default();
        let mut known = false;
        for (at, argument) in arguments.iter().enumerate().filter(|(_, argument)| argument.callable) {
            let (functions, bound) = self.handed(frame, argument.expr, &[]);
            let values = called_with(target, method, receiver, argument.expr, &arguments[at + 1..]);
            let as_written = values.is_none();
            let called = values.unwrap_or_else(|| arguments[at + 1..].to_vec());
            let all: Vec<Argument> = bound.into_iter().chain(called).collect();
            if functions.is_empty() {
                self.note_given(frame, argument.expr, place, all);
                continue;
            }
            known = true;
            for function in functions.iter() {
                let value =
                    if as_written { self.call_own(frame, *function, place, &all) } else { self.call_with(frame, *function, place, &all) };
                result = result.or(&value);
            }
            // `to_thread(f, g, value)`: what follows the first one is all its own.
            if receiver.is_none_or(Val::is_clean) && all.iter().any(|argument| !argument.value.is_clean()) {
                break;
            }
        }
        let maps = matches!(method, "map" | "flatMap") || target.name.as_deref() == Some("map");
        match method {
            _ if maps => (Val::list(vec![result]), known),
            "filter" | "some" | "every" | "find" | "forEach" | "sort" | "findIndex" => (Val::default(), false),
            _ => (result, false),
        }
    }

    /// `names.filter(isHarmless)`: what is left has passed the test.
    pub fn filtered(&mut self, frame: &mut Frame, id: ExprId, value: Val, base: &Val, arguments: &[Argument]) -> Val {
        let place = self.place(frame, id);
        let list = arguments.iter().map(|argument| &argument.value).find(|value| !value.is_clean()).filter(|_| base.is_clean());
        let element = list.unwrap_or(base).element();
        let mut checks: Vec<Check> = Vec::new();
        for argument in arguments.iter().filter(|argument| argument.callable).take(1) {
            let (functions, _) = self.handed(frame, argument.expr, &[]);
            if let [function] = *functions {
                let (values, exprs) = self.parameters_of(function, &[alone(argument.expr, element.clone())]);
                let given = Given { function, place, exprs: vec![None; exprs.len()], values, arguments: &[] };
                checks = self.of_summary(frame, &given, None).0;
            }
        }
        value.map(&mut |mark| {
            for check in checks.iter().filter(|check| check.labels.contains(&mark.label)) {
                mark.closed = mark.closed.with(check.closes);
                mark.weak = mark.weak.or(check.weak);
            }
        })
    }

    fn note_given(&mut self, frame: &mut Frame, expr: ExprId, place: Place, arguments: Vec<Argument>) {
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let value = self.eval(frame, expr);
        frame.quiet = quiet;
        if let Some(mark) = value.marks.first().filter(|_| !frame.quiet && frame.summary.callbacks.len() < 24) {
            frame.summary.callbacks.push(Callback { label: mark.label.clone(), arguments, place });
        }
    }
}

fn alone(expr: ExprId, value: Val) -> Argument {
    Argument { expr, value, keyword: None, spread: false, callable: false }
}

/// What a callback is called with; nothing where that is what follows it.
fn called_with(target: &Callee, method: &str, receiver: Option<&Val>, expr: ExprId, rest: &[Argument]) -> Option<Vec<Argument>> {
    let each = |value: Val, count: usize| Some((0..count).map(|_| alone(expr, value.clone())).collect());
    match (method, receiver) {
        ("then" | "catch" | "finally", Some(receiver)) => each(receiver.clone(), 1),
        ("reduce", Some(receiver)) => each(receiver.element(), 2),
        // The match and its groups.
        ("replace" | "replaceAll", Some(receiver)) => each(receiver.clone(), 6),
        ("map" | "filter" | "starmap", _) if receiver.is_none_or(Val::is_clean) && !rest.is_empty() => {
            Some(rest.iter().map(|argument| alone(argument.expr, argument.value.element())).collect())
        }
        (_, Some(receiver)) if !receiver.is_clean() => each(receiver.element(), 1),
        _ if matches!(target.name.as_deref(), Some("map" | "filter")) => {
            Some(rest.iter().map(|argument| alone(argument.expr, argument.value.element())).collect())
        }
        _ => None,
    }
}

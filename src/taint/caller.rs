//! What the summary of a function says, in terms of whoever calls it.

use std::rc::Rc;

use crate::facts::Place;
use crate::flow::At;
use crate::signatures::{Kind, Kinds};
use crate::syntax::ir::{Expr, ExprId, FunctionId, ScopeId};

use super::Part;
use super::call::Given;
use super::engine::{Engine, Frame};
use super::env::Check;
use super::label::{Label, Root};
use super::outside::as_words;
use super::summary::{Checked, When};
use super::value::{Mark, Note, Val};

impl Engine<'_, '_, '_> {
    /// The marks that stand for a mark of the function called.
    pub fn resolved(&mut self, frame: &mut Frame, given: &Given<'_>, mark: &Mark) -> Vec<Mark> {
        match self.outer_value(frame, given, &mark.label) {
            Some((value, note)) => {
                value.everything().iter().filter_map(|outer| combined(outer, mark, given.place, note.as_ref())).collect()
            }
            None => vec![mark.clone()],
        }
    }

    /// What a label of the function called is worth here; none where only somebody further out knows.
    pub fn outer_value(&mut self, frame: &mut Frame, given: &Given<'_>, label: &Label) -> Option<(Val, Option<Note>)> {
        let (value, note) = match label.root {
            Root::Parameter(function, index) if function == given.function => {
                let value = given.values.get(index as usize).cloned().unwrap_or_default();
                (value.reach(&label.path), Some(Note::Passed(self.parameter_name(function, index))))
            }
            Root::Variable(unit, scope, name) if scope != ScopeId(0) && unit == frame.at.unit => {
                if self.program.module(unit).scopes[scope.index()].function != frame.at.id {
                    return None;
                }
                let quiet = std::mem::replace(&mut frame.quiet, true);
                let value = self.read(frame, name, scope, given.place.expr);
                frame.quiet = quiet;
                (value.reach(&label.path), None)
            }
            Root::Parameter(..) | Root::Variable(..) | Root::Field(..) => return None,
        };
        Some((frame.env.as_checked(&value), note))
    }

    fn parameter_name(&self, function: At<FunctionId>, index: u32) -> String {
        let module = self.program.module(function.unit);
        let info = module.function(function.id);
        let name = info.parameters.get(index as usize).and_then(|parameter| parameter.name).map(|name| module.name(name));
        match (name, info.name.map(|name| module.name(name))) {
            (Some(parameter), Some(function)) => format!("{function}({parameter})"),
            (None, Some(function)) => function.to_owned(),
            (Some(parameter), None) => parameter.to_owned(),
            (None, None) => "a function".to_owned(),
        }
    }

    /// A value of the function called, in terms of the caller.
    pub fn said_here(&mut self, frame: &mut Frame, given: &Given<'_>, value: &Val, note: &Note) -> Val {
        let mut here = Val { text: value.text.clone(), ..Val::default() };
        for mark in &value.marks {
            // What is handed through untouched keeps its members apart.
            if let Root::Parameter(function, index) = mark.label.root
                && function == given.function
                && mark.same
            {
                let whole = given.values.get(index as usize).cloned().unwrap_or_default().reach(&mark.label.path);
                let whole = frame.env.as_checked(&whole).map(&mut |outer| {
                    if let Some(both) = combined(outer, mark, given.place, None) {
                        *outer = both;
                    }
                });
                here = if here == Val::default() { whole } else { here.or(&whole) };
                continue;
            }
            let marks: Vec<Mark> = self.resolved(frame, given, mark);
            let marks: Vec<Mark> =
                marks.into_iter().map(|mark| Mark { trail: mark.trail.step(given.place, note.clone()), ..mark }).collect();
            here.add(&marks);
        }
        if let Some(items) = &value.items {
            let items = items.iter().map(|item| self.said_here(frame, given, item, note)).collect();
            here.items = Some(Rc::new(items));
        }
        for (name, field) in value.fields.iter().flat_map(|fields| fields.iter()) {
            let field = self.said_here(frame, given, field, note);
            here.set(name, field);
        }
        here
    }

    pub fn when_here(&mut self, frame: &mut Frame, given: &Given<'_>, when: &When) -> When {
        let mut here = frame.when.clone();
        let equals: Vec<(Label, Rc<str>)> = when.iter().map(|equal| (equal.label.clone(), equal.text.clone())).collect();
        for (label, text) in equals.into_iter().rev().take(4) {
            let marks = self.resolved(frame, given, &Mark::new(label));
            if let Some(mark) = marks.into_iter().next() {
                here = here.and(mark.label, text);
            }
        }
        here
    }

    /// What a check inside the function says of the caller's values.
    pub fn checks_here(&mut self, frame: &mut Frame, given: &Given<'_>, checks: &[Checked]) -> Vec<Check> {
        let mut here = Vec::new();
        for check in checks {
            let marks = self.resolved(frame, given, &Mark::new(check.label.clone()));
            let slots = match check.label.root {
                Root::Parameter(function, index) if function == given.function => {
                    self.slots_of(frame, given.exprs.get(index as usize).copied().flatten(), &check.label.path)
                }
                Root::Variable(unit, scope, name) if check.label.path.is_empty() && unit == frame.at.unit => {
                    self.slots_of_variable(frame, scope, name, check.label.clone())
                }
                Root::Parameter(..) | Root::Variable(..) | Root::Field(..) => vec![check.label.clone()],
            };
            // A check that relies on an undone `..` holds where the caller has undone it.
            let (closes, weak, if_normal) = match check.if_normal {
                Some(_) if !marks.is_empty() && marks.iter().all(|mark| mark.normal) => {
                    (check.closes.with(Kinds::of(Kind::Path)), check.weak, None)
                }
                Some(place) => (check.closes, check.weak, Some(place)),
                None => (check.closes, check.weak, None),
            };
            here.push(Check {
                slots,
                labels: marks.into_iter().filter(|mark| mark.same).map(|mark| mark.label).collect(),
                closes,
                weak,
                if_normal,
                no_parents: false,
            });
        }
        here
    }

    /// A variable that a callback has looked at, and those that it is another form of.
    fn slots_of_variable(&mut self, frame: &mut Frame, scope: ScopeId, name: crate::syntax::ir::Name, label: Label) -> Vec<Label> {
        let module = self.program.module(frame.at.unit);
        let definition = match module.variables.get(&(scope, name)).map(Vec::as_slice) {
            Some([only]) if module.scopes[scope.index()].function == frame.at.id => *only,
            _ => return vec![label],
        };
        let mut slots = vec![label];
        slots.extend(self.slots_of(frame, Some(definition), &[]));
        slots
    }

    /// The variables that an argument, or a member of it, is another form of.
    fn slots_of(&mut self, frame: &mut Frame, argument: Option<ExprId>, path: &[Rc<str>]) -> Vec<Label> {
        let Some(argument) = argument else { return Vec::new() };
        // `check({ path })`: the member of a literal is an argument of its own.
        let module = self.program.module(frame.at.unit);
        if let (Expr::Object(list), Some((first, rest))) = (module.expr(argument), path.split_first()) {
            let value = module.list(list).iter().find_map(|pair| match module.expr(*pair) {
                Expr::Pair(key, value) if matches!(module.expr(key), Expr::Str(text) if module.text(text) == &**first) => Some(value),
                _ => None,
            });
            return self.slots_of(frame, value, rest);
        }
        if !path.is_empty() {
            return self.slot(frame, argument).map(|slot| slot.then(path)).into_iter().collect();
        }
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let mut slots = Vec::new();
        self.subjects(frame, argument, &mut slots, 0);
        frame.quiet = quiet;
        slots
    }
}

/// The caller's mark with all that the function called has done to it.
pub(super) fn combined(outer: &Mark, inner: &Mark, place: Place, note: Option<&Note>) -> Option<Mark> {
    let fetched = inner.remote && !outer.remote;
    // Only an address that somebody else chose brings back somebody else's word.
    if fetched && (outer.closed.has(Kind::Url) || outer.part == Part::Inside) {
        return None;
    }
    let before = match note {
        Some(note) => outer.trail.step(place, note.clone()),
        None => outer.trail.clone(),
    };
    Some(Mark {
        label: outer.label.clone(),
        closed: match (fetched, inner.split && !outer.split) {
            (true, _) => inner.closed,
            (_, true) => as_words(outer.closed).with(inner.closed),
            (false, false) => outer.closed.with(inner.closed),
        },
        part: if fetched { inner.part } else { outer.part.max(inner.part) },
        built: inner.built.or(outer.built),
        clause: outer.clause.or(inner.clause),
        weak: outer.weak.or(inner.weak),
        same: outer.same && inner.same,
        normal: outer.normal || inner.normal,
        no_parents: outer.no_parents || inner.no_parents,
        split: outer.split || inner.split,
        remote: outer.remote || inner.remote,
        doubts: outer.doubts.saturating_add(inner.doubts),
        trail: before.join(&inner.trail),
    })
}

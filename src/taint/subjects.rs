//! What a test looks at: the value itself, or another form of it.

use crate::signatures::Kinds;
use crate::syntax::ir::{Expr, ExprId};

use super::call::Argument;
use super::engine::{Engine, Frame};
use super::env::Check;
use super::guard::mask_of;
use super::label::{Label, Root};

impl Engine<'_, '_, '_> {
    /// A check of what an expression stands for, and of the variable that it is.
    pub fn check(&mut self, frame: &mut Frame, subject: ExprId, closes: Kinds) -> Check {
        let value = self.eval(frame, subject);
        let labels = value.everything().into_iter().filter(|mark| mark.same).map(|mark| mark.label).collect();
        let mut slots = Vec::new();
        self.subjects(frame, subject, &mut slots, 0);
        Check { slots, labels, closes, weak: None, if_normal: None, no_parents: false }
    }

    /// The variables that an expression is another form of.
    pub fn subjects(&mut self, frame: &mut Frame, expr: ExprId, found: &mut Vec<Label>, depth: u32) {
        if depth > 4 || found.len() > 8 {
            return;
        }
        let module = self.program.module(frame.at.unit);
        if let Some(slot) = self.slot(frame, expr) {
            found.push(slot);
        }
        match module.expr(expr) {
            Expr::Name(..) => {
                if let Some(definition) = self.definition(frame, expr)
                    && matches!(module.expr(definition), Expr::Call(..) | Expr::New(..) | Expr::Await(_))
                {
                    self.subjects(frame, definition, found, depth + 1);
                }
            }
            Expr::Await(inner) => self.subjects(frame, inner, found, depth + 1),
            Expr::Call(callee, list) | Expr::New(callee, list) => {
                self.subjects_of_own(frame, callee, module.list(list), found, depth);
                // The last argument of `relative(base, path)`; the receiver of `path.lower()`.
                let last = module.list(list).last();
                if let Expr::Member(object, name) = module.expr(callee) {
                    let name = module.name(name);
                    if is_another_form(name) {
                        self.subjects(frame, object, found, depth + 1);
                    }
                    if matches!(
                        name,
                        "relative" | "relpath" | "realpath" | "normalize" | "abspath" | "normpath" | "resolve" | "realpathSync"
                    ) && let Some(last) = last
                    {
                        self.subjects(frame, *last, found, depth + 1);
                    }
                }
                if matches!(module.expr(callee), Expr::Name(name, _) if matches!(module.name(name), "str" | "String" | "Path" | "URL"))
                    && let Some(first) = module.list(list).first()
                {
                    self.subjects(frame, *first, found, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// The arguments of which an own function gives back another form.
    fn subjects_of_own(&mut self, frame: &mut Frame, callee: ExprId, list: &[ExprId], found: &mut Vec<Label>, depth: u32) {
        let target = self.callee(frame, callee);
        for function in target.functions.iter().take(2).copied() {
            let arguments: Vec<Argument> = list.iter().map(|argument| self.quiet_argument(frame, *argument)).collect();
            let (values, exprs) = self.parameters_of(function, &arguments);
            let mask = mask_of(&values);
            if mask == 0 {
                continue;
            }
            let summary = self.summary(function, mask, frame.depth + 1);
            for mark in summary.returns.marks.iter().filter(|mark| mark.same && mark.label.path.is_empty()) {
                if let Root::Parameter(of, index) = mark.label.root
                    && of == function
                    && let Some(expr) = exprs.get(index as usize).copied().flatten()
                {
                    self.subjects(frame, expr, found, depth + 1);
                }
            }
        }
    }
}

/// Methods that give another form of the same text.
fn is_another_form(name: &str) -> bool {
    matches!(
        name,
        "trim"
            | "toLowerCase"
            | "toUpperCase"
            | "toString"
            | "strip"
            | "lower"
            | "upper"
            | "resolve"
            | "absolute"
            | "expanduser"
            | "normalize"
            | "as_posix"
            | "trimStart"
            | "trimEnd"
            | "lstrip"
            | "rstrip"
            | "relative_to"
            | "normalize_path"
    )
}

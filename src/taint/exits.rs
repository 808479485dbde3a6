//! The ways out of a function: what is returned there, and what holds then.

use std::rc::Rc;

use crate::signatures::{Kind, Kinds};
use crate::syntax::ir::{Expr, ExprId};

use super::engine::{Engine, Frame};
use super::env::Check;
use super::summary::{Checked, Checks, Exit, Parts, Summary, agreed};

impl Engine<'_, '_, '_> {
    /// What holds besides when a returned expression is true or false.
    pub fn checks_of(&mut self, frame: &mut Frame, expr: ExprId) -> (Checks, Checks) {
        let ended = std::mem::replace(&mut frame.ended, false);
        let (yes, no) = self.tests(frame, expr);
        frame.ended = ended;
        (noted(&yes), noted(&no))
    }

    /// Whether a returned expression is true, as far as can be told, and its members.
    pub fn truths(&self, frame: &Frame, expr: ExprId) -> (Option<bool>, Parts) {
        let module = self.program.module(frame.at.unit);
        let mut parts = Vec::new();
        match module.expr(expr) {
            Expr::Object(list) => {
                for pair in module.list(list) {
                    if let Expr::Pair(key, value) = module.expr(*pair)
                        && let Expr::Str(text) = module.expr(key)
                    {
                        parts.push((module.text(text).into(), plain_truth(module, value)));
                    }
                }
            }
            Expr::Array(list) => {
                parts.extend(
                    module.list(list).iter().enumerate().map(|(at, item)| (at.to_string().as_str().into(), plain_truth(module, *item))),
                );
            }
            _ => {}
        }
        (plain_truth(module, expr), parts)
    }
}

fn plain_truth(module: &crate::syntax::Module, expr: ExprId) -> Option<bool> {
    match module.expr(expr) {
        Expr::Bool(value) => Some(value),
        Expr::Null => Some(false),
        Expr::Str(text) => Some(!module.text(text).is_empty()),
        Expr::Number(number) => Some(number != 0.0),
        Expr::Concat(_) | Expr::Object(_) | Expr::New(..) | Expr::Function(_) | Expr::Class(_) => Some(true),
        Expr::Array(list) => Some(list.len > 0),
        _ => None,
    }
}

fn noted(checks: &[Check]) -> Checks {
    let mut all: Checks = Vec::new();
    for check in checks {
        for label in check.labels.iter().chain(&check.slots) {
            if !all.iter().any(|known| known.label == *label) {
                all.push(Checked { label: label.clone(), closes: check.closes, weak: check.weak, if_normal: check.if_normal });
            }
        }
    }
    all
}

/// What holds after the ways out that can give this answer.
pub(super) fn holding(summary: &Summary, part: Option<&Rc<str>>, answer: bool) -> Checks {
    let truth = |exit: &Exit| match part {
        None => exit.truth,
        Some(part) => match exit.parts.iter().find(|(name, _)| name == part) {
            Some((_, truth)) => *truth,
            // An object without the member, or nothing at all.
            None if exit.truth == Some(false) || !exit.parts.is_empty() => Some(false),
            None => None,
        },
    };
    let fits = |exit: &&Exit| truth(exit) != Some(!answer);
    let checks = |exit: &Exit| {
        let mut all = exit.checks.clone();
        if part.is_none() {
            all.extend(if answer { exit.if_true.clone() } else { exit.if_false.clone() });
        }
        merged(all)
    };
    let mut usual: Vec<&Exit> = summary.exits.iter().filter(|exit| exit.by_default).filter(fits).collect();
    if usual.iter().any(|exit| !exit.gated) {
        usual.retain(|exit| !exit.gated);
    }
    if usual.is_empty() {
        return agreed(summary.exits.iter().filter(fits).map(checks));
    }
    // Tests for private addresses go by families: what is of another one leaves early, with nothing more to be told of it.
    let hosts: Checks = match (part, answer) {
        (None, false) => usual.iter().flat_map(|exit| checks(exit)).filter_map(only_host).collect(),
        _ => Vec::new(),
    };
    let mut agreed = agreed(usual.into_iter().map(checks));
    agreed.extend(hosts);
    merged(agreed)
}

fn only_host(check: Checked) -> Option<Checked> {
    let closes = Kinds::of(Kind::Url);
    check.closes.has(Kind::Url).then_some(Checked { closes, weak: None, if_normal: None, label: check.label })
}

fn merged(checks: Checks) -> Checks {
    let mut all: Checks = Vec::new();
    for check in checks {
        match all.iter_mut().find(|known| known.label == check.label) {
            Some(known) => {
                known.closes = known.closes.with(check.closes);
                known.weak = known.weak.or(check.weak);
                known.if_normal = known.if_normal.or(check.if_normal);
            }
            None => all.push(check),
        }
    }
    all
}

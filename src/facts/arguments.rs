//! The arguments of a call, wherever `call`, `apply`, `bind` and spreads put them.

use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module};

use super::Place;
use super::scan::Scanner;

impl Scanner<'_, '_> {
    pub(super) fn arguments(&self, place: Place) -> Vec<ExprId> {
        let module = self.program.module(place.unit);
        match module.expr(place.expr) {
            Expr::Call(_, list) | Expr::New(_, list) => module.list(list).to_vec(),
            _ => Vec::new(),
        }
    }

    pub(super) fn argument(&self, place: Place, position: usize) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, list) | Expr::New(callee, list)) = module.expr(place.expr) else { return None };
        let bound = bound_arguments(module, callee);
        if let Some(argument) = bound.get(position) {
            return Some(*argument);
        }
        let position = position - bound.len();
        // `f.call(this, x)`, `f.apply(this, [x])` and `Reflect.apply(f, this, [x])`.
        let is_reflect = |object| matches!(module.expr(object), Expr::Name(name, _) if module.name(name) == "Reflect");
        let (skip, spread) = match module.expr(callee) {
            Expr::Member(_, name) if module.name(name) == "call" && module.language != Language::Python => (1, false),
            Expr::Member(object, name) if module.name(name) == "apply" && is_reflect(object) => (2, true),
            Expr::Member(object, name) if module.name(name) == "construct" && is_reflect(object) => (1, true),
            Expr::Member(_, name) if module.name(name) == "apply" => (1, true),
            _ => (0, false),
        };
        let arguments = module.list(list);
        if spread {
            let Expr::Array(items) = module.expr(*arguments.get(skip)?) else { return None };
            return module.list(items).get(position).copied();
        }
        let argument = *arguments.get(position + skip)?;
        match module.expr(argument) {
            Expr::Keyword(..) => None,
            Expr::Spread(inner) => match module.expr(inner) {
                Expr::Array(items) => module.list(items).first().copied(),
                _ => Some(inner),
            },
            _ => Some(argument),
        }
    }

    pub(super) fn last_position(&self, place: Place) -> usize {
        (0..64).take_while(|position| self.argument(place, *position).is_some()).count().saturating_sub(1)
    }

    pub(super) fn keyword(&self, place: Place, name: &str) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        self.arguments(place).into_iter().find_map(|argument| match module.expr(argument) {
            Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
            _ => None,
        })
    }

    pub(super) fn receiver(&self, place: Place) -> Option<ExprId> {
        let module = self.program.module(place.unit);
        let (Expr::Call(callee, _) | Expr::New(callee, _)) = module.expr(place.expr) else { return None };
        match module.expr(callee) {
            Expr::Member(object, _) => Some(object),
            _ => None,
        }
    }
}

/// What `f.bind(this, x)` and `partial(f, x)` have filled in already.
fn bound_arguments(module: &Module, callee: ExprId) -> &[ExprId] {
    let Expr::Call(binder, list) = module.expr(callee) else { return &[] };
    let binds = match module.expr(binder) {
        Expr::Name(name, _) => module.name(name) == "partial",
        Expr::Member(_, name) => matches!(module.name(name), "bind" | "partial"),
        _ => false,
    };
    if binds { module.list(list).get(1..).unwrap_or_default() } else { &[] }
}

//! Destructuring: each variable is bound to the part of the value that it takes.

use super::{Here, Role, Walk};
use crate::syntax::ir::{Expr, ExprId, Name, ScopeId};

/// What becomes of the names in a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// They are new variables of that scope.
    Declare(ScopeId),
    /// The same, and the module exports them.
    Export(ScopeId),
    /// They are assigned to.
    Assign,
}

impl<'t> Walk<'t> {
    /// Binds the pattern here to `value`; what each variable gets is put on the scratch.
    pub(super) fn pattern(&mut self, at: Here<'t>, value: ExprId, target: Target) {
        if !self.b.descend() {
            return;
        }
        match at.role {
            Role::Identifier | Role::ShorthandPattern => {
                let name = self.name_of(at);
                self.bind_name(name, value, target, at);
                self.scratch.push(value);
            }
            Role::ObjectPattern => self.object_pattern(value, target),
            Role::ArrayPattern => self.array_pattern(value, target),
            Role::AssignmentPattern => self.default_pattern(at, value, target),
            Role::RestPattern => self.each(|walk, here| walk.pattern(here, value, target)),
            _ => {
                let place = self.value(at);
                self.write(place, value);
                self.scratch.push(value);
            }
        }
        self.b.ascend();
    }

    pub(super) fn bind_name(&mut self, name: Name, value: ExprId, target: Target, at: Here<'t>) {
        match target {
            Target::Declare(scope) => self.b.bind(scope, name, value),
            Target::Export(scope) => {
                self.b.bind(scope, name, value);
                self.export_variable(name, at);
            }
            Target::Assign => self.late.assign(self.b.scope, name, value),
        }
    }

    fn object_pattern(&mut self, value: ExprId, target: Target) {
        self.each(|walk, here| match here.role {
            Role::ShorthandPattern => {
                let part = walk.member_named(value, here);
                walk.pattern(here, part, target);
            }
            Role::AssignmentPattern => walk.shorthand_default(here, value, target),
            Role::PairPattern => walk.pair_pattern(value, target),
            Role::RestPattern => walk.pattern(here, value, target),
            _ => {}
        });
    }

    /// `value.name` for the name that the node here spells.
    fn member_named(&mut self, value: ExprId, at: Here<'t>) -> ExprId {
        let name = self.name_of(at);
        self.b.push(Expr::Member(value, name), at.span())
    }

    /// `{ name = fallback }`: the member, then as any default.
    fn shorthand_default(&mut self, at: Here<'t>, value: ExprId, target: Target) {
        let mut part = value;
        self.revisit(|role| role == Role::ShorthandPattern, |walk, here| part = walk.member_named(value, here));
        self.default_pattern(at, part, target);
    }

    /// `{ key: pattern }`.
    fn pair_pattern(&mut self, value: ExprId, target: Target) {
        let mut part = None;
        self.each(|walk, here| match part {
            None => {
                let (key, _) = walk.key(here);
                part = Some(walk.part_of(value, key, here.span()));
            }
            Some(part) => walk.pattern(here, part, target),
        });
    }

    fn array_pattern(&mut self, value: ExprId, target: Target) {
        let mut index = 0;
        self.each(|walk, here| match here.role {
            Role::Comma => index += 1,
            Role::RestPattern => {
                let rest = walk.slice_from(value, index, here);
                walk.pattern(here, rest, target);
            }
            _ => {
                let number = walk.b.push(Expr::Number(f64::from(index)), here.span());
                let part = walk.b.push(Expr::Index(value, number), here.span());
                walk.pattern(here, part, target);
            }
        });
    }

    /// `value.slice(index)`.
    fn slice_from(&mut self, value: ExprId, index: u32, at: Here<'t>) -> ExprId {
        let slice = self.b.name("slice");
        let callee = self.b.push(Expr::Member(value, slice), at.span());
        let number = self.b.push(Expr::Number(f64::from(index)), at.span());
        let arguments = self.b.list(&[number]);
        self.b.push(Expr::Call(callee, arguments), at.span())
    }

    /// `pattern = fallback`.
    fn default_pattern(&mut self, at: Here<'t>, value: ExprId, target: Target) {
        let fallback = self.fallback();
        let either = fallback.map_or(value, |fallback| self.b.push(Expr::Either(value, fallback), at.span()));
        self.revisit(|role| role != Role::Skip, |walk, here| walk.pattern(here, either, target));
    }

    /// Lowers what stands behind the `=` of the pattern around.
    pub(super) fn fallback(&mut self) -> Option<ExprId> {
        let (mut name, mut behind, mut fallback) = (None, false, None);
        self.each(|walk, here| match here.role {
            Role::Equals => behind = true,
            Role::Identifier | Role::ShorthandPattern if !behind => name = Some(walk.name_of(here)),
            _ if behind => fallback = Some(walk.named_value(here, name)),
            _ => {}
        });
        fallback
    }
}

//! Assignments: to names, members and patterns.

use super::expressions::combine;
use super::patterns::Target;
use super::table::Operator;
use super::{Here, Role, Walk};
use crate::syntax::ir::{Expr, ExprId, Name, Span};

impl<'t> Walk<'t> {
    /// `a = b`; where the left is a pattern, the target is the list of what its variables get.
    pub(super) fn assignment(&mut self, at: Here<'t>) -> ExprId {
        let (mut target, mut pattern, mut value) = (None, false, None);
        self.each(|walk, here| match here.role {
            Role::LetToken | Role::Equals => {}
            role if target.is_none() && !pattern && role.is_pattern() => pattern = true,
            _ if target.is_none() && !pattern => target = Some(walk.value(here)),
            _ => {
                let name = target.and_then(|target| walk.place_name(target));
                value = Some(walk.named_value(here, name));
            }
        });
        let value = value.unwrap_or_else(|| self.opaque(at));
        let target = match target {
            Some(target) => {
                self.write(target, value);
                target
            }
            None => self.pattern_child(value, Target::Assign, at),
        };
        self.b.push(Expr::Assign(target, value), at.span())
    }

    /// Lowers the pattern among the children; the list of what its variables get.
    pub(super) fn pattern_child(&mut self, value: ExprId, target: Target, at: Here<'t>) -> ExprId {
        let mark = self.scratch.len();
        self.revisit(Role::is_pattern, |walk, here| walk.pattern(here, value, target));
        let parts = self.take(mark);
        self.b.push(Expr::Array(parts), at.span())
    }

    /// `a += b`, `a ||= b`.
    pub(super) fn augmented(&mut self, at: Here<'t>) -> ExprId {
        let (mut target, mut operator, mut right) = (None, Operator::Other, None);
        self.each(|walk, here| match here.role {
            Role::Operator => operator = walk.table.operator(here.node.kind_id()),
            _ if target.is_none() => target = Some(walk.value(here)),
            _ => right = Some(walk.value(here)),
        });
        let target = target.unwrap_or_else(|| self.opaque(at));
        let right = right.unwrap_or_else(|| self.opaque(at));
        self.change(operator, target, right, at.span())
    }

    /// `a++` is `a += 1`.
    pub(super) fn update(&mut self, at: Here<'t>) -> ExprId {
        let (mut target, mut operator) = (None, Operator::Other);
        self.each(|walk, here| match here.role {
            Role::Operator => operator = walk.table.operator(here.node.kind_id()),
            _ => target = Some(walk.value(here)),
        });
        let target = target.unwrap_or_else(|| self.opaque(at));
        let one = self.b.push(Expr::Number(1.0), at.span());
        self.change(operator, target, one, at.span())
    }

    fn change(&mut self, operator: Operator, target: ExprId, right: ExprId, span: Span) -> ExprId {
        let value = self.b.push(combine(operator, target, right), span);
        self.write(target, value);
        self.b.push(Expr::Assign(target, value), span)
    }

    /// Notes that `target` takes `value`.
    pub(super) fn write(&mut self, target: ExprId, value: ExprId) {
        match self.b.module.expr(target) {
            Expr::Name(name, scope) => self.late.assign(scope, name, value),
            Expr::Member(object, name) => {
                self.b.write_member(object, name, value);
                self.common_member_export(object, name, value);
            }
            _ => {}
        }
    }

    /// The name that a function takes from where it is put.
    fn place_name(&self, target: ExprId) -> Option<Name> {
        match self.b.module.expr(target) {
            Expr::Name(name, _) | Expr::Member(_, name) => Some(name),
            _ => None,
        }
    }
}

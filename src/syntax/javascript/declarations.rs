//! Variables, and what TypeScript turns into variables: enums and namespaces.

use super::patterns::Target;
use super::{Here, Role, Walk};
use crate::syntax::ir::{Expr, ExprId, List, Name};

impl<'t> Walk<'t> {
    /// The assignments that a `var`, `let` or `const` makes; none if it only declares.
    pub(super) fn declaration(&mut self, at: Here<'t>) -> Option<ExprId> {
        let exporting = std::mem::take(&mut self.exporting);
        let scope = if at.role == Role::Var { self.function_scope() } else { self.b.scope };
        let target = if exporting { Target::Export(scope) } else { Target::Declare(scope) };
        let mark = self.scratch.len();
        self.each(|walk, here| {
            if here.role == Role::Declarator {
                let assignment = walk.declarator(here, target);
                walk.scratch.extend(assignment);
            }
        });
        match self.scratch.len() - mark {
            0 => None,
            1 => self.scratch.pop(),
            _ => {
                let list = self.take(mark);
                Some(self.b.push(Expr::Block(list), at.span()))
            }
        }
    }

    fn declarator(&mut self, at: Here<'t>, target: Target) -> Option<ExprId> {
        let (mut name, mut pattern, mut value): (Option<(Name, Here<'t>)>, _, _) = (None, false, None);
        self.each(|walk, here| match here.role {
            Role::Equals | Role::Operator => {}
            Role::Identifier if name.is_none() && !pattern => name = Some((walk.name_of(here), here)),
            role if role.is_pattern() && name.is_none() && !pattern => pattern = true,
            _ => value = Some(walk.named_value(here, name.map(|(name, _)| name))),
        });
        let (left, value) = match (name, value) {
            (Some((name, here)), Some(value)) => {
                let left = self.b.push(Expr::Name(name, self.b.scope), here.span());
                self.bind_name(name, value, target, here);
                (left, value)
            }
            (Some((name, here)), None) => {
                self.declare_name(name, target, here);
                return None;
            }
            (None, Some(value)) => (self.pattern_child(value, target, at), value),
            (None, None) => return None,
        };
        Some(self.b.push(Expr::Assign(left, value), at.span()))
    }

    fn declare_name(&mut self, name: Name, target: Target, at: Here<'t>) {
        match target {
            Target::Declare(scope) => self.b.declare(scope, name),
            Target::Export(scope) => {
                self.b.declare(scope, name);
                self.export_variable(name, at);
            }
            Target::Assign => {}
        }
    }

    /// Members count up from 0 or from the last number given.
    pub(super) fn enumeration(&mut self, at: Here<'t>) -> ExprId {
        let exporting = std::mem::take(&mut self.exporting);
        let (mut name, mark) = (None, self.scratch.len());
        self.each(|walk, here| match here.role {
            Role::Identifier => name = Some(walk.name_of(here)),
            Role::EnumBody => walk.enum_members(),
            _ => {}
        });
        let members = self.take(mark);
        let value = self.b.push(Expr::Object(members), at.span());
        if let Some(name) = name {
            self.b.bind(self.b.scope, name, value);
            if exporting {
                self.export_variable(name, at);
            }
        }
        value
    }

    fn enum_members(&mut self) {
        let mut next = 0.0;
        self.each(|walk, here| {
            let (key, value) = match here.role {
                Role::Comma => return,
                Role::EnumMember => walk.enum_member(),
                _ => (Some(walk.key(here).0), None),
            };
            let Some(key) = key else { return };
            let value = value.unwrap_or_else(|| walk.b.push(Expr::Number(next), here.span()));
            if let Expr::Number(number) = walk.b.module.expr(value) {
                next = number + 1.0;
            }
            let pair = walk.b.push(Expr::Pair(key, value), here.span());
            walk.scratch.push(pair);
        });
    }

    fn enum_member(&mut self) -> (Option<ExprId>, Option<ExprId>) {
        let (mut key, mut value) = (None, None);
        self.each(|walk, here| match here.role {
            Role::Equals => {}
            _ if key.is_none() => key = Some(walk.key(here).0),
            _ => value = Some(walk.value(here)),
        });
        (key, value)
    }

    /// `namespace a.b { … }`: a function called on the spot, which returns the object of what the namespace exports.
    pub(super) fn namespace(&mut self, at: Here<'t>) -> Option<ExprId> {
        let exporting = std::mem::take(&mut self.exporting);
        let outer_members = self.namespace.replace(Vec::new());
        let (mut path, mut value) = (Vec::new(), None);
        self.each(|walk, here| match here.role {
            Role::Identifier => path.push(walk.name_of(here)),
            Role::Member => path = walk.dotted(here),
            Role::StatementBlock => value = walk.namespace_body(here),
            _ => {}
        });
        self.namespace = outer_members;
        let (mut value, first) = (value?, *path.first()?);
        for inner in path[1..].iter().rev() {
            let pair = self.named_pair(*inner, value, at);
            let list = self.b.list(&[pair]);
            value = self.b.push(Expr::Object(list), at.span());
        }
        self.b.bind(self.b.scope, first, value);
        if exporting {
            self.export_variable(first, at);
        }
        Some(value)
    }

    /// The names of `a.b.c`, no more than a person would write.
    fn dotted(&mut self, at: Here<'t>) -> Vec<Name> {
        let text = self.text_of(at);
        text.split('.').take(16).map(|part| self.b.name(part.trim())).collect()
    }

    fn namespace_body(&mut self, at: Here<'t>) -> Option<ExprId> {
        let outer = self.enter(at)?;
        let mark = self.scratch.len();
        self.function_body(at, mark);
        for (name, value) in self.namespace.take().unwrap_or_default() {
            let pair = self.named_pair(name, value, at);
            self.scratch.push(pair);
        }
        let members = self.take(mark);
        let object = self.b.push(Expr::Object(members), at.span());
        self.b.current().returns.push(object);
        let id = self.leave(outer);
        let function = self.b.push(Expr::Function(id), at.span());
        Some(self.b.push(Expr::Call(function, List::default()), at.span()))
    }

    fn named_pair(&mut self, name: Name, value: ExprId, at: Here<'t>) -> ExprId {
        let module = &mut self.b.module;
        let text = module.texts.push(module.names.get(name));
        let key = self.b.push(Expr::Str(text), at.span());
        self.b.push(Expr::Pair(key, value), at.span())
    }
}

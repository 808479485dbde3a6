//! Classes: bases, methods, fields, static blocks, decorators.

use super::{Here, Role, Walk};
use crate::syntax::ir::{ClassId, Expr, ExprId, Field, Name};

impl<'t> Walk<'t> {
    /// A class; behind its static blocks where it has some.
    pub(super) fn class(&mut self, at: Here<'t>) -> ExprId {
        let hint = self.hint.take();
        let exporting = std::mem::take(&mut self.exporting);
        let mut decorators = std::mem::take(&mut self.decorators);
        let id = self.b.new_class(at.span());
        let mark = self.scratch.len();
        let mut name = None;
        let opened = at.role == Role::Class && self.open_scope();
        self.each(|walk, here| match here.role {
            Role::Decorator => walk.decorator(),
            Role::Identifier | Role::TypeIdentifier if name.is_none() => name = Some(walk.name_of(here)),
            Role::Heritage => walk.bases(id),
            Role::ClassBody => {
                decorators.append(&mut walk.decorators);
                walk.class_body(id);
            }
            _ => {}
        });
        let class = self.b.class_mut(id);
        class.name = name.or(hint);
        class.decorators = decorators;
        let mut value = self.b.push(Expr::Class(id), at.span());
        if self.scratch.len() > mark {
            self.scratch.push(value);
            let parts = self.take(mark);
            value = self.b.push(Expr::Sequence(parts), at.span());
        }
        if let Some(name) = name {
            self.b.bind(self.b.scope, name, value);
            if exporting {
                self.export_variable(name, at);
            }
        }
        self.close_scope(opened);
        value
    }

    /// Keeps a decorator for what it stands before.
    pub(super) fn decorator(&mut self) {
        // A class inside the decorator's own expression must not take those before it.
        let before = std::mem::take(&mut self.decorators);
        let value = self.first();
        self.decorators = before;
        self.decorators.extend(value);
    }

    /// `extends a`, and in TypeScript the same one level down; what is implemented is a type.
    fn bases(&mut self, id: ClassId) {
        self.each(|walk, here| {
            if here.role == Role::Heritage {
                walk.bases(id);
            } else if let Some(base) = walk.visit(here) {
                walk.b.class_mut(id).bases.push(base);
            }
        });
    }

    fn class_body(&mut self, id: ClassId) {
        let outer = self.b.class.replace(id);
        self.each(|walk, here| match here.role {
            Role::Decorator => walk.decorator(),
            Role::Method => walk.class_method(here, id),
            Role::Field => walk.field(id),
            Role::StaticBlock => walk.static_block(here),
            _ => {}
        });
        self.decorators.clear();
        self.b.class = outer;
    }

    fn class_method(&mut self, at: Here<'t>, class: ClassId) {
        let method = self.method(at, true);
        if let (Some(name), Some(id)) = (method.name, method.id) {
            self.b.class_mut(class).methods.push((name, id));
        }
    }

    fn field(&mut self, class: ClassId) {
        let (mut key, mut value): (Option<(ExprId, Option<Name>)>, _) = (None, None);
        let mut behind = false;
        self.each(|walk, here| match here.role {
            Role::Decorator => walk.decorator(),
            Role::Equals => behind = true,
            Role::Static | Role::Accessibility | Role::Operator => {}
            _ if !behind => key = Some(walk.key(here)),
            _ => {
                let name = key.and_then(|(_, name)| name);
                value = Some(walk.named_value(here, name));
            }
        });
        self.decorators.clear();
        if let (Some((_, Some(name))), Some(value)) = (key, value) {
            self.b.class_mut(class).fields.push(Field { name, value, annotation: None });
        }
    }

    /// A function called on the spot, kept on the scratch for the class around.
    fn static_block(&mut self, at: Here<'t>) {
        let Some(outer) = self.enter(at) else { return };
        let mark = self.scratch.len();
        self.each(|walk, here| {
            if here.role == Role::StatementBlock {
                walk.function_body(here, mark);
            }
        });
        let id = self.leave(outer);
        let function = self.b.push(Expr::Function(id), at.span());
        let call = self.b.push(Expr::Call(function, crate::syntax::ir::List::default()), at.span());
        self.scratch.push(call);
    }
}

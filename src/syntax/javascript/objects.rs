//! Object literals and the keys of objects, classes and patterns.

use super::functions::Accessor;
use super::{Here, Role, Walk};
use crate::syntax::ir::{Expr, ExprId, Name};

impl<'t> Walk<'t> {
    /// A key as a value, and the name that it spells if it is a plain one.
    pub(super) fn key(&mut self, at: Here<'t>) -> (ExprId, Option<Name>) {
        match at.role {
            Role::Property | Role::Private | Role::Shorthand => {
                let name = self.name_of(at);
                let module = &mut self.b.module;
                let text = module.texts.push(module.names.get(name));
                (self.b.push(Expr::Str(text), at.span()), Some(name))
            }
            Role::Number => {
                // `{ 0x10: a }` has the key `16`.
                let text = super::escapes::number(self.text_of(at)).to_string();
                (self.b.string(&text, at.span()), Some(self.b.name(&text)))
            }
            _ => {
                let key = self.value(at);
                (key, self.key_name(key))
            }
        }
    }

    pub(super) fn object(&mut self, at: Here<'t>) -> ExprId {
        let mark = self.scratch.len();
        self.each(|walk, here| {
            let item = match here.role {
                Role::Pair => Some(walk.pair(here)),
                Role::Shorthand => Some(walk.shorthand(here)),
                Role::Method => walk.object_method(here),
                Role::Spread => walk.visit(here),
                _ => None,
            };
            walk.scratch.extend(item);
        });
        let items = self.take(mark);
        self.b.push(Expr::Object(items), at.span())
    }

    fn pair(&mut self, at: Here<'t>) -> ExprId {
        let (mut key, mut value) = (None, None);
        self.each(|walk, here| match key {
            None => key = Some(walk.key(here)),
            Some((_, name)) => value = Some(walk.named_value(here, name)),
        });
        let key = key.map_or_else(|| self.opaque(at), |(key, _)| key);
        let value = value.unwrap_or_else(|| self.opaque(at));
        self.b.push(Expr::Pair(key, value), at.span())
    }

    fn shorthand(&mut self, at: Here<'t>) -> ExprId {
        let (key, _) = self.key(at);
        let value = self.identifier(at);
        self.b.push(Expr::Pair(key, value), at.span())
    }

    /// A method's pair; a getter is what it returns, a setter gives no value and is left beside.
    fn object_method(&mut self, at: Here<'t>) -> Option<ExprId> {
        let class = self.b.class.take();
        let method = self.method(at, false);
        self.b.class = class;
        let value = match method.accessor {
            Accessor::Plain => method.value,
            Accessor::Getter => self.returned(method.value, at),
            Accessor::Setter => {
                self.strays.push(method.value);
                return None;
            }
        };
        Some(self.b.push(Expr::Pair(method.key, value), at.span()))
    }

    /// What a function gives back: one of its first few returns.
    fn returned(&mut self, function: ExprId, at: Here<'t>) -> ExprId {
        let Expr::Function(id) = self.b.module.expr(function) else { return function };
        let mut value = None;
        for index in 0..self.b.module.function(id).returns.len().min(8) {
            let next = self.b.module.function(id).returns[index];
            value = Some(value.map_or(next, |value| self.b.push(Expr::Either(value, next), at.span())));
        }
        value.unwrap_or_else(|| self.null(at))
    }
}

//! Classes: bases, and the body that runs where it stands.

use crate::syntax::ir::{Expr, ExprId, Span};

use super::scopes::Frame;
use super::walk::{Walk, span_of};

impl Walk<'_> {
    /// `class Name(bases): body`: a sequence of the body and the class.
    pub fn class(&mut self, decorators: Vec<ExprId>, span: Span) -> ExprId {
        let id = self.builder.new_class(span);
        let mut name = None;
        let mut body = None;
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().name) {
                name = Some(walk.name_at(span_of(node)));
            } else if field == Some(walk.fields().superclasses) {
                let bases = walk.bases();
                walk.builder.class_mut(id).bases = bases;
            } else if field == Some(walk.fields().body) {
                let outer = walk.builder.class.replace(id);
                let scope = walk.builder.push_scope(true);
                let inside = Frame::new(scope, walk.frame.receiver);
                let frame = std::mem::replace(&mut walk.frame, inside);
                body = Some(walk.lower_node(role, node));
                walk.frame = frame;
                walk.builder.pop_scope();
                walk.builder.class = outer;
            } else {
                walk.lower_node(role, node);
            }
        });
        let body = self.or_opaque(body, span);
        let class = self.push(Expr::Class(id), span);
        if let Some(name) = name {
            self.builder.class_mut(id).name = Some(name);
            self.bind_name(name, class);
        }
        let value = self.decorate(class, &decorators);
        self.builder.class_mut(id).decorators = decorators;
        let both = self.list_of(&[body, value]);
        self.push(Expr::Sequence(both), span)
    }

    /// What stands in the parentheses, keywords such as `metaclass=` left out.
    fn bases(&mut self) -> Vec<ExprId> {
        let mut bases = Vec::new();
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            if !matches!(walk.expr(id), Expr::Keyword(..)) {
                bases.push(id);
            }
        });
        bases
    }
}

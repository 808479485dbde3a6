//! What is assigned to: names, members, items, and patterns of them.

use tree_sitter::Node;

use crate::syntax::ir::{Expr, ExprId, Field, Name, ScopeId, Span};

use super::table::{Expression, Leaf, Operator, Part, Role, Statement};
use super::walk::{Walk, span_of};

/// How the items of a pattern come out of the value.
enum Take {
    /// The one at this position.
    At(u32),
    /// All that the others leave.
    Rest,
    /// One of them: behind a starred item, positions are no longer known.
    Any,
}

/// An assignment, and the value that it hands on in `a = b = value`.
pub(super) struct Assigned {
    pub statement: ExprId,
    value: Option<ExprId>,
}

impl<'t> Walk<'t> {
    /// `target = value`, `target: type = value`, `target: type`; the value is lowered before the target, as it runs.
    pub fn assignment(&mut self, span: Span) -> Assigned {
        let (mut value, mut annotation, mut inner) = (None, None, None);
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().right) {
                (value, inner) = walk.right_side(role, node);
            } else if field == Some(walk.fields().annotation) {
                annotation = Some(walk.lower_node(role, node));
            } else if field != Some(walk.fields().left) {
                walk.lower_node(role, node);
            }
        });
        let known_fields = self.class_body().map_or(0, |class| self.builder.module.class(class).fields.len());
        let target = self.at_field(self.fields().left, |walk, role, node| match value {
            Some(value) => walk.bind_target(role, node, value),
            None => walk.declare_target(role, node),
        });
        if let (Some(annotation), Some(class)) = (annotation, self.class_body())
            && let Some(field) = self.builder.class_mut(class).fields[known_fields..].first_mut()
        {
            field.annotation = Some(annotation);
        }
        let mut statement = self.or_opaque(target, span);
        if let Some(inner) = inner {
            let both = self.list_of(&[inner, statement]);
            statement = self.push(Expr::Sequence(both), span);
        }
        Assigned { statement, value }
    }

    /// The value on the right, and the assignment in which it stands there (`a = b = value`).
    fn right_side(&mut self, role: Role, node: Node<'t>) -> (Option<ExprId>, Option<ExprId>) {
        if !matches!(role, Role::Statement(Statement::Assignment)) {
            return (Some(self.lower_node(role, node)), None);
        }
        if !self.builder.descend() {
            return (None, None);
        }
        let assigned = self.assignment(span_of(node));
        self.builder.ascend();
        (assigned.value, Some(assigned.statement))
    }

    /// `target: type` without a value: a variable all the same, and a field of a class.
    fn declare_target(&mut self, role: Role, node: Node<'t>) -> ExprId {
        let target = self.lower_node(role, node);
        if let Expr::Name(name, _) = self.expr(target) {
            self.builder.declare(self.frame.home, name);
            if let Some(class) = self.class_body() {
                let value = self.push(Expr::Opaque, span_of(node));
                self.builder.class_mut(class).fields.push(Field { name, value, annotation: None });
            }
        }
        target
    }

    /// `target += value`
    pub fn augmented_assignment(&mut self, span: Span) -> ExprId {
        let (mut target, mut value) = (None, None);
        let mut operator = Operator::Other;
        self.children_and_operators(|walk, role, node| {
            if let Role::Operator(found) = role {
                operator = found;
                return;
            }
            let field = walk.field();
            let id = walk.lower_node(role, node);
            if field == Some(walk.fields().left) {
                target = Some(id);
            } else if field == Some(walk.fields().right) {
                value = Some(id);
            }
        });
        let target = self.or_opaque(target, span);
        let value = self.or_opaque(value, span);
        let whole = self.operation(operator, target, value, span);
        if let Expr::Name(name, _) = self.expr(target) {
            self.bind_name(name, whole);
        } else if let Expr::Member(object, name) = self.expr(target) {
            self.builder.write_member(object, name, whole);
        }
        self.push(Expr::Assign(target, whole), span)
    }

    /// `for target in iterable`
    pub fn bind_element(&mut self, role: Role, node: Node<'t>, iterable: ExprId) -> ExprId {
        let element = self.push(Expr::Element(iterable), self.span(iterable));
        self.bind_target(role, node, element)
    }

    /// Binds the target under the cursor: an [`Expr::Assign`], or an [`Expr::Array`] of them for a pattern.
    pub fn bind_target(&mut self, role: Role, node: Node<'t>, value: ExprId) -> ExprId {
        let span = span_of(node);
        if role == Role::Leaf(Leaf::Name) {
            return self.assign_name(span, value, self.covering(span, value));
        }
        if !self.builder.descend() {
            return self.push(Expr::Opaque, span);
        }
        let id = match role {
            Role::Expression(Expression::Array) => self.bind_pattern(value, span),
            Role::Part(Part::Inner) => self.bind_inner(value, span),
            Role::Part(Part::Rest) | Role::Expression(Expression::Spread) => {
                let rest = self.take(value, &Take::Rest, span);
                self.bind_inner(rest, span)
            }
            _ => self.bind_place(role, node, value),
        };
        self.builder.ascend();
        id
    }

    /// A member, an item, or whatever an error left there.
    fn bind_place(&mut self, role: Role, node: Node<'t>, value: ExprId) -> ExprId {
        let target = self.lower_node(role, node);
        if let Expr::Member(object, name) = self.expr(target) {
            self.give_name(name, value);
            self.builder.write_member(object, name, value);
        } else if let Some(name) = self.global_item(target) {
            self.give_name(name, value);
            self.builder.bind(ScopeId(0), name, value);
        }
        self.push(Expr::Assign(target, value), self.covering(span_of(node), value))
    }

    /// The module's variable that `globals()['name']` is.
    fn global_item(&mut self, target: ExprId) -> Option<Name> {
        let Expr::Index(object, key) = self.expr(target) else { return None };
        let (Expr::Call(callee, _), Expr::Str(text)) = (self.expr(object), self.expr(key)) else { return None };
        let Expr::Name(callee, _) = self.expr(callee) else { return None };
        if self.builder.module.name(callee) != "globals" {
            return None;
        }
        let name = self.builder.module.text(text).to_owned();
        Some(self.builder.name(&name))
    }

    fn bind_inner(&mut self, value: ExprId, span: Span) -> ExprId {
        let mut bound = None;
        self.children(|walk, role, node| bound = Some(walk.bind_target(role, node, value)));
        self.or_opaque(bound, span)
    }

    /// `a, (b, *c), d`
    fn bind_pattern(&mut self, value: ExprId, span: Span) -> ExprId {
        let mut next = Take::At(0);
        let parts = self.gather(|walk, role, node| {
            if matches!(role, Role::Part(Part::Rest) | Role::Expression(Expression::Spread)) {
                next = Take::Any;
                return walk.bind_target(role, node, value);
            }
            let item = walk.take(value, &next, span_of(node));
            if let Take::At(position) = &mut next {
                *position += 1;
            }
            walk.bind_target(role, node, item)
        });
        self.push(Expr::Array(parts), span)
    }

    fn take(&mut self, value: ExprId, take: &Take, span: Span) -> ExprId {
        match take {
            Take::At(position) => self.item(value, *position, span),
            Take::Rest => {
                let all = self.push(Expr::Spread(value), span);
                let list = self.list_of(&[all]);
                self.push(Expr::Array(list), span)
            }
            Take::Any => self.push(Expr::Element(value), span),
        }
    }

    /// `value[position]`
    pub fn item(&mut self, value: ExprId, position: u32, span: Span) -> ExprId {
        let index = self.push(Expr::Number(f64::from(position)), span);
        self.push(Expr::Index(value, index), span)
    }

    /// Binds the name at `target`; `span` is that of the whole.
    pub fn assign_name(&mut self, target: Span, value: ExprId, span: Span) -> ExprId {
        let name = self.name_at(target);
        self.bind_name(name, value);
        let scope = if self.frame.target == self.frame.home { self.lookup_scope(name) } else { self.frame.target };
        let place = self.push(Expr::Name(name, scope), target);
        self.push(Expr::Assign(place, value), span)
    }

    /// From a target to the end of its value, where that comes behind it.
    fn covering(&self, target: Span, value: ExprId) -> Span {
        Span { start: target.start, end: target.end.max(self.span(value).end) }
    }
}

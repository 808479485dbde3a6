//! Expressions that are neither operators nor strings: members, calls, displays, comprehensions.

use tree_sitter::Node;

use crate::syntax::ir::{Expr, ExprId, List, ScopeId, Span};

use super::table::{Expression, Operator, Part, Role};
use super::walk::{Walk, span_of};

impl<'t> Walk<'t> {
    pub fn expression(&mut self, expression: Expression, span: Span) -> ExprId {
        match expression {
            Expression::AsPattern => self.as_pattern(span),
            Expression::Attribute => self.attribute(span),
            Expression::Await => self.wrapped(Expr::Await, span),
            Expression::Binary | Expression::Boolean => self.binary(span),
            Expression::Call => self.call(span),
            Expression::Comparison => self.comparison(span),
            Expression::Conditional => self.conditional(span),
            Expression::Object => {
                let members = self.gather(Self::lower_node);
                self.push(Expr::Object(members), span)
            }
            Expression::Comprehension => self.comprehension(span),
            Expression::Spread => self.wrapped(Expr::Spread, span),
            Expression::Array => self.array(span),
            Expression::GenericType => self.generic_type(span),
            Expression::KeywordArgument => self.keyword_argument(span),
            Expression::Lambda => self.lambda(span),
            Expression::Walrus => self.walrus(span),
            Expression::Not => self.not(span),
            Expression::Pair => self.pair(span),
            Expression::Slice => self.block(span),
            Expression::Concatenated => self.concatenated(span),
            Expression::String => self.string(span),
            Expression::Subscript => self.subscript(span),
            Expression::Unary => self.unary(span),
            Expression::UnionType => self.union_type(span),
            Expression::Yield => self.yielded(span),
        }
    }

    fn wrapped(&mut self, wrap: fn(ExprId) -> Expr, span: Span) -> ExprId {
        let value = self.inner(span);
        self.push(wrap(value), span)
    }

    pub fn array(&mut self, span: Span) -> ExprId {
        let items = self.gather(Self::lower_node);
        self.push(Expr::Array(items), span)
    }

    /// `a.b`
    fn attribute(&mut self, span: Span) -> ExprId {
        let (mut object, mut name) = (None, None);
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().attribute) {
                name = Some(walk.name_at(span_of(node)));
            } else {
                let id = walk.lower_node(role, node);
                if field == Some(walk.fields().object) {
                    object = Some(id);
                }
            }
        });
        let object = self.or_opaque(object, span);
        match name {
            Some(name) => self.push(Expr::Member(object, name), span),
            None => object,
        }
    }

    /// `f(…)`; `super()` of a method is its own word.
    fn call(&mut self, span: Span) -> ExprId {
        let mut callee = None;
        let mut is_super = false;
        let mut arguments = List::default();
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().arguments) {
                arguments = walk.arguments(role, node);
            } else {
                let id = walk.lower_node(role, node);
                if callee.is_none() {
                    callee = Some(id);
                    is_super = walk.builder.slice(span_of(node)) == "super";
                }
            }
        });
        if let Some(class) = self.builder.class.filter(|_| is_super && self.class_body().is_none()) {
            return self.push(Expr::Super(class), span);
        }
        let callee = self.or_opaque(callee, span);
        self.push(Expr::Call(callee, arguments), span)
    }

    /// The cursor is on the list in parentheses, or on a lone generator.
    pub fn arguments(&mut self, role: Role, node: Node<'t>) -> List {
        if role == Role::Part(Part::Arguments) {
            return self.gather(Self::lower_node);
        }
        let only = self.lower_node(role, node);
        self.list_of(&[only])
    }

    /// `name=value`
    fn keyword_argument(&mut self, span: Span) -> ExprId {
        let (mut name, mut value) = (None, None);
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().name) {
                name = Some(walk.name_at(span_of(node)));
            } else {
                value = Some(walk.lower_node(role, node));
            }
        });
        let value = self.or_opaque(value, span);
        match name {
            Some(name) => self.push(Expr::Keyword(name, value), span),
            None => value,
        }
    }

    /// `key: value`
    fn pair(&mut self, span: Span) -> ExprId {
        let (mut key, mut value) = (None, None);
        self.children(|walk, role, node| {
            let field = walk.field();
            let id = walk.lower_node(role, node);
            if field == Some(walk.fields().key) {
                key = Some(id);
            } else if field == Some(walk.fields().value) {
                value = Some(id);
            }
        });
        let key = self.or_opaque(key, span);
        let value = self.or_opaque(value, span);
        self.push(Expr::Pair(key, value), span)
    }

    /// `a[b]`, `a[b, c]`, `a[b:c:d]`
    pub fn subscript(&mut self, span: Span) -> ExprId {
        let mark = self.gathered.len();
        let mut value = None;
        let mut slice = None;
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().value) {
                value = Some(walk.lower_node(role, node));
                return;
            }
            let id = if role == Role::Expression(Expression::Slice) {
                slice = Some(span_of(node));
                walk.slice_bounds(span_of(node))
            } else {
                walk.lower_node(role, node)
            };
            walk.gathered.push(id);
        });
        let value = self.or_opaque(value, span);
        match (&self.gathered[mark..], slice) {
            (&[bounds], Some(part)) => {
                self.gathered.truncate(mark);
                self.slice(value, bounds, part, span)
            }
            (&[index], None) => {
                self.gathered.truncate(mark);
                self.push(Expr::Index(value, index), span)
            }
            _ => {
                let items = self.list_from(mark);
                let key = self.push(Expr::Array(items), span);
                self.push(Expr::Index(value, key), span)
            }
        }
    }

    /// `b:c:d` as an array of three, `None` where one is left out.
    fn slice_bounds(&mut self, span: Span) -> ExprId {
        let mut bounds = [None; 3];
        let mut at = 0;
        if self.cursor.goto_first_child() {
            loop {
                if self.cursor.node().kind() == ":" {
                    at = (at + 1).min(2);
                } else if self.cursor.node().is_named() && !self.cursor.node().is_extra() {
                    bounds[at] = Some(self.lower());
                }
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
            self.cursor.goto_parent();
        }
        let bounds = bounds.map(|bound| self.or_null(bound, span));
        let items = self.list_of(&bounds);
        self.push(Expr::Array(items), span)
    }

    fn slice(&mut self, value: ExprId, bounds: ExprId, part: Span, span: Span) -> ExprId {
        let text = self.builder.slice(part);
        let reverses = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).eq(*b"::-1");
        let name = self.builder.name(if reverses { "[::-1]" } else { "[:]" });
        let arguments = match self.expr(bounds) {
            Expr::Array(items) if !reverses => items,
            _ => List::default(),
        };
        let member = self.push(Expr::Member(value, name), span);
        self.push(Expr::Call(member, arguments), span)
    }

    /// `name := value`
    fn walrus(&mut self, span: Span) -> ExprId {
        let (mut name, mut value) = (None, None);
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().name) {
                name = Some(span_of(node));
            } else {
                value = Some(walk.lower_node(role, node));
            }
        });
        let value = self.or_opaque(value, span);
        match name {
            Some(name) => self.assign_name(name, value, span),
            None => value,
        }
    }

    /// `value as target`, in `with` and `except`.
    fn as_pattern(&mut self, span: Span) -> ExprId {
        let mut value = None;
        let mut bound = None;
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().alias)
                && let Some(value) = value
            {
                bound = Some(walk.bind_target(role, node, value));
            } else {
                let id = walk.lower_node(role, node);
                value.get_or_insert(id);
            }
        });
        self.or_opaque(bound.or(value), span)
    }

    /// `[body for target in iterable if test]` and its kin: the clauses run first, the outermost iterable in the scope around.
    fn comprehension(&mut self, span: Span) -> ExprId {
        let around = self.builder.scope;
        let inside = self.builder.push_scope(false);
        let mut clauses = Vec::new();
        self.children(|walk, role, node| {
            if role == Role::Part(Part::ForClause) {
                let scope = if clauses.is_empty() { around } else { inside };
                clauses.extend(walk.for_clause(scope, inside));
            } else if walk.field() != Some(walk.fields().body) {
                clauses.push(walk.lower_node(role, node));
            }
        });
        let element = self.at_field(self.fields().body, Self::lower_node);
        self.builder.scope = around;
        let element = self.or_opaque(element, span);
        let clauses = self.builder.list(&clauses);
        self.push(Expr::Comprehension(element, clauses), span)
    }

    /// `for target in iterable`: the iterable seen from one scope, the target bound in another.
    fn for_clause(&mut self, iterable_scope: ScopeId, inside: ScopeId) -> Option<ExprId> {
        let mut iterable = None;
        self.builder.scope = iterable_scope;
        self.children(|walk, role, node| {
            if walk.field() != Some(walk.fields().left) {
                let id = walk.lower_node(role, node);
                iterable.get_or_insert(id);
            }
        });
        self.builder.scope = inside;
        let iterable = iterable?;
        let outer = std::mem::replace(&mut self.frame.target, inside);
        let bound = self.at_field(self.fields().left, |walk, role, node| walk.bind_element(role, node, iterable));
        self.frame.target = outer;
        bound
    }

    /// `yield x`; `yield from x` gives each element of it.
    fn yielded(&mut self, span: Span) -> ExprId {
        let text = self.builder.slice(span);
        let delegates = text.strip_prefix("yield").is_some_and(|rest| {
            rest.trim_start().strip_prefix("from").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        let mut value = None;
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            value.get_or_insert(id);
        });
        let mut value = self.or_null(value, span);
        if delegates {
            value = self.push(Expr::Element(value), span);
        }
        self.push(Expr::Yield(value), span)
    }

    /// `list[str]` in an annotation is an index like any other.
    fn generic_type(&mut self, span: Span) -> ExprId {
        let mut value = None;
        let mut key = None;
        self.children(|walk, role, node| {
            if value.is_none() {
                value = Some(walk.lower_node(role, node));
            } else {
                let items = walk.gather(Self::lower_node);
                key = Some(match (items.len, walk.builder.module.list(items).first()) {
                    (1, Some(only)) => *only,
                    _ => walk.push(Expr::Array(items), span_of(node)),
                });
            }
        });
        let value = self.or_opaque(value, span);
        match key {
            Some(key) => self.push(Expr::Index(value, key), span),
            None => value,
        }
    }

    /// `str | None` in an annotation.
    fn union_type(&mut self, span: Span) -> ExprId {
        let mut whole = None;
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            whole = Some(match whole {
                Some(first) => walk.operation(Operator::Other, first, id, span),
                None => id,
            });
        });
        self.or_opaque(whole, span)
    }
}

//! Statements: branches, loops, handlers, and the small ones.

use crate::syntax::ir::{Expr, ExprId, Span, UnaryOp};

use super::table::{Expression, Part, Role, Statement};
use super::walk::{Walk, span_of};

impl Walk<'_> {
    pub fn statement(&mut self, statement: Statement, span: Span) -> ExprId {
        match statement {
            Statement::Assert => self.assert(span),
            Statement::Assignment => self.assignment(span).statement,
            Statement::AugmentedAssignment => self.augmented_assignment(span),
            Statement::Block => self.block(span),
            Statement::Class => self.class(Vec::new(), span),
            Statement::Decorated => self.decorated(span),
            Statement::Delete => self.delete(span),
            Statement::Exec => self.legacy_call("exec", span),
            Statement::Expression => self.expression_statement(span),
            Statement::For => self.for_loop(span),
            Statement::Function => self.function(Vec::new(), span),
            Statement::FutureImport => self.push(Expr::Opaque, span),
            Statement::Global => self.global(span),
            Statement::If => self.branch(span),
            Statement::ImportFrom => self.import_from(span),
            Statement::Import => self.import(span),
            Statement::Leave => self.push(Expr::Leave, span),
            Statement::Match => self.match_statement(span),
            Statement::Nonlocal => self.nonlocal(span),
            Statement::Print => self.legacy_call("print", span),
            Statement::Raise => self.raise(span),
            Statement::Return => self.returned(span),
            Statement::Try => self.try_statement(span),
            Statement::TypeAlias => self.type_alias(span),
            Statement::While => {
                let parts = self.gather(Self::lower_node);
                self.push(Expr::Loop(parts), span)
            }
            Statement::With => self.with_statement(span),
        }
    }

    /// One expression, or several behind commas, which make a tuple.
    fn expression_statement(&mut self, span: Span) -> ExprId {
        let items = self.gather(Self::lower_node);
        match self.builder.module.list(items) {
            [only] => *only,
            _ => self.push(Expr::Array(items), span),
        }
    }

    /// The value of a statement that may stand without one: the first child in no field.
    fn operand(&mut self, span: Span) -> ExprId {
        let mut value = None;
        self.children(|walk, role, node| {
            let is_cause = walk.field() == Some(walk.fields().cause);
            let id = walk.lower_node(role, node);
            if !is_cause {
                value.get_or_insert(id);
            }
        });
        self.or_null(value, span)
    }

    fn returned(&mut self, span: Span) -> ExprId {
        let value = self.operand(span);
        self.builder.current().returns.push(value);
        self.push(Expr::Return(value), span)
    }

    fn raise(&mut self, span: Span) -> ExprId {
        let value = self.operand(span);
        self.push(Expr::Throw(value), span)
    }

    /// `assert test, message`
    fn assert(&mut self, span: Span) -> ExprId {
        let (mut test, mut message) = (None, None);
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            if test.is_none() { test = Some(id) } else { message = Some(id) }
        });
        let test = self.or_opaque(test, span);
        let fails = self.push(Expr::Unary(UnaryOp::Not, test), span);
        let message = self.or_null(message, span);
        let throw = self.push(Expr::Throw(message), span);
        let nothing = self.push(Expr::Null, span);
        self.push(Expr::If(fails, throw, nothing), span)
    }

    fn delete(&mut self, span: Span) -> ExprId {
        let target = self.inner(span);
        self.push(Expr::Unary(UnaryOp::Delete, target), span)
    }

    /// Python 2's `print a, b` and `exec code in scope`.
    fn legacy_call(&mut self, function: &str, span: Span) -> ExprId {
        let arguments = self.gather(Self::lower_node);
        let name = self.builder.name(function);
        let scope = self.lookup_scope(name);
        let callee = self.push(Expr::Name(name, scope), Span { start: span.start, end: span.start + function.len() as u32 });
        self.push(Expr::Call(callee, arguments), span)
    }

    /// `if`, its `elif`s and `else`: test and block by turns, and a last block.
    fn branch(&mut self, span: Span) -> ExprId {
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            if role == Role::Part(Part::Elif) {
                walk.children(|walk, role, node| {
                    let id = walk.lower_node(role, node);
                    walk.gathered.push(id);
                });
            } else {
                let id = walk.lower_node(role, node);
                walk.gathered.push(id);
            }
        });
        let last = if (self.gathered.len() - mark) % 2 == 1 { self.gathered.pop() } else { None };
        let mut otherwise = self.or_null(last, span);
        while let [.., test, then] = self.gathered[mark..] {
            self.gathered.truncate(self.gathered.len() - 2);
            let from = self.span(test).start;
            otherwise = self.push(Expr::If(test, then, otherwise), Span { start: from.max(span.start), end: span.end });
        }
        otherwise
    }

    /// `for target in iterable: … else: …`
    fn for_loop(&mut self, span: Span) -> ExprId {
        let iterable = self.at_field(self.fields().right, Self::lower_node);
        let iterable = self.or_opaque(iterable, span);
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().right) {
                return;
            }
            let id = if field == Some(walk.fields().left) { walk.bind_element(role, node, iterable) } else { walk.lower_node(role, node) };
            walk.gathered.push(id);
        });
        let parts = self.list_from(mark);
        self.push(Expr::Loop(parts), span)
    }

    fn try_statement(&mut self, span: Span) -> ExprId {
        let parts = self.gather(
            |walk, role, node| {
                if role == Role::Part(Part::Except) { walk.except(span_of(node)) } else { walk.lower_node(role, node) }
            },
        );
        self.push(Expr::Try(parts), span)
    }

    /// `except type as name: …`; what was caught is nobody's known value.
    fn except(&mut self, span: Span) -> ExprId {
        let items = self.gather(|walk, role, node| {
            if role == Role::Expression(Expression::AsPattern) {
                return walk.caught(span_of(node));
            }
            if walk.field() == Some(walk.fields().alias) {
                let caught = walk.push(Expr::Opaque, span_of(node));
                return walk.bind_target(role, node, caught);
            }
            walk.lower_node(role, node)
        });
        let handler = self.push(Expr::Block(items), span);
        let raised = self.push(Expr::Opaque, span);
        let nothing = self.push(Expr::Null, span);
        self.push(Expr::If(raised, handler, nothing), span)
    }

    /// `type as name`
    fn caught(&mut self, span: Span) -> ExprId {
        let items = self.gather(|walk, role, node| {
            if walk.field() == Some(walk.fields().alias) {
                let caught = walk.push(Expr::Opaque, span_of(node));
                walk.bind_target(role, node, caught)
            } else {
                walk.lower_node(role, node)
            }
        });
        self.push(Expr::Sequence(items), span)
    }

    /// `with value as target: …`: the target is the value itself.
    fn with_statement(&mut self, span: Span) -> ExprId {
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            if role == Role::Part(Part::WithClause) {
                walk.children(|walk, role, node| {
                    let id = walk.lower_node(role, node);
                    walk.gathered.push(id);
                });
            } else {
                let id = walk.lower_node(role, node);
                walk.gathered.push(id);
            }
        });
        let items = self.list_from(mark);
        self.push(Expr::Block(items), span)
    }

    /// `type Name = value`
    fn type_alias(&mut self, span: Span) -> ExprId {
        let value = self.at_field(self.fields().right, Self::lower_node);
        let value = self.or_opaque(value, span);
        let target = self.at_field(self.fields().left, |walk, role, node| walk.bind_target(role, node, value));
        self.or_opaque(target, span)
    }
}

//! `match`: each case becomes a test of the subject, and its captures parts of it.

use tree_sitter::Node;

use crate::syntax::ir::{BinaryOp, Expr, ExprId, Span, UnaryOp};

use super::table::{Expression, Leaf, Operator, Part, Role};
use super::walk::{Walk, span_of};

impl<'t> Walk<'t> {
    /// A block of one `if` for each case.
    pub fn match_statement(&mut self, span: Span) -> ExprId {
        let mut subjects = Vec::new();
        let mut cases = None;
        self.children(|walk, role, node| {
            if walk.field() == Some(walk.fields().body) {
                let subject = walk.subject(&subjects, span);
                cases = Some(walk.gather(|walk, role, node| {
                    if role == Role::Part(Part::Case) { walk.case(subject, span_of(node)) } else { walk.lower_node(role, node) }
                }));
            } else {
                subjects.push(walk.lower_node(role, node));
            }
        });
        let cases = cases.unwrap_or_default();
        self.push(Expr::Block(cases), span)
    }

    /// Several subjects make a tuple.
    fn subject(&mut self, subjects: &[ExprId], span: Span) -> ExprId {
        match subjects {
            [only] => *only,
            _ => {
                let items = self.list_of(subjects);
                self.push(Expr::Array(items), span)
            }
        }
    }

    fn case(&mut self, subject: ExprId, span: Span) -> ExprId {
        let (mut test, mut body) = (None, None);
        let mut position = 0;
        // `case a, b:` takes the subject apart like `case (a, b):`.
        let is_sequence = self.count_patterns() > 1;
        self.children(|walk, role, node| {
            if role == Role::Part(Part::CasePattern) {
                let part = if is_sequence { walk.item(subject, position, span_of(node)) } else { subject };
                position += 1;
                let link = walk.pattern(role, node, part);
                test = Some(walk.both(test, link, span));
            } else if walk.field() == Some(walk.fields().guard) {
                let guard = walk.lower_node(role, node);
                test = Some(walk.both(test, guard, span));
            } else {
                let id = walk.lower_node(role, node);
                body.get_or_insert(id);
            }
        });
        let test = self.or_opaque(test, span);
        let body = self.or_null(body, span);
        let otherwise = self.push(Expr::Null, span);
        self.push(Expr::If(test, body, otherwise), span)
    }

    fn count_patterns(&mut self) -> usize {
        let mut count = 0;
        self.children(|_, role, _| count += usize::from(role == Role::Part(Part::CasePattern)));
        count
    }

    /// The test that the pattern under the cursor makes of `subject`, its captures bound.
    fn pattern(&mut self, role: Role, node: Node<'t>, subject: ExprId) -> ExprId {
        let span = span_of(node);
        if !self.builder.descend() {
            return self.push(Expr::Opaque, span);
        }
        let test = match role {
            Role::Part(Part::CasePattern) => self.wrapped_pattern(subject, span),
            Role::Part(Part::DottedName) => self.name_pattern(subject, span),
            Role::Leaf(Leaf::Name) => self.capture(span, subject),
            Role::Part(Part::Rest) => {
                self.bind_target(role, node, subject);
                self.push(Expr::Bool(true), span)
            }
            Role::Part(Part::UnionPattern) => self.union_pattern(subject, span),
            Role::Part(Part::ClassPattern) => self.class_pattern(subject, span),
            Role::Part(Part::DictPattern) => self.dict_pattern(subject, span),
            Role::Expression(Expression::Array) => self.sequence_pattern(subject, span),
            Role::Expression(Expression::AsPattern) => self.alias_pattern(subject, span),
            _ => {
                let literal = self.lower_node(role, node);
                self.push(Expr::Binary(BinaryOp::Equal, subject, literal), span)
            }
        };
        self.builder.ascend();
        test
    }

    /// The pattern inside `case_pattern`: `_` has none, and `-1` is a sign and a number.
    fn wrapped_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut test = None;
        let mut is_negative = false;
        self.children_and_operators(|walk, role, node| match role {
            Role::Operator(operator) => is_negative = operator == Operator::Sub,
            Role::Leaf(Leaf::Number) if is_negative => {
                let number = walk.lower_node(role, node);
                let literal = walk.push(Expr::Unary(UnaryOp::Minus, number), span);
                test = Some(walk.push(Expr::Binary(BinaryOp::Equal, subject, literal), span));
            }
            _ => test = Some(walk.pattern(role, node, subject)),
        });
        self.or_true(test, span)
    }

    fn or_true(&mut self, test: Option<ExprId>, span: Span) -> ExprId {
        test.unwrap_or_else(|| self.push(Expr::Bool(true), span))
    }

    /// A plain name takes the subject, a dotted one is compared with it.
    fn name_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        if !self.builder.slice(span).contains('.') {
            return self.capture(span, subject);
        }
        let value = self.dotted_name(span);
        self.push(Expr::Binary(BinaryOp::Equal, subject, value), span)
    }

    fn capture(&mut self, span: Span, subject: ExprId) -> ExprId {
        if self.builder.slice(span) != "_" {
            self.assign_name(span, subject, span);
        }
        self.push(Expr::Bool(true), span)
    }

    fn union_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut whole = None;
        self.children(|walk, role, node| {
            let test = walk.pattern(role, node, subject);
            whole = Some(match whole {
                Some(first) => walk.push(Expr::Either(first, test), span),
                None => test,
            });
        });
        self.or_true(whole, span)
    }

    fn sequence_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut whole = None;
        let mut position = 0;
        self.children(|walk, role, node| {
            let item = walk.item(subject, position, span_of(node));
            position += 1;
            let test = walk.pattern(role, node, item);
            whole = Some(walk.both(whole, test, span));
        });
        self.or_true(whole, span)
    }

    /// `{"key": pattern, **rest}`
    fn dict_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let (mut whole, mut key) = (None, None);
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().key) {
                key = Some(walk.lower_node(role, node));
                return;
            }
            let part = match key.take() {
                Some(key) if field == Some(walk.fields().value) => walk.push(Expr::Index(subject, key), span_of(node)),
                Some(_) | None => subject,
            };
            let test = walk.pattern(role, node, part);
            whole = Some(walk.both(whole, test, span));
        });
        self.or_true(whole, span)
    }

    /// `Class(pattern, name=pattern)`: a keyword is a member, a position could be any.
    fn class_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut whole = None;
        self.children(|walk, role, node| {
            let part = span_of(node);
            let test = if role == Role::Part(Part::DottedName) {
                let class = walk.dotted_name(part);
                walk.push(Expr::Binary(BinaryOp::Other, subject, class), part)
            } else {
                walk.class_argument(subject, role, node)
            };
            whole = Some(walk.both(whole, test, span));
        });
        self.or_true(whole, span)
    }

    fn class_argument(&mut self, subject: ExprId, role: Role, node: Node<'t>) -> ExprId {
        let span = span_of(node);
        let mut test = None;
        // The grammar wraps `name=pattern` in a case pattern.
        self.children(|walk, role, _| {
            if role == Role::Part(Part::KeywordPattern) {
                test = Some(walk.keyword_pattern(subject, span));
            }
        });
        test.unwrap_or_else(|| {
            let any = self.push(Expr::Element(subject), span);
            self.pattern(role, node, any)
        })
    }

    fn keyword_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut member = None;
        let mut test = None;
        self.children(|walk, role, node| match member {
            None => {
                let name = walk.name_at(span_of(node));
                member = Some(walk.push(Expr::Member(subject, name), span_of(node)));
            }
            Some(member) => test = Some(walk.pattern(role, node, member)),
        });
        self.or_true(test, span)
    }

    /// `pattern as name`
    fn alias_pattern(&mut self, subject: ExprId, span: Span) -> ExprId {
        let mut whole = None;
        self.children(|walk, role, node| {
            let test = walk.pattern(role, node, subject);
            whole = Some(walk.both(whole, test, span));
        });
        self.or_true(whole, span)
    }
}

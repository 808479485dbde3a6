//! The walk itself: where it stands in the tree, and how it visits what lies below.

use tree_sitter::{Node, TreeCursor};

use crate::syntax::Language;
use crate::syntax::builder::Builder;
use crate::syntax::ir::{Expr, ExprId, List, Span};

use super::scopes::Frame;
use super::table::{FieldId, Fields, Leaf, Part, Role, TABLE, Table};

pub(super) struct Walk<'t> {
    pub cursor: TreeCursor<'t>,
    pub builder: Builder<'t>,
    table: &'static Table,
    /// Items of the lists that are being gathered, those of the innermost list last.
    pub gathered: Vec<ExprId>,
    /// The text of the string that is being decoded.
    pub buffer: String,
    pub frame: Frame,
}

impl<'t> Walk<'t> {
    pub fn new(root: Node<'t>, text: &'t str) -> Self {
        Self {
            cursor: root.walk(),
            builder: Builder::new(text, Language::Python),
            table: &TABLE,
            gathered: Vec::new(),
            buffer: String::new(),
            frame: Frame::default(),
        }
    }

    pub fn fields(&self) -> &'static Fields {
        &self.table.fields
    }

    /// The field in which the cursor's node stands.
    pub fn field(&self) -> Option<FieldId> {
        self.cursor.field_id()
    }

    pub fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        self.builder.push(expr, span)
    }

    /// Lowers the node that the cursor is on, whatever it is.
    pub fn lower(&mut self) -> ExprId {
        let node = self.cursor.node();
        self.lower_node(self.table.role(node.kind_id()), node)
    }

    /// Lowers the cursor's node, which has this role.
    pub fn lower_node(&mut self, role: Role, node: Node<'t>) -> ExprId {
        let span = span_of(node);
        if let Role::Leaf(leaf) = role {
            return self.leaf(leaf, span);
        }
        if !self.builder.descend() {
            return self.push(Expr::Opaque, span);
        }
        let id = match role {
            Role::Expression(expression) => self.expression(expression, span),
            Role::Statement(statement) => self.statement(statement, span),
            Role::Part(part) => self.part(part, span),
            Role::Error => self.block(span),
            Role::Leaf(_) | Role::Token | Role::Skipped | Role::Operator(_) => self.push(Expr::Opaque, span),
        };
        self.builder.ascend();
        id
    }

    fn leaf(&mut self, leaf: Leaf, span: Span) -> ExprId {
        match leaf {
            Leaf::Name => self.identifier(span),
            Leaf::Number => self.number(span),
            Leaf::True => self.push(Expr::Bool(true), span),
            Leaf::False => self.push(Expr::Bool(false), span),
            Leaf::Null => self.push(Expr::Null, span),
            Leaf::Opaque => self.push(Expr::Opaque, span),
            Leaf::StringContent => {
                let text = self.builder.slice(span);
                self.builder.string(text, span)
            }
        }
    }

    /// A piece met without the node that gives it its meaning, or one that has none of its own.
    fn part(&mut self, part: Part, span: Span) -> ExprId {
        match part {
            Part::Inner => self.inner(span),
            Part::Interpolation => self.interpolation(span),
            Part::DottedName => self.dotted_name(span),
            Part::Parts
            | Part::AliasedImport
            | Part::Arguments
            | Part::Case
            | Part::CasePattern
            | Part::ClassPattern
            | Part::DictPattern
            | Part::KeywordRest
            | Part::Elif
            | Part::Except
            | Part::ForClause
            | Part::KeywordPattern
            | Part::Separator
            | Part::Parameters
            | Part::Rest
            | Part::Parameter
            | Part::UnionPattern
            | Part::Wildcard
            | Part::WithClause => self.block(span),
        }
    }

    /// The value of the node's one child.
    pub fn inner(&mut self, span: Span) -> ExprId {
        let mut value = None;
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            value.get_or_insert(id);
        });
        self.or_opaque(value, span)
    }

    /// All that lies below, in order.
    pub fn block(&mut self, span: Span) -> ExprId {
        let items = self.gather(|walk, role, node| walk.lower_node(role, node));
        self.push(Expr::Block(items), span)
    }

    /// Visits the children that mean something; the cursor is on each in turn and back in the end.
    pub fn children(&mut self, mut visit: impl FnMut(&mut Self, Role, Node<'t>)) {
        self.children_and_operators(|walk, role, node| {
            if !matches!(role, Role::Operator(_)) {
                visit(walk, role, node);
            }
        });
    }

    pub fn children_and_operators(&mut self, mut visit: impl FnMut(&mut Self, Role, Node<'t>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let node = self.cursor.node();
            let role = self.table.role(node.kind_id());
            if !matches!(role, Role::Token | Role::Skipped) {
                visit(self, role, node);
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Visits the first child that stands in `field`.
    pub fn at_field<R>(&mut self, field: FieldId, visit: impl FnOnce(&mut Self, Role, Node<'t>) -> R) -> Option<R> {
        if !self.cursor.goto_first_child() {
            return None;
        }
        let mut found = true;
        while found && self.field() != Some(field) {
            found = self.cursor.goto_next_sibling();
        }
        let result = found.then(|| {
            let node = self.cursor.node();
            visit(self, self.table.role(node.kind_id()), node)
        });
        self.cursor.goto_parent();
        result
    }

    /// The list of what each child becomes.
    pub fn gather(&mut self, mut each: impl FnMut(&mut Self, Role, Node<'t>) -> ExprId) -> List {
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            let id = each(walk, role, node);
            walk.gathered.push(id);
        });
        self.list_from(mark)
    }

    /// Takes what was gathered since `mark` as a list.
    pub fn list_from(&mut self, mark: usize) -> List {
        let list = self.builder.list(&self.gathered[mark..]);
        self.gathered.truncate(mark);
        list
    }

    pub fn list_of(&mut self, items: &[ExprId]) -> List {
        self.builder.list(items)
    }

    pub fn or_opaque(&mut self, id: Option<ExprId>, span: Span) -> ExprId {
        id.unwrap_or_else(|| self.push(Expr::Opaque, span))
    }

    pub fn or_null(&mut self, id: Option<ExprId>, span: Span) -> ExprId {
        id.unwrap_or_else(|| self.push(Expr::Null, span))
    }

    pub fn span(&self, id: ExprId) -> Span {
        self.builder.module.span(id)
    }

    pub fn expr(&self, id: ExprId) -> Expr {
        self.builder.module.expr(id)
    }
}

pub(super) fn span_of(node: Node<'_>) -> Span {
    Span { start: node.start_byte() as u32, end: node.end_byte() as u32 }
}

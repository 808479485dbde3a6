//! Operators, members, calls and what merely wraps.

use super::table::Operator;
use super::{Here, Role, Walk};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, Name, Span, UnaryOp};

impl<'t> Walk<'t> {
    /// The first child that says something: parentheses and their like.
    pub(super) fn first(&mut self) -> Option<ExprId> {
        let mut found = None;
        self.each(|walk, here| {
            let value = walk.visit(here);
            found = found.or(value);
        });
        found
    }

    /// The first child alone, because a type follows that may look like a value.
    pub(super) fn cast(&mut self, at: Here<'t>) -> Option<ExprId> {
        let mut found = None;
        self.revisit(|role| role != Role::Skip, |walk, here| found = Some(walk.value(here)));
        found.or_else(|| Some(self.opaque(at)))
    }

    pub(super) fn wrap(&mut self, at: Here<'t>, make: fn(ExprId) -> Expr) -> ExprId {
        let inner = self.first().unwrap_or_else(|| self.null(at));
        self.b.push(make(inner), at.span())
    }

    /// Lowers all children to a list.
    pub(super) fn items(&mut self) -> List {
        let mark = self.scratch.len();
        self.each(|walk, here| {
            if here.role != Role::Comma {
                let item = walk.visit(here);
                walk.scratch.extend(item);
            }
        });
        self.take(mark)
    }

    pub(super) fn array(&mut self, at: Here<'t>) -> ExprId {
        let mark = self.scratch.len();
        let mut gap = true;
        self.each(|walk, here| {
            let item = match here.role {
                Role::Comma if gap => Some(walk.null(here)),
                Role::Comma => None,
                _ => walk.visit(here),
            };
            gap = here.role == Role::Comma;
            walk.scratch.extend(item);
        });
        let items = self.take(mark);
        self.b.push(Expr::Array(items), at.span())
    }

    /// A JSX element: its expressions as a list.
    pub(super) fn parts(&mut self, at: Here<'t>) -> ExprId {
        let items = self.items();
        self.b.push(Expr::Array(items), at.span())
    }

    pub(super) fn sequence(&mut self, at: Here<'t>) -> ExprId {
        let items = self.items();
        self.b.push(Expr::Sequence(items), at.span())
    }

    /// What stands alone only where the parser lost its way: all that can be lowered in it.
    pub(super) fn fragment(&mut self, at: Here<'t>) -> Option<ExprId> {
        let items = self.items();
        (items.len > 0).then(|| self.b.push(Expr::Block(items), at.span()))
    }

    /// `a ? b : c` and `if (a) b else c`.
    pub(super) fn choice(&mut self, at: Here<'t>) -> ExprId {
        let mut parts = [None; 3];
        let mut count = 0;
        self.each(|walk, here| {
            if count < 3 && !matches!(here.role, Role::Operator) {
                parts[count] = walk.visit(here);
                count += 1;
            }
        });
        let [test, then, otherwise] = parts.map(|part| part.unwrap_or_else(|| self.null(at)));
        self.b.push(Expr::If(test, then, otherwise), at.span())
    }

    pub(super) fn binary(&mut self, at: Here<'t>) -> ExprId {
        let (mut left, mut right, mut operator) = (None, None, Operator::Other);
        self.each(|walk, here| match here.role {
            Role::Operator => operator = walk.table.operator(here.node.kind_id()),
            _ if left.is_none() => left = Some(walk.value(here)),
            _ => right = Some(walk.value(here)),
        });
        let left = left.unwrap_or_else(|| self.opaque(at));
        let right = right.unwrap_or_else(|| self.opaque(at));
        self.b.push(combine(operator, left, right), at.span())
    }

    pub(super) fn unary(&mut self, at: Here<'t>) -> ExprId {
        let (mut operand, mut operator) = (None, Operator::Other);
        self.each(|walk, here| match here.role {
            Role::Operator => operator = walk.table.operator(here.node.kind_id()),
            _ => operand = Some(walk.value(here)),
        });
        let operand = operand.unwrap_or_else(|| self.opaque(at));
        let value = self.b.module.expr(operand);
        let expr = match (operator, value) {
            // What minifiers write for `true`, `false` and `undefined`.
            (Operator::Not, Expr::Number(number)) => Expr::Bool(number == 0.0),
            (Operator::Void, Expr::Number(_)) => Expr::Null,
            (Operator::Not, _) => Expr::Unary(UnaryOp::Not, operand),
            (Operator::Subtract, _) => Expr::Unary(UnaryOp::Minus, operand),
            (Operator::TypeOf, _) => Expr::Unary(UnaryOp::TypeOf, operand),
            (Operator::Delete, _) => Expr::Unary(UnaryOp::Delete, operand),
            _ => Expr::Unary(UnaryOp::Other, operand),
        };
        self.b.push(expr, at.span())
    }

    pub(super) fn member(&mut self, at: Here<'t>) -> ExprId {
        let (mut object, mut property) = (None, None);
        self.each(|walk, here| match here.role {
            Role::Property | Role::Private if object.is_some() => property = Some(walk.name_of(here)),
            _ => object = Some(walk.value(here)),
        });
        let object = object.unwrap_or_else(|| self.opaque(at));
        match property {
            Some(name) => self.b.push(Expr::Member(object, name), at.span()),
            None => object,
        }
    }

    pub(super) fn subscript(&mut self, at: Here<'t>) -> ExprId {
        let (mut object, mut index) = (None, None);
        self.each(|walk, here| {
            let part = Some(walk.value(here));
            if object.is_none() { object = part } else { index = part }
        });
        let object = object.unwrap_or_else(|| self.opaque(at));
        let index = index.unwrap_or_else(|| self.opaque(at));
        self.part_of(object, index, at.span())
    }

    /// `object[key]`, a member if the key is a plain string.
    pub(super) fn part_of(&mut self, object: ExprId, key: ExprId, span: Span) -> ExprId {
        match self.key_name(key) {
            Some(name) => self.b.push(Expr::Member(object, name), span),
            None => self.b.push(Expr::Index(object, key), span),
        }
    }

    /// The name that a literal key spells.
    pub(super) fn key_name(&mut self, key: ExprId) -> Option<Name> {
        let Expr::Str(text) = self.b.module.expr(key) else { return None };
        let module = &mut self.b.module;
        Some(module.names.intern(module.texts.get(text)))
    }

    pub(super) fn construct(&mut self, at: Here<'t>) -> ExprId {
        let (mut class, mut arguments) = (None, None);
        self.each(|walk, here| match here.role {
            Role::Arguments => arguments = Some(walk.items()),
            _ => class = Some(walk.value(here)),
        });
        let class = class.unwrap_or_else(|| self.opaque(at));
        self.b.push(Expr::New(class, arguments.unwrap_or_default()), at.span())
    }

    pub(super) fn call(&mut self, at: Here<'t>) -> ExprId {
        let (mut callee, mut arguments, mut is_import) = (None, None, false);
        self.each(|walk, here| match (here.role, callee) {
            (Role::Arguments, Some(_)) => arguments = Some(walk.items()),
            (Role::Template, Some(tag)) => arguments = Some(walk.tag_arguments(tag, here)),
            _ => {
                is_import = here.role == Role::ImportKeyword;
                callee = Some(walk.value(here));
            }
        });
        let callee = callee.unwrap_or_else(|| self.opaque(at));
        let arguments = arguments.unwrap_or_default();
        if is_import && let Some(specifier) = self.argument(arguments, 0) {
            return self.b.push(Expr::Import(specifier), at.span());
        }
        self.finish_call(callee, arguments, at.span())
    }

    fn tag_arguments(&mut self, tag: ExprId, at: Here<'t>) -> List {
        let cooked = !matches!(self.b.module.expr(tag), Expr::Member(_, name) if self.b.module.name(name) == "raw");
        let template = self.tagged_template(at, cooked);
        self.b.list(&[template])
    }

    /// The call, after a look at what CommonJS means by it.
    fn finish_call(&mut self, callee: ExprId, arguments: List, span: Span) -> ExprId {
        match self.b.module.expr(callee) {
            Expr::Name(name, _) if self.b.module.name(name) == "require" => {
                if let Some(specifier) = self.argument(arguments, 0) {
                    let import = self.b.push(Expr::Import(specifier), span);
                    self.late.require(import, callee, arguments);
                    return import;
                }
            }
            Expr::Name(name, _) | Expr::Member(_, name) if arguments.len > 1 => self.common_export(callee, name, arguments),
            _ => {}
        }
        self.b.push(Expr::Call(callee, arguments), span)
    }

    /// An argument counted from 0; a spread is none.
    pub(super) fn argument(&self, arguments: List, at: usize) -> Option<ExprId> {
        let id = *self.b.module.list(arguments).get(at)?;
        (!matches!(self.b.module.expr(id), Expr::Spread(_))).then_some(id)
    }
}

/// The expression that an operator makes of two others.
pub(super) fn combine(operator: Operator, left: ExprId, right: ExprId) -> Expr {
    let binary = match operator {
        Operator::Or => return Expr::Either(left, right),
        Operator::Add | Operator::Increment => BinaryOp::Add,
        Operator::Subtract | Operator::Decrement => BinaryOp::Sub,
        Operator::Multiply => BinaryOp::Mul,
        Operator::Divide => BinaryOp::Div,
        Operator::Remainder => BinaryOp::Mod,
        Operator::BitXor => BinaryOp::BitXor,
        Operator::And => BinaryOp::And,
        Operator::In => BinaryOp::In,
        Operator::Equal => BinaryOp::Equal,
        Operator::NotEqual => BinaryOp::NotEqual,
        Operator::Not | Operator::TypeOf | Operator::Delete | Operator::Void | Operator::Other => BinaryOp::Other,
    };
    Expr::Binary(binary, left, right)
}

//! Blocks, loops, switches and what else steers the flow.

use super::patterns::Target;
use super::{Here, Role, Walk};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List};

impl<'t> Walk<'t> {
    pub(super) fn block(&mut self, at: Here<'t>) -> ExprId {
        let opened = self.open_scope();
        let block = self.statements(at);
        self.close_scope(opened);
        block
    }

    /// The children as a block, in the scope around.
    pub(super) fn statements(&mut self, at: Here<'t>) -> ExprId {
        let mark = self.scratch.len();
        self.gather_statements();
        let list = self.take(mark);
        self.b.push(Expr::Block(list), at.span())
    }

    /// Puts the children on the scratch.
    pub(super) fn gather_statements(&mut self) {
        // Those gathered before belong to the expression around this block.
        let before = self.strays.len();
        self.each(|walk, here| {
            let statement = walk.visit(here);
            walk.gather(statement, before);
        });
        self.gather(None, before);
    }

    fn gather(&mut self, statement: Option<ExprId>, before: usize) {
        if self.strays.len() > before {
            self.scratch.extend(self.strays.drain(before..));
        }
        self.scratch.extend(statement);
    }

    pub(super) fn repeat(&mut self, at: Here<'t>) -> ExprId {
        let opened = self.open_scope();
        let parts = self.items();
        self.close_scope(opened);
        self.b.push(Expr::Loop(parts), at.span())
    }

    /// `for (left in right)`, `for (left of right)`: right, what left gets, body.
    pub(super) fn for_in(&mut self, at: Here<'t>) -> ExprId {
        let opened = self.open_scope();
        let mark = self.scratch.len();
        let (mut target, mut is_of) = (Target::Assign, false);
        self.each(|walk, here| match here.role {
            Role::VarToken => target = Target::Declare(walk.function_scope()),
            Role::LetToken => target = Target::Declare(walk.b.scope),
            Role::OfToken => is_of = true,
            _ if walk.cursor.field_id() == Some(walk.table.fields.right) => {
                let right = walk.value(here);
                let value = if is_of { right } else { walk.keys_of(right, here) };
                let element = walk.b.push(Expr::Element(value), here.span());
                walk.scratch.push(element);
            }
            _ => {}
        });
        let element = self.scratch.get(mark).copied().unwrap_or_else(|| self.opaque(at));
        self.each_again(|walk, here| {
            let field = walk.cursor.field_id();
            if field == Some(walk.table.fields.left) {
                walk.pattern(here, element, target);
            } else if field == Some(walk.table.fields.body) {
                let body = walk.visit(here);
                walk.scratch.extend(body);
            }
        });
        let parts = self.take(mark);
        self.close_scope(opened);
        self.b.push(Expr::Loop(parts), at.span())
    }

    /// `Object.keys(value)`.
    fn keys_of(&mut self, value: ExprId, at: Here<'t>) -> ExprId {
        let object = self.keyword_name("Object", at);
        let keys = self.b.name("keys");
        let callee = self.b.push(Expr::Member(object, keys), at.span());
        let arguments = self.b.list(&[value]);
        self.b.push(Expr::Call(callee, arguments), at.span())
    }

    /// One `if` for each body. Cases that fall through to it are its test together: `value in [a, b]`.
    pub(super) fn switch(&mut self, at: Here<'t>) -> ExprId {
        let opened = self.open_scope();
        let mark = self.scratch.len();
        let mut subject = None;
        self.each(|walk, here| match (here.role, subject) {
            (Role::SwitchBody, Some(subject)) => walk.cases(subject),
            (_, None) => subject = Some(walk.value(here)),
            _ => {}
        });
        let list = self.take(mark);
        self.close_scope(opened);
        self.b.push(Expr::Block(list), at.span())
    }

    fn cases(&mut self, subject: ExprId) {
        let mut tests = Vec::new();
        self.each(|walk, here| {
            let mark = walk.scratch.len();
            let strays = walk.strays.len();
            let mut test = None;
            walk.each(|walk, part| {
                if matches!(part.role, Role::DefaultToken) {
                    return;
                }
                if here.role == Role::SwitchCase && test.is_none() {
                    test = Some(walk.value(part));
                } else {
                    let statement = walk.visit(part);
                    walk.gather(statement, strays);
                }
            });
            tests.extend(test);
            if walk.scratch.len() == mark && here.role == Role::SwitchCase {
                return;
            }
            let body = walk.take(mark);
            let body = walk.b.push(Expr::Block(body), here.span());
            let branch = walk.case(subject, &mut tests, body, here);
            walk.scratch.push(branch);
        });
        self.scratch.append(&mut tests);
    }

    /// `if (subject is one of tests) body`; the default is its body alone.
    fn case(&mut self, subject: ExprId, tests: &mut Vec<ExprId>, body: ExprId, at: Here<'t>) -> ExprId {
        let test = match (at.role, tests.as_slice()) {
            (Role::SwitchCase, [one]) => Expr::Binary(BinaryOp::Equal, subject, *one),
            (Role::SwitchCase, many) => {
                let list = self.b.list(many);
                let list = self.b.push(Expr::Array(list), at.span());
                Expr::Binary(BinaryOp::In, subject, list)
            }
            _ => {
                self.scratch.append(tests);
                return body;
            }
        };
        tests.clear();
        let test = self.b.push(test, at.span());
        let otherwise = self.null(at);
        self.b.push(Expr::If(test, body, otherwise), at.span())
    }

    pub(super) fn attempt(&mut self, at: Here<'t>) -> ExprId {
        let parts: List = self.items();
        self.b.push(Expr::Try(parts), at.span())
    }

    /// What is caught is unknown; the parts of a pattern come before the body.
    pub(super) fn catch(&mut self, at: Here<'t>) -> ExprId {
        let opened = self.open_scope();
        let mark = self.scratch.len();
        self.each(|walk, here| match here.role {
            Role::Identifier => {
                let name = walk.name_of(here);
                walk.b.declare(walk.b.scope, name);
            }
            role if role.is_pattern() => {
                let caught = walk.opaque(here);
                walk.pattern(here, caught, Target::Declare(walk.b.scope));
            }
            _ => {
                let body = walk.visit(here);
                walk.scratch.extend(body);
            }
        });
        let list = self.take(mark);
        self.close_scope(opened);
        let handler = self.b.push(Expr::Block(list), at.span());
        let thrown = self.opaque(at);
        let nothing = self.null(at);
        self.b.push(Expr::If(thrown, handler, nothing), at.span())
    }

    /// `return` and what it gives back.
    pub(super) fn give_back(&mut self, at: Here<'t>) -> ExprId {
        let value = self.first().unwrap_or_else(|| self.null(at));
        self.b.current().returns.push(value);
        self.b.push(Expr::Return(value), at.span())
    }
}

//! Statements: conditions, loops, functions, assignments.

use tree_sitter::Node;

use super::lines::members;
use super::table::Role;
use super::{Walk, span_of};
use crate::syntax::ir::{BinaryOp, Expr, ExprId, Name, ScopeId, UnaryOp};

impl<'t> Walk<'t> {
    pub(super) fn statement(&mut self, node: Node<'t>) -> ExprId {
        self.visit(node, Self::statement_here)
    }

    pub(super) fn statement_here(&mut self, node: Node<'t>) -> ExprId {
        match self.role(node) {
            Role::Command => self.command(node, None),
            Role::Pipeline => self.pipeline(node, None),
            Role::Redirected => self.redirected(node, None),
            Role::Negated => {
                let children = self.children(node);
                let inner = self.statements(&children);
                let inner = inner.last().copied().unwrap_or_else(|| self.opaque(node));
                self.push(Expr::Unary(UnaryOp::Not, inner), node)
            }
            Role::List => self.chain(node),
            Role::Block | Role::Error => self.block(node),
            Role::Declaration => self.declaration(node),
            Role::Assignment => self.assignment(node, false),
            Role::If => self.condition(node),
            Role::Loop => self.repeat(node),
            Role::For => self.for_each(node),
            Role::Case => self.case(node),
            Role::Function => self.function(node),
            Role::Comment => {
                self.cuts.push(span_of(node));
                self.opaque(node)
            }
            Role::CaseItem | Role::Clause => self.block(node),
            Role::AnsiString
            | Role::Array
            | Role::Concatenation
            | Role::Expansion
            | Role::FileRedirect
            | Role::Heredoc
            | Role::HeredocBody
            | Role::Herestring
            | Role::Inner
            | Role::Parts
            | Role::Plain
            | Role::RawString
            | Role::Skip
            | Role::String
            | Role::Substitution
            | Role::Variable
            | Role::Word => self.word(node),
        }
    }

    /// `a && b || c`: what stands on the left decides.
    fn chain(&mut self, node: Node<'t>) -> ExprId {
        let members = members(self, node);
        let is_plain =
            members.iter().all(|member| !matches!(self.role(*member), Role::Block | Role::If | Role::Loop | Role::For | Role::Case));
        let mut operators = self.operators(node);
        operators.reverse();
        let mut all: Option<ExprId> = None;
        for (at, member) in members.into_iter().enumerate() {
            // A line that is told as a whole is not told again part by part.
            let value = if is_plain { self.statement(member) } else { self.statements_as_one(member) };
            all = Some(match all {
                None => value,
                Some(before) if operators.get(at - 1) == Some(&"||") => self.push(Expr::Either(before, value), node),
                Some(before) => self.push(Expr::Binary(BinaryOp::And, before, value), node),
            });
        }
        all.unwrap_or_else(|| self.opaque(node))
    }

    fn statements_as_one(&mut self, node: Node<'t>) -> ExprId {
        let items = self.statements(&[node]);
        match items.as_slice() {
            [one] => *one,
            _ => {
                let list = self.list(&items);
                self.push(Expr::Sequence(list), node)
            }
        }
    }

    /// The operators of a chain, the last one first.
    fn operators(&self, node: Node<'t>) -> Vec<&'static str> {
        let mut found = Vec::new();
        let mut at = node;
        while self.role(at) == Role::List {
            let mut cursor = at.walk();
            let is_or = at.children(&mut cursor).any(|child| child.kind() == "||");
            found.push(if is_or { "||" } else { "&&" });
            let Some(first) = at.named_child(0) else { break };
            at = first;
        }
        found
    }

    /// `export A=1 B`, `local x=$1`.
    fn declaration(&mut self, node: Node<'t>) -> ExprId {
        let word = node.child(0).map(|first| first.kind()).unwrap_or_default();
        let is_local = matches!(word, "local" | "declare" | "typeset") && self.b.function.0 != 0;
        let mut items = Vec::new();
        for child in self.children(node) {
            match self.role(child) {
                Role::Assignment => items.push(self.assignment(child, is_local)),
                Role::Variable if is_local => {
                    let name = self.variable_name(self.text_of(child));
                    self.b.declare(self.b.scope, name);
                }
                // `export -p` prints all of it.
                Role::Word if self.text_of(child) == "-p" => items.push(self.environment(span_of(node))),
                Role::Variable | Role::Word => {}
                _ => items.push(self.word(child)),
            }
        }
        let list = self.list(&items);
        self.push(Expr::Sequence(list), node)
    }

    pub(super) fn assignment(&mut self, node: Node<'t>, is_local: bool) -> ExprId {
        let span = span_of(node);
        let target = node.child_by_field_name("name").map(|name| self.text_of(name)).unwrap_or_default();
        let target = target.split('[').next().unwrap_or_default();
        let name = self.variable_name(target);
        let used = self.variables.len();
        let value = match node.child_by_field_name("value") {
            Some(value) => self.word(value),
            None => self.b.string("", span),
        };
        for used in &mut self.variables[used..] {
            used.is_own |= self.b.module.expr(used.expr) == Expr::Name(name, self.b.scope);
        }
        let scope = if is_local { self.b.scope } else { self.scope_of(name) };
        let expr = self.b.push(Expr::Name(name, scope), span);
        let is_more = self.text_of(node).get(target.len()..).is_some_and(|rest| rest.starts_with("+="));
        let value = if is_more { self.b.push(Expr::Binary(BinaryOp::Add, expr, value), span) } else { value };
        self.b.bind(scope, name, value);
        self.b.push(Expr::Assign(expr, value), span)
    }

    pub(super) fn variable_name(&mut self, bare: &str) -> Name {
        self.b.name(&format!("${bare}"))
    }

    /// Gives a variable a value that is not written as an assignment.
    pub(super) fn set(&mut self, bare: &str, value: ExprId) -> ExprId {
        let name = self.variable_name(bare);
        let scope = self.scope_of(name);
        let span = self.b.module.span(value);
        let target = self.b.push(Expr::Name(name, scope), span);
        self.b.bind(scope, name, value);
        self.b.push(Expr::Assign(target, value), span)
    }

    /// `if … then … elif … then … else … fi`
    fn condition(&mut self, node: Node<'t>) -> ExprId {
        let children = self.children(node);
        let mut clauses = vec![node];
        clauses.extend(children.into_iter().filter(|child| self.role(*child) == Role::Clause));
        let mut lowered = Vec::new();
        for clause in clauses {
            let (tests, body) = self.halves(clause);
            let test = (!tests.is_empty()).then(|| {
                let items = self.statements(&tests);
                match items.as_slice() {
                    [one] => *one,
                    _ => {
                        let list = self.list(&items);
                        self.push(Expr::Sequence(list), clause)
                    }
                }
            });
            let items = self.statements(&body);
            let list = self.list(&items);
            lowered.push((test, self.push(Expr::Block(list), clause)));
        }
        let mut otherwise = None;
        for (test, body) in lowered.into_iter().rev() {
            otherwise = Some(match test {
                None => body,
                Some(test) => {
                    let end = otherwise.unwrap_or_else(|| self.push(Expr::Null, node));
                    self.push(Expr::If(test, body, end), node)
                }
            });
        }
        otherwise.unwrap_or_else(|| self.opaque(node))
    }

    /// What stands before `then`, and behind it; an `else` has no test.
    fn halves(&self, node: Node<'t>) -> (Vec<Node<'t>>, Vec<Node<'t>>) {
        let mut cursor = node.walk();
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        let mut has_test = false;
        for child in node.children(&mut cursor) {
            if child.kind() == "then" {
                has_test = true;
            } else if child.is_named() && self.role(child) != Role::Clause {
                if has_test { &mut behind } else { &mut before }.push(child);
            }
        }
        if has_test { (before, behind) } else { (Vec::new(), before) }
    }

    fn repeat(&mut self, node: Node<'t>) -> ExprId {
        let children = self.children(node);
        let items = self.statements(&children);
        let list = self.list(&items);
        self.push(Expr::Loop(list), node)
    }

    fn for_each(&mut self, node: Node<'t>) -> ExprId {
        let mut values = Vec::new();
        let mut body = None;
        let mut variable = String::new();
        for child in self.children(node) {
            match self.role(child) {
                Role::Variable if variable.is_empty() => variable = self.text_of(child).to_owned(),
                Role::Block => body = Some(child),
                _ => values.push(self.word(child)),
            }
        }
        let list = self.list(&values);
        let all = self.push(Expr::Array(list), node);
        let element = self.push(Expr::Element(all), node);
        let mut items = vec![self.set(&variable, element)];
        items.extend(body.map(|body| self.block(body)));
        let list = self.list(&items);
        self.push(Expr::Loop(list), node)
    }

    fn case(&mut self, node: Node<'t>) -> ExprId {
        let mut items = Vec::new();
        for child in self.children(node) {
            if self.role(child) != Role::CaseItem {
                items.push(self.word(child));
                continue;
            }
            let mut cursor = child.walk();
            let patterns: Vec<usize> = child.children_by_field_name("value", &mut cursor).map(|pattern| pattern.id()).collect();
            let body: Vec<Node<'t>> = self.children(child).into_iter().filter(|part| !patterns.contains(&part.id())).collect();
            let test = self.opaque(child);
            let inner = self.statements(&body);
            let list = self.list(&inner);
            let body = self.push(Expr::Block(list), child);
            let end = self.push(Expr::Null, child);
            items.push(self.push(Expr::If(test, body, end), child));
        }
        let list = self.list(&items);
        self.push(Expr::Block(list), node)
    }

    fn function(&mut self, node: Node<'t>) -> ExprId {
        let name = node.child_by_field_name("name").map(|name| self.text_of(name)).unwrap_or_default();
        let name = self.b.name(name);
        let outer = self.b.enter_function(span_of(node));
        let body = match node.child_by_field_name("body") {
            Some(body) => self.statement(body),
            None => self.opaque(node),
        };
        self.b.current().body = Some(body);
        self.b.current().name = Some(name);
        let function = self.b.leave_function(outer);
        let value = self.push(Expr::Function(function), node);
        self.b.bind(ScopeId(0), name, value);
        value
    }
}

//! Shell source → [`Module`], in one walk over the syntax tree.
//!
//! A command is a call of its program by the last part of its name (`/usr/bin/curl` is `curl`), its words the arguments; programs
//! that only start another one (`sudo`, `env X=1`) are left out. What has no word of its own in the representation:
//! - a variable is a name with `$` in front, one that the script never sets is a member of the environment, the name `$`;
//! - what is piped into a command is its argument `stdin`, as are here-documents and `<`;
//! - `command > file` is a call of `>` with the file and the command; a program that is run by its path, or by the value of a
//!   variable, is a call of `exec` with that path;
//! - each line of simple commands is, besides, a call of `shell` with its whole text, so that it can be judged as a whole;
//! - the variables of a script are the module's own wherever they are set, unless they are `local`.

mod commands;
mod lines;
mod statements;
mod table;
#[cfg(test)]
mod tests;
mod words;

use tree_sitter::Node;

use super::Language;
use super::builder::Builder;
use super::ir::{Expr, ExprId, List, Module, Name, ScopeId, Span};
use table::{Role, TABLE, Table};

/// `root` is the tree of the whole `text`.
pub(super) fn lower(root: Node<'_>, text: &str) -> Module {
    let mut walk =
        Walk { table: &TABLE, b: Builder::new(text, Language::Bash), holes: Vec::new(), cuts: Vec::new(), variables: Vec::new() };
    let body = walk.block(root);
    walk.settle_variables();
    walk.b.finish(body)
}

struct Walk<'t> {
    table: &'static Table,
    b: Builder<'t>,
    /// Expansions met so far, with what they stand for: the holes in the text of a line.
    holes: Vec<(Span, ExprId)>,
    /// What is no part of a line's text: comments, here-documents.
    cuts: Vec<Span>,
    /// Uses of variables: the environment and the name right behind it, and whether the variable is being set there.
    variables: Vec<Use>,
}

/// `$NAME`: the expression is a [`Expr::Name`] until it is known whether the script ever sets the variable.
#[derive(Clone, Copy)]
struct Use {
    environment: ExprId,
    name: Name,
    expr: ExprId,
    /// `X=${X:-…}` asks for what X was before.
    is_own: bool,
}

fn span_of(node: Node<'_>) -> Span {
    Span { start: node.start_byte() as u32, end: node.end_byte() as u32 }
}

impl<'t> Walk<'t> {
    fn role(&self, node: Node<'_>) -> Role {
        self.table.role(node.kind_id())
    }

    fn children(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).collect()
    }

    /// The node's text; nodes begin and end between characters.
    fn text_of(&self, node: Node<'_>) -> &'t str {
        self.b.text.get(node.byte_range()).unwrap_or_default()
    }

    fn push(&mut self, expr: Expr, node: Node<'_>) -> ExprId {
        self.b.push(expr, span_of(node))
    }

    fn opaque(&mut self, node: Node<'_>) -> ExprId {
        self.push(Expr::Opaque, node)
    }

    fn list(&mut self, items: &[ExprId]) -> List {
        self.b.list(items)
    }

    /// A call of a program or of one of the names that stand for something of the shell.
    fn call(&mut self, name: &str, arguments: &[ExprId], span: Span) -> ExprId {
        let name = self.b.name(name);
        let callee = self.b.push(Expr::Name(name, self.b.scope), span);
        let list = self.list(arguments);
        self.b.push(Expr::Call(callee, list), span)
    }

    fn keyword(&mut self, name: &str, value: ExprId) -> ExprId {
        let name = self.b.name(name);
        let span = self.b.module.span(value);
        self.b.push(Expr::Keyword(name, value), span)
    }

    /// Lowers the node unless it lies too deep.
    fn visit(&mut self, node: Node<'t>, lower: impl FnOnce(&mut Self, Node<'t>) -> ExprId) -> ExprId {
        if !self.b.descend() {
            return self.opaque(node);
        }
        let id = lower(self, node);
        self.b.ascend();
        id
    }

    /// Variables that nothing in the script sets come from outside.
    fn settle_variables(&mut self) {
        for used in std::mem::take(&mut self.variables) {
            let Expr::Name(variable, scope) = self.b.module.expr(used.expr) else { continue };
            let values = self.b.module.declaring_scope(variable, scope).and_then(|scope| self.b.module.variables.get(&(scope, variable)));
            let is_set_elsewhere = values.is_some_and(|values| values.len() > usize::from(used.is_own));
            if values.is_none() || (used.is_own && !is_set_elsewhere) {
                self.b.module.exprs[used.expr.index()] = Expr::Member(used.environment, used.name);
            }
        }
    }

    /// Where assignments in the current function go to: the variable is local, or the script's.
    fn scope_of(&self, variable: Name) -> ScopeId {
        self.b.module.declaring_scope(variable, self.b.scope).unwrap_or(ScopeId(0))
    }
}

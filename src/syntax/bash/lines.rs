//! Lines of commands: what stands together is also kept as one text, so that it can be judged as a whole.

use tree_sitter::Node;

use super::table::Role;
use super::{Walk, span_of};
use crate::syntax::ir::{Expr, ExprId, Span};

/// Bytes of a line that are kept as a text; a longer one is data.
const MAX_LINE: u32 = 16 << 10;

impl<'t> Walk<'t> {
    /// Statements in order, each line of simple commands behind its own text.
    pub(super) fn block(&mut self, node: Node<'t>) -> ExprId {
        let children = self.children(node);
        let items = self.statements(&children);
        let list = self.list(&items);
        self.push(Expr::Block(list), node)
    }

    pub(super) fn statements(&mut self, nodes: &[Node<'t>]) -> Vec<ExprId> {
        let mut items = Vec::new();
        let mut line: Vec<Node<'t>> = Vec::new();
        for node in nodes {
            if self.role(*node) == Role::Comment {
                self.cuts.push(span_of(*node));
                continue;
            }
            let follows = line.last().is_some_and(|last| last.end_position().row == node.start_position().row);
            let is_plain = self.is_plain(*node);
            if !(follows && is_plain) {
                self.finish_line(&mut line, &mut items);
            }
            if is_plain {
                line.push(*node);
            } else {
                items.push(self.statement(*node));
            }
        }
        self.finish_line(&mut line, &mut items);
        items
    }

    fn finish_line(&mut self, line: &mut Vec<Node<'t>>, items: &mut Vec<ExprId>) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
        let span = Span { start: span_of(*first).start, end: span_of(*last).end };
        let runs = line.iter().any(|node| self.starts_something(*node));
        let known = (self.holes.len(), self.cuts.len());
        let parts: Vec<ExprId> = std::mem::take(line).into_iter().map(|node| self.statement(node)).collect();
        if runs {
            let text = self.line_text(span, known);
            items.push(self.call("shell", &[text], span));
        }
        items.extend(parts);
        self.holes.truncate(known.0);
        self.cuts.truncate(known.1);
    }

    /// No statement with a block of its own.
    fn is_plain(&self, node: Node<'t>) -> bool {
        match self.role(node) {
            Role::Command | Role::Pipeline | Role::Redirected | Role::Negated | Role::Declaration | Role::Assignment => true,
            // Chains of `&&` lean to the left; each of their parts is looked at once.
            Role::List => members(self, node).iter().all(|member| self.role(*member) != Role::List && self.is_plain(*member)),
            Role::Parts | Role::Skip => node.kind() == "test_command" || node.kind() == "unset_command",
            _ => false,
        }
    }

    fn starts_something(&self, node: Node<'t>) -> bool {
        match self.role(node) {
            Role::Command | Role::Pipeline | Role::Redirected | Role::Negated | Role::List => true,
            Role::Declaration | Role::Assignment => has_substitution(node),
            _ => false,
        }
    }

    /// The source between two places: expansions are holes, here-documents and comments are left out.
    fn line_text(&mut self, span: Span, known: (usize, usize)) -> ExprId {
        let end = span.end.min(span.start + MAX_LINE);
        let mut pieces: Vec<(Span, Option<ExprId>)> =
            self.holes[known.0..].iter().filter(|hole| !self.is_command(hole.1)).map(|(span, id)| (*span, Some(*id))).collect();
        pieces.extend(self.cuts[known.1..].iter().map(|span| (*span, None)));
        pieces.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut parts = Vec::new();
        let mut at = span.start;
        for (piece, value) in pieces {
            if piece.start < at || piece.end > end {
                continue;
            }
            self.source(at, piece.start, &mut parts);
            parts.extend(value);
            at = piece.end;
        }
        self.source(at, end, &mut parts);
        let list = self.list(&parts);
        self.b.push(Expr::Concat(list), span)
    }

    /// `$(…)` shows its commands in the line.
    fn is_command(&self, id: ExprId) -> bool {
        matches!(self.b.module.expr(id), Expr::Call(..) | Expr::Block(_))
    }

    fn source(&mut self, start: u32, end: u32, parts: &mut Vec<ExprId>) {
        if let Some(text) = self.b.text.get(start as usize..end as usize).filter(|text| !text.is_empty()) {
            parts.push(self.b.string(text, Span { start, end }));
        }
    }
}

/// The parts of `a && b || c`, in order.
pub(super) fn members<'t>(walk: &Walk<'t>, node: Node<'t>) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    let mut at = node;
    loop {
        let children = walk.children(at);
        let Some((first, rest)) = children.split_first() else { break };
        found.extend(rest.iter().rev().copied());
        if walk.role(*first) != Role::List {
            found.push(*first);
            break;
        }
        at = *first;
    }
    found.reverse();
    found
}

/// `x=$(command)` starts something.
fn has_substitution(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    let mut left = 200;
    let mut depth = 0;
    loop {
        if matches!(cursor.node().kind(), "command_substitution" | "process_substitution") {
            return true;
        }
        left -= 1;
        if left == 0 {
            return true;
        }
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if depth == 0 || !cursor.goto_parent() {
                return false;
            }
            depth -= 1;
            if depth == 0 {
                return false;
            }
        }
    }
}

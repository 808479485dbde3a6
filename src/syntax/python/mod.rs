//! Python source → [`Module`], in one walk over the syntax tree.
//!
//! What has no word of its own in the representation:
//! - `s[a:b:c]` is a call of the member `[:]` of `s` with three arguments, `None` where one is left out; `s[::-1]` is a
//!   call of the member `[::-1]` without any.
//! - The name of a decorated function or class stays bound to the definition itself; the statement is the call of the
//!   decorator with it.
//! - `a, *b, c = v` takes `a` from `v[0]`, `b` from `[*v]`, and `c` from any element of `v`.
//! - `assert a, b` is `if not a: raise b`; a `match` is a block of `if`s.

mod classes;
mod escapes;
mod expressions;
mod functions;
mod identifiers;
mod imports;
mod matching;
mod operators;
mod scopes;
mod statements;
mod strings;
mod table;
mod targets;
mod walk;

use tree_sitter::Node;

use super::ir::Module;
use walk::Walk;

/// `root` is the tree of the whole `text`.
pub(super) fn lower(root: Node<'_>, text: &str) -> Module {
    let mut walk = Walk::new(root, text);
    let body = walk.lower();
    walk.builder.module.parse.error_bytes = error_bytes(root);
    walk.builder.finish(body)
}

/// Bytes inside the outermost error nodes; a token that the parser had to make up counts as one.
fn error_bytes(root: Node<'_>) -> u32 {
    let mut bytes = 0;
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        if node.is_error() {
            bytes += node.byte_range().len() as u32;
        } else if node.is_missing() {
            bytes += 1;
        } else if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests;

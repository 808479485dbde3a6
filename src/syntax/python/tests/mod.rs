//! What each form of Python becomes.

mod expressions;
mod functions;
mod hostile;
mod names;
mod statements;

use crate::syntax::ir::Module;

use crate::syntax::show::{show, show_all, values};

fn read(source: &str) -> Module {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).unwrap();
    let tree = parser.parse(source, None).unwrap();
    super::lower(tree.root_node(), source)
}

/// The statements, one per line.
fn lowered(source: &str) -> String {
    show_all(&read(source))
}

/// The values that a variable of the top scope takes, joined.
fn value(source: &str, name: &str) -> String {
    values(&read(source), 0, name).unwrap_or_else(|| panic!("{name} is not declared")).join(" | ")
}

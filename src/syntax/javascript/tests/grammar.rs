use std::collections::BTreeSet;

use tree_sitter::Language as Grammar;

use crate::syntax::javascript::table::{Role, words};

fn grammars() -> [Grammar; 3] {
    [
        tree_sitter_javascript::LANGUAGE.into(),
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        tree_sitter_typescript::LANGUAGE_TSX.into(),
    ]
}

/// The kinds of nodes that a tree can hold.
fn kinds(grammar: &Grammar, named: bool) -> BTreeSet<String> {
    let ids = 0..grammar.node_kind_count() as u16;
    ids.filter(|id| grammar.node_kind_is_visible(*id) && grammar.node_kind_is_named(*id) == named)
        .filter_map(|id| grammar.node_kind_for_id(id).map(str::to_owned))
        .filter(|kind| kind != "ERROR" && kind != "end")
        .collect()
}

fn all_kinds(named: bool) -> BTreeSet<String> {
    grammars().iter().flat_map(|grammar| kinds(grammar, named)).collect()
}

#[test]
fn every_named_kind_of_the_grammars_is_decided() {
    let words = words();
    let missing: Vec<_> = all_kinds(true).into_iter().filter(|kind| !words.nodes.contains_key(kind)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_table_names_only_what_a_grammar_has() {
    let words = words();
    let (named, tokens) = (all_kinds(true), all_kinds(false));
    let unknown = words.nodes.keys().filter(|kind| !named.contains(*kind));
    let unknown_tokens = words.tokens.keys().chain(words.operators.keys()).filter(|kind| !tokens.contains(*kind));
    assert_eq!(unknown.chain(unknown_tokens).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_token_is_both_a_role_and_an_operator() {
    let words = words();
    assert!(words.tokens.keys().all(|token| !words.operators.contains_key(token)));
    assert!(words.nodes.values().chain(words.tokens.values()).all(|role| !matches!(role, Role::Error | Role::Operator)));
}

#[test]
fn the_fields_that_are_asked_for_exist() {
    for grammar in grammars() {
        assert!(["left", "right", "body"].iter().all(|name| grammar.field_id_for_name(name).is_some()));
    }
}

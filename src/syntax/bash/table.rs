//! `grammars/bash.toml`, read once: what part each node kind plays, looked up by its number.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tree_sitter::Language;

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::load(include_str!("../../../grammars/bash.toml")).expect("a test holds the node table to the grammar"));

/// The part that a node plays; the table's words are the same in kebab-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    AnsiString,
    Array,
    Assignment,
    Block,
    Case,
    CaseItem,
    /// `elif` and `else`.
    Clause,
    Command,
    Comment,
    Concatenation,
    Declaration,
    /// The parser's own error nodes; not in the table.
    Error,
    Expansion,
    FileRedirect,
    For,
    Function,
    Heredoc,
    HeredocBody,
    Herestring,
    If,
    /// Stands for the one thing that it wraps.
    Inner,
    List,
    Loop,
    Negated,
    /// Has parts that may run, and no value.
    Parts,
    Pipeline,
    /// Its text as it is written.
    Plain,
    RawString,
    Redirected,
    Skip,
    String,
    /// `$(…)`, `<(…)`
    Substitution,
    Variable,
    Word,
}

#[derive(Debug)]
pub(super) struct Table {
    roles: Vec<Role>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error("grammars/bash.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("grammars/bash.toml: the grammar has no kind `{0}`")]
    UnknownKind(String),
    #[error("grammars/bash.toml: the kind `{0}` is not decided")]
    Undecided(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    nodes: BTreeMap<String, Role>,
}

impl Table {
    pub fn role(&self, kind: u16) -> Role {
        // Error nodes have the highest number there is.
        self.roles.get(usize::from(kind)).copied().unwrap_or(Role::Error)
    }

    fn load(toml: &str) -> Result<Self, TableError> {
        let language = Language::new(tree_sitter_bash::LANGUAGE);
        let mut words = toml::from_str::<Words>(toml)?.nodes;
        let all = words.clone();
        let mut roles = vec![Role::Skip; language.node_kind_count()];
        for (id, role) in roles.iter_mut().enumerate().skip(1) {
            let id = id as u16;
            let named = language.node_kind_is_named(id) && language.node_kind_is_visible(id) && !language.node_kind_is_supertype(id);
            let Some(kind) = language.node_kind_for_id(id).filter(|_| named) else { continue };
            *role = *all.get(kind).ok_or_else(|| TableError::Undecided(kind.to_owned()))?;
            words.remove(kind);
        }
        match words.into_keys().next() {
            Some(kind) => Err(TableError::UnknownKind(kind)),
            None => Ok(Self { roles }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = include_str!("../../../grammars/bash.toml");

    #[test]
    fn every_named_kind_of_the_grammar_is_decided() {
        Table::load(TOML).map(|_| ()).unwrap_or_else(|error| panic!("{error}"));
    }

    #[test]
    fn a_kind_that_nobody_decided_and_one_that_the_grammar_lacks_are_errors() {
        let error = Table::load(&TOML.replace("pipeline = \"pipeline\"\n", "")).unwrap_err();
        assert_eq!(error.to_string(), "grammars/bash.toml: the kind `pipeline` is not decided");
        let error = Table::load(&TOML.replace("[nodes]", "[nodes]\nwombat = \"skip\"")).unwrap_err();
        assert_eq!(error.to_string(), "grammars/bash.toml: the grammar has no kind `wombat`");
    }
}

//! `grammars/python.toml`, read once: what each node kind of the grammar means to the walk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tree_sitter::Language;

/// The id of a field in the grammar.
pub(super) type FieldId = std::num::NonZeroU16;

/// The kind of the parser's error nodes, which no grammar lists.
const ERROR: u16 = u16::MAX;

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::load(include_str!("../../../grammars/python.toml")).expect("a test holds the node table to the grammar"));

/// What the walk does with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Keywords and punctuation.
    Token,
    Skipped,
    Operator(Operator),
    Leaf(Leaf),
    Expression(Expression),
    Statement(Statement),
    Part(Part),
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Leaf {
    Opaque,
    Name,
    Number,
    True,
    False,
    Null,
    StringContent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Expression {
    AsPattern,
    Attribute,
    Await,
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    Object,
    Comprehension,
    Concatenated,
    Spread,
    Array,
    GenericType,
    KeywordArgument,
    Lambda,
    Walrus,
    Not,
    Pair,
    Slice,
    String,
    Subscript,
    Unary,
    UnionType,
    Yield,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Statement {
    Assert,
    Assignment,
    AugmentedAssignment,
    Block,
    Class,
    Decorated,
    Delete,
    Exec,
    Expression,
    For,
    Function,
    FutureImport,
    Global,
    If,
    ImportFrom,
    Import,
    Leave,
    Match,
    Nonlocal,
    Print,
    Raise,
    Return,
    Try,
    TypeAlias,
    While,
    With,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    /// Stands for the one thing that it wraps.
    Inner,
    /// Has parts that may run, and no value.
    Parts,
    AliasedImport,
    Arguments,
    Case,
    CasePattern,
    ClassPattern,
    DictPattern,
    KeywordRest,
    DottedName,
    Elif,
    Except,
    ForClause,
    Interpolation,
    KeywordPattern,
    Separator,
    Parameters,
    Rest,
    Parameter,
    UnionPattern,
    Wildcard,
    WithClause,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    BitXor,
    And,
    Or,
    In,
    NotIn,
    Equal,
    NotEqual,
    Other,
}

/// Declares the fields that the walk asks for, each named as in the grammar.
macro_rules! fields {
    ($($field:ident = $name:literal),* $(,)?) => {
        #[derive(Debug)]
        pub(super) struct Fields { $(pub $field: FieldId),* }

        impl Fields {
            fn resolve(language: &Language) -> Result<Self, TableError> {
                Ok(Self { $($field: language.field_id_for_name($name).ok_or(TableError::UnknownField($name))?),* })
            }
        }
    };
}

fields! {
    alias = "alias",
    arguments = "arguments",
    attribute = "attribute",
    body = "body",
    cause = "cause",
    definition = "definition",
    expression = "expression",
    guard = "guard",
    key = "key",
    left = "left",
    module_name = "module_name",
    name = "name",
    object = "object",
    parameters = "parameters",
    right = "right",
    superclasses = "superclasses",
    annotation = "type",
    value = "value",
}

#[derive(Debug)]
pub(super) struct Table {
    /// By kind id.
    roles: Vec<Role>,
    pub fields: Fields,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error("grammars/python.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("grammars/python.toml: the grammar has no kind `{0}`")]
    UnknownKind(String),
    #[error("grammars/python.toml: the kind `{0}` is not decided")]
    Undecided(String),
    #[error("the grammar has no field `{0}`")]
    UnknownField(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    skipped: Vec<String>,
    leaves: BTreeMap<String, Leaf>,
    expressions: BTreeMap<String, Expression>,
    statements: BTreeMap<String, Statement>,
    parts: BTreeMap<String, Part>,
    operators: BTreeMap<String, Operator>,
}

impl Table {
    pub fn role(&self, kind: u16) -> Role {
        if kind == ERROR { Role::Error } else { self.roles.get(usize::from(kind)).copied().unwrap_or(Role::Token) }
    }

    fn load(toml: &str) -> Result<Self, TableError> {
        let language = Language::new(tree_sitter_python::LANGUAGE);
        let mut known = toml::from_str::<Source>(toml)?.by_kind();
        let mut used = vec![false; known.len()];
        let mut roles = vec![Role::Token; language.node_kind_count()];
        for (id, role) in roles.iter_mut().enumerate() {
            let id = id as u16;
            // Several ids share one name where the grammar renames a rule; id 0 is the end of the file.
            let Some(kind) = language.node_kind_for_id(id).filter(|_| id != 0 && language.node_kind_is_visible(id)) else { continue };
            let named = language.node_kind_is_named(id);
            match known.binary_search_by(|(is_named, name, _)| (*is_named, name.as_str()).cmp(&(named, kind))) {
                Ok(at) => (*role, used[at]) = (known[at].2, true),
                Err(_) if named && !language.node_kind_is_supertype(id) => return Err(TableError::Undecided(kind.to_owned())),
                Err(_) => {}
            }
        }
        match used.iter().position(|used| !used) {
            Some(at) => Err(TableError::UnknownKind(known.swap_remove(at).1)),
            None => Ok(Self { roles, fields: Fields::resolve(&language)? }),
        }
    }
}

impl Source {
    /// (is it a named kind, its name, its role), sorted.
    fn by_kind(self) -> Vec<(bool, String, Role)> {
        let mut all: Vec<(bool, String, Role)> = self.skipped.into_iter().map(|kind| (true, kind, Role::Skipped)).collect();
        all.extend(self.leaves.into_iter().map(|(kind, leaf)| (true, kind, Role::Leaf(leaf))));
        all.extend(self.expressions.into_iter().map(|(kind, expression)| (true, kind, Role::Expression(expression))));
        all.extend(self.statements.into_iter().map(|(kind, statement)| (true, kind, Role::Statement(statement))));
        all.extend(self.parts.into_iter().map(|(kind, part)| (true, kind, Role::Part(part))));
        all.extend(self.operators.into_iter().map(|(kind, operator)| (false, kind, Role::Operator(operator))));
        all.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = include_str!("../../../grammars/python.toml");

    #[test]
    fn every_named_kind_of_the_grammar_is_decided() {
        Table::load(TOML).map(|_| ()).unwrap_or_else(|error| panic!("{error}"));
    }

    #[test]
    fn a_kind_that_nobody_decided_is_an_error() {
        let error = Table::load(&TOML.replace("lambda = \"lambda\"\n", "")).unwrap_err();
        assert_eq!(error.to_string(), "grammars/python.toml: the kind `lambda` is not decided");
    }

    #[test]
    fn a_kind_that_the_grammar_lacks_is_an_error() {
        let error = Table::load(&TOML.replace("[leaves]", "[leaves]\nwombat = \"name\"")).unwrap_err();
        assert_eq!(error.to_string(), "grammars/python.toml: the grammar has no kind `wombat`");
    }

    #[test]
    fn a_role_that_the_walk_lacks_is_an_error() {
        assert!(matches!(Table::load(&TOML.replace("\"lambda\"", "\"wombat\"")), Err(TableError::Toml(_))));
    }
}

//! `grammars/javascript.toml` for one grammar: what part each node kind plays, looked up by its number.

use std::collections::HashMap;
use std::num::NonZeroU16;
use std::sync::OnceLock;

use serde::Deserialize;
use tree_sitter::Language as Grammar;

use crate::syntax::Language;

/// The part that a node plays; the table's words are the same in kebab-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    Accessibility,
    Arguments,
    Array,
    ArrayPattern,
    Arrow,
    ArrowToken,
    AsToken,
    Assignment,
    AssignmentPattern,
    Async,
    Augmented,
    Await,
    Binary,
    Block,
    Call,
    Cast,
    Catch,
    Class,
    ClassBody,
    ClassDeclaration,
    Comma,
    Computed,
    Declarator,
    Decorator,
    DefaultToken,
    Empty,
    Enum,
    EnumBody,
    EnumMember,
    Equals,
    /// The parser's own error nodes; not in the table.
    Error,
    ExportClause,
    ExportSpecifier,
    ExportStatement,
    False,
    Field,
    ForIn,
    Function,
    FunctionDeclaration,
    Get,
    Heritage,
    Identifier,
    If,
    ImportAlias,
    ImportClause,
    ImportKeyword,
    ImportRequire,
    ImportSpecifier,
    ImportStatement,
    Let,
    LetToken,
    Loop,
    Member,
    Meta,
    Method,
    NamedImports,
    Namespace,
    NamespaceExport,
    NamespaceImport,
    New,
    Null,
    Number,
    Object,
    ObjectPattern,
    OfToken,
    /// Any token of the table's `[operators]`.
    Operator,
    Pair,
    PairPattern,
    Parameter,
    Parameters,
    Parts,
    Private,
    Property,
    Regex,
    RestPattern,
    Return,
    Sequence,
    Set,
    Shorthand,
    ShorthandPattern,
    Skip,
    Spread,
    StatementBlock,
    Static,
    StaticBlock,
    String,
    Subscript,
    Substitution,
    Super,
    Switch,
    SwitchBody,
    SwitchCase,
    SwitchDefault,
    Template,
    Ternary,
    This,
    Throw,
    Continue,
    Transparent,
    True,
    Try,
    TypeIdentifier,
    TypeToken,
    Unary,
    Update,
    Var,
    VarToken,
    With,
    Yield,
}

impl Role {
    /// Whether it takes its name from the place that it is put in.
    pub fn takes_name(self) -> bool {
        matches!(self, Self::Function | Self::Arrow | Self::Class)
    }

    pub fn is_pattern(self) -> bool {
        matches!(self, Self::ObjectPattern | Self::ArrayPattern)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    BitXor,
    And,
    /// `||` and `??`.
    Or,
    In,
    Equal,
    NotEqual,
    Not,
    TypeOf,
    Delete,
    Void,
    Increment,
    Decrement,
    Other,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub nodes: HashMap<String, Role>,
    pub tokens: HashMap<String, Role>,
    pub operators: HashMap<String, Operator>,
}

/// Fields of the statements whose children are too alike to tell apart by kind.
#[derive(Debug)]
pub(super) struct Fields {
    pub left: NonZeroU16,
    pub right: NonZeroU16,
    pub body: NonZeroU16,
}

#[derive(Debug)]
pub(super) struct Table {
    roles: Vec<Role>,
    operators: Vec<Operator>,
    pub fields: Fields,
}

impl Table {
    pub fn of(language: Language) -> &'static Self {
        static JAVASCRIPT: OnceLock<Table> = OnceLock::new();
        static TYPESCRIPT: OnceLock<Table> = OnceLock::new();
        static TSX: OnceLock<Table> = OnceLock::new();
        let (table, grammar): (_, Grammar) = match language {
            Language::TypeScript => (&TYPESCRIPT, tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()),
            Language::Tsx => (&TSX, tree_sitter_typescript::LANGUAGE_TSX.into()),
            Language::JavaScript | Language::Python | Language::Bash => (&JAVASCRIPT, tree_sitter_javascript::LANGUAGE.into()),
        };
        table.get_or_init(|| Self::new(&words(), &grammar))
    }

    fn new(words: &Words, grammar: &Grammar) -> Self {
        let field = |name| grammar.field_id_for_name(name).expect("the tests ask each grammar for these fields");
        let mut table = Self {
            roles: Vec::with_capacity(grammar.node_kind_count()),
            operators: vec![Operator::Other; grammar.node_kind_count()],
            fields: Fields { left: field("left"), right: field("right"), body: field("body") },
        };
        for id in 0..grammar.node_kind_count() as u16 {
            let kind = grammar.node_kind_for_id(id).unwrap_or_default();
            let role = match (grammar.node_kind_is_named(id), words.operators.get(kind)) {
                (true, _) => words.nodes.get(kind).copied(),
                (false, Some(operator)) => {
                    table.operators[usize::from(id)] = *operator;
                    Some(Role::Operator)
                }
                (false, None) => words.tokens.get(kind).copied(),
            };
            table.roles.push(role.unwrap_or(Role::Skip));
        }
        table
    }

    pub fn role(&self, kind: u16) -> Role {
        // Error nodes have the highest number there is.
        self.roles.get(usize::from(kind)).copied().unwrap_or(Role::Error)
    }

    pub fn operator(&self, kind: u16) -> Operator {
        self.operators.get(usize::from(kind)).copied().unwrap_or(Operator::Other)
    }
}

pub(super) fn words() -> Words {
    toml::from_str(include_str!("../../../grammars/javascript.toml")).expect("a test reads grammars/javascript.toml")
}

//! The shared intermediate representation: what a source file says, in no language's own words.
//!
//! One flat arena of expressions per file. Statements are expressions too, so that a function's body is one expression to
//! walk in the order in which it runs. An expression comes after its parts in the arena, and the expressions of a function
//! lie in one unbroken range. What lowering makes up (`Element`, `Parameter`, the `Member`s of a destructuring) has the span
//! of the code that it stands for.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::arena::{Names, Texts};

/// Bytes of the decoded text, the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// An expression of one module.
    ExprId
);
index!(
    /// A function of one module; 0 is the module's own top level.
    FunctionId
);
index!(
    /// A class of one module.
    ClassId
);
index!(
    /// A lexical scope of one module; 0 is the module's top scope.
    ScopeId
);
index!(
    /// An identifier or property name, interned per module.
    Name
);
index!(
    /// The decoded value of a literal, kept per module.
    Text
);

/// A run of expressions in [`Module::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct List {
    pub start: u32,
    pub len: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// Something whose value does not matter here; its parts, if any, are in the arena before it.
    Opaque,
    /// A string literal with its escapes undone (bytes literals too, as Latin-1).
    Str(Text),
    /// A regular expression's source.
    Regex(Text),
    Number(f64),
    Bool(bool),
    /// `null`, `undefined`, `None`.
    Null,
    /// Template or f-string: the parts in order.
    Concat(List),
    /// An identifier, looked up from the scope in which it stands.
    Name(Name, ScopeId),
    /// `this`; in Python the first parameter of a method.
    This(ClassId),
    /// `super` or `super()`.
    Super(ClassId),
    /// `a.b`, and `a['b']` when the key is a plain string literal.
    Member(ExprId, Name),
    /// `a[b]`, slices excluded.
    Index(ExprId, ExprId),
    /// `f(…)`; arguments may be [`Expr::Spread`] and [`Expr::Keyword`].
    Call(ExprId, List),
    /// `new F(…)`.
    New(ExprId, List),
    Binary(BinaryOp, ExprId, ExprId),
    Unary(UnaryOp, ExprId),
    /// `target = value`, `target += value` (then the value is a [`Expr::Binary`]); the value of the whole is the value.
    Assign(ExprId, ExprId),
    /// List, tuple, set.
    Array(List),
    /// Members are [`Expr::Pair`] and [`Expr::Spread`].
    Object(List),
    /// A member of an object: key, value. A plain key is a [`Expr::Str`], a computed one any expression.
    Pair(ExprId, ExprId),
    /// A named argument (`shell=True`).
    Keyword(Name, ExprId),
    /// `...x`, `*x`, `**x`.
    Spread(ExprId),
    Function(FunctionId),
    Class(ClassId),
    /// One of several, whichever holds: `a || b`, `a ?? b`, `a or b`, a default in a destructuring.
    Either(ExprId, ExprId),
    /// `test ? then : otherwise`, and the statement `if` (then the branches are blocks, the last may be [`Expr::Null`]).
    If(ExprId, ExprId, ExprId),
    /// The value of the last one.
    Sequence(List),
    Await(ExprId),
    Yield(ExprId),
    /// What iterating over it gives: loop variables, comprehension variables.
    Element(ExprId),
    /// A parameter of a function, counted from 0 (`self` counts).
    Parameter(FunctionId, u32),
    /// A module brought in: specifier (a [`Expr::Str`] or a computed one). The value is its namespace; an imported item is a
    /// [`Expr::Member`] of it, a default import the member `default`.
    Import(ExprId),
    /// Statements in order.
    Block(List),
    /// The parts that run repeatedly: head and body.
    Loop(List),
    Return(ExprId),
    Throw(ExprId),
    /// Goes on with the next round of a loop, or leaves it.
    Leave,
    /// Body, handlers and finally in order. A handler is an [`Expr::If`] with an opaque test: it may run.
    Try(List),
    /// A comprehension or generator: the element, and what comes before it in order: bindings of [`Expr::Element`]s, and conditions.
    Comprehension(ExprId, List),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinaryOp {
    Add,
    /// `%` in Python also formats, `/` also joins paths.
    Mod,
    Div,
    Mul,
    Sub,
    BitXor,
    And,
    /// `in`: is the left a member of the right.
    In,
    /// Equality of any strength.
    Equal,
    NotEqual,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnaryOp {
    Not,
    Minus,
    TypeOf,
    Delete,
    Other,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// As declared, or taken from the variable, property or method that it is assigned to.
    pub name: Option<Name>,
    pub parameters: Vec<Parameter>,
    /// Where its parameters live.
    pub scope: ScopeId,
    /// The function around it; the module's top level is its own.
    pub parent: FunctionId,
    /// The class whose method it is.
    pub class: Option<ClassId>,
    pub is_static: bool,
    pub is_async: bool,
    /// Reading the property calls it.
    pub is_getter: bool,
    /// What it returns, one for each `return` (an arrow's body is one).
    pub returns: Vec<ExprId>,
    pub decorators: Vec<ExprId>,
    pub body: Option<ExprId>,
    pub span: Span,
    /// Its expressions, nested functions included: from the first to before the second.
    pub exprs: (u32, u32),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// None for a pattern; its variables are then bound to parts of [`Expr::Parameter`].
    pub name: Option<Name>,
    pub default: Option<ExprId>,
    /// Python's annotation.
    pub annotation: Option<ExprId>,
    pub kind: ParameterKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParameterKind {
    Plain,
    /// `...rest`, `*args`.
    Rest,
    /// `**kwargs`.
    KeywordRest,
    /// Behind Python's `*`.
    KeywordOnly,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Class {
    pub name: Option<Name>,
    pub bases: Vec<ExprId>,
    /// Methods, accessors and constructors (`constructor`, `__init__`).
    pub methods: Vec<(Name, FunctionId)>,
    /// Fields given a value in the class body, and Python's annotated ones (value or [`Expr::Opaque`]).
    pub fields: Vec<Field>,
    pub decorators: Vec<ExprId>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: Name,
    pub value: ExprId,
    pub annotation: Option<ExprId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub parent: Option<ScopeId>,
    /// The function whose body, or part of it, this is.
    pub function: FunctionId,
    /// A Python class body: its names are not seen from the functions inside it.
    pub is_class: bool,
    /// Which names it may declare, a bit for every 64th: most lookups go through scopes that declare other names.
    pub names: u64,
}

impl Scope {
    pub fn note(&mut self, name: Name) {
        self.names |= bit(name);
    }

    fn may_declare(&self, name: Name) -> bool {
        self.names & bit(name) != 0
    }
}

fn bit(name: Name) -> u64 {
    1 << (name.0 % u64::BITS)
}

/// What other files can take from this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// `export const a = …`, `export {b as a}`, `exports.a = …`; `export default` is named `default`.
    Item(Name, ExprId),
    /// `module.exports = …`, `export = …`.
    Whole(ExprId),
    /// `export * from …`, `from x import *`: the specifier's [`Expr::Import`].
    All(ExprId),
}

/// `object.name = value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberWrite {
    pub object: ExprId,
    pub value: ExprId,
}

/// One source file, lowered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Module {
    pub language: super::Language,
    pub exprs: Vec<Expr>,
    pub spans: Vec<Span>,
    pub lists: Vec<ExprId>,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
    pub scopes: Vec<Scope>,
    pub names: Names,
    pub texts: Texts,
    /// Every value that a variable was seen to take, in source order; a variable that is declared without one has none.
    pub variables: IndexMap<(ScopeId, Name), Vec<ExprId>, super::arena::BuildFastHasher>,
    /// By the property's name, in source order.
    pub member_writes: IndexMap<Name, Vec<MemberWrite>, super::arena::BuildFastHasher>,
    pub exports: Vec<Export>,
    pub index: super::index::Index,
    /// Where each line begins, in bytes.
    pub lines: Vec<u32>,
    pub parse: ParseOutcome,
}

/// How well the file was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ParseOutcome {
    /// Bytes inside the grammar's error nodes.
    pub error_bytes: u32,
    /// Some code was nested deeper than is walked and is missing here.
    pub too_deep: bool,
}

impl Module {
    #[inline]
    pub fn expr(&self, id: ExprId) -> Expr {
        self.exprs[id.index()]
    }

    #[inline]
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.index()]
    }

    #[inline]
    pub fn list(&self, list: List) -> &[ExprId] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    #[inline]
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.index()]
    }

    #[inline]
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    #[inline]
    pub fn name(&self, name: Name) -> &str {
        self.names.get(name)
    }

    #[inline]
    pub fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// All expressions with their ids, parts before wholes.
    pub fn iter(&self) -> impl Iterator<Item = (ExprId, Expr)> + '_ {
        self.exprs.iter().enumerate().map(|(at, expr)| (ExprId(at as u32), *expr))
    }

    /// The scope that declares `name`, looking outwards from `scope`.
    pub fn declaring_scope(&self, name: Name, scope: ScopeId) -> Option<ScopeId> {
        let mut at = Some(scope);
        while let Some(here) = at {
            let info = self.scopes[here.index()];
            let visible = !info.is_class || here == scope;
            if visible && info.may_declare(name) && self.variables.contains_key(&(here, name)) {
                return Some(here);
            }
            at = info.parent;
        }
        None
    }

    /// The innermost function around an expression: functions are numbered as they begin.
    pub fn enclosing_function(&self, id: ExprId) -> FunctionId {
        let begun = self.functions.partition_point(|function| function.exprs.0 <= id.0);
        let mut at = FunctionId(begun.saturating_sub(1) as u32);
        while at.0 > 0 && self.function(at).exprs.1 <= id.0 {
            at = self.function(at).parent;
        }
        at
    }

    /// Line and column of a byte, both from 1; the column counts bytes.
    pub fn position(&self, byte: u32) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        (line as u32, byte - self.lines[line - 1] + 1)
    }
}

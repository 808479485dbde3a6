//! What a value is, as far as it can be told without running anything.

use std::rc::Rc;

use crate::syntax::ir::{ClassId, ExprId, FunctionId};

use super::alike::Mark;
use super::given::Given;
use super::symbols::Symbol;

/// A module of the package, by its place in [`super::Program::units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

impl UnitId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something of one module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At<T> {
    pub unit: UnitId,
    pub id: T,
}

/// A small lattice; [`Value::Unknown`] is its top.
#[derive(Debug, Clone)]
pub enum Value {
    Unknown,
    Text(Rc<str>),
    Number(f64),
    Bool(bool),
    Null,
    /// Text of which some parts are not constant.
    Concat(Rc<[Value]>),
    /// A path object (`pathlib.Path`) over its text.
    Path(Rc<Value>),
    /// A URL object (`new URL(…)`) over its text.
    Url(Rc<Value>),
    /// Something outside the package, by its canonical name.
    Symbol(Symbol),
    /// The value of an environment variable.
    Env(Rc<str>),
    Function(At<FunctionId>),
    Class(At<ClassId>),
    /// An object of a class of this package.
    Instance(At<ClassId>),
    /// An object, array or tuple literal, where it stands.
    Object(At<ExprId>),
    Array(At<ExprId>),
    /// An array that folding made.
    List(Rc<[Value]>),
    /// An object or an array as one call made it; only [`super::Flow::as_made`] gives it to others.
    Given(Rc<Given>),
    /// The exports of a module of this package.
    Namespace(UnitId),
    Parameter(At<FunctionId>, u32),
    /// `base.name` where the base is not known yet; made by [`Value::member`].
    Member(Rc<Value>, Rc<str>, Mark),
    /// Any one of these.
    Any(Rc<[Value]>),
}

/// More alternatives than these are not told apart.
const MAX_ALTERNATIVES: usize = 24;
/// A text that folding made is not longer than this; an obfuscator's doubling loop ends here.
pub const MAX_TEXT: usize = 1 << 20;
/// Nor does it have more parts: a text with a hole in it doubles just as well.
const MAX_PARTS: usize = 1 << 10;
/// A text of this many bytes is short.
const MAX_SHORT: usize = 1 << 10;

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// One of several; nested ones are flattened, equal ones kept once. What makes no difference any more is not asked for.
    pub fn any(values: impl IntoIterator<Item = Self>) -> Self {
        let mut values = values.into_iter();
        // Most are one of one, which is that one.
        let Some(first) = values.next() else { return Self::Unknown };
        if first.alternatives().len() >= MAX_ALTERNATIVES {
            return first;
        }
        let Some(second) = values.next() else { return first };
        let mut all = Alternatives::default();
        all.add(first);
        for value in std::iter::once(second).chain(values) {
            all.add(value);
            if all.is_full() {
                break;
            }
        }
        all.finish()
    }

    /// Text out of parts: neighbouring constants are joined, nested concatenations flattened; what goes over a limit is unknown.
    pub fn concat(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Parts::default();
        for part in parts {
            match &part {
                Self::Concat(inner) => inner.iter().for_each(|part| all.push(part)),
                Self::Url(inner) | Self::Path(inner) => match &**inner {
                    Self::Concat(parts) => parts.iter().for_each(|part| all.push(part)),
                    other => all.push(other),
                },
                part => all.push(part),
            }
        }
        all.finish()
    }

    /// The text, if all of it is constant.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Path(inner) | Self::Url(inner) => inner.as_text(),
            _ => None,
        }
    }

    /// Each thing that it may be.
    pub fn alternatives(&self) -> &[Self] {
        match self {
            Self::Any(values) => values,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether it is worth keeping for the next who asks: long texts are not.
    pub(super) fn is_short(&self) -> bool {
        let are_short = |parts: &[Self]| parts.len() <= MAX_ALTERNATIVES && parts.iter().all(Self::is_short);
        match self {
            Self::Text(text) | Self::Env(text) => text.len() <= MAX_SHORT,
            Self::Concat(parts) | Self::List(parts) | Self::Any(parts) => are_short(parts),
            Self::Path(inner) | Self::Url(inner) | Self::Member(inner, ..) => inner.is_short(),
            Self::Given(_) => false,
            Self::Unknown
            | Self::Number(_)
            | Self::Bool(_)
            | Self::Null
            | Self::Symbol(_)
            | Self::Function(_)
            | Self::Class(_)
            | Self::Instance(_)
            | Self::Object(_)
            | Self::Array(_)
            | Self::Namespace(_)
            | Self::Parameter(..) => true,
        }
    }

    /// Bytes of the text that it is; anything else weighs one.
    pub(super) fn length(&self) -> usize {
        self.as_text().map_or(1, str::len)
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Its text with `*` for each part that is only known at run time.
    pub fn pattern(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Path(inner) | Self::Url(inner) => inner.pattern(),
            Self::Concat(parts) => {
                let mut out = String::new();
                for part in parts.iter() {
                    let piece = part.pattern();
                    if !(piece == "*" && out.ends_with('*')) {
                        out.push_str(&piece);
                    }
                }
                out
            }
            Self::Unknown
            | Self::Bool(_)
            | Self::Null
            | Self::Symbol(_)
            | Self::Env(_)
            | Self::Function(_)
            | Self::Class(_)
            | Self::Instance(_)
            | Self::Object(_)
            | Self::Array(_)
            | Self::List(_)
            | Self::Given(_)
            | Self::Namespace(_)
            | Self::Parameter(..)
            | Self::Member(..)
            | Self::Any(_) => "*".to_owned(),
        }
    }

    /// The text of a path or an address, whatever object holds it.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Path(inner) | Self::Url(inner) => inner.bare(),
            other => other,
        }
    }

    /// Whether the test holds for anything that it is put together from, or that it may be.
    pub fn has_part(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::Concat(parts) | Self::Any(parts) => parts.iter().any(|part| part.has_part(test)),
            Self::Path(inner) | Self::Url(inner) => inner.has_part(test),
            part => test(part),
        }
    }

    /// Whether any part of it is a constant text.
    pub fn has_text(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Concat(parts) => parts.iter().any(Self::has_text),
            Self::Path(inner) | Self::Url(inner) => inner.has_text(),
            _ => false,
        }
    }
}

/// What a value may be, so far.
#[derive(Default)]
pub(super) struct Alternatives(Vec<Value>);

impl Alternatives {
    pub fn add(&mut self, value: Value) {
        match value {
            Value::Any(inner) => inner.iter().for_each(|value| self.add_one(value.clone())),
            value => self.add_one(value),
        }
    }

    fn add_one(&mut self, value: Value) {
        if !self.is_full() && !self.0.contains(&value) {
            self.0.push(value);
        }
    }

    /// Nothing that comes now makes a difference.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MAX_ALTERNATIVES
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn finish(mut self) -> Value {
        match self.0.len() {
            0 => Value::Unknown,
            1 => self.0.swap_remove(0),
            _ => Value::Any(self.0.into()),
        }
    }
}

/// What a concatenation consists of, so far.
#[derive(Default)]
struct Parts {
    all: Vec<Value>,
    /// The constant text that the last part ends with, not yet among them.
    text: Option<String>,
}

impl Parts {
    fn push(&mut self, part: &Value) {
        match part {
            Value::Text(text) => self.push_text(text),
            Value::Number(number) => self.push_text(&number_text(*number)),
            Value::Bool(value) => self.push_text(if *value { "true" } else { "false" }),
            other => self.push_hole(other),
        }
    }

    fn push_text(&mut self, piece: &str) {
        let room = self.all.len() < MAX_PARTS && self.text.as_ref().map_or(0, String::len) + piece.len() <= MAX_TEXT;
        if room {
            self.text.get_or_insert_default().push_str(piece);
        } else {
            self.push_hole(&Value::Unknown);
        }
    }

    fn push_hole(&mut self, hole: &Value) {
        if let Some(text) = self.text.take() {
            self.all.push(Value::text(&text));
        }
        match self.all.len() {
            ..MAX_PARTS => self.all.push(hole.clone().plain()),
            // Whatever comes from here on.
            MAX_PARTS => self.all.push(Value::Unknown),
            _ => {}
        }
    }

    fn finish(mut self) -> Value {
        if let Some(text) = self.text.take() {
            self.all.push(Value::text(&text));
        }
        match self.all.len() {
            0 => Value::text(""),
            1 if matches!(self.all[0], Value::Text(_)) => self.all.swap_remove(0),
            _ => Value::Concat(self.all.into()),
        }
    }
}

/// As both languages print it in a text: whole numbers without a fraction.
pub fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{}", number as i64) } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_constants_become_one_text() {
        let value = Value::concat([Value::text("~/."), Value::text("ssh"), Value::Unknown, Value::Number(1.0)]);
        assert_eq!(value.pattern(), "~/.ssh*1");
        assert_eq!(Value::concat([Value::text("a"), Value::text("b")]), Value::text("ab"));
    }

    #[test]
    fn a_text_with_a_hole_in_it_does_not_double_for_ever() {
        let mut value = Value::concat([Value::text("a"), Value::Unknown]);
        for _ in 0..200 {
            value = Value::concat([value.clone(), value]);
        }
        let Value::Concat(parts) = &value else { panic!("{value:?}") };
        assert!(parts.len() <= MAX_PARTS + 2, "{}", parts.len());
        let full = Value::concat([Value::text(&"a".repeat(MAX_TEXT)), Value::text("b"), Value::text("c")]);
        assert_eq!(full.pattern().len(), MAX_TEXT + 2, "what came after is told from what was before");
    }

    #[test]
    fn equal_alternatives_count_once() {
        let value = Value::any([Value::text("a"), Value::any([Value::text("a"), Value::Null])]);
        assert_eq!(value.alternatives().len(), 2);
    }
}

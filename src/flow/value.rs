//! What a value is, as far as it can be told without running anything.

use std::rc::Rc;

use crate::syntax::ir::{ClassId, ExprId, FunctionId};

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
#[derive(Debug, Clone, PartialEq)]
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
    /// The exports of a module of this package.
    Namespace(UnitId),
    Parameter(At<FunctionId>, u32),
    /// `base.name` where the base is not known yet.
    Member(Rc<Value>, Rc<str>),
    /// Any one of these.
    Any(Rc<[Value]>),
}

/// No value is a NaN that anyone compares; with this, shared parts are equal without being looked at.
impl Eq for Value {}

/// More alternatives than these are not told apart.
const MAX_ALTERNATIVES: usize = 24;
/// A text that folding made is not longer than this; an obfuscator's doubling loop ends here.
pub const MAX_TEXT: usize = 1 << 20;

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// One of several; nested ones are flattened, equal ones kept once.
    pub fn any(values: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = Vec::new();
        let mut add = |value: Self| {
            if all.len() < MAX_ALTERNATIVES && !all.contains(&value) {
                all.push(value);
            }
        };
        for value in values {
            match value {
                Self::Any(inner) => inner.iter().cloned().for_each(&mut add),
                value => add(value),
            }
        }
        match all.len() {
            0 => Self::Unknown,
            1 => all.swap_remove(0),
            _ => Self::Any(all.into()),
        }
    }

    /// Text out of parts: neighbouring constants are joined, nested concatenations flattened.
    pub fn concat(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = Vec::new();
        for part in parts {
            match part {
                Self::Concat(inner) => inner.iter().for_each(|part| push_part(&mut all, part.clone())),
                Self::Url(inner) | Self::Path(inner) => match &*inner {
                    Self::Concat(parts) => parts.iter().for_each(|part| push_part(&mut all, part.clone())),
                    other => push_part(&mut all, other.clone()),
                },
                part => push_part(&mut all, part),
            }
        }
        match all.len() {
            0 => Self::text(""),
            1 if matches!(all[0], Self::Text(_)) => all.swap_remove(0),
            _ => Self::Concat(all.into()),
        }
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
            | Self::Namespace(_)
            | Self::Parameter(..)
            | Self::Member(..)
            | Self::Any(_) => "*".to_owned(),
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

fn push_part(all: &mut Vec<Value>, part: Value) {
    let piece = match &part {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number_text(*number),
        Value::Bool(value) => value.to_string(),
        _ => {
            all.push(part);
            return;
        }
    };
    match all.last_mut() {
        Some(Value::Text(before)) if before.len() + piece.len() <= MAX_TEXT => *before = format!("{before}{piece}").into(),
        Some(Value::Text(_)) => all.push(Value::Unknown),
        _ => all.push(Value::Text(piece.into())),
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
    fn equal_alternatives_count_once() {
        let value = Value::any([Value::text("a"), Value::any([Value::text("a"), Value::Null])]);
        assert_eq!(value.alternatives().len(), 2);
    }
}

//! Whether two values are the same: sets of alternatives ask this for each pair.

use std::hash::{Hash, Hasher};
use std::mem;
use std::rc::Rc;

use crate::syntax::arena::FastHasher;

use super::Value;

/// What tells most members of values from each other at a glance; the same for equal ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u32);

impl Value {
    /// `base.name`, without a look at what that is.
    pub fn member(base: &Rc<Self>, name: Rc<str>) -> Self {
        let mut hasher = FastHasher::default();
        base.mark(&mut hasher);
        name.hash(&mut hasher);
        Self::Member(Rc::clone(base), name, Mark(hasher.finish() as u32))
    }

    /// What is cheap to tell of it, and the same for equal values.
    fn mark(&self, hasher: &mut FastHasher) {
        mem::discriminant(self).hash(hasher);
        match self {
            Self::Member(_, _, Mark(mark)) => mark.hash(hasher),
            Self::Parameter(at, index) => (at, index).hash(hasher),
            Self::Symbol(symbol) => symbol.hash(hasher),
            Self::Object(at) | Self::Array(at) => at.hash(hasher),
            Self::Path(_)
            | Self::Unknown
            | Self::Text(_)
            | Self::Number(_)
            | Self::Bool(_)
            | Self::Null
            | Self::Concat(_)
            | Self::Url(_)
            | Self::Env(_)
            | Self::Function(_)
            | Self::Class(_)
            | Self::Instance(_)
            | Self::List(_)
            | Self::Given(_)
            | Self::Namespace(_)
            | Self::Any(_) => {}
        }
    }
}

/// What differs soonest is compared first, and what is shared is not looked at.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, Self::Unknown) | (Self::Null, Self::Null) => true,
            (Self::Text(a), Self::Text(b)) | (Self::Env(a), Self::Env(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Concat(a), Self::Concat(b)) | (Self::List(a), Self::List(b)) | (Self::Any(a), Self::Any(b)) => {
                Rc::ptr_eq(a, b) || (a.len() == b.len() && a == b)
            }
            (Self::Path(a), Self::Path(b)) | (Self::Url(a), Self::Url(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Symbol(a), Self::Symbol(b)) => a == b,
            (Self::Function(a), Self::Function(b)) => a == b,
            (Self::Class(a), Self::Class(b)) | (Self::Instance(a), Self::Instance(b)) => a == b,
            (Self::Object(a), Self::Object(b)) | (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Given(a), Self::Given(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Namespace(a), Self::Namespace(b)) => a == b,
            (Self::Parameter(a, i), Self::Parameter(b, j)) => i == j && a == b,
            // Long chains have the same names and another root.
            (Self::Member(a, x, mark), Self::Member(b, y, other)) => mark == other && (Rc::ptr_eq(a, b) || a == b) && x == y,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(root: Value, names: &[&str]) -> Value {
        names.iter().fold(root, |base, name| Value::member(&Rc::new(base), (*name).into()))
    }

    #[test]
    fn members_are_the_same_where_root_and_names_are() {
        let all = [
            chain(Value::Null, &["a", "b"]),
            chain(Value::Null, &["b", "a"]),
            chain(Value::Unknown, &["a", "b"]),
            chain(Value::Number(0.0), &["a"]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all.iter().enumerate().all(|(other, value)| (at == other) == (one == value)), "{one:?}");
        }
        assert_eq!(chain(Value::Null, &["a", "b"]), all[0]);
        assert_eq!(chain(Value::Number(-0.0), &["a"]), all[3], "equal roots, whatever their bits are");
    }
}

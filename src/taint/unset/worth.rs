//! What a value is when nothing is configured.

use std::rc::Rc;

use crate::flow::{At, Symbol, UnitId};
use crate::syntax::ir::{ClassId, ExprId, FunctionId};

use super::Scope;

#[derive(Debug, Clone)]
pub(super) enum Worth {
    /// Something that configuration alone does not decide.
    Unknown,
    /// Whatever it is, it counts as true.
    Something,
    /// Whatever it is, it counts as false.
    Nothing,
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<[Self]>),
    /// An object literal, where it stands, and what it sees there.
    Object(At<ExprId>, Scope),
    Instance(At<ClassId>, Option<Rc<Given>>),
    Function(At<FunctionId>, Scope),
    Class(At<ClassId>),
    Namespace(UnitId),
    /// Of another package, or of the language itself.
    Outside(Symbol),
    /// What the call of a command line's parser gives.
    Arguments(At<ExprId>),
}

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub positional: Vec<Worth>,
    pub named: Vec<(Box<str>, Worth)>,
    /// Some were spread out of a value: what is not here may have been given all the same.
    pub open: bool,
}

impl Given {
    pub fn named(&self, name: &str) -> Option<&Worth> {
        self.named.iter().find(|(known, _)| &**known == name).map(|(_, worth)| worth)
    }

    /// The argument at a position; null where none is given.
    pub fn at(&self, position: usize) -> Worth {
        match self.positional.get(position) {
            Some(worth) => worth.clone(),
            None if self.open => Worth::Unknown,
            None => Worth::Null,
        }
    }
}

impl Worth {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub fn list(items: Vec<Self>) -> Self {
        Self::List(items.into())
    }

    pub fn of_truth(truth: Option<bool>) -> Self {
        truth.map_or(Self::Unknown, Self::Bool)
    }

    /// Empty lists count as false in Python and as true in JavaScript.
    pub fn truth(&self, python: bool) -> Option<bool> {
        match self {
            Self::Unknown | Self::Outside(_) => None,
            Self::Null | Self::Nothing => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Number(number) => Some(*number != 0.0 && !number.is_nan()),
            Self::Text(text) => Some(!text.is_empty()),
            Self::List(items) => Some(!python || !items.is_empty()),
            // An empty dictionary is false; whether it is empty is not looked into.
            Self::Object(..) => (!python).then_some(true),
            // A class of the package may say for itself how long it is.
            Self::Instance(..) | Self::Something | Self::Function(..) | Self::Class(_) | Self::Namespace(_) | Self::Arguments(_) => {
                Some(true)
            }
        }
    }

    /// Whether both are equal; none where that is not decided.
    pub fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Null, Self::Null) => Some(true),
            (Self::Text(a), Self::Text(b)) => Some(a == b),
            (Self::Number(a), Self::Number(b)) => Some(a == b),
            (Self::Bool(a), Self::Bool(b)) => Some(a == b),
            (one, Self::Null) | (Self::Null, one) => match one {
                Self::Unknown | Self::Nothing | Self::Outside(_) => None,
                Self::Null
                | Self::Something
                | Self::Bool(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::List(_)
                | Self::Object(..)
                | Self::Instance(..)
                | Self::Function(..)
                | Self::Class(_)
                | Self::Namespace(_)
                | Self::Arguments(_) => Some(false),
            },
            (Self::Text(_) | Self::Number(_) | Self::Bool(_), Self::Text(_) | Self::Number(_) | Self::Bool(_)) => Some(false),
            _ => None,
        }
    }

    /// One of several, whichever.
    pub fn any(mut all: Vec<Self>, python: bool) -> Self {
        if all.len() == 1 {
            return all.swap_remove(0);
        }
        let Some(first) = all.first() else { return Self::Unknown };
        if all[1..].iter().all(|one| one.equals(first) == Some(true)) {
            return first.clone();
        }
        let truth = first.truth(python);
        match truth {
            Some(true) if all.iter().all(|one| one.truth(python) == truth) => Self::Something,
            Some(false) if all.iter().all(|one| one.truth(python) == truth) => Self::Nothing,
            _ => Self::Unknown,
        }
    }
}

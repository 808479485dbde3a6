//! Where a value comes from, as a function sees it: its parameters, the variables around it, fields, and what is known for sure.

use std::rc::Rc;

use crate::flow::{At, UnitId};
use crate::syntax::ir::{ClassId, FunctionId, Name, ScopeId};

/// Members of members are told apart this deep.
const MAX_PATH: usize = 5;
/// Stands for the names of all members; no member is called so.
pub(super) const NAMES: &str = "\0names";

/// What a value starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Root {
    Parameter(At<FunctionId>, u32),
    /// A variable of a function around, or of a module.
    Variable(UnitId, ScopeId, Name),
    /// A field of the objects of a class; objects are not told apart.
    Field(At<ClassId>, Name),
}

/// A root and the members that lead from it to the value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Label {
    pub root: Root,
    pub path: Rc<[Rc<str>]>,
}

impl Label {
    pub fn new(root: Root) -> Self {
        Self { root, path: Rc::new([]) }
    }

    /// The member of it; beyond the depth that is told apart, the whole.
    pub fn member(&self, name: &Rc<str>) -> Self {
        // An address and its text are one; whose folder is chosen is chosen.
        if self.path.len() >= MAX_PATH || matches!(&**name, "href" | "parent") {
            return self.clone();
        }
        let path = self.path.iter().cloned().chain([name.clone()]).collect();
        Self { root: self.root, path }
    }

    pub fn then(&self, path: &[Rc<str>]) -> Self {
        path.iter().fold(self.clone(), |label, name| label.member(name))
    }
}

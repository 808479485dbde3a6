//! Questions about one run among several: one call of a function, one turn of a loop.

use crate::syntax::ir::{ExprId, FunctionId};

use super::value::{At, Value};
use super::{Feed, Flow, Known};

impl Flow<'_> {
    /// Asks as if parameters and loop variables were what `known` says.
    pub fn supposing<T>(&mut self, known: &[(Known, Value)], question: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.overrides.len();
        self.overrides.extend_from_slice(known);
        let answer = question(self);
        self.overrides.truncate(before);
        answer
    }

    /// What the first parameter of a callback comes from.
    pub fn feed(&self, callback: At<FunctionId>) -> Option<(Feed, At<ExprId>)> {
        self.feeds.get(&callback).copied()
    }

    /// Every function of the package that calls are known of, with these calls.
    pub fn called(&self) -> impl Iterator<Item = (At<FunctionId>, &[At<ExprId>])> {
        self.callers.iter().map(|(function, calls)| (*function, calls.as_slice()))
    }
}

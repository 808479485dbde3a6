//! Lists of addresses that are not for everyone, as tests compare hosts with them.

use crate::syntax::ir::{Expr, ExprId};

use super::engine::{Engine, Frame};
use super::pattern;

/// Expressions looked at for what a list holds.
const MAX_LOOKED_AT: u32 = 200;

impl Engine<'_, '_, '_> {
    /// Whether an expression names private addresses: a text, a list of texts, patterns or networks, an element of one.
    pub fn speaks_of_private(&mut self, frame: &Frame, expr: ExprId) -> bool {
        let mut budget = MAX_LOOKED_AT;
        self.names_private(frame, expr, &mut budget)
    }

    fn names_private(&mut self, frame: &Frame, expr: ExprId, budget: &mut u32) -> bool {
        if *budget == 0 {
            return false;
        }
        *budget -= 1;
        let module = self.program.module(frame.at.unit);
        match module.expr(expr) {
            Expr::Str(text) => pattern::is_private_word(module.text(text)),
            Expr::Regex(text) => pattern::when_it_matches(module.text(text), false, false).private_hosts,
            Expr::Number(number) => pattern::is_private_octet(number),
            Expr::Array(list) | Expr::Object(list) => module.list(list).iter().any(|item| self.names_private(frame, *item, budget)),
            Expr::Call(_, list) | Expr::New(_, list) => module.list(list).iter().any(|item| self.names_private(frame, *item, budget)),
            Expr::Pair(key, _) => self.names_private(frame, key, budget),
            Expr::Element(source) | Expr::Comprehension(source, _) | Expr::Spread(source) => self.names_private(frame, source, budget),
            Expr::Parameter(function, _) => {
                let at = crate::flow::At { unit: frame.at.unit, id: function };
                self.private_elements.contains(&at)
            }
            Expr::Name(name, scope) => {
                let Some(scope) = module.declaring_scope(name, scope) else { return false };
                let values = module.variables.get(&(scope, name)).cloned().unwrap_or_default();
                values.iter().take(3).any(|value| value.0 < expr.0 && self.names_private(frame, *value, budget))
            }
            Expr::Member(base, _) => self.names_private(frame, base, budget),
            _ => false,
        }
    }

    /// In `PRIVATE.some((range) => range.test(host))` the callback's parameter speaks of private addresses.
    pub fn note_private_list(&mut self, frame: &Frame, receiver: Option<ExprId>, arguments: &[ExprId]) {
        let module = self.program.module(frame.at.unit);
        for argument in arguments {
            if let (Expr::Function(function), Some(receiver)) = (module.expr(*argument), receiver)
                && self.speaks_of_private(frame, receiver)
            {
                self.private_elements.insert(crate::flow::At { unit: frame.at.unit, id: function });
            }
        }
    }
}

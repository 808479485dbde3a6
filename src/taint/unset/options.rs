//! Options of a command line that nobody has given: `argparse`.

use crate::flow::At;
use crate::syntax::ir::{Expr, ExprId, List};

use super::Unset;
use super::worth::Worth;

/// How far before `parse_args` its options are declared.
const MAX_BEFORE: u32 = 6000;

impl Unset<'_, '_> {
    /// `args.name`, for the call of `parse_args` that made `args`.
    pub(super) fn option(&mut self, parsed: At<ExprId>, name: &str) -> Worth {
        let module = self.flow.program.module(parsed.unit);
        let Some(add) = module.names.find("add_argument") else { return Worth::Unknown };
        for id in (parsed.id.0.saturating_sub(MAX_BEFORE)..parsed.id.0).rev().map(ExprId) {
            if let Expr::Call(callee, list) = module.expr(id)
                && matches!(module.expr(callee), Expr::Member(_, method) if method == add)
                && self.declares(parsed, list, name)
            {
                return self.default_of(parsed, list);
            }
        }
        Worth::Unknown
    }

    fn declares(&mut self, parsed: At<ExprId>, list: List, name: &str) -> bool {
        let given = self.arguments(parsed.unit, list, None);
        if let Some(Worth::Text(destination)) = given.named("dest") {
            return &**destination == name;
        }
        given.positional.iter().any(|flag| matches!(flag, Worth::Text(flag) if flag.trim_start_matches('-').replace('-', "_") == name))
    }

    fn default_of(&mut self, parsed: At<ExprId>, list: List) -> Worth {
        let given = self.arguments(parsed.unit, list, None);
        if let Some(default) = given.named("default") {
            return default.clone();
        }
        let is_option = given.positional.iter().all(|flag| matches!(flag, Worth::Text(flag) if flag.starts_with('-')));
        match (given.named("action"), given.named("nargs")) {
            (Some(Worth::Text(action)), _) if &**action == "store_true" => Worth::Bool(false),
            (Some(Worth::Text(action)), _) if &**action == "store_false" => Worth::Bool(true),
            (_, Some(Worth::Text(count))) if &**count == "*" && !is_option => Worth::list(Vec::new()),
            _ if is_option => Worth::Null,
            _ => Worth::Unknown,
        }
    }
}

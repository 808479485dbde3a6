//! What can be said only when every declaration has been seen: a name may be used before it is declared.

use crate::syntax::builder::Builder;
use crate::syntax::ir::{Export, Expr, ExprId, List, Name, ScopeId};

#[derive(Default)]
pub(super) struct Late {
    assignments: Vec<(ScopeId, Name, ExprId)>,
    requires: Vec<Require>,
    exports: Vec<(Option<ExprId>, Export)>,
}

/// `require(…)`, lowered as an import.
struct Require {
    import: ExprId,
    callee: ExprId,
    arguments: List,
}

impl Late {
    /// `name = value`, seen in `scope`.
    pub fn assign(&mut self, scope: ScopeId, name: Name, value: ExprId) {
        self.assignments.push((scope, name, value));
    }

    pub fn require(&mut self, import: ExprId, callee: ExprId, arguments: List) {
        self.requires.push(Require { import, callee, arguments });
    }

    /// An export, or one that is one only if the name `root` (`exports`, `module`) is not the file's own.
    pub fn export(&mut self, root: Option<ExprId>, export: Export) {
        self.exports.push((root, export));
    }

    pub fn settle(self, b: &mut Builder<'_>) {
        // Assignments first would declare the names that they assign to.
        for require in self.requires {
            if is_declared(b, require.callee) {
                b.module.exprs[require.import.index()] = Expr::Call(require.callee, require.arguments);
            }
        }
        for (root, export) in self.exports {
            if !root.is_some_and(|root| is_declared(b, root)) {
                b.export(export);
            }
        }
        let targets: Vec<_> =
            self.assignments.iter().map(|(scope, name, _)| b.module.declaring_scope(*name, *scope).unwrap_or(ScopeId(0))).collect();
        for ((_, name, value), scope) in self.assignments.into_iter().zip(targets) {
            b.bind(scope, name, value);
        }
        // Expressions are numbered in source order.
        for values in b.module.variables.values_mut() {
            if !values.is_sorted() {
                values.sort_unstable();
            }
        }
    }
}

fn is_declared(b: &Builder<'_>, id: ExprId) -> bool {
    match b.module.expr(id) {
        Expr::Name(name, scope) => b.module.declaring_scope(name, scope).is_some(),
        _ => false,
    }
}

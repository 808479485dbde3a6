//! What code hangs on the object that holds all globals: `global.r = require` in one file, `r('os')` in the next.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module};

use super::value::{At, Value};
use super::{Flow, Program, Symbol};

/// Assignments to one name that are looked at.
const MAX_WRITES: usize = 8;

/// Names that mean the same whoever replaces what they stand for: a wrapped `fetch` still fetches.
const KEPT: [&str; 30] = [
    "fetch",
    "process",
    "require",
    "module",
    "exports",
    "console",
    "crypto",
    "performance",
    "navigator",
    "window",
    "self",
    "global",
    "globalThis",
    "document",
    "location",
    "localStorage",
    "sessionStorage",
    "atob",
    "btoa",
    "structuredClone",
    "queueMicrotask",
    "setTimeout",
    "setInterval",
    "setImmediate",
    "clearTimeout",
    "clearInterval",
    "eval",
    "open",
    "print",
    "input",
];

/// By name, what is assigned to it anywhere in the package.
pub(super) type Hung = HashMap<Box<str>, Vec<At<ExprId>>, BuildFastHasher>;

impl Flow<'_> {
    /// What a name that nothing declares was given by way of the global object.
    pub(super) fn hung(&mut self, name: &str, depth: u32) -> Option<Value> {
        let program = self.program;
        let writes = self.hung.get_or_insert_with(|| all(program)).get(name)?.clone();
        // `global.app = global.app || {}`
        if self.hanging.iter().any(|known| **known == *name) {
            return None;
        }
        self.hanging.push(name.into());
        let own = Value::Symbol(self.symbols.root(name));
        let values: Vec<Value> = writes.into_iter().map(|at| self.eval(at.unit, at.id, depth + 8)).collect();
        self.hanging.pop();
        let known: Vec<Value> = values.into_iter().filter(|value| !value.is_unknown() && *value != own).collect();
        (!known.is_empty()).then(|| Value::any(known))
    }

    /// The same where the global object is named: `global.r('os')`.
    pub(super) fn hung_on(&mut self, object: Symbol, name: &str, depth: u32) -> Option<Value> {
        matches!(self.symbols.name(object), "global" | "globalThis" | "window" | "self" | "builtins")
            .then(|| self.hung(name, depth))
            .flatten()
    }
}

fn all(program: &Program) -> Hung {
    let mut found = Hung::default();
    for unit in program.ids() {
        let module = program.module(unit);
        for (name, writes) in &module.member_writes {
            let name = module.name(*name);
            let is_kept = KEPT.contains(&name) || name.starts_with(|c: char| c.is_ascii_uppercase());
            for write in writes.iter().filter(|write| !is_kept && is_global(module, write.object)) {
                let values = found.entry(name.into()).or_default();
                if values.len() < MAX_WRITES {
                    values.push(At { unit, id: write.value });
                }
            }
        }
    }
    found
}

/// `global`, `globalThis`, `builtins`, where the file declares no such thing itself.
fn is_global(module: &Module, object: ExprId) -> bool {
    match (module.language, module.expr(object)) {
        (Language::JavaScript | Language::TypeScript | Language::Tsx, Expr::Name(name, scope)) => {
            matches!(module.name(name), "global" | "globalThis" | "window" | "self" | "GLOBAL")
                && module.declaring_scope(name, scope).is_none()
        }
        (Language::Python, Expr::Name(name, _)) => matches!(module.name(name), "builtins" | "__builtins__"),
        (Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Python | Language::Bash, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::{Flow, Program, Unit, UnitId, Value};
    use crate::model::RelPath;
    use crate::syntax::ir::Expr;
    use crate::syntax::{Language, ParseBudget, parse};

    fn tested(code: &str, language: Language) -> String {
        let path = RelPath::new("code").unwrap();
        let module = parse(code, language, &ParseBudget::default()).unwrap();
        let program = Program::new(vec![Unit { path, module: module.into(), parts: Default::default() }], None);
        let mut flow = Flow::new(&program);
        let module = program.module(UnitId(0));
        let asked = module.iter().find_map(|(_, expr)| match expr {
            Expr::Call(callee, list) => match (module.expr(callee), module.list(list)) {
                (Expr::Name(name, _), [only]) if module.name(name) == "test" => Some(*only),
                _ => None,
            },
            _ => None,
        });
        match flow.glance(UnitId(0), asked.unwrap()) {
            Value::Symbol(symbol) => flow.symbols.name(symbol).to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_name_that_was_hung_on_the_global_object_is_what_it_was_given() {
        assert_eq!(tested("global.r = require; test(r('os').hostname)", Language::JavaScript), "os.hostname");
        assert_eq!(tested("global['r'] = require; test(r('os').hostname)", Language::JavaScript), "os.hostname");
        assert_eq!(tested("globalThis.r = require; test(global.r('os').hostname)", Language::JavaScript), "os.hostname");
    }

    #[test]
    fn a_name_that_was_hung_on_the_builtins_is_what_it_was_given() {
        assert_eq!(tested("import builtins\nbuiltins.r = __import__\ntest(r('os').system)", Language::Python), "os.system");
        assert_eq!(tested("globals()['r'] = __import__\ntest(r('os').system)", Language::Python), "os.system");
    }

    #[test]
    fn a_well_known_name_stays_what_it_is() {
        assert_eq!(tested("global.fetch = require('node-fetch'); test(fetch)", Language::JavaScript), "fetch");
        assert_eq!(tested("const global = {}; global.r = require; test(r)", Language::JavaScript), "r");
    }
}

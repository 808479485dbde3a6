//! Parameters that are lent what brings modules in or holds everything: `(function (r) { r('fs') })(require)`, `load(process)`.
//!
//! Who lends `require` to a function calls it there under another name. This is known before any other question is asked, so that a
//! glance at such a call tells as much as a glance at `require('fs')`.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Export, Expr, ExprId, FunctionId, Name};
use crate::syntax::{Language, Module};

use super::Flow;
use super::value::{At, UnitId, Value};

/// Lent by one function to the next, and so on.
const MAX_ROUNDS: u32 = 4;
/// Parameters of one package; arguments of one call.
const MAX_LENT: usize = 4_096;
const MAX_ARGUMENTS: usize = 16;

/// Names of what is worth following, where nothing declares them.
const SCRIPT: [&str; 8] = ["require", "module", "process", "globalThis", "global", "window", "eval", "Function"];
const PYTHON: [&str; 7] = ["__import__", "eval", "exec", "compile", "getattr", "globals", "__builtins__"];

pub(super) type Lent = HashMap<(At<FunctionId>, u32), Loaned, BuildFastHasher>;

/// What a parameter is lent.
#[derive(Debug, Clone)]
pub(super) struct Loaned {
    value: Value,
    /// The function has no name and is called where it stands: nobody gives it anything else.
    is_only: bool,
}

/// One argument of a call that is lent.
struct Loan {
    call: ExprId,
    callee: ExprId,
    argument: ExprId,
    value: Value,
}

impl Flow<'_> {
    /// Finds all of them; asked once, before anything else.
    pub fn find_lent(&mut self) {
        for _ in 0..MAX_ROUNDS {
            let before = self.lent.len();
            for unit in self.program.ids() {
                self.lend_in(unit);
            }
            if self.lent.len() == before {
                return;
            }
            // What was taken for a mere parameter may be more now.
            self.variables.iter_mut().for_each(HashMap::clear);
            self.answers.clear();
            if self.lent.len() >= MAX_LENT {
                return;
            }
        }
    }

    /// What a parameter is lent, beside whatever other callers give.
    pub(super) fn lent_to(&self, function: At<FunctionId>, index: u32) -> Option<Value> {
        let loaned = self.lent.get(&(function, index))?;
        let others = (!loaned.is_only).then_some(Value::Parameter(function, index));
        Some(Value::any(std::iter::once(loaned.value.clone()).chain(others)))
    }

    fn lend_in(&mut self, unit: UnitId) {
        let program = self.program;
        let module = program.module(unit);
        let all: &[&str] = match module.language {
            Language::Python => &PYTHON,
            Language::JavaScript | Language::TypeScript | Language::Tsx => &SCRIPT,
            Language::Bash => return,
        };
        let words: Vec<Name> = all.iter().filter_map(|name| module.names.find(name)).collect();
        if words.is_empty() && self.lent.is_empty() {
            return;
        }
        if module.language != Language::Python {
            self.lend_to_callbacks(unit, &words);
        }
        let mut loans = self.loans(unit, &words);
        if !loans.is_empty() {
            loans.extend(factories(module, unit));
        }
        for loan in loans {
            self.lend(unit, loan);
        }
    }

    fn loans(&mut self, unit: UnitId, words: &[Name]) -> Vec<Loan> {
        let module = self.program.module(unit);
        let mut found = Vec::new();
        for (call, expr) in module.iter() {
            let (Expr::Call(callee, list) | Expr::New(callee, list)) = expr else { continue };
            for argument in module.list(list).iter().take(MAX_ARGUMENTS) {
                if let Some(value) = self.lendable(unit, *argument, words) {
                    found.push(Loan { call, callee, argument: *argument, value });
                }
            }
        }
        found
    }

    fn lendable(&mut self, unit: UnitId, argument: ExprId, words: &[Name]) -> Option<Value> {
        let module = self.program.module(unit);
        match module.expr(argument) {
            Expr::Name(name, scope) => match module.declaring_scope(name, scope) {
                None => words.contains(&name).then(|| Value::Symbol(self.symbols.root(module.name(name)))),
                Some(scope) => match module.variables.get(&(scope, name))?.as_slice() {
                    [one] => match module.expr(*one) {
                        Expr::Parameter(id, index) => self.lent.get(&(At { unit, id }, index)).map(|loaned| loaned.value.clone()),
                        _ => None,
                    },
                    _ => None,
                },
            },
            // `load({ bring: require })`, `load([require])`
            Expr::Object(list) => {
                let lends = |member: &ExprId| matches!(module.expr(*member), Expr::Pair(_, value) if is_free(module, value, words));
                module.list(list).iter().take(MAX_ARGUMENTS).any(lends).then_some(Value::Object(At { unit, id: argument }))
            }
            Expr::Array(list) => {
                let lends = |item: &ExprId| is_free(module, *item, words);
                module.list(list).iter().take(MAX_ARGUMENTS).any(lends).then_some(Value::Array(At { unit, id: argument }))
            }
            _ => None,
        }
    }

    /// `[require].map((r) => …)`, `setTimeout((r) => …, 1000, require)`: somebody else passes it on to what is written beside it.
    fn lend_to_callbacks(&mut self, unit: UnitId, words: &[Name]) {
        let module = self.program.module(unit);
        for (_, expr) in module.iter() {
            let Expr::Call(callee, list) = expr else { continue };
            let arguments = module.list(list);
            let Some(Expr::Function(id)) = arguments.first().map(|first| module.expr(*first)) else { continue };
            let passed: Vec<ExprId> = match module.expr(callee) {
                Expr::Member(object, _) => match module.expr(object) {
                    Expr::Array(items) => module.list(items).iter().take(1).copied().collect(),
                    Expr::Call(maker, items) if matches!(module.expr(maker), Expr::Member(_, name) if module.name(name) == "resolve") => {
                        module.list(items).iter().take(1).copied().collect()
                    }
                    _ => continue,
                },
                Expr::Name(name, _) => match module.name(name) {
                    "setTimeout" | "setInterval" => arguments.iter().skip(2).copied().collect(),
                    "setImmediate" | "queueMicrotask" => arguments.iter().skip(1).copied().collect(),
                    _ => continue,
                },
                _ => continue,
            };
            for (index, argument) in passed.into_iter().enumerate().take(MAX_ARGUMENTS) {
                if is_free(module, argument, words)
                    && let Some(value) = self.lendable(unit, argument, words)
                {
                    self.lent.insert((At { unit, id }, index as u32), Loaned { value, is_only: false });
                }
            }
        }
    }

    fn lend(&mut self, unit: UnitId, loan: Loan) {
        let module = self.program.module(unit);
        let called = self.glance_called(unit, loan.callee);
        // `f.call(this, require)`: the first argument is no parameter.
        let is_shifted = module.language != Language::Python
            && matches!(module.expr(loan.callee), Expr::Member(_, method) if module.name(method) == "call");
        let is_made_here = match module.expr(loan.callee) {
            Expr::Function(_) => true,
            Expr::Member(function, _) => is_shifted && matches!(module.expr(function), Expr::Function(_)),
            _ => false,
        };
        for called in called.alternatives() {
            let function = match called {
                Value::Function(function) => *function,
                Value::Class(class) => match self.constructor(*class) {
                    Some(function) => function,
                    None => continue,
                },
                _ => continue,
            };
            let count = self.program.module(function.unit).function(function.id).parameters.len().min(MAX_ARGUMENTS) as u32;
            let call = At { unit, id: loan.call };
            let is_it = |index: &u32| match is_shifted {
                true => shifted(module, call.id, *index) == Some(loan.argument),
                false => self.argument(function, *index, call) == Some(loan.argument),
            };
            if let Some(index) = (0..count).find(is_it)
                && self.lent.len() < MAX_LENT
            {
                let known = self.lent.remove(&(function, index)).map(|loaned| loaned.value);
                let value = Value::any(known.into_iter().chain([loan.value.clone()]));
                let is_only = is_made_here && self.program.module(function.unit).function(function.id).name.is_none();
                self.lent.insert((function, index), Loaned { value, is_only });
            }
        }
    }

    /// `module.exports = …`
    pub(super) fn whole_export(&self, unit: UnitId) -> Option<ExprId> {
        self.program.module(unit).exports.iter().rev().find_map(|export| match export {
            Export::Whole(value) => Some(*value),
            Export::Item(..) | Export::All(_) => None,
        })
    }

    /// What is called where a callee stands; a module of the package is what it exports as a whole.
    pub fn glance_called(&mut self, unit: UnitId, callee: ExprId) -> Value {
        match self.glance(unit, callee) {
            Value::Namespace(other) => match self.whole_export(other) {
                Some(whole) => self.glance(other, whole),
                None => Value::Namespace(other),
            },
            value => value,
        }
    }
}

/// One of the names, which nothing declares.
fn is_free(module: &Module, expr: ExprId, words: &[Name]) -> bool {
    matches!(module.expr(expr), Expr::Name(name, scope) if words.contains(&name) && module.declaring_scope(name, scope).is_none())
}

fn shifted(module: &Module, call: ExprId, index: u32) -> Option<ExprId> {
    let Expr::Call(_, list) = module.expr(call) else { return None };
    module.list(list).get(index as usize + 1).copied()
}

/// `(function (root, factory) { … factory(require) … })(this, function (r) { … })`: what is called there stands at the end.
fn factories(module: &Module, unit: UnitId) -> Vec<Loan> {
    let mut found = Vec::new();
    for (call, expr) in module.iter() {
        let Expr::Call(callee, list) = expr else { continue };
        if !matches!(module.expr(callee), Expr::Function(_)) {
            continue;
        }
        for argument in module.list(list).iter().take(MAX_ARGUMENTS) {
            if let Expr::Function(id) = module.expr(*argument) {
                found.push(Loan { call, callee, argument: *argument, value: Value::Function(At { unit, id }) });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::flow::{Flow, Program, Unit, UnitId, Value};
    use crate::model::RelPath;
    use crate::syntax::ir::Expr;
    use crate::syntax::{Language, ParseBudget, parse};

    /// What the first file's `test(…)` is given, as its canonical name.
    fn tested(files: &[(&str, &str)]) -> String {
        let unit = |(path, code): &(&str, &str)| {
            let language = if path.ends_with(".py") { Language::Python } else { Language::JavaScript };
            let module = parse(code, language, &ParseBudget::default()).unwrap();
            Unit { path: RelPath::new(path).unwrap(), module: module.into(), parts: Default::default() }
        };
        let program = Program::new(files.iter().map(unit).collect(), None);
        let mut flow = Flow::new(&program);
        flow.find_lent();
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
    fn a_function_that_is_lent_require_brings_modules_in() {
        for code in [
            "(function (r) { test(r('child_process').exec) })(require)",
            "!function (r) { var c = r('child_process'); test(c.exec) }(require)",
            "((r) => { test(r('child_process').exec) })(require)",
            "function go(r) { test(r('child_process').exec) }\ngo(require)",
            "const go = (r) => { test(r('child_process').exec) };\ngo(require)",
            "(function (r) { test(r('child_process').exec) }).call(this, require)",
            "function inner(q) { test(q('child_process').exec) }\nfunction outer(r) { inner(r) }\nouter(require)",
            "(function (root, factory) { factory(root, require) })(this, function (out, r) { test(r('child_process').exec) })",
            "(function (m) { test(m.require('child_process').exec) })(module)",
            "(({ r }) => { test(r('child_process').exec) })({ r: require })",
            "(function (all) { test(all[0]('child_process').exec) })([require])",
            "[require].forEach((r) => { test(r('child_process').exec) })",
            "setTimeout(function (r) { test(r('child_process').exec) }, 1000, require)",
        ] {
            assert_eq!(tested(&[("a.js", code)]), "child_process.exec", "{code}");
        }
        assert_eq!(tested(&[("a.js", "(function (p) { test(p.env) })(process)")]), "process.env");
        assert_eq!(tested(&[("a.py", "(lambda i: test(i('os').system))(__import__)\n")]), "os.system");
        assert_eq!(tested(&[("a.py", "def go(i):\n    test(i('os').system)\n\ngo(__import__)\n")]), "os.system");
    }

    #[test]
    fn another_file_may_lend_it() {
        let loader = ("b.js", "module.exports = function (q) { test(q('https').request) }");
        assert_eq!(tested(&[loader, ("a.js", "require('./b')(require)")]), "https.request");
        assert_eq!(tested(&[loader, ("a.js", "const b = require('./b');\nb(require)")]), "https.request");
        assert_ne!(tested(&[loader, ("a.js", "require('./b')(fetch)")]), "https.request", "something else is lent");
    }

    #[test]
    fn what_one_caller_lends_hides_nothing_of_the_others() {
        let found = tested(&[("a.js", "function go(x) { test(x) }\ngo(process);\ngo('other')")]);
        assert!(found.contains("Parameter"), "{found}");
    }

    #[test]
    fn what_is_declared_by_the_file_is_no_loader() {
        let own = "const require = (name) => ({});\n(function (r) { test(r('child_process').exec) })(require)";
        assert_ne!(tested(&[("a.js", own)]), "child_process.exec");
    }
}

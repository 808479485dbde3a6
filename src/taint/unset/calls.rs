//! Calls: of the package's own functions, and of the few others whose result is known without any configuration.

use crate::flow::{At, UnitId};
use crate::syntax::ir::{Expr, ExprId, List};

use super::worth::{Given, Worth};
use super::{Scope, Unset};

impl Unset<'_, '_> {
    pub(super) fn arguments(&mut self, unit: UnitId, list: List, scope: Scope) -> Given {
        self.arguments_for(unit, list, scope, None)
    }

    /// The arguments that one parameter may take, by its name and position; the others stay unknown.
    pub(super) fn arguments_for(&mut self, unit: UnitId, list: List, scope: Scope, one: Option<(Option<&str>, usize)>) -> Given {
        let module = self.flow.program.module(unit);
        let mut given = Given::default();
        for argument in module.list(list).iter().take(32) {
            match module.expr(*argument) {
                Expr::Keyword(name, _) if one.is_some_and(|(wanted, _)| wanted != Some(module.name(name))) => {}
                Expr::Keyword(name, value) => {
                    let worth = self.evaluate(unit, value, scope.clone());
                    given.named.push((module.name(name).into(), worth));
                }
                Expr::Spread(inner) => match self.evaluate(unit, inner, scope.clone()) {
                    Worth::List(items) if !given.open => given.positional.extend(items.iter().cloned()),
                    _ => given.open = true,
                },
                _ if given.open => {}
                _ if one.is_some_and(|(_, position)| position != given.positional.len()) => given.positional.push(Worth::Unknown),
                _ => {
                    let worth = self.evaluate(unit, *argument, scope.clone());
                    given.positional.push(worth);
                }
            }
        }
        given
    }

    pub(super) fn call(&mut self, unit: UnitId, id: ExprId, callee: ExprId, list: List, scope: Scope) -> Worth {
        let module = self.flow.program.module(unit);
        if let Expr::Member(object, name) = module.expr(callee) {
            let receiver = self.evaluate(unit, object, scope.clone());
            return self.method_call(At { unit, id }, callee, receiver, module.name(name), list, scope);
        }
        let callee_worth = self.evaluate(unit, callee, scope.clone());
        if matches!(callee_worth, Worth::Unknown) {
            // What compilers put around an import, and calls that cannot be seen through.
            return self.glanced(unit, id).unwrap_or(Worth::Unknown);
        }
        let given = self.arguments(unit, list, scope);
        self.apply(At { unit, id }, &callee_worth, given, None)
    }

    fn method_call(&mut self, at: At<ExprId>, callee: ExprId, receiver: Worth, method: &str, list: List, scope: Scope) -> Worth {
        match &receiver {
            Worth::Text(_) | Worth::List(_) | Worth::Null | Worth::Bool(_) | Worth::Number(_) => {
                let given = self.arguments(at.unit, list, scope);
                self.method(at.unit, &receiver, method, &given)
            }
            Worth::Instance(..) | Worth::Object(..) | Worth::Class(_) | Worth::Namespace(_) => {
                let function = self.member(&receiver, method, self.is_python(at.unit));
                let given = self.arguments(at.unit, list, scope);
                match function {
                    Worth::Null | Worth::Unknown if method == "get" && matches!(receiver, Worth::Object(..)) => {
                        self.looked_up(&receiver, &given, self.is_python(at.unit))
                    }
                    function => self.apply(at, &function, given, Some(receiver)),
                }
            }
            _ => {
                let function = self.evaluate(at.unit, callee, scope.clone());
                let given = self.arguments(at.unit, list, scope);
                self.apply(at, &function, given, None)
            }
        }
    }

    /// `settings.get("key", default)`
    fn looked_up(&mut self, object: &Worth, given: &Given, python: bool) -> Worth {
        let Worth::Text(key) = given.at(0) else { return Worth::Unknown };
        match self.member(object, &key, python) {
            Worth::Null => given.at(1),
            found => found,
        }
    }

    pub(super) fn apply(&mut self, at: At<ExprId>, callee: &Worth, given: Given, this: Option<Worth>) -> Worth {
        match callee {
            Worth::Function(function, around) => self.called(*function, &given, this, around.clone()),
            Worth::Class(class) => Worth::Instance(*class, Some(given.into())),
            Worth::Outside(symbol) => {
                let name = self.flow.symbols.name(*symbol).to_owned();
                if name.ends_with(".parse_args") || name.ends_with(".parse_known_args") {
                    return Worth::Arguments(at);
                }
                match self.built_in(&name, &given, self.is_python(at.unit)) {
                    Some(worth) => worth,
                    None => Worth::Outside(self.flow.symbols.result(*symbol)),
                }
            }
            _ => Worth::Unknown,
        }
    }

    /// `new F(…)`: an object counts as true, whatever it is.
    pub(super) fn made(&mut self, unit: UnitId, callee: ExprId, list: List, scope: Scope) -> Worth {
        let class = self.evaluate(unit, callee, scope.clone());
        match class {
            Worth::Class(class) => {
                let given = self.arguments(unit, list, scope);
                Worth::Instance(class, Some(given.into()))
            }
            Worth::Outside(symbol) if self.flow.symbols.name(symbol) == "Set" => match self.arguments(unit, list, scope).at(0) {
                Worth::Null => Worth::list(Vec::new()),
                items @ Worth::List(_) => items,
                _ => Worth::Something,
            },
            _ => Worth::Something,
        }
    }

    /// A function of the language or its library; none where nothing is known of it.
    fn built_in(&mut self, name: &str, given: &Given, python: bool) -> Option<Worth> {
        let first = given.at(0);
        let worth = match name {
            "os.getenv" | "os.environ.get" | "os.environ.setdefault" => given.named("default").cloned().unwrap_or_else(|| given.at(1)),
            "process.cwd"
            | "os.getcwd"
            | "os.homedir"
            | "os.tmpdir"
            | "tempfile.gettempdir"
            | "pathlib.Path"
            | "pathlib.Path.home"
            | "pathlib.Path.cwd"
            | "path.resolve"
            | "path.join"
            | "path.normalize"
            | "os.path.abspath"
            | "os.path.realpath" => Worth::Something,
            "Boolean" | "bool" => Worth::of_truth(first.truth(python)),
            "String" | "str" if matches!(first, Worth::Text(_)) => first,
            "os.path.expanduser" | "os.path.expandvars" | "os.fspath" => first,
            "len" => match &first {
                Worth::List(items) => Worth::Number(items.len() as f64),
                Worth::Text(text) => Worth::Number(text.chars().count() as f64),
                _ => Worth::Unknown,
            },
            "list" | "set" | "tuple" | "frozenset" | "sorted" | "Array.from" | "Array" | "dict" => match first {
                Worth::Null => Worth::list(Vec::new()),
                items @ Worth::List(_) => items,
                _ => Worth::Unknown,
            },
            "any" => self.some(&first, python),
            "all" => self.every(&first, python),
            "int" | "float" | "Number" | "parseInt" | "Number.parseInt" => match &first {
                Worth::Text(text) => text.trim().parse().map_or(Worth::Unknown, Worth::Number),
                Worth::Number(_) => first,
                Worth::Null if !python => Worth::Nothing,
                _ => Worth::Unknown,
            },
            "Array.isArray" => match first {
                Worth::List(_) => Worth::Bool(true),
                Worth::Null | Worth::Text(_) => Worth::Bool(false),
                _ => Worth::Unknown,
            },
            "getattr" => {
                let Worth::Text(key) = given.at(1) else { return Some(Worth::Unknown) };
                match self.member(&first, &key, python) {
                    Worth::Null | Worth::Unknown if given.positional.len() > 2 => given.at(2),
                    found => found,
                }
            }
            _ => return None,
        };
        Some(worth)
    }

    pub(super) fn some(&self, items: &Worth, python: bool) -> Worth {
        let Worth::List(items) = items else { return Worth::Unknown };
        let truths: Vec<Option<bool>> = items.iter().map(|item| item.truth(python)).collect();
        match truths.contains(&Some(true)) {
            true => Worth::Bool(true),
            false if truths.contains(&None) => Worth::Unknown,
            false => Worth::Bool(false),
        }
    }

    pub(super) fn every(&self, items: &Worth, python: bool) -> Worth {
        let Worth::List(items) = items else { return Worth::Unknown };
        let truths: Vec<Option<bool>> = items.iter().map(|item| item.truth(python)).collect();
        match truths.contains(&Some(false)) {
            true => Worth::Bool(false),
            false if truths.contains(&None) => Worth::Unknown,
            false => Worth::Bool(true),
        }
    }
}

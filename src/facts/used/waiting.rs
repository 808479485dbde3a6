//! What of a file is used only once a variable or a name comes up.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, Export, Expr, ExprId, FunctionId, List, Name, ScopeId};
use crate::syntax::{Language, Module};

use super::Thing;

#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// For each expression, whether its turn comes with a variable or a name and not where it stands.
    deferred: Vec<bool>,
    /// Whether some variable of that name is in [`Self::variables`].
    awaited: Vec<bool>,
    pub variables: HashMap<(ScopeId, Name), Vec<Thing>, BuildFastHasher>,
    /// By the names that other code knows them by.
    pub exported: Vec<(Name, Thing)>,
    /// The functions right inside each function, in order.
    pub inner: Vec<Vec<FunctionId>>,
}

impl Waiting {
    pub fn is_deferred(&self, expr: ExprId) -> bool {
        self.deferred[expr.index()]
    }

    pub fn is_awaited(&self, name: Name) -> bool {
        self.awaited.get(name.index()).copied().unwrap_or_default()
    }
}

/// Others may take anything from an entry; of other files they take what they speak of.
pub(super) fn waiting(module: &Module, is_entry: bool) -> Waiting {
    let inner = vec![Vec::new(); module.functions.len()];
    let mut waiting = Waiting { deferred: vec![false; module.exprs.len()], inner, ..Waiting::default() };
    for (at, function) in module.functions.iter().enumerate().skip(1) {
        waiting.inner[function.parent.index()].push(FunctionId(at as u32));
    }
    let mut statements = statements(module);
    statements.sort_unstable();
    for (key, values) in &module.variables {
        for (value, thing) in values.iter().flat_map(|value| bound(module, *value)) {
            if statements.binary_search(&value).is_ok() {
                waiting.defer(value);
                waiting.variables.entry(*key).or_default().push(thing);
            }
        }
    }
    waiting.exports(module, is_entry);
    waiting.methods(module);
    waiting.awaited = vec![false; module.names.len()];
    for (_, name) in waiting.variables.keys() {
        waiting.awaited[name.index()] = true;
    }
    waiting
}

impl Waiting {
    fn defer(&mut self, expr: ExprId) {
        self.deferred[expr.index()] = true;
    }

    fn exports(&mut self, module: &Module, is_entry: bool) {
        for export in module.exports.iter().filter(|_| !is_entry) {
            if let Export::Item(name, value) = export
                && let Expr::Name(variable, scope) = module.expr(*value)
                // Whoever is handed a whole file takes its default.
                && module.name(*name) != "default"
            {
                self.defer(*value);
                self.exported.push((*name, Thing::Variable(scope, variable)));
            }
        }
        // Whatever a file of Python defines can be taken from it.
        let top = self.variables.keys().filter(|(scope, _)| *scope == ScopeId(0) && module.language == Language::Python);
        self.exported.extend(top.map(|(scope, name)| (*name, Thing::Variable(*scope, *name))));
        for (_, expr) in module.iter() {
            if let Expr::Assign(target, value) = expr {
                self.assignment(module, target, value);
            }
        }
    }

    /// A variable that is given a value is not spoken of; one that is exported is when somebody takes the export.
    fn assignment(&mut self, module: &Module, target: ExprId, value: ExprId) {
        match (module.expr(target), module.expr(value)) {
            // `a += b` and `a ||= b` read what they write.
            (Expr::Name(..), Expr::Binary(..) | Expr::Either(..)) => {}
            (Expr::Name(..), _) => self.defer(target),
            (Expr::Member(object, name), Expr::Name(variable, scope)) if is_exports(module, object) => {
                self.defer(target);
                self.defer(value);
                self.exported.push((name, Thing::Variable(scope, variable)));
            }
            _ => {}
        }
    }

    /// Methods come with their class, unless a decorator was given them.
    fn methods(&mut self, module: &Module) {
        let mut is_method = vec![false; module.functions.len()];
        for (_, method) in module.classes.iter().flat_map(|class| &class.methods) {
            is_method[method.index()] = module.function(*method).decorators.is_empty();
        }
        for (expr, kind) in module.iter() {
            if matches!(kind, Expr::Function(function) if is_method[function.index()]) {
                self.defer(expr);
            }
        }
    }
}

/// `exports` and `module.exports`, of the file or of a module in a bundle; esbuild numbers them.
fn is_exports(module: &Module, object: ExprId) -> bool {
    let is_named = |expr: ExprId, known: &str| match module.expr(expr) {
        Expr::Name(name, _) => module.name(name).trim_end_matches(|c: char| c.is_ascii_digit()) == known,
        _ => false,
    };
    match module.expr(object) {
        Expr::Name(..) => is_named(object, "exports") || is_named(object, "__webpack_exports__"),
        Expr::Member(root, name) => module.name(name) == "exports" && is_named(root, "module"),
        _ => false,
    }
}

/// Functions, classes and lazy modules that stand as a statement of their own, or are all that a statement gives a variable:
/// nothing else is handed their value.
fn statements(module: &Module) -> Vec<ExprId> {
    let mut found = Vec::new();
    for (_, expr) in module.iter() {
        let Expr::Block(list) = expr else { continue };
        for statement in module.list(list) {
            match module.expr(*statement) {
                Expr::Sequence(parts) => found.extend(module.list(parts).iter().flat_map(|part| values_of(module, *part))),
                _ => found.extend(values_of(module, *statement)),
            }
        }
    }
    found
}

fn values_of(module: &Module, statement: ExprId) -> Vec<ExprId> {
    let value = match module.expr(statement) {
        Expr::Assign(target, value) if matches!(module.expr(target), Expr::Name(..)) => value,
        _ => statement,
    };
    bound(module, value).into_iter().map(|(value, _)| value).collect()
}

/// What using a variable of this value uses.
fn bound(module: &Module, value: ExprId) -> Vec<(ExprId, Thing)> {
    match module.expr(value) {
        Expr::Function(function) if module.function(function).decorators.is_empty() => vec![(value, Thing::Function(function))],
        Expr::Class(class) if !is_announced(module, class) => vec![(value, Thing::Class(class))],
        Expr::Call(callee, arguments) if is_lazy(module, callee) => lazy(module, arguments),
        _ => Vec::new(),
    }
}

/// Somebody learns of the class where it stands: a decorator, or in Python a base that keeps a list of what derives from it.
fn is_announced(module: &Module, class: ClassId) -> bool {
    let class = module.class(class);
    !class.decorators.is_empty() || (module.language == Language::Python && !class.bases.is_empty())
}

/// The functions in `__commonJS({ "path"(exports, module) {…} })` or `lazy((exports) => {…})`.
fn lazy(module: &Module, arguments: List) -> Vec<(ExprId, Thing)> {
    let of = |expr: ExprId| match module.expr(expr) {
        Expr::Function(function) => Some((expr, Thing::Function(function))),
        _ => None,
    };
    let inside = |argument: &ExprId| match module.expr(*argument) {
        Expr::Object(members) => module.list(members).iter().filter_map(|member| pair(module, *member).and_then(of)).collect(),
        _ => Vec::from_iter(of(*argument)),
    };
    module.list(arguments).iter().flat_map(inside).collect()
}

fn pair(module: &Module, member: ExprId) -> Option<ExprId> {
    match module.expr(member) {
        Expr::Pair(_, value) => Some(value),
        _ => None,
    }
}

/// A function of the file that does nothing but give back a function: what it is given is called by that one, if at all.
fn is_lazy(module: &Module, callee: ExprId) -> bool {
    let Expr::Name(name, scope) = module.expr(callee) else { return false };
    let Some(scope) = module.declaring_scope(name, scope) else { return false };
    let Some([value]) = module.variables.get(&(scope, name)).map(Vec::as_slice) else { return false };
    let Expr::Function(function) = module.expr(*value) else { return false };
    let function = module.function(function);
    let [returned] = function.returns.as_slice() else { return false };
    let Expr::Function(inner) = module.expr(*returned) else { return false };
    let inner = module.function(inner).exprs;
    let calls = |at: u32| matches!(module.expr(ExprId(at)), Expr::Call(..) | Expr::New(..));
    !(function.exprs.0..inner.0).chain(inner.1..function.exprs.1).any(calls)
}

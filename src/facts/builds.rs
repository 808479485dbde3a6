//! What installers call in the files of a build: command classes of setup.py, the functions of a build backend, hooks of build tools.

use std::collections::BTreeSet;

use super::Facts;
use crate::flow::{At, Flow, Program, UnitId, Value};
use crate::manifest::{EntryKind, Manifest};
use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId};
use crate::syntax::{Language, Module};

/// Libraries whose classes an installer makes objects of.
const BUILDERS: [&str; 10] =
    ["setuptools", "distutils", "wheel", "numpy", "Cython", "skbuild", "torch", "hatchling", "setuptools_rust", "pybind11"];
/// Commands of setup.py that no installer gives, nor any command of setuptools.
const BY_HAND: [&str; 12] =
    ["test", "tests", "pytest", "tox", "lint", "flake8", "format", "docs", "build_docs", "build_sphinx", "upload", "publish"];
/// A class may inherit from one of the package's own; so many times.
const MAX_HEIRS: u32 = 8;
/// Functions that the standard for build backends names.
const BACKEND: [&str; 8] = [
    "build_wheel",
    "build_sdist",
    "build_editable",
    "get_requires_for_build_wheel",
    "get_requires_for_build_sdist",
    "get_requires_for_build_editable",
    "prepare_metadata_for_build_wheel",
    "prepare_metadata_for_build_editable",
];

/// The functions that are called although no code of the package calls them.
pub(super) fn called(flow: &mut Flow<'_>, facts: &Facts<'_>, manifest: &Manifest) -> Vec<At<FunctionId>> {
    let program = flow.program;
    let hooks = hooks(program, manifest);
    let mut found = Vec::new();
    for unit in program.ids().filter(|unit| facts.reach.runs_at_install(*unit) && program.module(*unit).language == Language::Python) {
        let module = program.module(unit);
        let named = command_classes(flow, unit);
        let waiting = waiting_classes(module);
        for at in 0..module.classes.len() as u32 {
            let class = At { unit, id: ClassId(at) };
            if waiting.contains(&class.id) {
                continue;
            }
            if named.contains(&class.id) || is_builder(flow, class, MAX_HEIRS) {
                found.extend(module.class(class.id).methods.iter().map(|(_, method)| At { unit, id: *method }));
            }
        }
        if hooks.contains(&unit) {
            found.extend(functions(module).map(|id| At { unit, id }));
        }
    }
    found
}

/// Files that a build tool imports to call functions of known names.
fn hooks(program: &Program, manifest: &Manifest) -> BTreeSet<UnitId> {
    let entries = manifest.entries.iter().filter(|entry| entry.kind == EntryKind::InstallHook && entry.name != "setup.py");
    entries.filter_map(|entry| program.graph.unit(entry.path.as_str())).collect()
}

fn functions(module: &Module) -> impl Iterator<Item = FunctionId> {
    let is_called = |name: &str| BACKEND.contains(&name) || name == "build" || name == "get_build_hook" || name.starts_with("pdm_build");
    let named = move |at: &usize| module.functions[*at].name.is_some_and(|name| is_called(module.name(name)));
    (1..module.functions.len()).filter(named).map(|at| FunctionId(at as u32))
}

/// Classes for commands of setup.py that only a person gives: `cmdclass={"test": Test}`. A name that stands in the file
/// again may be that of a command which another one runs.
pub(super) fn waiting_classes(module: &Module) -> BTreeSet<ClassId> {
    let mut found = BTreeSet::new();
    let given = module.iter().filter_map(|(_, expr)| match expr {
        Expr::Keyword(name, value) if module.name(name) == "cmdclass" => Some(value),
        _ => None,
    });
    for (key, value) in given.take(4).flat_map(|value| pairs(module, value)) {
        let (Expr::Str(key), Expr::Name(name, _)) = (module.expr(key), module.expr(value)) else { continue };
        let command = module.text(key);
        let times = module.iter().filter(|(_, expr)| matches!(expr, Expr::Str(text) if module.text(*text) == command)).count();
        if BY_HAND.contains(&command) && times == 1 {
            let classes = (0..module.classes.len() as u32).map(ClassId);
            found.extend(classes.filter(|class| module.class(*class).name == Some(name)));
        }
    }
    found
}

/// `cmdclass={"install": Own}`
fn command_classes(flow: &mut Flow<'_>, unit: UnitId) -> BTreeSet<ClassId> {
    let module = flow.program.module(unit);
    let mut found = BTreeSet::new();
    for (_, expr) in module.iter() {
        let Expr::Keyword(name, value) = expr else { continue };
        if module.name(name) != "cmdclass" {
            continue;
        }
        for class in members(module, value) {
            if let Value::Class(at) = flow.glance(unit, class)
                && at.unit == unit
            {
                found.insert(at.id);
            }
        }
    }
    found
}

/// The values of a dictionary that is written there, or as the first value of a name.
fn members(module: &Module, value: ExprId) -> Vec<ExprId> {
    pairs(module, value).into_iter().map(|(_, value)| value).collect()
}

fn pairs(module: &Module, value: ExprId) -> Vec<(ExprId, ExprId)> {
    let written = match module.expr(value) {
        Expr::Name(name, scope) => {
            let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
            values.and_then(|values| values.first().copied()).unwrap_or(value)
        }
        _ => value,
    };
    match module.expr(written) {
        Expr::Object(pairs) => {
            let pairs = module.list(pairs).iter().filter_map(|pair| match module.expr(*pair) {
                Expr::Pair(key, value) => Some((key, value)),
                _ => None,
            });
            pairs.take(64).collect()
        }
        _ => Vec::new(),
    }
}

/// It inherits from a class of a library that builds packages.
fn is_builder(flow: &mut Flow<'_>, class: At<ClassId>, links: u32) -> bool {
    let Some(links) = links.checked_sub(1) else { return false };
    let bases = &flow.program.module(class.unit).class(class.id).bases;
    bases.iter().take(8).any(|base| match flow.glance(class.unit, *base) {
        Value::Symbol(symbol) => {
            let name = flow.symbols.name(symbol);
            BUILDERS.contains(&name.split('.').next().unwrap_or(name))
        }
        Value::Class(own) => own != class && is_builder(flow, own, links),
        _ => false,
    })
}

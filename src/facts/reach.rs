//! Which files something outside the package can cause to run, as far as imports and names of files tell.

use std::collections::{BTreeSet, HashMap};

use crate::flow::{Program, UnitId};
use crate::manifest::{EntryKind, Manifest};
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module};

/// For each unit, whether an entry point reaches it. Where no entry is known, or code is loaded by a name that is only known
/// at run time, everything counts as reached.
pub(super) fn reached(program: &Program, manifest: &Manifest) -> Vec<bool> {
    let mut reached = vec![false; program.units.len()];
    let mut queue: Vec<UnitId> = entry_units(program, manifest);
    if queue.is_empty() {
        return vec![true; program.units.len()];
    }
    let names = by_file_name(program);
    while let Some(unit) = queue.pop() {
        if std::mem::replace(&mut reached[unit.index()], true) {
            continue;
        }
        let imports = imports(program, unit, &names);
        if imports.computed {
            return vec![true; program.units.len()];
        }
        queue.extend(imports.units);
    }
    reached
}

/// The files that the manifest names for others to run; scripts that only a person starts are not among them.
pub(super) fn entry_units(program: &Program, manifest: &Manifest) -> Vec<UnitId> {
    let starts = |kind: EntryKind| match kind {
        EntryKind::Bin
        | EntryKind::Main
        | EntryKind::Export
        | EntryKind::InstallHook
        | EntryKind::ConsoleScript
        | EntryKind::Module
        | EntryKind::Plugin
        | EntryKind::Startup => true,
        EntryKind::Script => false,
    };
    let paths: BTreeSet<&str> = manifest.entries.iter().filter(|entry| starts(entry.kind)).map(|entry| entry.path.as_str()).collect();
    paths.into_iter().filter_map(|path| program.graph.unit(path)).collect()
}

struct Imports {
    units: Vec<UnitId>,
    /// Some import is named at run time only.
    computed: bool,
}

fn imports(program: &Program, unit: UnitId, names: &HashMap<&str, Vec<UnitId>>) -> Imports {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    let mut found = Imports { units: Vec::new(), computed: false };
    for (_, expr) in module.iter() {
        match expr {
            Expr::Import(specifier) => match module.expr(specifier) {
                Expr::Str(text) => found.units.extend(program.graph.resolve(path, module.language, module.text(text))),
                _ => found.computed |= !is_bundled(module),
            },
            Expr::Member(object, name) => {
                found.units.extend(submodule(program, unit, object, module.name(name)));
            }
            // A file that is named is a file that may be started: workers, templates of commands.
            Expr::Str(text) => found.units.extend(mentioned(module.text(text), names)),
            _ => {}
        }
    }
    if module.language == Language::Python {
        found.units.extend(packages_around(program, path.as_str()));
    }
    found
}

/// `from pkg import submodule`.
fn submodule(program: &Program, unit: UnitId, object: ExprId, name: &str) -> Option<UnitId> {
    let module = program.module(unit);
    let Expr::Import(specifier) = module.expr(object) else { return None };
    let Expr::Str(text) = module.expr(specifier) else { return None };
    if module.language != Language::Python {
        return None;
    }
    let package = program.graph.resolve(&program.unit(unit).path, module.language, module.text(text))?;
    program.graph.submodule(&program.unit(package).path, name)
}

/// Importing a module runs the `__init__` of each package around it.
fn packages_around(program: &Program, path: &str) -> Vec<UnitId> {
    let mut found = Vec::new();
    let mut folder = path;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        found.extend(program.graph.unit(&format!("{parent}/__init__.py")));
        folder = parent;
    }
    found
}

/// A bundle loads its optional parts by computed names that are no files of the package.
fn is_bundled(module: &Module) -> bool {
    module.exprs.len() > 200_000
}

fn by_file_name(program: &Program) -> HashMap<&str, Vec<UnitId>> {
    let mut names: HashMap<&str, Vec<UnitId>> = HashMap::new();
    for unit in program.ids() {
        let name = program.unit(unit).path.file_name();
        // `index.js` and `__init__.py` are too common to mean one file.
        if !name.starts_with("index.") && !name.starts_with("__") {
            names.entry(name).or_default().push(unit);
        }
    }
    names
}

fn mentioned<'n>(text: &str, names: &'n HashMap<&str, Vec<UnitId>>) -> impl Iterator<Item = UnitId> + 'n {
    let name = text.rsplit(['/', '\\']).next().unwrap_or(text);
    let known = (text.len() < 200).then(|| names.get(name)).flatten();
    known.into_iter().flatten().copied()
}

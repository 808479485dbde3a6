//! What makes each file run, as far as imports, names of files and the manifest tell.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::started::Started;
use super::{Place, builds, hosted};
use crate::flow::{At, Program, UnitId};
use crate::manifest::{EntryKind, Manifest};
use crate::model::{RelPath, Runs};
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId, FunctionId, Span};
use crate::syntax::{Language, Module};

/// Which beginnings lead to each file.
#[derive(Debug, Default)]
pub struct Reach {
    units: Vec<Roots>,
    /// No entry is known, or code is loaded by a name that is only known at run time: everything counts as reached.
    everything: bool,
    /// Scripts of the shell.
    shells: BTreeSet<UnitId>,
    /// Functions of commands of setup.py that only a person gives.
    by_hand: BTreeSet<At<FunctionId>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Roots {
    install: bool,
    server: bool,
    hosted: bool,
    script: bool,
}

impl Reach {
    /// For units of which it is known what makes each run.
    pub(super) fn given(runs: impl Iterator<Item = Runs>) -> Self {
        let none = Roots::default;
        let roots = |runs| match runs {
            Runs::Install => Roots { install: true, ..none() },
            Runs::Server => Roots { server: true, ..none() },
            Runs::Hosted => Roots { hosted: true, ..none() },
            Runs::Script => Roots { script: true, ..none() },
            Runs::Aside | Runs::Unreached => none(),
        };
        Self { units: runs.map(roots).collect(), ..Self::default() }
    }

    /// Whether an installer's hook or an entry point leads there.
    pub fn is_reached(&self, unit: UnitId) -> bool {
        self.everything(unit) || self.units.get(unit.index()).is_none_or(|roots| roots.install || roots.server)
    }

    /// What is loaded by a name that is only known at run time is no script of the shell.
    fn everything(&self, unit: UnitId) -> bool {
        self.everything && !self.shells.contains(&unit)
    }

    /// Whether a hook of an installer leads there, or each start of the interpreter.
    pub(super) fn runs_at_install(&self, unit: UnitId) -> bool {
        self.units.get(unit.index()).is_some_and(|roots| roots.install)
    }

    /// It lies among tests or examples, and no beginning leads there by an import or a name.
    pub(super) fn is_only_tried(&self, program: &Program, unit: UnitId) -> bool {
        let none = |roots: &Roots| !(roots.install || roots.server || roots.hosted || roots.script);
        self.units.get(unit.index()).is_some_and(none) && is_test_path(&program.unit(unit).path)
    }

    /// Whether anything that the package offers leads there.
    pub fn is_offered(&self, unit: UnitId) -> bool {
        self.units.get(unit.index()).is_some_and(|roots| roots.server)
    }

    /// What makes the code at a place run first. Of a file that a hook and the server share, a hook runs what stands at the top.
    pub fn runs(&self, program: &Program, place: Place) -> Runs {
        let roots = self.units.get(place.unit.index()).copied().unwrap_or(Roots { server: true, ..Roots::default() });
        let function = program.module(place.unit).enclosing_function(place.expr);
        let is_shared = roots.server && function != FunctionId(0);
        match roots {
            Roots { install: true, .. } if self.by_hand.contains(&At { unit: place.unit, id: function }) => Runs::Script,
            Roots { install: true, .. } if !is_shared => Runs::Install,
            Roots { server: true, .. } => Runs::Server,
            _ if self.everything(place.unit) => Runs::Server,
            Roots { hosted: true, .. } => Runs::Hosted,
            Roots { script: true, .. } => Runs::Script,
            _ if is_test_path(&program.unit(place.unit).path) => Runs::Aside,
            _ => Runs::Unreached,
        }
    }
}

/// What each unit leads to that was asked for.
#[derive(Default)]
pub(super) struct Links(HashMap<UnitId, Imports, BuildFastHasher>);

/// Follows imports from each kind of beginning.
pub(super) fn reach(program: &Program, manifest: &Manifest, started_by: &Started, links: &mut Links) -> Reach {
    let shells = program.ids().filter(|unit| program.module(*unit).language == Language::Bash).collect();
    let mut reach = Reach { units: vec![Roots::default(); program.units.len()], everything: false, shells, by_hand: by_hand(program) };
    let names = by_file_name(program);
    let mut computed = false;
    let mut walk = |roots: Vec<UnitId>, units: &mut [Roots], mark: fn(&mut Roots) -> &mut bool| {
        let mut queue = roots;
        let mut loads_anything = false;
        while let Some(unit) = queue.pop() {
            if std::mem::replace(mark(&mut units[unit.index()]), true) {
                continue;
            }
            let imports = links.0.entry(unit).or_insert_with(|| imports(program, unit, &names));
            loads_anything |= imports.computed;
            queue.extend(&imports.units);
            queue.extend(started_by.get(&unit).into_iter().flatten());
        }
        loads_anything
    };
    computed |= walk(started(program, manifest, is_hook), &mut reach.units, |roots| &mut roots.install);
    computed |= walk(started(program, manifest, is_offered), &mut reach.units, |roots| &mut roots.server);
    reach.everything = computed || entry_units(program, manifest).is_empty();
    walk(started(program, manifest, |kind| kind == EntryKind::Script), &mut reach.units, |roots| &mut roots.script);
    let hosted = program.ids().filter(|unit| !reach.is_reached(*unit) && hosted::is_hosted(program, *unit)).collect();
    walk(hosted, &mut reach.units, |roots| &mut roots.hosted);
    reach
}

/// The installer runs it, or each start of the interpreter.
fn is_hook(kind: EntryKind) -> bool {
    match kind {
        EntryKind::InstallHook | EntryKind::Startup => true,
        EntryKind::Bin
        | EntryKind::Main
        | EntryKind::Export
        | EntryKind::ConsoleScript
        | EntryKind::Start
        | EntryKind::Module
        | EntryKind::Plugin
        | EntryKind::Script => false,
    }
}

/// What the package offers to be run or imported.
fn is_offered(kind: EntryKind) -> bool {
    match kind {
        EntryKind::Bin
        | EntryKind::Main
        | EntryKind::Export
        | EntryKind::ConsoleScript
        | EntryKind::Start
        | EntryKind::Module
        | EntryKind::Plugin => true,
        EntryKind::InstallHook | EntryKind::Startup | EntryKind::Script => false,
    }
}

/// The files that the manifest names for others to run; scripts that only a person starts are not among them.
pub(super) fn entry_units(program: &Program, manifest: &Manifest) -> Vec<UnitId> {
    started(program, manifest, |kind| is_hook(kind) || is_offered(kind))
}

fn started(program: &Program, manifest: &Manifest, starts: impl Fn(EntryKind) -> bool) -> Vec<UnitId> {
    let paths: BTreeSet<&str> = manifest.entries.iter().filter(|entry| starts(entry.kind)).map(|entry| entry.path.as_str()).collect();
    paths.into_iter().filter_map(|path| program.graph.unit(path)).collect()
}

struct Imports {
    units: Vec<UnitId>,
    /// Some import is named at run time only.
    computed: bool,
}

/// Units by their file's name.
type Names<'p> = HashMap<&'p str, Vec<UnitId>, BuildFastHasher>;

fn imports(program: &Program, unit: UnitId, names: &Names<'_>) -> Imports {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    let mut found = Imports { units: Vec::new(), computed: false };
    let (lists, waiting) = if path.file_name() == "setup.py" { (packed(module), waiting(module)) } else { Default::default() };
    for (expr_id, expr) in module.iter() {
        match expr {
            _ if waiting.iter().any(|functions| functions.contains(&expr_id.0)) => {}
            Expr::Import(specifier) => match module.expr(specifier) {
                Expr::Str(text) => found.units.extend(program.graph.resolve(path, module.language, module.text(text))),
                _ => found.computed |= !is_bundled(module),
            },
            Expr::Member(object, name) => {
                found.units.extend(submodule(program, unit, object, module.name(name)));
            }
            // `r('./stage')`, whatever `r` is.
            Expr::Call(callee, arguments) if module.language != Language::Python && matches!(module.expr(callee), Expr::Name(..)) => {
                if let [argument] = module.list(arguments)
                    && let Expr::Str(text) = module.expr(*argument)
                    && module.text(text).starts_with('.')
                {
                    found.units.extend(program.graph.resolve(path, module.language, module.text(text)));
                }
            }
            // `import_module('.stage', __name__)`
            Expr::Call(callee, arguments) if module.language == Language::Python && is_importer(module, callee) => {
                if let Some(Expr::Str(text)) = module.list(arguments).first().map(|first| module.expr(*first)) {
                    found.units.extend(program.graph.resolve(path, module.language, module.text(text)));
                }
            }
            // A file that is named is a file that may be started: workers, templates of commands.
            Expr::Str(text)
                if !lists.iter().any(|list| list.start <= module.span(expr_id).start && module.span(expr_id).end <= list.end) =>
            {
                found.units.extend(mentioned(module.text(text), names));
            }
            _ => {}
        }
    }
    if module.language == Language::Python {
        found.units.extend(packages_around(program, path.as_str()));
    }
    found
}

fn by_hand(program: &Program) -> BTreeSet<At<FunctionId>> {
    let scripts = program.ids().filter(|unit| program.unit(*unit).path.file_name() == "setup.py");
    let functions = |unit: UnitId| {
        let module = program.module(unit);
        let methods = builds::waiting_classes(module).into_iter().flat_map(|class| &module.class(class).methods);
        methods.map(move |(_, method)| At { unit, id: *method })
    };
    scripts.flat_map(functions).collect()
}

/// The functions of commands that only a person gives.
fn waiting(module: &Module) -> Vec<Range<u32>> {
    let methods = builds::waiting_classes(module).into_iter().flat_map(|class| &module.class(class).methods);
    let functions = methods.map(|(_, method)| module.function(*method).exprs);
    functions.map(|(start, end)| start..end).collect()
}

/// A function that loads the module of a name.
fn is_importer(module: &Module, callee: ExprId) -> bool {
    const IMPORTERS: [&str; 5] = ["import_module", "__import__", "run_module", "find_spec", "import_string"];
    matches!(module.expr(callee), Expr::Name(name, _) | Expr::Member(_, name) if IMPORTERS.contains(&module.name(name)))
}

/// Options of `setup()` that list what is packed, and start nothing.
fn packed(module: &Module) -> Vec<Span> {
    const OPTIONS: [&str; 8] =
        ["scripts", "data_files", "package_data", "py_modules", "exclude_package_data", "long_description", "classifiers", "entry_points"];
    let found = module.iter().filter_map(|(_, expr)| match expr {
        Expr::Keyword(name, value) if OPTIONS.contains(&module.name(name)) => Some(module.span(value)),
        _ => None,
    });
    found.take(64).collect()
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

fn by_file_name(program: &Program) -> Names<'_> {
    let mut names = Names::default();
    for unit in program.ids() {
        let name = program.unit(unit).path.file_name();
        // `index.js` and `__init__.py` are too common to mean one file.
        if !name.starts_with("index.") && !name.starts_with("__") {
            names.entry(name).or_default().push(unit);
        }
    }
    names
}

fn mentioned<'n>(text: &str, names: &'n Names<'_>) -> impl Iterator<Item = UnitId> + 'n {
    let name = |text: &str| text.bytes().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at + 1);
    let known = (text.len() < 200).then(|| names.get(&text[name(text)..])).flatten();
    known.into_iter().flatten().copied()
}

/// Folders and names that hold what is not part of the program: tests, examples, fixtures, benchmarks, documentation.
pub fn is_test_path(path: &RelPath) -> bool {
    const FOLDERS: [&str; 18] = [
        "test",
        "tests",
        "__tests__",
        "testing",
        "spec",
        "specs",
        "e2e",
        "example",
        "examples",
        "demo",
        "demos",
        "fixtures",
        "__fixtures__",
        "mocks",
        "__mocks__",
        "bench",
        "benchmarks",
        "docs",
    ];
    let folder = path.parent().split('/').any(|part| FOLDERS.contains(&part.to_ascii_lowercase().as_str()));
    let name = path.file_name();
    folder
        || name.contains(".test.")
        || name.contains(".spec.")
        || name.starts_with("test_")
        || name.ends_with("_test.py")
        || name == "conftest.py"
}

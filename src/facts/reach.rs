//! What makes each file run, as far as imports, names of files and the manifest tell.

use std::collections::BTreeSet;

use super::imports::Links;
use super::started::Started;
use super::{Place, builds, hosted};
use crate::flow::{At, Program, UnitId};
use crate::manifest::{Entry, EntryKind, Manifest};
use crate::model::{RelPath, Runs};
use crate::syntax::Language;
use crate::syntax::ir::FunctionId;

/// Which beginnings lead to each file.
#[derive(Debug, Default)]
pub struct Reach {
    units: Vec<Roots>,
    /// No entry is known, or code is loaded by a name that is only known at run time: everything counts as reached.
    everything: bool,
    /// The same, of what nobody has to give a command for.
    starts_anything: bool,
    /// Where the server, or an import of the package, begins.
    begun: Vec<UnitId>,
    /// Scripts of the shell.
    shells: BTreeSet<UnitId>,
    /// Functions of commands of setup.py that only a person gives.
    by_hand: BTreeSet<At<FunctionId>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Roots {
    install: bool,
    server: bool,
    /// A command that nobody is known to give.
    waiting: bool,
    hosted: bool,
    script: bool,
}

impl Roots {
    fn is_offered(&self) -> bool {
        self.server || self.waiting
    }
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
        self.everything(unit) || self.units.get(unit.index()).is_none_or(|roots| roots.install || roots.is_offered())
    }

    /// What is loaded by a name that is only known at run time is no script of the shell.
    fn everything(&self, unit: UnitId) -> bool {
        self.everything && !self.shells.contains(&unit)
    }

    /// Whether a hook of an installer leads there, or each start of the interpreter.
    pub fn runs_at_install(&self, unit: UnitId) -> bool {
        self.units.get(unit.index()).is_some_and(|roots| roots.install)
    }

    /// It lies among tests or examples, and no beginning leads there by an import or a name.
    pub(super) fn is_only_tried(&self, program: &Program, unit: UnitId) -> bool {
        let none = |roots: &Roots| !(roots.install || roots.is_offered() || roots.hosted || roots.script);
        self.units.get(unit.index()).is_some_and(none) && is_test_path(&program.unit(unit).path)
    }

    /// Whether anything that the package offers leads there.
    pub fn is_offered(&self, unit: UnitId) -> bool {
        self.units.get(unit.index()).is_some_and(Roots::is_offered)
    }

    /// Only commands lead there that nobody is known to give.
    pub fn waits(&self, unit: UnitId) -> bool {
        self.units.get(unit.index()).is_some_and(|roots| roots.waiting && !roots.server && !roots.install)
    }

    /// The installer runs its top, or it is where the server or an import of the package begins.
    pub(super) fn begins(&self, unit: UnitId) -> bool {
        let may_be_loaded = self.starts_anything && !self.shells.contains(&unit) && !self.waits(unit);
        self.runs_at_install(unit) || may_be_loaded || self.begun.contains(&unit)
    }

    /// What makes the code at a place run first. Of a file that a hook and the server share, a hook runs what stands at the top.
    pub fn runs(&self, program: &Program, place: Place) -> Runs {
        let roots = self.units.get(place.unit.index()).copied().unwrap_or(Roots { server: true, ..Roots::default() });
        let function = program.module(place.unit).enclosing_function(place.expr);
        let is_shared = roots.is_offered() && function != FunctionId(0);
        match roots {
            Roots { install: true, .. } if self.by_hand.contains(&At { unit: place.unit, id: function }) => Runs::Script,
            Roots { install: true, .. } if !is_shared => Runs::Install,
            Roots { server: true, .. } | Roots { waiting: true, .. } => Runs::Server,
            _ if self.everything(place.unit) => Runs::Server,
            Roots { hosted: true, .. } => Runs::Hosted,
            Roots { script: true, .. } => Runs::Script,
            _ if is_test_path(&program.unit(place.unit).path) => Runs::Aside,
            _ => Runs::Unreached,
        }
    }
}

/// Follows imports from each kind of beginning.
pub(super) fn reach(program: &Program, manifest: &Manifest, started_by: &Started, links: &mut Links<'_>) -> Reach {
    let shells = program.ids().filter(|unit| program.module(*unit).language == Language::Bash).collect();
    let mut reach = Reach { units: vec![Roots::default(); program.units.len()], shells, by_hand: by_hand(program), ..Reach::default() };
    let mut computed = false;
    let mut walk = |roots: Vec<UnitId>, units: &mut [Roots], mark: fn(&mut Roots) -> &mut bool| {
        let mut queue = roots;
        let mut loads_anything = false;
        while let Some(unit) = queue.pop() {
            if std::mem::replace(mark(&mut units[unit.index()]), true) {
                continue;
            }
            let imports = links.ask(unit);
            loads_anything |= imports.computed;
            queue.extend(imports.links.iter().map(|link| link.to));
            queue.extend(started_by.get(&unit).into_iter().flatten().map(|(_, to)| *to));
        }
        loads_anything
    };
    let waits = |entry: &Entry| manifest.commands_wait && entry.is_command();
    computed |= walk(started(program, manifest, |entry| is_hook(entry.kind)), &mut reach.units, |roots| &mut roots.install);
    reach.begun = started(program, manifest, |entry| is_offered(entry.kind) && !waits(entry));
    computed |= walk(reach.begun.clone(), &mut reach.units, |roots| &mut roots.server);
    reach.starts_anything = computed || entry_units(program, manifest).is_empty();
    computed |= walk(started(program, manifest, waits), &mut reach.units, |roots| &mut roots.waiting);
    reach.everything = computed || reach.starts_anything;
    walk(started(program, manifest, |entry| entry.kind == EntryKind::Script), &mut reach.units, |roots| &mut roots.script);
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
    started(program, manifest, |entry| is_hook(entry.kind) || is_offered(entry.kind))
}

fn started(program: &Program, manifest: &Manifest, starts: impl Fn(&Entry) -> bool) -> Vec<UnitId> {
    let paths: BTreeSet<&str> = manifest.entries.iter().filter(|entry| starts(entry)).map(|entry| entry.path.as_str()).collect();
    paths.into_iter().filter_map(|path| program.graph.unit(path)).collect()
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

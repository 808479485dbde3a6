//! Which files are commands of their own, that only somebody who knows their name starts.

use std::collections::HashSet;

use crate::flow::{Program, UnitId};
use crate::manifest::{EntryKind, Manifest};
use crate::syntax::ir::Expr;

#[derive(Debug, Default)]
pub(super) struct Commands {
    /// Started by whoever starts the package, or loads it.
    usual: HashSet<UnitId>,
    /// Started by a name of their own, and loaded by nothing.
    own: HashSet<UnitId>,
}

impl Commands {
    pub fn of(program: &Program, manifest: &Manifest) -> Self {
        let unit = |path: &str| program.graph.unit(path);
        let name = manifest.name.as_deref().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or(name);
        let bins: HashSet<UnitId> =
            manifest.entries.iter().filter(|entry| entry.kind == EntryKind::Bin).filter_map(|entry| unit(entry.path.as_str())).collect();
        let has_command = manifest.entries.iter().any(|entry| entry.kind == EntryKind::ConsoleScript);
        let mut commands = Self::default();
        for entry in &manifest.entries {
            let Some(unit) = unit(entry.path.as_str()) else { continue };
            let is_usual = match entry.kind {
                EntryKind::Bin => bins.len() < 2 || entry.name == name || entry.name.is_empty(),
                EntryKind::Main | EntryKind::Start | EntryKind::InstallHook | EntryKind::Startup | EntryKind::ConsoleScript => true,
                // Where a command is installed, `python -m` is for who asks for it.
                EntryKind::Module => !(has_command && entry.path.file_name() == "__main__.py"),
                EntryKind::Export | EntryKind::Plugin | EntryKind::Script => false,
            };
            if is_usual {
                commands.usual.insert(unit);
            }
        }
        commands.own = bins.difference(&commands.usual).copied().collect();
        // Where no command has the package's name, any of them may be the one that starts it.
        if bins.iter().all(|bin| commands.own.contains(bin)) {
            commands.usual.extend(commands.own.drain());
        }
        if !commands.own.is_empty() {
            program.ids().for_each(|unit| commands.without_imported(program, unit));
        }
        commands
    }

    fn without_imported(&mut self, program: &Program, unit: UnitId) {
        let module = program.module(unit);
        for (_, specifier) in module.imports() {
            if let Expr::Str(text) = module.expr(specifier)
                && let Some(imported) = program.graph.resolve(&program.unit(unit).path, module.language, module.text(text))
            {
                self.own.remove(&imported);
            }
        }
    }

    pub fn is_usual(&self, unit: UnitId) -> bool {
        self.usual.contains(&unit)
    }

    pub fn is_one(&self, unit: UnitId) -> bool {
        self.own.contains(&unit)
    }
}

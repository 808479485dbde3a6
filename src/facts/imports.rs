//! What each file leads to: the files that it imports, and those that it names.

use std::collections::HashMap;
use std::ops::Range;

use super::builds;
use crate::flow::{Program, UnitId};
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId, Span};
use crate::syntax::{Language, Module};

/// What each unit leads to that was asked for.
pub(super) struct Links<'p> {
    program: &'p Program,
    names: Names<'p>,
    known: HashMap<UnitId, Imports, BuildFastHasher>,
}

#[derive(Default)]
pub(super) struct Imports {
    pub links: Vec<Link>,
    /// Some import is named at run time only.
    pub computed: bool,
}

/// One unit leads to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub at: ExprId,
    pub to: UnitId,
    /// A text names the file, and nothing is seen to load it.
    pub by_name: bool,
}

impl<'p> Links<'p> {
    pub fn of(program: &'p Program) -> Self {
        Self { program, names: by_file_name(program), known: HashMap::default() }
    }

    pub fn ask(&mut self, unit: UnitId) -> &Imports {
        self.known.entry(unit).or_insert_with(|| imports(self.program, unit, &self.names))
    }

    /// Those that were asked for, in no order that means anything.
    pub fn known(&self) -> impl Iterator<Item = (UnitId, Link)> + '_ {
        self.known.iter().flat_map(|(unit, imports)| imports.links.iter().map(|link| (*unit, *link)))
    }
}

/// Units by their file's name.
type Names<'p> = HashMap<&'p str, Vec<UnitId>, BuildFastHasher>;

fn imports(program: &Program, unit: UnitId, names: &Names<'_>) -> Imports {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    let mut found = Imports::default();
    let (lists, waiting) = if path.file_name() == "setup.py" { (packed(module), waiting(module)) } else { Default::default() };
    for (at, expr) in module.iter() {
        let import = |to: UnitId| Link { at, to, by_name: false };
        match expr {
            _ if waiting.iter().any(|functions| functions.contains(&at.0)) => {}
            Expr::Import(specifier) => match module.expr(specifier) {
                Expr::Str(text) => found.links.extend(program.graph.resolve(path, module.language, module.text(text)).map(import)),
                _ => found.computed |= !is_bundled(module),
            },
            Expr::Member(object, name) => {
                found.links.extend(submodule(program, unit, object, module.name(name)).map(import));
            }
            // `r('./stage')`, whatever `r` is.
            Expr::Call(callee, arguments) if module.language != Language::Python && matches!(module.expr(callee), Expr::Name(..)) => {
                if let [argument] = module.list(arguments)
                    && let Expr::Str(text) = module.expr(*argument)
                    && module.text(text).starts_with('.')
                {
                    found.links.extend(program.graph.resolve(path, module.language, module.text(text)).map(import));
                }
            }
            // `import_module('.stage', __name__)`
            Expr::Call(callee, arguments) if module.language == Language::Python && is_importer(module, callee) => {
                if let Some(Expr::Str(text)) = module.list(arguments).first().map(|first| module.expr(*first)) {
                    found.links.extend(program.graph.resolve(path, module.language, module.text(text)).map(import));
                }
            }
            // A file that is named is a file that may be started: workers, templates of commands.
            Expr::Str(text) if !lists.iter().any(|list| list.start <= module.span(at).start && module.span(at).end <= list.end) => {
                found.links.extend(mentioned(module.text(text), names).map(|to| Link { by_name: true, ..import(to) }));
            }
            _ => {}
        }
    }
    if module.language == Language::Python {
        let top = module.functions[0].body.unwrap_or(ExprId(0));
        found.links.extend(packages_around(program, path.as_str()).into_iter().map(|to| Link { at: top, to, by_name: false }));
    }
    found
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

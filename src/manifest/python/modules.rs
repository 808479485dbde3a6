//! Modules that a distribution installs beside packages, or in their place: single files at the import root, folders without an `__init__`.

use std::sync::LazyLock;

use regex::Regex;

use super::layout::Layout;
use crate::model::{File, RelPath, Tree};

/// Modules of one list, and files of one folder, beyond which nothing honest goes.
const MODULES_MAX: usize = 1_000;

/// What lies at the root of a project and is no module of it.
const ASIDE: [&str; 24] = [
    "setup",
    "conftest",
    "toxfile",
    "noxfile",
    "pavement",
    "dodo",
    "tasks",
    "fabfile",
    "conanfile",
    "manage",
    "test",
    "tests",
    "example",
    "examples",
    "build",
    "benchmark",
    "benchmarks",
    "docs",
    "doc",
    "scripts",
    "tools",
    "bin",
    "ci",
    "samples",
];

static LISTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\bpy_modules["']?\s*[=:]\s*(?:[\[(]([^\])]*)[\])])?"#).expect("a constant pattern"));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"["']([A-Za-z_][\w.]*)["']"#).expect("a constant pattern"));

/// What setup.py says of single modules.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub names: Vec<String>,
    /// The list is put together when it runs.
    pub is_open: bool,
}

/// `py_modules=["acme"]`, whatever the call around it is named.
pub(super) fn listed(setup: &str) -> Listed {
    let mut listed = Listed::default();
    for found in LISTED.captures_iter(setup).take(MODULES_MAX) {
        let Some(list) = found.get(1) else {
            listed.is_open = true;
            continue;
        };
        let names = QUOTED.captures_iter(list.as_str()).take(MODULES_MAX).map(|name| name[1].to_owned());
        let before = listed.names.len();
        listed.names.extend(names);
        listed.is_open |= listed.names.len() == before && !list.as_str().trim().is_empty();
    }
    listed
}

/// The modules that a build tool takes where nothing names any: the files at the import root.
pub(super) fn at_root<'t>(tree: &'t Tree, layout: &Layout) -> Vec<(&'t str, &'t RelPath)> {
    let module = |file: &'t File| {
        let name = layout.installed(&file.path)?.strip_suffix(".py")?;
        let start = file.path.as_str().len() - name.len() - ".py".len();
        let name = &file.path.as_str()[start..start + name.len()];
        (is_identifier(name) && !is_aside(name)).then_some((name, &file.path))
    };
    tree.files().iter().filter_map(module).take(MODULES_MAX).collect()
}

/// Files and folders of a project that are not installed.
pub(super) fn is_aside(name: &str) -> bool {
    ASIDE.contains(&name) || name.starts_with("test_") || name.ends_with("_test")
}

/// The modules that can be imported of a folder that is no package itself: each package below it, and each file that is in none.
pub(super) fn of_namespace(tree: &Tree, folder: &str) -> Vec<RelPath> {
    let files = tree.files();
    let beginning = format!("{folder}/");
    let first = files.partition_point(|file| file.path.as_str() < beginning.as_str());
    let inside = files[first..].iter().take_while(|file| file.path.as_str().starts_with(&beginning));
    let mut found: Vec<RelPath> = Vec::new();
    for file in inside.filter(|file| file.path.extension() == Some("py")).take(MODULES_MAX) {
        let path = file.path.as_str();
        let parts: Vec<&str> = path[beginning.len()..].split('/').collect();
        let (name, folders) = parts.split_last().unwrap_or((&"", &[]));
        let is_plain = folders.iter().all(|part| is_identifier(part)) && name.strip_suffix(".py").is_some_and(is_identifier);
        let mut around = folder.to_owned();
        let mut packages = folders.iter().filter(|part| {
            around = format!("{around}/{part}");
            tree.contains(&format!("{around}/__init__.py"))
        });
        let depth = packages.next().is_some().then(|| packages.count());
        let is_outermost = match depth {
            None => true,
            Some(more) => more == 0 && *name == "__init__.py",
        };
        if is_plain && is_outermost {
            found.push(file.path.clone());
        }
    }
    found
}

/// The modules right beside an `__init__` that brings in none of them: who uses the package imports them by name.
pub(super) fn beside(tree: &Tree, init: &RelPath) -> Vec<RelPath> {
    let folder = init.parent();
    let own = folder.rsplit('/').next().unwrap_or_default();
    let brings_in = |file: &File| String::from_utf8_lossy(&file.bytes).lines().any(|line| names_module_of(line, own));
    if init.file_name() != "__init__.py" || tree.get(init.as_str()).is_none_or(brings_in) {
        return Vec::new();
    }
    let is_beside = |path: &&RelPath| {
        let name = path.file_name().strip_suffix(".py").unwrap_or_default();
        path.parent() == folder && is_identifier(name) && name != "__main__" && !name.starts_with("test")
    };
    tree.files().iter().map(|file| &file.path).filter(is_beside).filter(|path| *path != init).take(MODULES_MAX).cloned().collect()
}

/// `from .core import run`, `from acme.core import run`, `import acme.core`, and every way that is only known when it runs.
fn names_module_of(line: &str, own: &str) -> bool {
    let line = line.trim_start();
    let from = line.strip_prefix("from ").or_else(|| line.strip_prefix("import ")).map(str::trim_start).unwrap_or_default();
    let rest = from.strip_prefix(own).filter(|_| !own.is_empty());
    from.starts_with('.')
        || rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        || ["import_module", "__import__", "__getattr__", "__path__", "exec("].iter().any(|word| line.contains(word))
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_single_modules_is_read_from_setup_py() {
        let names = |setup: &str| listed(setup).names.join(" ");
        assert_eq!(names("setup(name='a', py_modules=['ctx', \"more\"])"), "ctx more");
        assert_eq!(names("setup(**{'name': 'a', 'py_modules': ('ctx',)})"), "ctx");
        assert_eq!(listed("setup(name='a', packages=['a'])"), Listed::default());
        assert!(listed("setup(py_modules=MODULES)").is_open);
        assert!(listed("setup(py_modules=[splitext(p)[0] for p in glob('src/*.py')])").is_open);
    }
}

//! Which file of the package an import names.

use std::collections::HashMap;

use crate::model::RelPath;
use crate::syntax::Language;

use super::standard::is_standard;
use super::value::UnitId;

/// Endings that Node, bundlers and TypeScript try, in their order.
const SCRIPT_ENDINGS: [&str; 15] = [
    "",
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".mts",
    ".cts",
    ".tsx",
    ".jsx",
    "/index.js",
    "/index.mjs",
    "/index.cjs",
    "/index.ts",
    "/index.tsx",
    "/index.jsx",
];

#[derive(Debug, Default)]
pub struct Graph {
    by_path: HashMap<RelPath, UnitId>,
    /// Python's dotted names, counted from the folder that holds the topmost package.
    by_dotted: HashMap<String, UnitId>,
    /// The package's own name, by which its files may import each other.
    own_name: Option<String>,
}

impl Graph {
    pub fn new<'a>(files: impl Iterator<Item = (UnitId, &'a RelPath, Language)> + Clone, own_name: Option<&str>) -> Self {
        let by_path: HashMap<RelPath, UnitId> = files.clone().map(|(unit, path, _)| (path.clone(), unit)).collect();
        let mut by_dotted = HashMap::new();
        for (unit, path, _) in files.filter(|(_, _, language)| *language == Language::Python) {
            for name in dotted_names(path, &by_path) {
                by_dotted.entry(name).or_insert(unit);
            }
        }
        Self { by_path, by_dotted, own_name: own_name.map(str::to_owned) }
    }

    pub fn unit(&self, path: &str) -> Option<UnitId> {
        self.by_path.get(path).copied()
    }

    /// The file that `specifier`, written in `from`, brings in; none when it is another package's.
    pub fn resolve(&self, from: &RelPath, language: Language, specifier: &str) -> Option<UnitId> {
        match language {
            Language::Python => self.resolve_python(from, specifier),
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => self.resolve_script(from, specifier),
        }
    }

    fn resolve_script(&self, from: &RelPath, specifier: &str) -> Option<UnitId> {
        let specifier = specifier.split(['?', '#']).next().filter(|plain| !plain.is_empty()).unwrap_or(specifier);
        let target = if specifier.starts_with("./") || specifier.starts_with("../") || specifier == "." || specifier == ".." {
            from.resolve(specifier)
        } else {
            let rest = specifier.strip_prefix(self.own_name.as_deref()?)?.strip_prefix('/')?;
            RelPath::from_root(rest)
        };
        let base = target.as_ref().map_or("", RelPath::as_str);
        SCRIPT_ENDINGS
            .iter()
            .find_map(|ending| self.unit(format!("{base}{ending}").trim_start_matches('/')))
            // TypeScript sources name the file that will be compiled from them.
            .or_else(|| self.unit(&format!("{}.ts", base.strip_suffix(".js")?)))
    }

    fn resolve_python(&self, from: &RelPath, specifier: &str) -> Option<UnitId> {
        let dots = specifier.len() - specifier.trim_start_matches('.').len();
        let name = &specifier[dots..];
        if dots == 0 && is_standard(name.split('.').next().unwrap_or(name)) {
            // Only a program's own folder comes before them.
            return Some(from.parent()).filter(|folder| folder.is_empty()).and_then(|folder| self.python_file(folder, name));
        }
        if dots == 0 {
            return self.by_dotted.get(name).copied().or_else(|| self.python_file(from.parent(), name));
        }
        let mut folder = from.parent();
        for _ in 1..dots {
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        self.python_file(folder, name)
    }

    fn python_file(&self, folder: &str, dotted: &str) -> Option<UnitId> {
        let inner = dotted.replace('.', "/");
        let base = [folder, &inner].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let package = if base.is_empty() { "__init__.py".to_owned() } else { format!("{base}/__init__.py") };
        self.unit(&format!("{base}.py")).or_else(|| self.unit(&package)).or_else(|| self.unit(&format!("{base}.pyi")))
    }

    /// The file of a submodule, `b` of package `a/__init__.py`.
    pub fn submodule(&self, package: &RelPath, name: &str) -> Option<UnitId> {
        (package.file_name() == "__init__.py").then(|| self.python_file(package.parent(), name)).flatten()
    }
}

/// `src/acme/tools/run.py` → `acme.tools.run` where `src` is no package; the whole path as well, for namespace packages.
fn dotted_names(path: &RelPath, files: &HashMap<RelPath, UnitId>) -> Vec<String> {
    let text = path.as_str();
    let Some(stem) = text.strip_suffix(".py").or_else(|| text.strip_suffix(".pyi")).or_else(|| text.strip_suffix(".pyw")) else {
        return Vec::new();
    };
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    let mut folder = path.parent();
    if path.file_name() == "__init__.py" {
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
    while !folder.is_empty() && files.contains_key(format!("{folder}/__init__.py").as_str()) {
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
    let from_package = stem.strip_prefix(folder).unwrap_or(stem).trim_start_matches('/').replace('/', ".");
    let whole = stem.replace('/', ".");
    let without_src = whole.strip_prefix("src.").map(str::to_owned);
    let mut names = vec![from_package, whole];
    names.extend(without_src);
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(paths: &[&str], own: Option<&str>) -> (Graph, Vec<RelPath>) {
        let paths: Vec<RelPath> = paths.iter().map(|path| RelPath::new(path).unwrap()).collect();
        let files = paths.iter().enumerate().map(|(at, path)| {
            (UnitId(at as u32), path, path.extension().and_then(Language::from_extension).unwrap_or(Language::JavaScript))
        });
        (Graph::new(files, own), paths)
    }

    #[test]
    fn scripts_resolve_as_node_does() {
        let (graph, paths) = graph(&["dist/index.js", "dist/lib/a.js", "dist/lib/index.js", "dist/b.mjs"], Some("@acme/server"));
        let resolve = |from: usize, name: &str| graph.resolve(&paths[from], Language::JavaScript, name).map(|unit| unit.0);
        assert_eq!(resolve(0, "./lib/a"), Some(1));
        assert_eq!(resolve(0, "./lib"), Some(2));
        assert_eq!(resolve(1, "../b.mjs"), Some(3));
        assert_eq!(resolve(1, "@acme/server/dist/b.mjs"), Some(3));
        assert_eq!(resolve(0, "lodash"), None);
        assert_eq!(resolve(0, "../../../etc/passwd"), None);
    }

    #[test]
    fn python_modules_resolve_from_their_package_and_relatively() {
        let (graph, paths) = graph(
            &[
                "src/acme/__init__.py",
                "src/acme/server.py",
                "src/acme/tools/__init__.py",
                "src/acme/tools/run.py",
                "near/a.py",
                "near/re.py",
                "main.py",
                "re.py",
            ],
            None,
        );
        let resolve = |from: usize, name: &str| graph.resolve(&paths[from], Language::Python, name).map(|unit| unit.0);
        assert_eq!(resolve(1, "acme.tools.run"), Some(3));
        assert_eq!(resolve(3, "..server"), Some(1));
        assert_eq!(resolve(3, "."), Some(2));
        assert_eq!(resolve(1, "json"), None);
        assert_eq!(resolve(4, "re"), None);
        assert_eq!(resolve(6, "re"), Some(7));
        assert_eq!(graph.submodule(&paths[2], "run").map(|unit| unit.0), Some(3));
    }
}

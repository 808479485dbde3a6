//! What the sources of a Python project ask for, without being built: pyproject.toml, setup.cfg, and lists of requirements that these name.

use std::collections::BTreeSet;
use std::fmt;

use pep508_rs::ExtraName;
use toml::{Table, Value};

use super::artifact::{for_extra, of_sdist, of_wheel};
use super::metadata::Metadata;
use super::poetry;
use crate::manifest::setup_cfg;
use crate::model::{ArtifactKind, PackageName, Tree};

const LISTS_ONLY: &str = "its list of requirements names other lists, which were not read";

/// What a project that lies here asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonProject {
    pub(super) metadata: Metadata,
}

impl PythonProject {
    /// None where the tree holds no Python project.
    pub fn of(tree: &Tree, kind: ArtifactKind, name: &str) -> Option<Self> {
        if kind == ArtifactKind::Wheel {
            let name = PackageName::pypi(name).ok()?;
            return Some(Self { metadata: of_wheel(tree, &name) });
        }
        if is_built(tree) {
            return Some(Self { metadata: of_sdist(tree) });
        }
        // Nobody builds it: what it needs is installed from a list.
        let list = tree.get("requirements.txt")?;
        let (asked, is_whole) = requirements(&String::from_utf8_lossy(&list.bytes));
        let doubt = (!is_whole).then(|| LISTS_ONLY.to_owned());
        Some(Self { metadata: Metadata { doubt, ..Metadata::default().asking(asked) } })
    }

    /// By their names, as names are compared.
    pub fn extras(&self) -> BTreeSet<String> {
        self.metadata.extras.iter().map(ToString::to_string).collect()
    }

    /// Name and requirement of what it asks for whatever extras are wanted, and wherever it is installed.
    pub fn always(&self) -> Vec<(PackageName, String)> {
        let always = self.metadata.requirements.iter().filter(|requirement| requirement.marker.is_none());
        always.map(|requirement| (requirement.name.clone(), requirement.wanted.clone())).collect()
    }
}

impl fmt::Display for PythonProject {
    /// All that the outcome hangs on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.metadata)
    }
}

/// Whether the tree holds sources from which a project is built.
fn is_built(tree: &Tree) -> bool {
    let is_project = |table: &Table| table.contains_key("project") || tool(table, "poetry").is_some();
    let names_itself = |text: String| setup_cfg(&text).iter().any(|(section, key, _)| section == "metadata" && key == "name");
    ["PKG-INFO", "setup.py"].iter().any(|file| tree.contains(file))
        || pyproject(tree).as_ref().is_some_and(is_project)
        || text(tree, "setup.cfg").is_some_and(names_itself)
}

fn text(tree: &Tree, path: &str) -> Option<String> {
    tree.get(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
}

fn pyproject(tree: &Tree) -> Option<Table> {
    text(tree, "pyproject.toml")?.parse().ok()
}

/// None where it is left to the build to say what is asked for.
pub(super) fn of(tree: &Tree) -> Option<Metadata> {
    let table = pyproject(tree);
    let told = table.as_ref().and_then(|table| of_project(table, tree).or_else(|| of_poetry(table)));
    told.or_else(|| of_setup_cfg(tree, &text(tree, "setup.cfg")?))
}

fn tool<'t>(table: &'t Table, name: &str) -> Option<&'t Table> {
    table.get("tool")?.get(name)?.as_table()
}

/// `[project]`; lists that it leaves to setuptools are read where these stand in files.
fn of_project(table: &Table, tree: &Tree) -> Option<Metadata> {
    let project = table.get("project")?.as_table()?;
    let dynamic = texts(project.get("dynamic"));
    let is_dynamic = |field: &str| dynamic.iter().any(|one| one == field);
    if is_dynamic("optional-dependencies")
        || !project.contains_key("dependencies") && tool(table, "poetry").is_some_and(|one| one.contains_key("dependencies"))
    {
        return None;
    }
    let listed = match is_dynamic("dependencies") {
        true => of_lists(tool(table, "setuptools")?.get("dynamic")?.get("dependencies")?.get("file")?, tree)?,
        false => texts(project.get("dependencies")),
    };
    let optional = project.get("optional-dependencies").and_then(Value::as_table);
    let optional: Vec<(&String, Vec<String>)> = optional.into_iter().flatten().map(|(extra, list)| (extra, texts(Some(list)))).collect();
    let extras = optional.iter().filter_map(|(extra, _)| extra.parse::<ExtraName>().ok()).collect();
    let requires_python = project.get("requires-python").and_then(Value::as_str).map(str::to_owned);
    let of_extras = optional.iter().flat_map(|(extra, list)| list.iter().map(|text| for_extra(text, extra)));
    let asked = listed.into_iter().chain(of_extras);
    Some(Metadata { extras, requires_python, ..Metadata::default() }.asking(asked))
}

fn of_poetry(table: &Table) -> Option<Metadata> {
    let poetry = tool(table, "poetry")?;
    let extras = poetry::extras(poetry).iter().filter_map(|extra| extra.parse::<ExtraName>().ok()).collect();
    let requires_python = table.get("project").and_then(|project| project.get("requires-python")?.as_str()).map(str::to_owned);
    let requires_python = requires_python.or_else(|| poetry::python(poetry));
    Some(Metadata { extras, requires_python, ..Metadata::default() }.asking(poetry::requirements(poetry)?))
}

/// `install_requires` and `extras_require`, unless setup.py may say otherwise.
fn of_setup_cfg(tree: &Tree, text: &str) -> Option<Metadata> {
    let setup = tree.get("setup.py").map(|file| String::from_utf8_lossy(&file.bytes));
    if setup.is_some_and(|setup| setup.contains("_require")) {
        return None;
    }
    let items = setup_cfg(text);
    let value = |key: &str| items.iter().find(|(section, one, _)| section == "options" && one == key).map(|(_, _, value)| value.as_str());
    let asked = match value("install_requires")? {
        list if list.starts_with("file:") => of_lists(&Value::from(list["file:".len()..].trim()), tree)?,
        list => requirements(list).0,
    };
    let optional: Vec<_> = items.iter().filter(|(section, _, _)| section == "options.extras_require").collect();
    if optional.iter().any(|(_, _, list)| list.starts_with("file:")) {
        return None;
    }
    let extras = optional.iter().filter_map(|(_, extra, _)| extra.parse::<ExtraName>().ok()).collect();
    let of_extras = optional.iter().flat_map(|(_, extra, list)| requirements(list).0.into_iter().map(move |text| for_extra(&text, extra)));
    let requires_python = value("python_requires").map(str::to_owned);
    Some(Metadata { extras, requires_python, ..Metadata::default() }.asking(asked.into_iter().chain(of_extras)))
}

/// Requirements in files that are named; none where one is not there, or names others.
fn of_lists(files: &Value, tree: &Tree) -> Option<Vec<String>> {
    let one = files.as_str().map(|names| names.split(',').map(|name| name.trim().to_owned()).collect());
    let mut asked = Vec::new();
    for file in one.unwrap_or_else(|| texts(Some(files))) {
        let list = tree.get(file.trim_start_matches("./"))?;
        let (more, is_whole) = requirements(&String::from_utf8_lossy(&list.bytes));
        asked.extend(is_whole.then_some(more)?);
    }
    Some(asked)
}

/// A list with one requirement on each line, and whether that is all of it. Digests, comments and options for the installer are passed over.
fn requirements(text: &str) -> (Vec<String>, bool) {
    let whole = text.replace("\\\r\n", " ").replace("\\\n", " ");
    let (mut asked, mut is_whole) = (Vec::new(), true);
    for line in whole.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let line = line.split(" #").next().unwrap_or(line).trim();
        if line.starts_with('-') {
            is_whole &= !["-r", "--requirement", "-c", "--constraint", "-e", "--editable"].iter().any(|option| line.starts_with(option));
            continue;
        }
        asked.push(line.split(" --").next().unwrap_or(line).trim().to_owned());
    }
    (asked, is_whole)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{File, RelPath};

    fn project(files: &[(&str, &str)]) -> Option<Metadata> {
        let file =
            |(path, text): &(&str, &str)| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false };
        let tree = Tree::new(files.iter().map(file).collect(), Vec::new());
        PythonProject::of(&tree, ArtifactKind::Folder, "own").map(|project| project.metadata)
    }

    fn asked(files: &[(&str, &str)]) -> Vec<String> {
        let metadata = project(files).unwrap();
        assert_eq!(metadata.doubt, None);
        metadata.requirements.iter().map(|requirement| format!("{} {}", requirement.name, requirement.wanted)).collect()
    }

    #[test]
    fn lists_that_setuptools_would_read_are_read() {
        let pyproject = "[project]\nname = 'own'\ndynamic = ['dependencies', 'version']\n[tool.setuptools.dynamic]\ndependencies = {file = ['./needs.txt']}\n";
        let list = "# what it needs\na>=1 # the first\nb==1 --hash=sha256:00\n--no-binary :all:\n";
        assert_eq!(asked(&[("pyproject.toml", pyproject), ("needs.txt", list)]), ["a >=1", "b ==1"]);
        let untold = project(&[("pyproject.toml", pyproject), ("needs.txt", "-r other.txt\n")]).unwrap();
        assert!(untold.doubt.is_some() && untold.requirements.is_empty());
    }

    #[test]
    fn setup_cfg_counts_unless_setup_py_may_say_otherwise() {
        let cfg = "[metadata]\nname = own\n[options]\npython_requires = >=3.9\ninstall_requires =\n  a>=1\n  b; os_name == 'nt'\n[options.extras_require]\nx =\n  c\n";
        let files = [("setup.cfg", cfg), ("setup.py", "from setuptools import setup\nsetup()\n")];
        assert_eq!(asked(&files), ["a >=1", "b ; os_name == 'nt'", "c ; extra == 'x'"]);
        assert_eq!(project(&files).unwrap().requires_python.as_deref(), Some(">=3.9"));
        let other = project(&[("setup.cfg", cfg), ("setup.py", "setup(install_requires=read())")]).unwrap();
        assert!(other.doubt.is_some() && other.requirements.is_empty());
    }

    #[test]
    fn poetrys_own_tables_count_where_the_standard_one_leaves_it_to_them() {
        let poetry = "[tool.poetry]\nname = 'own'\n[tool.poetry.dependencies]\npython = '^3.10'\na = '^1.2'\n";
        assert_eq!(asked(&[("pyproject.toml", poetry)]), ["a >=1.2,<2"]);
        let both = format!("[project]\nname = 'own'\ndynamic = ['dependencies']\n{poetry}");
        assert_eq!(asked(&[("pyproject.toml", &both)]), ["a >=1.2,<2"]);
        let own = format!("[project]\nname = 'own'\ndependencies = ['b']\n{poetry}");
        assert_eq!(asked(&[("pyproject.toml", &own)]), ["b "]);
    }

    #[test]
    fn what_nobody_builds_is_installed_from_its_list() {
        assert_eq!(asked(&[("server.py", ""), ("requirements.txt", "a\nb>=2\n")]), ["a ", "b >=2"]);
        assert!(project(&[("requirements.txt", "-r more.txt\na\n")]).unwrap().doubt.is_some());
        for files in [&[("server.py", "")][..], &[("pyproject.toml", "[tool.ruff]\n")]] {
            assert_eq!(project(files), None);
        }
    }
}

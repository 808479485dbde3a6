//! Python: `name @ address` wherever a requirement may stand, and the sources that pyproject.toml names for its tools.

use std::sync::LazyLock;

use regex::Regex;
use toml::{Table, Value};

use super::{Direct, DirectFrom, Manifest, Text, Wanted, add, push, specifier};
use crate::model::{Location, Registry, Tree};

/// `notes[web] @ git+https://…`.
static REQUIREMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)(?-u:\b)([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]\n]*\])?\s*@\s*((?:[a-z]+\+)?(?:https?|ssh|git|file)://[^\s"';,]+)"#)
        .expect("a constant pattern")
});
static LINKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"dependency_links\s*=\s*[\[(]([^\])]{0,4000})").expect("a constant pattern"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?:[a-z]+\+)?https?://[^\s"',]+"#).expect("a constant pattern"));

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    if manifest.ecosystem != Registry::Pypi {
        return;
    }
    for file in tree.files() {
        let wanted = match (file.path.file_name(), file.path.depth()) {
            ("METADATA", 2) | ("PKG-INFO", 1) => metadata,
            ("setup.py" | "setup.cfg", 1) => setup,
            ("pyproject.toml", 1) => pyproject,
            _ => continue,
        };
        wanted(&Text::of(file), manifest);
    }
}

fn metadata(text: &Text, manifest: &mut Manifest) {
    for (at, line) in text.lines().take_while(|(_, line)| !line.is_empty()) {
        let Some(requirement) = line.strip_prefix("Requires-Dist:") else { continue };
        let wanted = if requirement.contains("extra") { Wanted::Extra } else { Wanted::Install };
        requirements(requirement, wanted, text.place(at..at), manifest);
    }
}

/// Code is not followed here: what looks like a requirement with an address is one.
fn setup(text: &Text, manifest: &mut Manifest) {
    for (at, line) in text.lines().filter(|(_, line)| line.contains("://") && !line.trim_start().starts_with('#')) {
        requirements(line, Wanted::Install, text.place(at..at), manifest);
    }
    for found in LINKS.captures_iter(&text.body).filter_map(|found| found.get(1)) {
        for address in ADDRESS.find_iter(found.as_str()) {
            let at = found.start() + address.start();
            link(address.as_str(), text.place(at..at), manifest);
        }
    }
}

/// pip has ignored these lists for years; older tools follow them.
fn link(address: &str, location: Location, manifest: &mut Manifest) {
    let Some(from) = specifier::read(address) else { return };
    let written = specifier::shown(address);
    push(manifest, Direct { wanted: Wanted::Setting, name: "dependency_links".to_owned(), written, from, location });
}

fn requirements(text: &str, wanted: Wanted, location: Location, manifest: &mut Manifest) {
    for found in REQUIREMENT.captures_iter(text) {
        add(manifest, wanted, &found[1], &found[2], location.clone());
    }
}

fn pyproject(text: &Text, manifest: &mut Manifest) {
    let Ok(table) = text.body.parse::<Table>() else { return };
    let mut project = Project { text, manifest };
    project.list(at(&table, &["project", "dependencies"]), Wanted::Install);
    project.list(at(&table, &["build-system", "requires"]), Wanted::Build);
    project.lists(at(&table, &["project", "optional-dependencies"]), Wanted::Extra);
    project.lists(at(&table, &["dependency-groups"]), Wanted::Development);
    project.tables(at(&table, &["tool", "poetry", "dependencies"]), Wanted::Install);
    // uv heeds its sources in the project itself, and not where the project is a dependency.
    project.tables(at(&table, &["tool", "uv", "sources"]), Wanted::Development);
    for path in [&["tool", "uv", "index"][..], &["tool", "poetry", "source"], &["tool", "pdm", "source"]] {
        project.indexes(at(&table, path), path[1]);
    }
}

fn at<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (last, parents) = path.split_last()?;
    parents.iter().try_fold(table, |table, key| table.get(*key)?.as_table())?.get(*last)
}

struct Project<'a> {
    text: &'a Text,
    manifest: &'a mut Manifest,
}

impl Project<'_> {
    fn place_of(&self, value: &str) -> Location {
        let at = memchr::memmem::find(self.text.body.as_bytes(), value.as_bytes()).unwrap_or(0);
        self.text.place(at..at)
    }

    fn list(&mut self, list: Option<&Value>, wanted: Wanted) {
        for requirement in list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).filter(|text| text.contains('@'))
        {
            let place = self.place_of(requirement);
            requirements(requirement, wanted, place, self.manifest);
        }
    }

    fn lists(&mut self, table: Option<&Value>, wanted: Wanted) {
        for (_, list) in table.and_then(Value::as_table).into_iter().flatten() {
            self.list(Some(list), wanted);
        }
    }

    /// `notes = { git = "…", rev = "…" }`.
    fn tables(&mut self, table: Option<&Value>, wanted: Wanted) {
        for (name, source) in table.and_then(Value::as_table).into_iter().flatten() {
            let text = |key: &str| source.get(key).and_then(Value::as_str);
            let (written, specifier) = match (text("git"), text("url"), text("path")) {
                (Some(git), ..) => {
                    let scheme = if git.starts_with("http") { "git+" } else { "" };
                    (git, format!("{scheme}{git}#{}", text("rev").or(text("tag")).or(text("branch")).unwrap_or_default()))
                }
                (None, Some(url), _) => (url, url.to_owned()),
                (None, None, Some(path)) => (path, format!("file:{path}")),
                (None, None, None) => continue,
            };
            let place = self.place_of(written);
            add(self.manifest, wanted, name, &specifier, place);
        }
    }

    fn indexes(&mut self, list: Option<&Value>, tool: &str) {
        for url in list.and_then(Value::as_array).into_iter().flatten().filter_map(|index| index.get("url")?.as_str()) {
            let Some(from @ DirectFrom::Index { .. }) = specifier::index(url) else { continue };
            let location = self.place_of(url);
            let (name, written) = (format!("{tool} index"), specifier::shown(url));
            push(self.manifest, Direct { wanted: Wanted::Setting, name, written, from, location });
        }
    }
}

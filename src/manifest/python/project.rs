//! pyproject.toml and setup.cfg: how a source distribution is built, and what it says where its metadata is silent.

use toml::{Table, Value};

use super::Distribution;
use super::entry_points::{ENTRY_POINTS_MAX, Item, ini, kind_of};
use crate::manifest::entry::EntryKind;
use crate::manifest::text::Text;
use crate::manifest::{BuildBackend, HostMentionKind, hosts};
use crate::model::Location;

pub(super) fn read(distribution: &mut Distribution<'_>) {
    let tree = distribution.tree;
    if distribution.layout.is_wheel() {
        // What a wheel carries of its sources builds nothing any more.
        return;
    }
    if let Some(file) = tree.get("pyproject.toml") {
        let text = Text::of(file);
        match text.body.parse::<Table>() {
            Ok(table) => Project { distribution, text: &text, table: &table }.read(),
            Err(_) => distribution.manifest.unreadable.push(file.path.clone()),
        }
    }
    if let Some(file) = tree.get("setup.cfg") {
        setup_cfg(distribution, &Text::of(file));
    }
}

struct Project<'a, 'd> {
    distribution: &'a mut Distribution<'d>,
    text: &'a Text,
    table: &'a Table,
}

impl<'a> Project<'a, '_> {
    fn read(&mut self) {
        self.import_roots();
        self.single_modules();
        self.identity();
        self.scripts();
        self.urls();
        self.build();
    }

    fn table_at(&self, path: &[&str]) -> Option<&'a Table> {
        path.iter().try_fold(self.table, |table, key| table.get(*key)?.as_table())
    }

    fn text_at(&self, path: &[&str]) -> Option<&'a str> {
        let (last, parents) = path.split_last()?;
        self.table_at(parents)?.get(*last)?.as_str()
    }

    /// The first place where a value is written; the file's first line for one that is written in another form.
    fn place_of(&self, value: &str) -> Location {
        let at = memchr::memmem::find(self.text.body.as_bytes(), value.as_bytes()).unwrap_or(0);
        self.text.place(at..at)
    }

    fn import_roots(&mut self) {
        let setuptools = self.table_at(&["tool", "setuptools", "package-dir"]).and_then(|table| table.get("")?.as_str());
        let found = self.table_at(&["tool", "setuptools", "packages", "find"]).and_then(|table| table.get("where")?.as_array());
        let hatch = self.table_at(&["tool", "hatch", "build", "targets", "wheel"]).and_then(|table| table.get("packages")?.as_array());
        let poetry = self.table_at(&["tool", "poetry"]).and_then(|table| table.get("packages")?.as_array());
        let mut roots: Vec<String> = setuptools.into_iter().map(str::to_owned).collect();
        roots.extend(found.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        roots.extend(hatch.into_iter().flatten().filter_map(Value::as_str).filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned())));
        roots.extend(poetry.into_iter().flatten().filter_map(|package| package.get("from")?.as_str()).map(str::to_owned));
        for root in roots {
            self.distribution.layout.add_root(&root);
        }
    }

    /// Modules of one file, by whichever tool builds the distribution; some take the one that has its name.
    fn single_modules(&mut self) {
        let lists = [
            self.table_at(&["tool", "setuptools"]).and_then(|table| table.get("py-modules")),
            self.table_at(&["tool", "hatch", "build", "targets", "wheel"]).and_then(|table| table.get("only-include")),
            self.table_at(&["tool", "hatch", "build", "targets", "wheel"]).and_then(|table| table.get("include")),
            self.table_at(&["tool", "pdm", "build"]).and_then(|table| table.get("includes")),
        ];
        let listed = lists.into_iter().flatten().filter_map(Value::as_array).flatten().filter_map(Value::as_str);
        let poetry = self.table_at(&["tool", "poetry"]).and_then(|table| table.get("packages")?.as_array());
        let included = poetry.into_iter().flatten().filter_map(|package| package.get("include")?.as_str());
        let flit = [self.text_at(&["tool", "flit", "module", "name"]), self.text_at(&["tool", "flit", "metadata", "module"])];
        let own = self.text_at(&["project", "name"]).or_else(|| self.text_at(&["tool", "poetry", "name"]));
        let own = own.map(|name| name.replace(['-', '.'], "_").to_ascii_lowercase());
        let names = listed.chain(included).chain(flit.into_iter().flatten()).map(str::to_owned).chain(own);
        for name in names.collect::<Vec<_>>() {
            self.distribution.layout.add_module(&name);
        }
    }

    /// Only what the metadata did not say already.
    fn identity(&mut self) {
        let text = |key: &str| self.text_at(&["project", key]).or_else(|| self.text_at(&["tool", "poetry", key])).map(str::to_owned);
        let (name, version, license) = (text("name"), text("version"), text("license"));
        let license = license.or_else(|| self.text_at(&["project", "license", "text"]).map(str::to_owned));
        let description = text("description");
        let manifest = &mut self.distribution.manifest;
        manifest.name = manifest.name.take().or(name);
        manifest.version = manifest.version.take().or(version);
        manifest.license = manifest.license.take().or(license);
        manifest.description = manifest.description.take().or(description);
        if manifest.dependencies.is_empty() {
            self.dependencies();
        }
    }

    fn dependencies(&mut self) {
        let listed = self.table_at(&["project"]).and_then(|project| project.get("dependencies")?.as_array());
        let listed: Vec<String> = listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        for requirement in listed {
            self.distribution.dependency(&requirement);
        }
        let poetry = self.table_at(&["tool", "poetry", "dependencies"]);
        for (name, wanted) in poetry.into_iter().flatten().filter(|(name, _)| *name != "python") {
            let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str()).unwrap_or("*").to_owned();
            self.distribution.manifest.dependencies.push((name.clone(), version));
        }
    }

    fn scripts(&mut self) {
        let tables = [(&["project", "scripts"][..], "console_scripts"), (&["project", "gui-scripts"], "gui_scripts")];
        let poetry = (&["tool", "poetry", "scripts"][..], "console_scripts");
        for (path, group) in tables.into_iter().chain([poetry]) {
            self.group(group, &self.table_at(path).cloned().unwrap_or_default());
        }
        let groups = self.table_at(&["project", "entry-points"]).cloned().unwrap_or_default();
        for (group, table) in &groups {
            self.group(group, table.as_table().unwrap_or(&Table::new()));
        }
    }

    fn group(&mut self, group: &str, table: &Table) {
        let kind = kind_of(group);
        for (name, target) in table.iter().take(ENTRY_POINTS_MAX) {
            let Some(reference) = target.as_str().or_else(|| target.get("reference")?.as_str()) else { continue };
            let name = if kind == EntryKind::Plugin { group } else { name };
            let place = self.place_of(reference);
            self.distribution.object(kind, name, reference, place);
        }
    }

    fn urls(&mut self) {
        let mut values: Vec<String> = Vec::new();
        for path in [&["project", "urls"][..], &["tool", "poetry", "urls"]] {
            values.extend(self.table_at(path).into_iter().flatten().filter_map(|(_, value)| value.as_str()).map(str::to_owned));
        }
        for key in ["homepage", "repository", "documentation"] {
            values.extend(self.text_at(&["tool", "poetry", key]).map(str::to_owned));
        }
        for value in values.into_iter().take(ENTRY_POINTS_MAX) {
            let place = self.place_of(&value);
            hosts::in_value(&value, place, HostMentionKind::Metadata, &mut self.distribution.manifest.declared);
        }
    }

    fn build(&mut self) {
        let system = self.table_at(&["build-system"]).cloned().unwrap_or_default();
        let folders: Vec<&str> =
            system.get("backend-path").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(backend) = system.get("build-backend").and_then(Value::as_str) {
            self.distribution.manifest.build_backend = Some(BuildBackend { name: backend.to_owned(), in_tree: !folders.is_empty() });
            let module = backend.split(':').next().unwrap_or_default().trim().replace('.', "/");
            for folder in folders {
                self.backend(folder, &module, backend);
            }
        }
        self.custom_hooks();
    }

    /// The backend that the package brings itself: a module below one of the named folders.
    fn backend(&mut self, folder: &str, module: &str, backend: &str) {
        let names = [format!("{folder}/{module}.py"), format!("{folder}/{module}/__init__.py")];
        let found = names
            .iter()
            .find(|name| crate::model::RelPath::from_root(name).is_some_and(|path| self.distribution.tree.contains(path.as_str())));
        let path = found.unwrap_or(&names[0]).clone();
        let place = self.place_of(backend);
        self.distribution.hook(&path, "build-backend", place);
    }

    /// Files that hatch, poetry and PDM run while they build.
    fn custom_hooks(&mut self) {
        let hatch =
            [&["tool", "hatch", "build", "hooks", "custom"][..], &["tool", "hatch", "build", "targets", "wheel", "hooks", "custom"]];
        for path in hatch {
            let Some(hook) = self.table_at(path) else { continue };
            let place = self.place_of("hooks.custom");
            self.distribution.hook(hook.get("path").and_then(Value::as_str).unwrap_or("hatch_build.py"), "hatch build hook", place);
        }
        let poetry = self.text_at(&["tool", "poetry", "build", "script"]).or_else(|| self.text_at(&["tool", "poetry", "build"]));
        for (path, name) in [(poetry, "poetry build script"), (self.text_at(&["tool", "pdm", "build", "custom-hook"]), "pdm build hook")] {
            let Some(path) = path else { continue };
            let place = self.place_of(path);
            self.distribution.hook(path, name, place);
        }
    }
}

fn setup_cfg(distribution: &mut Distribution<'_>, text: &Text) {
    for item in ini(text) {
        let place = text.place(item.at..item.at);
        match (item.section.as_str(), item.key.as_str()) {
            ("options", "py_modules") => {
                item.value
                    .split([',', '\n'])
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .for_each(|name| distribution.layout.add_module(name));
            }
            ("options.entry_points", group) => entry_lines(distribution, group, &item, &place),
            ("metadata", "name") => distribution.manifest.name = distribution.manifest.name.take().or(Some(item.value)),
            ("metadata", "url" | "project_urls" | "author_email" | "download_url" | "home_page") => {
                hosts::in_value(&item.value, place, HostMentionKind::Metadata, &mut distribution.manifest.declared);
            }
            _ => {}
        }
    }
}

/// `console_scripts =` with one `name = module:function` on each line.
fn entry_lines(distribution: &mut Distribution<'_>, group: &str, item: &Item, place: &Location) {
    let kind = kind_of(group);
    for (name, reference) in item.value.lines().take(ENTRY_POINTS_MAX).filter_map(|line| line.split_once('=')) {
        let name = if kind == EntryKind::Plugin { group } else { name.trim() };
        distribution.object(kind, name, reference.trim(), place.clone());
    }
}

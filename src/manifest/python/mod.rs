//! What a Python distribution says of itself: METADATA, entry points, pyproject.toml, setup.cfg, and the files that run by their place.

mod entry_points;
mod headers;
mod layout;
mod modules;
mod project;

use super::entry::{Entry, EntryKind};
use super::text::Text;
use super::{HostMentionKind, Manifest, claims, documents, hosts};
use crate::model::{File, Location, Registry, RelPath, Tree};
pub use headers::{Header, Headers, parse as core_metadata};
use layout::Layout;

/// Section, key and value of each entry of a setup.cfg; lines of one value are joined by `\n`.
pub fn setup_cfg(text: &str) -> Vec<(String, String, String)> {
    let path = RelPath::from_root("setup.cfg").expect("it is a plain name");
    let items = entry_points::ini(&Text::new(path, text.to_owned(), 1));
    items.into_iter().map(|item| (item.section, item.key, item.value)).collect()
}

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    let layout = Layout::of(tree);
    // An npm package may ship Python files with their setup.py; nobody builds that on installation.
    let is_npm = tree.contains("package.json") && !layout.is_wheel() && !tree.contains("PKG-INFO");
    if !layout.is_python() || is_npm {
        return;
    }
    manifest.ecosystem = Registry::Pypi;
    let mut distribution = Distribution { tree, layout, manifest };
    if let Some(file) = distribution.layout.metadata(tree) {
        distribution.metadata(file);
    }
    entry_points::read(&mut distribution);
    project::read(&mut distribution);
    distribution.places();
}

struct Distribution<'a> {
    tree: &'a Tree,
    layout: Layout,
    manifest: &'a mut Manifest,
}

impl Distribution<'_> {
    fn metadata(&mut self, file: &File) {
        let text = Text::of(file);
        let headers = headers::parse(&text.body);
        let first = |name: &str| headers.first(name).filter(|value| !value.is_empty() && *value != "UNKNOWN").map(str::to_owned);
        self.manifest.name = first("name");
        self.manifest.version = first("version");
        self.manifest.license = first("license-expression").or_else(|| first("license"));
        self.manifest.description = first("summary");
        for header in &headers.fields {
            let place = text.place(header.at..header.at);
            match header.name.as_str() {
                "requires-dist" => self.dependency(&header.value),
                "project-url" if is_repository(&header.value) => {
                    self.manifest.repository = self.manifest.repository.take().or_else(|| address_of(&header.value));
                    hosts::in_value(&header.value, place, HostMentionKind::Metadata, &mut self.manifest.declared);
                }
                "project-url" | "home-page" | "download-url" | "author" | "author-email" | "maintainer" | "maintainer-email" => {
                    hosts::in_value(&header.value, place, HostMentionKind::Metadata, &mut self.manifest.declared);
                }
                "summary" => claims::description(&header.value, &place, &mut self.manifest.declared),
                _ => {}
            }
        }
        let Some(description) = headers.description(&text.body) else { return };
        let first_line = text.place(description.at..description.at).start_line;
        let body = Text::new(file.path.clone(), description.value, first_line);
        if !body.body.trim().is_empty() {
            self.manifest.readme = Some(file.path.clone());
            documents::document(&body, self.manifest);
        }
    }

    /// `httpx>=0.27; python_version > "3.8"`. What only an extra asks for is left out.
    fn dependency(&mut self, requirement: &str) {
        let requirement = requirement.trim();
        let asks_for_extra = requirement.split_once(';').is_some_and(|(_, marker)| {
            let marker: String = marker.chars().filter(|c| !c.is_whitespace()).collect();
            marker.contains("extra==")
        });
        let end = requirement.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(requirement.len());
        if end > 0 && !asks_for_extra {
            self.manifest.dependencies.push((requirement[..end].to_owned(), requirement[end..].trim().to_owned()));
        }
    }

    /// `acme.server:main` and `acme.server:main [extra]`; a module that is not there is kept as missing.
    fn object(&mut self, kind: EntryKind, name: &str, reference: &str, named_at: Location) {
        let reference = reference.split('[').next().unwrap_or_default().trim();
        let (module, function) = match reference.split_once(':') {
            Some((module, function)) => (module.trim(), Some(function.trim().to_owned())),
            None => (reference, None),
        };
        let found = self.layout.module(self.tree, module);
        let missing = found.is_none();
        let Some(path) = found.or_else(|| RelPath::new(&format!("{}.py", module.replace('.', "/"))).ok()) else { return };
        self.manifest.entries.push(Entry { kind, path, missing, function, name: name.to_owned(), named_at });
    }

    /// A file that runs because of where it lies or what it is called.
    fn placed(&mut self, kind: EntryKind, path: &RelPath, name: &str) {
        let named_at = Location::line(path.clone(), 1);
        let entry = Entry { kind, path: path.clone(), missing: false, function: None, name: name.to_owned(), named_at };
        self.manifest.entries.push(entry);
    }

    /// A file of the build, named in a manifest; missing ones are kept.
    fn hook(&mut self, path: &str, name: &str, named_at: Location) {
        let Some(path) = RelPath::from_root(path) else { return };
        let missing = !self.tree.contains(path.as_str());
        self.manifest.entries.push(Entry { kind: EntryKind::InstallHook, path, missing, function: None, name: name.to_owned(), named_at });
    }

    fn places(&mut self) {
        let tree = self.tree;
        for file in tree.files() {
            let installed = self.layout.installed(&file.path);
            match (file.path.file_name(), installed) {
                ("__main__.py", Some(_)) => self.placed(EntryKind::Module, &file.path, ""),
                ("sitecustomize.py" | "usercustomize.py", Some(inside)) if !inside.contains('/') => {
                    self.placed(EntryKind::Startup, &file.path, "");
                }
                (name, Some(inside)) if name.ends_with(".pth") && !inside.contains('/') => self.placed(EntryKind::Startup, &file.path, ""),
                _ if self.layout.is_wheel_script(&file.path) => self.placed(EntryKind::Bin, &file.path, file.path.file_name()),
                _ => {}
            }
        }
        for (name, path) in self.layout.top_level(tree) {
            self.placed(EntryKind::Module, &path, &name);
        }
        if let Some(setup) = tree.get("setup.py").filter(|_| !self.layout.is_wheel()) {
            self.placed(EntryKind::InstallHook, &setup.path, "setup.py");
        }
    }
}

/// `Repository, https://code.example/acme/server`, whatever the label is called.
fn is_repository(value: &str) -> bool {
    let label = value.split(',').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["repository", "source", "source code", "code", "github", "gitlab"].contains(&label.as_str())
}

fn address_of(value: &str) -> Option<String> {
    value.split_once(',').map(|(_, address)| address.trim().to_owned())
}

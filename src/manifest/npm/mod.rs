//! package.json as npm and Node read it.

mod exports;
mod gyp;
mod resolve;
mod scripts;

use std::collections::HashSet;

pub use gyp::is_question as is_build_question;

use super::entry::{Entry, EntryKind};
use super::json::{self, Node, Value};
use super::text::Text;
use super::{HostMentionKind, Manifest, ModuleType, ServerName, claims, direct, hosts};
use crate::model::{Location, Registry, RelPath, Tree};

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    let Some(file) = tree.get("package.json") else { return };
    let text = Text::of(file);
    let root = json::parse(&text.body);
    if !root.is_object() {
        manifest.unreadable.push(file.path.clone());
        return;
    }
    let mut package = Package { tree, text: &text, root: &root, manifest };
    package.identity();
    package.commands();
    package.mains();
    exports::read(&mut package);
    scripts::read(&mut package);
    package.dependencies();
    direct::of_package_json(package.root, package.text, package.manifest);
    package.hosts();
}

struct Package<'a> {
    tree: &'a Tree,
    text: &'a Text,
    root: &'a Node,
    manifest: &'a mut Manifest,
}

impl Package<'_> {
    /// A source distribution may carry a package.json for its web parts: what PKG-INFO says comes first.
    fn identity(&mut self) {
        if self.manifest.ecosystem == Registry::Local {
            self.manifest.ecosystem = Registry::Npm;
        }
        let text = |key: &str| self.root.text_of(key).map(str::to_owned);
        let license = text("license").or_else(|| self.root.get("license")?.text_of("type").map(str::to_owned));
        self.manifest.name = self.manifest.name.take().or_else(|| text("name"));
        self.manifest.version = self.manifest.version.take().or_else(|| text("version"));
        self.manifest.license = self.manifest.license.take().or(license);
        let repository = text("repository").or_else(|| self.root.get("repository")?.text_of("url").map(str::to_owned));
        self.manifest.description = self.manifest.description.take().or_else(|| text("description"));
        self.manifest.repository = self.manifest.repository.take().or(repository);
        if let Some((node, written)) = self.root.get("description").and_then(|node| Some((node, node.text()?))) {
            claims::description(written, &node.place(self.text), &mut self.manifest.declared);
        }
        let claimed = || {
            let node = self.root.get("mcpName")?;
            Some(ServerName { name: node.text()?.to_owned(), location: node.place(self.text) })
        };
        self.manifest.mcp_name = self.manifest.mcp_name.take().or_else(claimed);
        if self.root.text_of("type") == Some("module") {
            self.manifest.module_type = ModuleType::Module;
        }
    }

    fn commands(&mut self) {
        let root = self.root;
        match root.get("bin") {
            Some(node @ Node { value: Value::Text(path), .. }) => {
                let name = self.manifest.name.clone().unwrap_or_default();
                self.entry(EntryKind::Bin, name.rsplit('/').next().unwrap_or_default(), path, node);
            }
            Some(node) => {
                for (_, name, target) in node.fields() {
                    self.entry(EntryKind::Bin, name, target.text().unwrap_or_default(), target);
                }
                for target in node.items() {
                    self.entry(EntryKind::Bin, "", target.text().unwrap_or_default(), target);
                }
            }
            None => {}
        }
        if let Some(node) = root.get("directories").and_then(|directories| directories.get("bin")) {
            self.every_file_below(node);
        }
    }

    /// `directories.bin`: npm links every file of that folder.
    fn every_file_below(&mut self, node: &Node) {
        let Some(folder) = node.text().and_then(resolve::from_root) else { return };
        let prefix = format!("{folder}/");
        for file in self.tree.files().iter().filter(|file| file.path.as_str().starts_with(&prefix)) {
            let entry = Entry {
                kind: EntryKind::Bin,
                path: file.path.clone(),
                missing: false,
                function: None,
                name: file.path.file_name().to_owned(),
                named_at: node.place(self.text),
            };
            self.manifest.entries.push(entry);
        }
    }

    fn mains(&mut self) {
        let root = self.root;
        for key in ["main", "module", "browser", "jsnext:main"] {
            let Some(node) = root.get(key) else { continue };
            if let Some(path) = node.text() {
                self.entry(EntryKind::Main, key, path, node);
            }
            // `browser` may be a table of replacements.
            for (_, _, target) in node.fields() {
                if let Some(path) = target.text().filter(|path| path.starts_with("./")) {
                    self.entry(EntryKind::Main, key, path, target);
                }
            }
        }
        let named = self.manifest.entries.iter().any(|entry| entry.kind == EntryKind::Main && entry.name == "main" && !entry.missing);
        // Without a main that is there, Node takes index.js.
        if !named && self.tree.contains("index.js") {
            self.entry(EntryKind::Main, "main", "./index.js", root);
        }
    }

    fn entry(&mut self, kind: EntryKind, name: &str, target: &str, node: &Node) {
        let found = resolve::file(self.tree, target);
        let missing = found.is_none();
        let Some(path) = found.or_else(|| resolve::from_root(target)) else { return };
        let named_at = node.place(self.text);
        self.manifest.entries.push(Entry { kind, path, missing, function: None, name: name.to_owned(), named_at });
    }

    fn dependencies(&mut self) {
        let root = self.root;
        // An optional dependency overrides a plain one of the same name.
        let optional = root.get("optionalDependencies").map(Node::fields).unwrap_or_default();
        let plain = root.get("dependencies").map(Node::fields).unwrap_or_default();
        let overridden: HashSet<&str> = optional.iter().map(|(_, name, _)| name.as_str()).collect();
        let plain = plain.iter().filter(|(_, name, _)| !overridden.contains(name.as_str()));
        let wanted = |node: &Node| node.text().unwrap_or("*").to_owned();
        self.manifest.dependencies.extend(plain.chain(optional).map(|(_, name, node)| (name.clone(), wanted(node))));
        for key in ["bundledDependencies", "bundleDependencies"] {
            let Some(node) = root.get(key) else { continue };
            self.manifest.bundled_dependencies.extend(node.items().iter().filter_map(Node::text).map(str::to_owned));
            if node.value == Value::Bool(true) {
                self.manifest.bundled_dependencies.extend(plain_names(root));
            }
        }
    }

    fn hosts(&mut self) {
        let root = self.root;
        for key in ["homepage", "repository", "bugs", "author", "contributors", "maintainers", "funding", "documentation"] {
            let Some(node) = root.get(key) else { continue };
            node.walk(&mut |inner, value| {
                if let Some(text) = value.text() {
                    let place = value.place(self.text);
                    let shorthand = key == "repository" && matches!(inner, "" | "url");
                    metadata_host(self.manifest, text, place, shorthand);
                }
            });
        }
    }
}

fn plain_names(root: &Node) -> impl Iterator<Item = String> {
    root.get("dependencies").map(Node::fields).unwrap_or_default().iter().map(|(_, name, _)| name.clone())
}

/// A URL, `Name <mail> (url)`, or in `repository` also npm's `owner/name` and `gitlab:owner/name`.
fn metadata_host(manifest: &mut Manifest, text: &str, place: Location, shorthand: bool) {
    let found = hosts::in_value(text, place.clone(), HostMentionKind::Metadata, &mut manifest.declared);
    if found || !shorthand {
        return;
    }
    let host = match text.split_once(':') {
        Some(("github", _)) => "github.com",
        Some(("gitlab", _)) => "gitlab.com",
        Some(("bitbucket", _)) => "bitbucket.org",
        Some(("gist", _)) => "gist.github.com",
        None if text.split('/').count() == 2 => "github.com",
        Some(_) | None => return,
    };
    manifest.declared.add_host(host.to_owned(), place, HostMentionKind::Metadata, text);
}

/// The path as the package's own, if a file stands there.
fn present(tree: &Tree, path: &str) -> Option<RelPath> {
    tree.get(path).map(|file| file.path.clone())
}

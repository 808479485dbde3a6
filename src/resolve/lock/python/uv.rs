//! uv.lock: packages with every file that an index offers, and the project among them.

use super::super::document::{Node, toml};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::parts::Parts;
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use super::names::Names;
use crate::manifest::without_user;
use crate::resolve::NeedKind;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = toml(reading, text)?;
    let known = root.text_of("version").is_some_and(|version| version == "1");
    if !known {
        let what = format!("version `{}` of uv's lock file is not known here", brief(root.text_of("version").unwrap_or_default()));
        return Err(reading.bad(what, "version 1 is; `uv lock` writes it anew"));
    }
    let nodes = root.items_of("package");
    let mut packages = Vec::new();
    for node in nodes {
        packages.push(package(reading, node)?);
    }
    let uv = Uv { reading, names: Names::of(&packages), nodes };
    for (at, node) in nodes.iter().enumerate() {
        let needs = uv.all_needs(&packages[at], node);
        packages[at].needs = needs;
    }
    let members = root.get("manifest").map(|manifest| manifest.words_of("members")).unwrap_or_default();
    let is_project = |at: &usize| {
        let is_own = nodes[*at]
            .get("source")
            .is_some_and(|source| ["virtual", "editable", "directory"].iter().any(|kind| source.text_of(kind) == Some(".")));
        packages[*at].is_local() && (is_own || nodes[*at].text_of("name").is_some_and(|name| members.iter().any(|member| member == name)))
    };
    let projects: Vec<usize> = (0..packages.len()).filter(is_project).collect();
    let roots =
        if projects.is_empty() { roots::unasked(&packages) } else { projects.iter().map(|at| roots::root(&packages, *at)).collect() };
    roots::mark_dev(&roots, &mut packages);
    let keys = |table: &'static str| projects.iter().flat_map(move |at| nodes[*at].entries_of(table)).map(|(name, _)| name);
    let offers = Parts::named(keys("optional-dependencies"), keys("dev-dependencies"));
    Ok(Lock { offers, ..Lock::new(LockFormat::Uv, roots, packages) })
}

fn package(reading: &Reading, node: &Node) -> Result<Locked, BadLock> {
    let name = node.text_of("name").ok_or_else(|| reading.bad_entry("package", "an entry has no name"))?;
    let version = node.text_of("version").unwrap_or_default();
    let source = node.get("source").unwrap_or(&Node::Null);
    let text = |key: &str| source.text_of(key);
    if let Some(path) = text("virtual").or_else(|| text("editable")).or_else(|| text("directory")) {
        let id = crate::model::PackageId { name: reading.pypi_name(name, name)?, ..reading.local_id(path, version) };
        return Ok(Locked::new(id, LockedFrom::Local(brief(path))));
    }
    let from = match (text("registry"), text("git").or_else(|| text("url")).or_else(|| text("path"))) {
        (Some(index), _) => LockedFrom::Registry { index: Some(without_user(index)) },
        (None, Some(address)) => LockedFrom::Direct(without_user(address)),
        (None, None) => return Err(reading.bad_entry(name, "it has no source that is known here")),
    };
    let id = match (&from, version) {
        // What is built from sources may have its version only then.
        (LockedFrom::Direct(_), "") => crate::model::PackageId { name: reading.pypi_name(name, name)?, ..reading.local_id(name, "") },
        (LockedFrom::Direct(_) | LockedFrom::Registry { .. } | LockedFrom::Local(_), version) => reading.pypi_id(name, name, version)?,
    };
    let mut package = Locked::new(id, from);
    for file in node.items_of("wheels").iter().chain(node.get("sdist")) {
        package.files.push(locked_file(reading, name, file)?);
    }
    Ok(package)
}

fn locked_file(reading: &Reading, entry: &str, node: &Node) -> Result<LockedFile, BadLock> {
    let url = node.text_of("url").filter(|url| is_on_the_web(url)).map(|url| reading.url(entry, url)).transpose()?;
    let path = || node.text_of("path").map(|path| brief(path.rsplit('/').next().unwrap_or(path)));
    let named = node.text_of("filename").map(brief).or_else(|| url.as_ref().map(file_name)).or_else(path);
    let digest = node.text_of("hash").map(|hash| reading.hex_digest(entry, hash)).transpose()?.flatten();
    let size = node.text_of("size").and_then(|size| size.parse().ok());
    Ok(LockedFile { name: named.unwrap_or_default(), url, digests: digest.into_iter().collect(), size })
}

struct Uv<'a> {
    reading: &'a Reading<'a>,
    names: Names,
    nodes: &'a [Node],
}

impl Uv<'_> {
    fn all_needs(&self, package: &Locked, node: &Node) -> Vec<LockedNeed> {
        let mut needs: Vec<LockedNeed> = self.needs(package, node, node.items_of("dependencies")).collect();
        for (extra, list) in node.entries_of("optional-dependencies") {
            let of_extra = Some(extra.to_owned());
            needs.extend(self.needs(package, node, list.items()).map(|need| LockedNeed { of_extra: of_extra.clone(), ..need }));
        }
        for (group, list) in node.entries_of("dev-dependencies") {
            let of_group = Some(group.to_owned());
            let needs_of_group = self.needs(package, node, list.items());
            needs.extend(needs_of_group.map(|need| LockedNeed { is_dev: true, of_group: of_group.clone(), ..need }));
        }
        needs
    }

    fn needs<'n>(&'n self, package: &'n Locked, node: &'n Node, list: &'n [Node]) -> impl Iterator<Item = LockedNeed> + 'n {
        list.iter().filter_map(move |dependency| {
            let name = dependency.text_of("name")?;
            let by = self.serving(name, dependency);
            if by.is_none() {
                self.reading.say(format!("`{}` asks for `{}`, which is not in the file", package.id, brief(name)));
            }
            Some(LockedNeed {
                marker: dependency.text_of("marker").map(str::to_owned),
                extras: dependency.words_of("extra"),
                ..LockedNeed::new(name, &wanted(node, name), NeedKind::Runtime, by)
            })
        })
    }

    /// Version and source stand there where the name alone does not tell.
    fn serving(&self, name: &str, dependency: &Node) -> Option<usize> {
        let agrees = |at: &usize, key: &str| dependency.get(key).is_none_or(|asked| self.nodes[*at].get(key) == Some(asked));
        self.names.find(name).iter().copied().find(|at| agrees(at, "version") && agrees(at, "source"))
    }
}

/// What the project itself wrote; of other packages the file does not keep it.
fn wanted(node: &Node, name: &str) -> String {
    let required = node.get("metadata").map_or(&[][..], |metadata| metadata.items_of("requires-dist"));
    let mine = required.iter().take(1_000).find(|requirement| requirement.text_of("name") == Some(name));
    mine.and_then(|requirement| requirement.text_of("specifier")).unwrap_or_default().to_owned()
}

//! poetry.lock, versions 1 and 2: files by name and digest, without addresses; what asks for them stands in pyproject.toml.

use std::collections::HashMap;

use super::super::document::{Node, toml};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::parts::Parts;
use super::super::reading::{Reading, brief};
use super::super::roots;
use super::names::Names;
use crate::manifest::without_user;
use crate::model::{PackageId, PackageName};
use crate::resolve::NeedKind;

/// More extras that ask for one name are not told apart.
const EXTRAS_MAX: usize = 64;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = toml(reading, text)?;
    let metadata = root.get("metadata").unwrap_or(&Node::Null);
    let version = metadata.text_of("lock-version").unwrap_or("1.0");
    if !version.starts_with("1.") && !version.starts_with("2.") {
        let what = format!("version `{}` of poetry's lock file is not known here", brief(version));
        return Err(reading.bad(what, "versions 1 and 2 are; `poetry lock` writes it anew"));
    }
    // Before version 2 of the format the files of all packages stood together.
    let files: HashMap<&str, &Node> = metadata.entries_of("files").collect();
    let nodes = root.items_of("package");
    let mut packages = Vec::new();
    for node in nodes {
        packages.push(package(reading, node, &files)?);
    }
    let names = Names::of(&packages);
    for (at, node) in nodes.iter().enumerate() {
        let needs = needs(reading, &packages[at], node, &names);
        packages[at].needs = needs;
    }
    if nodes.iter().any(|node| node.get("groups").is_none() && node.get("category").is_none()) {
        reading.say("the file does not tell what only development needs: all of it was taken; `poetry lock` of poetry 2 writes it down");
    }
    let extras = own_extras(&root);
    let roots = nodes.iter().enumerate().flat_map(|(at, node)| root_needs(&packages, at, node, &extras)).collect();
    let groups = nodes.iter().flat_map(groups).filter(|group| group != "main").collect::<Vec<_>>();
    let offers = Parts::named(root.entries_of("extras").map(|(extra, _)| extra), groups.iter().map(String::as_str));
    Ok(Lock { offers, ..Lock::new(LockFormat::Poetry, roots, packages) })
}

/// The file tells for each package whether the project comes to need it, in whichever way; what is optional is for extras.
fn root_needs(packages: &[Locked], at: usize, node: &Node, extras: &HashMap<PackageName, Vec<String>>) -> Vec<LockedNeed> {
    let need = LockedNeed { kind: NeedKind::Runtime, ..roots::root(packages, at) };
    if need.is_dev {
        return groups(node).into_iter().map(|group| LockedNeed { of_group: Some(group), ..need.clone() }).collect();
    }
    if !packages[at].is_optional {
        return vec![need];
    }
    let of = extras.get(&packages[at].id.name).cloned().unwrap_or_else(|| vec![String::new()]);
    of.into_iter().map(|extra| LockedNeed { of_extra: Some(extra), ..need.clone() }).collect()
}

/// Which extras of the project ask for a name.
fn own_extras(root: &Node) -> HashMap<PackageName, Vec<String>> {
    let mut extras: HashMap<PackageName, Vec<String>> = HashMap::new();
    for (extra, list) in root.entries_of("extras") {
        for name in list.items().iter().filter_map(Node::text).filter_map(|name| PackageName::pypi(name).ok()) {
            let known = extras.entry(name).or_default();
            if known.len() < EXTRAS_MAX {
                known.push(extra.to_owned());
            }
        }
    }
    extras
}

/// Poetry 1 knew one group for each package, and called it a category.
fn groups(node: &Node) -> Vec<String> {
    let groups = node.words_of("groups");
    if groups.is_empty() { node.text_of("category").map(str::to_owned).into_iter().collect() } else { groups }
}

fn package(reading: &Reading, node: &Node, files: &HashMap<&str, &Node>) -> Result<Locked, BadLock> {
    let name = node.text_of("name").ok_or_else(|| reading.bad_entry("package", "an entry has no name"))?;
    let version = node.text_of("version").unwrap_or_default();
    let source = node.get("source").unwrap_or(&Node::Null);
    let url = source.text_of("url").unwrap_or_default();
    let id = reading.pypi_id(name, name, version)?;
    let mut package = match source.text_of("type") {
        None => Locked::new(id, LockedFrom::Registry { index: None }),
        Some("legacy") => Locked::new(id, LockedFrom::Registry { index: Some(without_user(url)) }),
        Some("directory") => {
            let id = PackageId { name: id.name, ..reading.local_id(url, version) };
            Locked::new(id, LockedFrom::Local(brief(url)))
        }
        Some(kind) => {
            let scheme = if kind == "git" { "git+" } else { "" };
            Locked::new(id, LockedFrom::Direct(without_user(&format!("{scheme}{url}"))))
        }
    };
    let own = node.get("files").or_else(|| files.get(name).copied());
    for file in own.map_or(&[][..], Node::items) {
        let digest = file.text_of("hash").map(|hash| reading.hex_digest(name, hash)).transpose()?.flatten();
        let file = file.text_of("file").map(brief).unwrap_or_default();
        package.files.push(LockedFile { name: file, url: None, digests: digest.into_iter().collect(), size: None });
    }
    package.is_optional = node.is_true("optional");
    let groups = node.words_of("groups");
    let category = node.text_of("category");
    package.is_dev =
        category.is_some_and(|category| category != "main") || !groups.is_empty() && !groups.iter().any(|group| group == "main");
    package.marker = marker(node.get("markers"));
    Ok(package)
}

/// One for all groups, or one for each.
fn marker(node: Option<&Node>) -> Option<String> {
    let main = |node: &Node| node.text_of("main").map(str::to_owned);
    node.and_then(|node| node.text().map(str::to_owned).or_else(|| main(node)))
}

fn needs(reading: &Reading, package: &Locked, node: &Node, names: &Names) -> Vec<LockedNeed> {
    let extras = extras(node);
    let mut needs = Vec::new();
    for (name, written) in node.entries_of("dependencies") {
        // Several requirements of one name hold in different places.
        let requirements = if written.items().is_empty() { std::slice::from_ref(written) } else { written.items() };
        for requirement in requirements {
            let is_optional = requirement.is_true("optional");
            let serving = names.find(name);
            if serving.is_empty() && !is_optional {
                reading.say(format!("`{}` asks for `{}`, which is not in the file", package.id, brief(name)));
            }
            let wanted = requirement.text().or_else(|| requirement.text_of("version")).unwrap_or_default();
            let kind = if is_optional { NeedKind::Optional } else { NeedKind::Runtime };
            for by in serving {
                let need = LockedNeed {
                    marker: requirement.text_of("markers").map(str::to_owned),
                    extras: requirement.words_of("extras"),
                    ..LockedNeed::new(name, wanted, kind, Some(*by))
                };
                let wanted_by = PackageName::pypi(name).ok().and_then(|name| extras.get(&name)).filter(|_| is_optional);
                match wanted_by {
                    Some(extras) => {
                        needs.extend(extras.iter().map(|extra| LockedNeed { of_extra: Some((*extra).to_owned()), ..need.clone() }))
                    }
                    None => needs.push(need),
                }
            }
        }
    }
    needs
}

/// Which extras of a package ask for a name: `http2 = ["h2 (>=3,<5)"]`.
fn extras(node: &Node) -> HashMap<PackageName, Vec<&str>> {
    let mut extras: HashMap<PackageName, Vec<&str>> = HashMap::new();
    for (extra, list) in node.entries_of("extras") {
        for requirement in list.items().iter().filter_map(Node::text) {
            let end = requirement.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(requirement.len());
            if let Ok(name) = PackageName::pypi(&requirement[..end]) {
                let known = extras.entry(name).or_default();
                if known.len() < EXTRAS_MAX {
                    known.push(extra);
                }
            }
        }
    }
    extras
}

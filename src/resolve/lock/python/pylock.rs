//! pylock.toml (PEP 751): every package of an installation, each with its marker and all its files.

use super::super::document::{Node, toml};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::parts::Parts;
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use super::names::Names;
use crate::fetch::Digest;
use crate::manifest::without_user;
use crate::model::PackageId;
use crate::resolve::NeedKind;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = toml(reading, text)?;
    let version = root.text_of("lock-version").unwrap_or_default();
    if !version.starts_with("1.") {
        let what = format!("version `{}` of pylock.toml is not known here", brief(version));
        return Err(reading.bad(what, "version 1 is: `uv export --format pylock.toml`, `pip lock`"));
    }
    let nodes = root.items_of("packages");
    let mut packages = Vec::new();
    for node in nodes {
        packages.push(package(reading, node)?);
    }
    let names = Names::of(&packages);
    for (at, node) in nodes.iter().enumerate() {
        let named = node.items_of("dependencies").iter().filter_map(|dependency| Some((dependency, dependency.text_of("name")?)));
        let needs = named.map(|(dependency, name)| need(&packages, &names, dependency, name)).collect();
        packages[at].needs = needs;
    }
    // An installer takes whatever the markers let it take, whoever asks.
    let roots = (0..packages.len()).map(|at| roots::root(&packages, at)).collect();
    let (extras, groups) = (root.words_of("extras"), root.words_of("dependency-groups"));
    let offers = Parts::named(extras.iter().map(String::as_str), groups.iter().map(String::as_str));
    Ok(Lock { offers, ..Lock::new(LockFormat::Pylock, roots, packages) })
}

/// What is asked for is told for information only, so that it may be less than the whole truth.
fn need(packages: &[Locked], names: &Names, dependency: &Node, name: &str) -> LockedNeed {
    let version = dependency.text_of("version");
    let fits = |at: &usize| version.is_none_or(|version| packages[*at].id.version == version);
    let by = names.find(name).iter().copied().find(fits);
    LockedNeed::new(name, version.unwrap_or_default(), NeedKind::Runtime, by)
}

fn package(reading: &Reading, node: &Node) -> Result<Locked, BadLock> {
    let name = node.text_of("name").ok_or_else(|| reading.bad_entry("packages", "an entry has no name"))?;
    let version = node.text_of("version");
    let local = |path: &str| Ok(PackageId { name: reading.pypi_name(name, name)?, ..reading.local_id(path, version.unwrap_or_default()) });
    let place = |source: &Node| source.text_of("url").or_else(|| source.text_of("path")).unwrap_or_default().to_owned();
    let id = || version.map_or_else(|| local(name), |version| reading.pypi_id(name, name, version));
    let mut package = if let Some(folder) = node.get("directory") {
        let path = place(folder);
        Locked::new(local(&path)?, LockedFrom::Local(brief(&path)))
    } else if let Some(repository) = node.get("vcs") {
        let kind = repository.text_of("type").unwrap_or_default();
        Locked::new(id()?, LockedFrom::Direct(without_user(&format!("{kind}+{}", place(repository)))))
    } else if let Some(archive) = node.get("archive") {
        let mut package = Locked::new(id()?, LockedFrom::Direct(without_user(&place(archive))));
        package.files.push(file(reading, name, archive)?);
        package
    } else {
        let index = node.text_of("index").map(without_user);
        let version = version.ok_or_else(|| reading.bad_entry(name, "it has no version"))?;
        Locked::new(reading.pypi_id(name, name, version)?, LockedFrom::Registry { index })
    };
    for node in node.items_of("wheels").iter().chain(node.get("sdist")) {
        package.files.push(file(reading, name, node)?);
    }
    package.marker = node.text_of("marker").map(str::to_owned);
    Ok(package)
}

fn file(reading: &Reading, entry: &str, node: &Node) -> Result<LockedFile, BadLock> {
    let url = node.text_of("url").filter(|url| is_on_the_web(url)).map(|url| reading.url(entry, url)).transpose()?;
    let path = || node.text_of("path").map(|path| brief(path.rsplit(['/', '\\']).next().unwrap_or(path)));
    let written = node.text_of("name").map(brief).or_else(|| url.as_ref().map(file_name)).or_else(path);
    let mut digests: Vec<Digest> = Vec::new();
    for (algorithm, value) in node.texts_of("hashes") {
        digests.extend(reading.hex(entry, algorithm, value)?);
    }
    let size = node.text_of("size").and_then(|size| size.parse().ok());
    Ok(LockedFile { name: written.unwrap_or_default(), url, digests, size })
}

//! yarn.lock as yarn 2 and newer write it: YAML, descriptors (`debug@npm:^4.3.0`) that lead to locators (`debug@npm:4.4.3`).
//! Its checksums are of yarn's own archives, not of the registry's: they prove nothing here.

use std::collections::HashMap;

use super::super::document::{Node, yaml};
use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed, NpmPlatforms};
use super::super::reading::{Reading, brief, file_name, is_on_the_web, percent_decoded};
use super::super::roots;
use super::split_name;
use crate::manifest::without_user;
use crate::resolve::NeedKind;

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let root = yaml(reading, text)?;
    let entries: Vec<(&str, &Node)> = root.entries().filter(|(key, node)| *key != "__metadata" && !is_built_in(node)).collect();
    let mut by_descriptor = HashMap::new();
    let mut packages = Vec::new();
    for (number, (key, node)) in entries.iter().enumerate() {
        for descriptor in key.split(", ") {
            if by_descriptor.insert(descriptor, number).is_some() {
                return Err(reading.bad_entry(descriptor, "it stands there twice"));
            }
        }
        packages.push(package(reading, key, node)?);
    }
    // What is patched is named by its locator.
    for (number, (_, node)) in entries.iter().enumerate() {
        let locator = node.text_of("resolution").and_then(|locator| locator.split("::").next());
        by_descriptor.entry(locator.unwrap_or_default()).or_insert(number);
    }
    for (number, (_, node)) in entries.iter().enumerate() {
        packages[number].needs = needs(reading, &packages[number], node, &by_descriptor);
    }
    if !packages.is_empty() {
        reading.say("yarn does not tell what only development needs: all of it was taken");
        reading.say("yarn's checksums are of its own archives: what the registry promises is compared instead");
    }
    // The folders of the workspace: the project's own, first of all.
    let folders: Vec<usize> = (0..packages.len()).filter(|at| packages[*at].is_local()).collect();
    let roots = if folders.is_empty() { roots::unasked(&packages) } else { folders.iter().map(|at| roots::root(&packages, *at)).collect() };
    Ok(Lock::new(LockFormat::YarnBerry, roots, packages))
}

fn package(reading: &Reading, key: &str, node: &Node) -> Result<Locked, BadLock> {
    let locator = node.text_of("resolution").and_then(split_name);
    let (name, reference) = locator.ok_or_else(|| reading.bad_entry(key, "it has no resolution"))?;
    let version = node.text_of("version").unwrap_or_default();
    // Behind `::` stand settings of the fetch.
    let (reference, settings) = reference.split_once("::").unwrap_or((reference, ""));
    let mut package = if let Some(path) = reference.strip_prefix("workspace:") {
        Locked::new(reading.local_id(path, ""), LockedFrom::Local(brief(path)))
    } else if let Some(version) = reference.strip_prefix("npm:") {
        let mut package = Locked::new(reading.npm_id(key, name, version)?, LockedFrom::Registry { index: None });
        let archive = settings.split('&').find_map(|setting| setting.strip_prefix("__archiveUrl="));
        let url = archive.map(|archive| reading.url(key, &percent_decoded(archive))).transpose()?;
        package.files.push(LockedFile { name: url.as_ref().map(file_name).unwrap_or_default(), url, digests: Vec::new(), size: None });
        package
    } else {
        let mut package = Locked::new(reading.direct_npm_id(key, name, version)?, LockedFrom::Direct(without_user(reference)));
        if is_on_the_web(reference) && !reference.contains(".git") {
            let url = reading.url(key, reference)?;
            package.files.push(LockedFile { name: file_name(&url), url: Some(url), digests: Vec::new(), size: None });
        }
        package
    };
    package.platforms = platforms(node.text_of("conditions").unwrap_or_default());
    Ok(package)
}

/// `os=linux & (cpu=x64 | cpu=arm64) & !libc=musl`.
fn platforms(conditions: &str) -> NpmPlatforms {
    let mut platforms = NpmPlatforms::default();
    for word in conditions.split(['&', '|', '(', ')']).map(str::trim) {
        let Some((key, value)) = word.split_once('=') else { continue };
        let (key, value) = match key.strip_prefix('!') {
            Some(key) => (key, format!("!{value}")),
            None => (key, value.to_owned()),
        };
        match key {
            "os" => platforms.os.push(value),
            "cpu" => platforms.cpu.push(value),
            "libc" => platforms.libc.push(value),
            _ => {}
        }
    }
    platforms
}

fn needs(reading: &Reading, package: &Locked, node: &Node, by_descriptor: &HashMap<&str, usize>) -> Vec<LockedNeed> {
    let is_optional = |name: &str| {
        let meta = node.get("dependenciesMeta").and_then(|meta| meta.get(name));
        meta.is_some_and(|meta| meta.is_true("optional"))
    };
    let find = |name: &str, wanted: &str| {
        let plain = by_descriptor.get(format!("{name}@{wanted}").as_str());
        // Older files leave the protocol away.
        let implied = || by_descriptor.get(format!("{name}@npm:{wanted}").as_str());
        plain.or_else(implied).or_else(|| by_descriptor.get(patched(wanted)?.as_str())).copied()
    };
    let mut needs = Vec::new();
    for (name, wanted) in node.texts_of("dependencies") {
        let by = find(name, wanted);
        if by.is_none() {
            reading.say(format!("`{}` asks for `{}`, which is not in the file", package.id, brief(name)));
        }
        let kind = if is_optional(name) { NeedKind::Optional } else { NeedKind::Runtime };
        needs.push(LockedNeed::new(name, wanted, kind, by));
    }
    // What is patched comes from where it came before: `patch:typescript@npm%3A5.0.0#./fix.patch`.
    if let LockedFrom::Direct(address) = &package.from
        && let Some(descriptor) = patched(address)
    {
        let by = by_descriptor.get(descriptor.as_str()).copied();
        needs.push(LockedNeed::new(package.id.name.as_str(), &brief(&descriptor), NeedKind::Runtime, by));
    }
    needs
}

fn patched(reference: &str) -> Option<String> {
    Some(percent_decoded(reference.strip_prefix("patch:")?.split('#').next()?))
}

/// Patches that yarn itself brings, for whoever asks for the package that they are for.
fn is_built_in(node: &Node) -> bool {
    let is_patch = |resolution: &str| resolution.contains("@patch:") && resolution.contains("builtin<");
    node.text_of("resolution").is_some_and(is_patch)
}

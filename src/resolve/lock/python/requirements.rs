//! requirements.txt whose every line names one version, with or without `--hash`: what `pip-compile` and `uv export` write.

use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom};
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use crate::manifest::without_user;
use crate::model::PackageId;

/// Options about the whole installation that change nothing of what is locked.
const HARMLESS: [&str; 8] =
    ["--require-hashes", "--pre", "--prefer-binary", "--no-binary", "--only-binary", "--use-feature", "--trusted-host", "--no-index"];
const INDEXES: [&str; 5] = ["-i", "--index-url", "--extra-index-url", "-f", "--find-links"];
const OTHER_FILES: [&str; 4] = ["-r", "--requirement", "-c", "--constraint"];

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let mut packages = Vec::new();
    for (number, line) in lines(text) {
        if line.starts_with('-') {
            option(reading, number, &line)?;
        } else {
            packages.push(package(reading, number, &line)?);
        }
    }
    let bare = packages.iter().filter(|package: &&Locked| !package.files.iter().any(|file| !file.digests.is_empty())).count();
    if bare > 0 {
        reading.say(format!("{bare} of {} lines have no hash: whatever the index offers for the version was taken", packages.len()));
    }
    let roots = (0..packages.len()).map(|at| roots::root(&packages, at)).collect();
    Ok(Lock::new(LockFormat::Requirements, roots, packages))
}

/// Lines that end in a backslash go on in the next; comments begin behind a blank. Each with the number of its first line.
fn lines(text: &str) -> Vec<(usize, String)> {
    let (mut lines, mut open) = (Vec::new(), None::<(usize, String)>);
    for (at, line) in text.lines().enumerate() {
        let (number, mut whole) = open.take().unwrap_or((at + 1, String::new()));
        let is_comment = line.trim_start().starts_with('#');
        let part = if is_comment { "" } else { line.find(" #").map_or(line, |comment| &line[..comment]).trim_end() };
        // A comment ends whatever was open.
        if let Some(part) = part.strip_suffix('\\') {
            whole += part;
            open = Some((number, whole));
            continue;
        }
        whole += part;
        lines.push((number, whole));
    }
    lines.extend(open);
    lines.into_iter().map(|(number, line)| (number, line.trim().to_owned())).filter(|(_, line)| !line.is_empty()).collect()
}

fn option(reading: &Reading, number: usize, line: &str) -> Result<(), BadLock> {
    let (name, value) = line.split_once([' ', '=']).unwrap_or((line, ""));
    let value = brief(&without_user(value.trim().trim_matches(['"', '\''])));
    if OTHER_FILES.contains(&name) {
        reading.say(format!("line {number}: `{value}` is another file, which was not read: judge it on its own"));
    } else if INDEXES.contains(&name) {
        reading.say(format!("line {number}: the index {value} was not asked: your own settings decide, or --index-url"));
    } else if ["-e", "--editable"].contains(&name) {
        reading.say(format!("line {number}: `{value}` is a folder or repository, which was not read"));
    } else if !HARMLESS.contains(&name) {
        let what = format!("line {number}: the option `{}` is not known here", brief(name));
        return Err(reading.bad(what, "take it out, or lock with `uv export` or `pip-compile`"));
    }
    Ok(())
}

fn package(reading: &Reading, number: usize, line: &str) -> Result<Locked, BadLock> {
    let entry = format!("line {number}");
    let (requirement, options) = line.find(" --").map_or((line, ""), |at| line.split_at(at));
    // An address may hold semicolons: before a marker stands a blank.
    let is_direct = requirement.contains("://") || requirement.contains(" @ ");
    let (requirement, marker) = requirement.split_once(if is_direct { " ;" } else { ";" }).unwrap_or((requirement, ""));
    let mut digests = Vec::new();
    let mut words = options.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let hash = word.strip_prefix("--hash=").or_else(|| if word == "--hash" { words.next() } else { None });
        digests.extend(hash.map(|hash| reading.hex_digest(&entry, hash)).transpose()?.flatten());
    }
    let mut package = if is_direct { direct(reading, &entry, requirement)? } else { pinned(reading, number, requirement)? };
    match package.files.first_mut() {
        Some(file) => file.digests = digests,
        // Which file a digest is of, the index tells.
        None => {
            let unnamed = |digest| LockedFile { name: String::new(), url: None, digests: vec![digest], size: None };
            package.files = digests.into_iter().map(unnamed).collect();
        }
    }
    package.marker = Some(marker.trim()).filter(|marker| !marker.is_empty()).map(str::to_owned);
    Ok(package)
}

/// `name[extra]==1.0`, perhaps among other conditions on the version.
fn pinned(reading: &Reading, number: usize, requirement: &str) -> Result<Locked, BadLock> {
    let requirement = requirement.trim();
    let end = requirement.find(['=', '<', '>', '!', '~', ' ']).unwrap_or(requirement.len());
    let (name, condition) = requirement.split_at(end);
    let name = name.split('[').next().unwrap_or(name);
    let exact = |part: &str| {
        let version = part.trim().strip_prefix("==")?;
        let version = version.strip_prefix('=').unwrap_or(version).trim();
        (!version.ends_with(".*")).then(|| version.to_owned())
    };
    let condition = condition.trim().trim_start_matches('(').trim_end_matches(')');
    let version = condition.split(',').take(20).find_map(exact).ok_or_else(|| {
        let what = format!("line {number}: `{}` does not pin a version", brief(requirement));
        reading.bad(what, "it is a list of wishes, not a lock file: lock it with `uv pip compile --generate-hashes` or `pip-compile`")
    })?;
    let id = reading.pypi_id(&format!("line {number}"), name, &version)?;
    Ok(Locked::new(id, LockedFrom::Registry { index: None }))
}

/// `name @ https://…`, or an address alone.
fn direct(reading: &Reading, entry: &str, requirement: &str) -> Result<Locked, BadLock> {
    let (name, address) = match requirement.split_once('@').filter(|(name, _)| !name.contains(':')) {
        Some((name, address)) => (name.split('[').next().unwrap_or(name).trim(), address.trim()),
        None => ("", requirement.trim()),
    };
    let id = if name.is_empty() {
        reading.local_id(&without_user(address), "")
    } else {
        PackageId { name: reading.pypi_name(entry, name)?, ..reading.local_id(name, "") }
    };
    let mut package = Locked::new(id, LockedFrom::Direct(without_user(address)));
    if is_on_the_web(address) {
        let url = reading.url(entry, address)?;
        package.files.push(LockedFile { name: file_name(&url), url: Some(url), digests: Vec::new(), size: None });
    }
    Ok(package)
}

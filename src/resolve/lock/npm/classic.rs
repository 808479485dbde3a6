//! yarn.lock as yarn 1 writes it: a language of its own, in which lines of patterns are followed by what all of them stand for.

use std::collections::HashMap;

use super::super::error::BadLock;
use super::super::format::LockFormat;
use super::super::locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed};
use super::super::reading::{Reading, brief, file_name, is_on_the_web};
use super::super::roots;
use super::{alias, split_name};
use crate::fetch::{Algorithm, Digest};
use crate::manifest::{leads_to, without_user};
use crate::resolve::NeedKind;

/// One block.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    /// `debug@^4.3.0`, `old-ms@npm:ms@2.0.0`.
    patterns: Vec<String>,
    version: String,
    resolved: Option<String>,
    integrity: Option<String>,
    needs: Vec<(String, String, NeedKind)>,
}

pub(in crate::resolve::lock) fn read(reading: &Reading, text: &str) -> Result<Lock, BadLock> {
    let entries = entries(reading, text)?;
    let mut by_pattern = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for pattern in &entry.patterns {
            if by_pattern.insert(pattern.as_str(), number).is_some() {
                return Err(reading.bad_entry(pattern, "it stands there twice"));
            }
        }
    }
    let mut packages = Vec::new();
    for entry in &entries {
        let mut package = package(reading, entry)?;
        for (name, wanted, kind) in &entry.needs {
            let by = by_pattern.get(format!("{name}@{wanted}").as_str()).copied();
            if by.is_none() && *kind == NeedKind::Runtime {
                reading.say(format!("`{}` asks for `{}`, which is not in the file", package.id, brief(name)));
            }
            package.needs.push(LockedNeed::new(name, wanted, *kind, by));
        }
        package.needs.retain(|need| need.by.is_some() || need.kind == NeedKind::Runtime);
        packages.push(package);
    }
    if !packages.is_empty() {
        reading.say("yarn 1 does not tell what only development or another platform needs: all of it was taken");
    }
    Ok(Lock::new(LockFormat::YarnClassic, roots::unasked(&packages), packages))
}

fn package(reading: &Reading, entry: &Entry) -> Result<Locked, BadLock> {
    let shown = entry.patterns.first().map_or("", String::as_str);
    let mut names = Vec::new();
    for pattern in &entry.patterns {
        let (name, wanted) = split_name(pattern).unwrap_or((pattern, ""));
        names.push((alias(wanted).unwrap_or(name), wanted));
    }
    let Some((name, wanted)) = names.first().copied() else { return Err(reading.bad_entry(shown, "it names no package")) };
    if names.iter().any(|(other, _)| *other != name) {
        return Err(reading.bad_entry(shown, "it stands for packages with different names"));
    }
    let resolved = entry.resolved.as_deref();
    let is_direct = alias(wanted).is_none() && (is_on_the_web(wanted) || leads_to(wanted).is_some());
    if is_direct || resolved.is_some_and(|address| !is_on_the_web(address)) {
        let address = resolved.unwrap_or(wanted);
        let mut package = Locked::new(reading.direct_npm_id(shown, name, &entry.version)?, LockedFrom::Direct(without_user(address)));
        if is_on_the_web(address) {
            package.files.push(file(reading, shown, entry)?);
        }
        return Ok(package);
    }
    let mut package = Locked::new(reading.npm_id(shown, name, &entry.version)?, LockedFrom::Registry { index: None });
    let file = file(reading, shown, entry)?;
    if let Some(url) = file.url.as_ref().filter(|url| !super::speaks_of(url, &package.id.name)) {
        reading.say(format!("`{}` is taken from {}, an address that does not name it", package.id, brief(url.as_str())));
    }
    package.files.push(file);
    Ok(package)
}

fn file(reading: &Reading, shown: &str, entry: &Entry) -> Result<LockedFile, BadLock> {
    let url = entry.resolved.as_deref().map(|address| reading.url(shown, address)).transpose()?;
    let mut digests = reading.sri(shown, entry.integrity.as_deref())?;
    if digests.is_empty() {
        // Before yarn 1.10 the SHA-1 behind the address was all there was.
        let behind = entry.resolved.as_deref().and_then(|address| address.split_once('#'));
        digests.extend(behind.and_then(|(_, digest)| Digest::from_hex(Algorithm::Sha1, digest).ok()));
    }
    Ok(LockedFile { name: url.as_ref().map(file_name).unwrap_or_default(), url, digests, size: None })
}

fn entries(reading: &Reading, text: &str) -> Result<Vec<Entry>, BadLock> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut list = None;
    for (at, line) in text.lines().enumerate() {
        let words = line.trim();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let bad = || {
            reading
                .bad(format!("line {}: `{}` is nothing that yarn writes", at + 1, brief(words)), "restore the file, or run `yarn install`")
        };
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent == 0 {
            let patterns = tokens(words.strip_suffix(':').ok_or_else(bad)?).filter(|patterns| !patterns.is_empty()).ok_or_else(bad)?;
            entries.push(Entry { line: at + 1, patterns, ..Entry::default() });
            list = None;
            continue;
        }
        let entry = entries.last_mut().ok_or_else(bad)?;
        match (indent, words.strip_suffix(':')) {
            (2, Some(name)) => list = Some(kind(name)),
            (2, None) => {
                list = None;
                entry.set(tokens(words).ok_or_else(bad)?).ok_or_else(bad)?;
            }
            (4, None) => {
                let kind = list.ok_or_else(bad)?;
                let [name, wanted] = <[String; 2]>::try_from(tokens(words).ok_or_else(bad)?).map_err(|_| bad())?;
                entry.needs.extend(kind.map(|kind| (name, wanted, kind)));
            }
            (_, Some(_) | None) => return Err(bad()),
        }
    }
    match entries.iter().find(|entry| entry.version.is_empty()) {
        Some(entry) => {
            Err(reading.bad(format!("line {}: the entry has no version", entry.line), "restore the file, or run `yarn install`"))
        }
        None => Ok(entries),
    }
}

/// What the lines of a list stand for; none for lists that are about something else.
fn kind(list: &str) -> Option<NeedKind> {
    match list {
        "dependencies" => Some(NeedKind::Runtime),
        "optionalDependencies" => Some(NeedKind::Optional),
        _ => None,
    }
}

impl Entry {
    fn set(&mut self, tokens: Vec<String>) -> Option<()> {
        let [key, value] = <[String; 2]>::try_from(tokens).ok()?;
        match key.as_str() {
            "version" => self.version = value,
            "resolved" => self.resolved = Some(value),
            "integrity" => self.integrity = Some(value),
            _ => {}
        }
        Some(())
    }
}

/// Words between blanks and commas; one in quotes is written as in JSON.
fn tokens(line: &str) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start_matches([' ', ',']);
    while !rest.is_empty() {
        let end = if rest.starts_with('"') { end_of_quotes(rest)? } else { rest.find([' ', ',']).unwrap_or(rest.len()) };
        let (token, behind) = rest.split_at(end);
        tokens.push(if token.starts_with('"') { serde_json::from_str(token).ok()? } else { token.to_owned() });
        rest = behind.trim_start_matches([' ', ',']);
    }
    Some(tokens)
}

fn end_of_quotes(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends.then_some(at + 1)
    })
}

//! Which tool wrote a lock file: by the file's name, or else by what stands in it.

use super::error::BadLock;
use super::reading::Reading;
use crate::model::Registry;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockFormat {
    /// package-lock.json and npm-shrinkwrap.json.
    Npm,
    Pnpm,
    YarnClassic,
    YarnBerry,
    Bun,
    Uv,
    Poetry,
    Pylock,
    Requirements,
}

impl LockFormat {
    /// Whose packages it locks.
    pub fn registry(self) -> Registry {
        match self {
            Self::Npm | Self::Pnpm | Self::YarnClassic | Self::YarnBerry | Self::Bun => Registry::Npm,
            Self::Uv | Self::Poetry | Self::Pylock | Self::Requirements => Registry::Pypi,
        }
    }

    /// The file that it usually is.
    pub fn file(self) -> &'static str {
        match self {
            Self::Npm => "package-lock.json",
            Self::Pnpm => "pnpm-lock.yaml",
            Self::YarnClassic | Self::YarnBerry => "yarn.lock",
            Self::Bun => "bun.lock",
            Self::Uv => "uv.lock",
            Self::Poetry => "poetry.lock",
            Self::Pylock => "pylock.toml",
            Self::Requirements => "requirements.txt",
        }
    }
}

const UNDERSTOOD: &str = "package-lock.json, npm-shrinkwrap.json, pnpm-lock.yaml, yarn.lock, bun.lock, uv.lock, poetry.lock, pylock.toml and \
                          requirements.txt with pinned versions are understood";

pub(super) fn of(reading: &Reading, text: &str) -> Result<LockFormat, BadLock> {
    let is_binary = text.starts_with("#!/usr/bin/env bun\nbun-lockfile-format") || reading.file == "bun.lockb";
    if is_binary {
        return Err(reading.bad("it is bun's binary lock file, which is not read", "write it as text: `bun install --save-text-lockfile`"));
    }
    by_name(reading.file, text).or_else(|| by_content(text)).ok_or_else(|| reading.bad("it is no lock file that is known here", UNDERSTOOD))
}

fn by_name(file: &str, text: &str) -> Option<LockFormat> {
    match file.to_ascii_lowercase().as_str() {
        "package-lock.json" | "npm-shrinkwrap.json" | ".package-lock.json" => Some(LockFormat::Npm),
        "pnpm-lock.yaml" => Some(LockFormat::Pnpm),
        "yarn.lock" => Some(yarn(text)),
        "bun.lock" => Some(LockFormat::Bun),
        "uv.lock" => Some(LockFormat::Uv),
        "poetry.lock" => Some(LockFormat::Poetry),
        "pylock.toml" => Some(LockFormat::Pylock),
        name if name.starts_with("pylock.") && name.ends_with(".toml") => Some(LockFormat::Pylock),
        name if name.contains("requirements") && name.ends_with(".txt") => Some(LockFormat::Requirements),
        _ => None,
    }
}

fn yarn(text: &str) -> LockFormat {
    if has_line(text, |line| line.starts_with("__metadata:")) { LockFormat::YarnBerry } else { LockFormat::YarnClassic }
}

fn by_content(text: &str) -> Option<LockFormat> {
    let begins = |start: &str| has_line(text, |line| line.starts_with(start));
    if text.trim_start().starts_with('{') {
        let has = |key| memchr::memmem::find(text.as_bytes(), key).is_some();
        return match (has(b"\"lockfileVersion\""), has(b"\"workspaces\": {\n    \"\": {")) {
            (true, true) => Some(LockFormat::Bun),
            (true, false) => Some(LockFormat::Npm),
            (false, _) => None,
        };
    }
    if begins("# yarn lockfile v1") {
        return Some(LockFormat::YarnClassic);
    }
    if begins("__metadata:") {
        return Some(LockFormat::YarnBerry);
    }
    if begins("lockfileVersion:") {
        return Some(LockFormat::Pnpm);
    }
    if begins("lock-version") && begins("[[packages]]") {
        return Some(LockFormat::Pylock);
    }
    if begins("[[package]]") && begins("content-hash") {
        return Some(LockFormat::Poetry);
    }
    if begins("[[package]]") && begins("requires-python") {
        return Some(LockFormat::Uv);
    }
    has_line(text, is_pin).then_some(LockFormat::Requirements)
}

fn has_line(text: &str, is: impl Fn(&str) -> bool) -> bool {
    text.lines().any(is)
}

/// `name==1.0`, perhaps with extras.
fn is_pin(line: &str) -> bool {
    let Some((name, version)) = line.split_once("==") else { return false };
    let name = name.split('[').next().unwrap_or_default().trim_end();
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_word(name) && version.trim_start().starts_with(|first: char| first.is_ascii_digit())
}

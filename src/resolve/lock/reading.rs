//! One lock file while it is read: its name for errors, its notes, and the small readings that every format shares.

use std::cell::RefCell;
use std::str::FromStr;

use nodejs_semver::Version as NpmVersion;
use pep440_rs::Version as PythonVersion;
use url::Url;

use super::error::BadLock;
use crate::fetch::{Algorithm, BadDigest, Digest, parse_sri};
use crate::model::{PackageId, PackageName, Registry};

/// More than anybody reads.
const NOTES_MAX: usize = 40;

pub(super) struct Reading<'f> {
    /// Without folders.
    pub file: &'f str,
    notes: RefCell<Vec<String>>,
    more: RefCell<usize>,
}

impl<'f> Reading<'f> {
    pub fn new(file: &'f str) -> Self {
        Self { file, notes: RefCell::default(), more: RefCell::default() }
    }

    pub fn say(&self, note: impl Into<String>) {
        let (note, mut notes) = (note.into(), self.notes.borrow_mut());
        if notes.contains(&note) {
            return;
        }
        if notes.len() < NOTES_MAX {
            notes.push(note);
        } else {
            *self.more.borrow_mut() += 1;
        }
    }

    pub fn notes(self) -> Vec<String> {
        let (mut notes, more) = (self.notes.into_inner(), self.more.into_inner());
        if more > 0 {
            notes.push(format!("and {more} more of the like"));
        }
        notes
    }

    pub fn bad(&self, what: impl Into<String>, hint: impl Into<String>) -> BadLock {
        BadLock { file: brief(self.file), what: what.into(), hint: hint.into() }
    }

    /// About one entry, as `node_modules/x` or ``line 7``.
    pub fn bad_entry(&self, entry: &str, what: impl std::fmt::Display) -> BadLock {
        self.bad(format!("`{}`: {what}", brief(entry)), "no tool writes this: restore the file, or let the tool write it anew")
    }

    pub fn npm_name(&self, entry: &str, name: &str) -> Result<PackageName, BadLock> {
        PackageName::npm(name).map_err(|_| self.bad_entry(entry, format_args!("`{}` is no name of an npm package", brief(name))))
    }

    pub fn npm_id(&self, entry: &str, name: &str, version: &str) -> Result<PackageId, BadLock> {
        let name = self.npm_name(entry, name)?;
        // The parser takes leading `v`s and the like; a registry's version has none.
        let is_version =
            version.len() <= 256 && version.starts_with(|first: char| first.is_ascii_digit()) && NpmVersion::parse(version).is_ok();
        if !is_version {
            return Err(self.bad_entry(entry, format_args!("`{}` is no version", brief(version))));
        }
        Ok(PackageId { registry: Registry::Npm, name, version: version.to_owned() })
    }

    /// Of what comes from elsewhere than a registry: the version is its own business.
    pub fn direct_npm_id(&self, entry: &str, name: &str, version: &str) -> Result<PackageId, BadLock> {
        Ok(PackageId { registry: Registry::Npm, name: self.npm_name(entry, name)?, version: brief(version) })
    }

    pub fn pypi_name(&self, entry: &str, name: &str) -> Result<PackageName, BadLock> {
        let is_long = name.len() > 200;
        let bad = || self.bad_entry(entry, format_args!("`{}` is no name of a Python package", brief(name)));
        PackageName::pypi(name).ok().filter(|_| !is_long).ok_or_else(bad)
    }

    pub fn pypi_id(&self, entry: &str, name: &str, version: &str) -> Result<PackageId, BadLock> {
        let name = self.pypi_name(entry, name)?;
        if version.len() > 256 || PythonVersion::from_str(version).is_err() {
            return Err(self.bad_entry(entry, format_args!("`{}` is no version", brief(version))));
        }
        Ok(PackageId { registry: Registry::Pypi, name, version: version.to_owned() })
    }

    pub fn local_id(&self, path: &str, version: &str) -> PackageId {
        PackageId { registry: Registry::Local, name: PackageName::local(&brief(path)), version: brief(version) }
    }

    /// A digest that is none is an error: taking it for absent would be the easy way round it.
    pub fn sri(&self, entry: &str, text: Option<&str>) -> Result<Vec<Digest>, BadLock> {
        text.map_or(Ok(Vec::new()), parse_sri).map_err(|error| self.bad_entry(entry, format_args!("its integrity is {error}")))
    }

    /// `sha256:0123…`, as Python's tools write it. Digests by other algorithms are left out.
    pub fn hex_digest(&self, entry: &str, text: &str) -> Result<Option<Digest>, BadLock> {
        let (algorithm, value) = text.split_once(':').unwrap_or(("", text));
        self.hex(entry, algorithm, value)
    }

    pub fn hex(&self, entry: &str, algorithm: &str, value: &str) -> Result<Option<Digest>, BadLock> {
        match algorithm.parse::<Algorithm>().and_then(|algorithm| Digest::from_hex(algorithm, value)) {
            Ok(digest) => Ok(Some(digest)),
            Err(BadDigest::Algorithm) if !algorithm.is_empty() => Ok(None),
            Err(error @ (BadDigest::Algorithm | BadDigest::Value)) => {
                Err(self.bad_entry(entry, format_args!("`{}` is {error}", brief(value))))
            }
        }
    }

    /// An address on the web, without user, password and fragment.
    pub fn url(&self, entry: &str, text: &str) -> Result<Url, BadLock> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let mut url = url.ok_or_else(|| self.bad_entry(entry, format_args!("`{}` is no address on the web", brief(text))))?;
        url.set_fragment(None);
        // Both fail only for addresses without a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Ok(url)
    }
}

pub(super) fn is_on_the_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A file's text in a message: one line of at most 120 characters.
pub(super) fn brief(text: &str) -> String {
    text.chars().take(120).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The last part of an address, with its escapes undone.
pub(super) fn file_name(url: &Url) -> String {
    brief(&percent_decoded(url.path().rsplit('/').next().unwrap_or_default()))
}

pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|digits| *byte == b'%' && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let decoded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

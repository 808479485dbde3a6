//! What lies in a release, file by file: the part of it that a report does not repeat.

use super::digest::Sha256;
use super::path::RelPath;
use super::provenance::Publisher;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Sorted. What a later artifact shares with the first stands there only.
    pub files: Vec<ContentFile>,
    /// Of package.json and binding.gyp, in their order.
    pub scripts: Vec<ContentScript>,
    /// Files that an installation or each start of the interpreter runs, sorted.
    pub hooks: Vec<RelPath>,
    /// Dependencies and settings that bypass the registry, sorted.
    pub elsewhere: Vec<Elsewhere>,
    /// By the registry's word.
    pub publisher: Option<Publisher>,
    /// Deprecated or yanked, in the words of its publisher.
    pub withdrawn: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentFile {
    pub path: RelPath,
    /// It comes from a wheel, whose paths are those of the installation.
    pub in_wheel: bool,
    pub sha256: Sha256,
    pub bytes: u64,
}

/// A named command of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentScript {
    pub name: String,
    pub command: String,
    /// Nobody has to ask for it.
    pub at_install: bool,
    /// Files of the package that it names.
    pub files: Vec<RelPath>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// The dependency or the setting; may be empty.
    pub name: String,
    /// The address, without user and password.
    pub address: String,
    /// Each installation follows it.
    pub at_install: bool,
}

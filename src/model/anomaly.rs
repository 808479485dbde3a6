//! What is odd about an archive: places where two readers could see two packages.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anomaly {
    pub kind: AnomalyKind,
    /// The entry's name as the archive spells it (lossy UTF-8, unescaped); empty when it is about the whole archive.
    pub name: String,
    /// What was seen, in a few words: `links to /etc/passwd`.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnomalyKind {
    /// `..` in a name.
    Traversal,
    AbsolutePath,
    Symlink,
    Hardlink,
    /// Device, fifo or another special entry.
    Device,
    /// One name twice with different content; the entry that installers keep was read, the other too.
    DuplicateEntry,
    /// Two names that a case-insensitive file system takes for one.
    CaseCollision,
    /// zip: the local header and the central directory disagree, or one of them lacks the entry.
    HeaderMismatch,
    /// Bytes after the end of the archive, or before its beginning.
    TrailingData,
    /// tar: entries behind an end mark or a bad checksum, which some readers see and others do not.
    HiddenEntry,
    /// tar: PAX header and plain header disagree about the size or the name.
    PaxMismatch,
    /// A second gzip member.
    MultipleMembers,
    /// A name that is not UTF-8, or holds control or bidirectional characters.
    OddName,
    /// A compression method, encryption or record that ordinary packages never use.
    OddEncoding,
    /// Damaged: a checksum or a length is wrong.
    Damaged,
    /// More than one top folder.
    SeveralRoots,
    /// A limit was reached; what lies behind it was not read.
    LimitReached,
}

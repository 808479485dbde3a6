//! How much of the code was read, and what was not.

use serde::{Deserialize, Serialize};

use super::path::RelPath;

/// Counts over the files that hold code; documents and data are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    pub files: u64,
    /// Parsed; a lexical pass alone does not count.
    pub files_analyzed: u64,
    pub bytes: u64,
    pub bytes_analyzed: u64,
    /// Sorted by path.
    pub gaps: Vec<Gap>,
    pub bounds: Bounds,
}

/// Where a question about the code ended at a bound and not at an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bounds {
    /// Values that were too intricate to be worked out in full.
    pub values: u64,
    /// What somebody outside chooses was not followed to every end: the code that it passes through is too much or calls itself too deeply.
    pub flows: bool,
    /// Texts that run as code and were not read: too many, too large, or too deep in each other.
    pub texts: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    pub path: RelPath,
    pub reason: GapReason,
    /// How many bytes of the file were not analysed.
    pub bytes: u64,
    /// An entry point or install hook reaches the file.
    pub reached: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// Machine code: ELF, PE, Mach-O, WebAssembly, compiled Python.
    NativeBinary,
    /// A language that is not read: shell, Ruby, PHP, …
    UnsupportedLanguage,
    /// Parts that the grammar could not make sense of; they had a lexical pass.
    SyntaxErrors,
    /// Parsing ran out of its time budget; the file had a lexical pass.
    ParseBudget,
    /// Nested deeper than is walked.
    TooDeep,
    /// Larger than what is read as source.
    TooLarge,
    /// Bytes that are no text in the encoding that they claim.
    Encoding,
    /// Named as an entry point or hook, but not in the package.
    Missing,
    /// An archive limit was reached before it.
    ArchiveLimit,
}

impl GapReason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NativeBinary => "native-binary",
            Self::UnsupportedLanguage => "unsupported-language",
            Self::SyntaxErrors => "syntax-errors",
            Self::ParseBudget => "parse-budget",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::Encoding => "encoding",
            Self::Missing => "missing",
            Self::ArchiveLimit => "archive-limit",
        }
    }
}

//! Source text → [`Module`]: one parse and one walk per file, the syntax tree dropped after it.
//!
//! The only door to tree-sitter. What a name refers to, and what a value is, is the business of `flow`.

pub mod arena;
mod bash;
#[allow(dead_code, reason = "each walk takes the part that its language needs")]
mod builder;
pub mod decode;
mod index;
pub mod ir;
mod javascript;
pub mod lexical;
mod parse;
mod parts;
mod python;
#[cfg(test)]
mod show;
mod sketch;

use serde::{Deserialize, Serialize};

use crate::model::Sha256;

pub use ir::Module;
pub use parse::{ParseBudget, Unparsed, parse};
pub use parts::each_part;
pub use sketch::sketch;

/// Digest of the node tables: how each language is read is part of what a result depends on.
pub fn tables_digest() -> Sha256 {
    let tables = [
        include_str!("../../grammars/bash.toml"),
        include_str!("../../grammars/javascript.toml"),
        include_str!("../../grammars/python.toml"),
    ];
    Sha256::of_parts(tables.iter().map(|table| table.as_bytes()))
}

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// JSX included.
    JavaScript,
    TypeScript,
    /// TypeScript with JSX, where `<T>x` is no cast.
    Tsx,
    Python,
    /// The shells of Unix, as far as they agree with bash.
    Bash,
}

/// Whether a file of this path holds types alone, which no interpreter runs.
pub fn declares_types(path: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts", ".pyi"].iter().any(|end| path.ends_with(end))
}

impl Language {
    /// By the file name's extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "js" | "mjs" | "cjs" | "jsx" => Some(Self::JavaScript),
            "ts" | "mts" | "cts" => Some(Self::TypeScript),
            "tsx" => Some(Self::Tsx),
            "py" | "pyw" | "pyi" => Some(Self::Python),
            "sh" | "bash" => Some(Self::Bash),
            _ => None,
        }
    }
}

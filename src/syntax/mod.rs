//! Source text → [`Module`]: one parse and one walk per file, the syntax tree dropped after it.
//!
//! The only door to tree-sitter. What a name refers to, and what a value is, is the business of `flow`.

pub mod arena;
#[allow(dead_code, reason = "the walks that use it follow")]
mod builder;
pub mod decode;
pub mod ir;
pub mod lexical;
#[allow(dead_code, reason = "the parse that calls it follows")]
mod python;

use serde::{Deserialize, Serialize};

pub use ir::Module;

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// JSX included.
    JavaScript,
    TypeScript,
    /// TypeScript with JSX, where `<T>x` is no cast.
    Tsx,
    Python,
}

impl Language {
    /// By the file name's extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "js" | "mjs" | "cjs" | "jsx" => Some(Self::JavaScript),
            "ts" | "mts" | "cts" => Some(Self::TypeScript),
            "tsx" => Some(Self::Tsx),
            "py" | "pyw" | "pyi" => Some(Self::Python),
            _ => None,
        }
    }
}

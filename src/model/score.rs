//! The number, its reasons, and the word that follows from both.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 0 (worst) to 100; `deductions` add up to exactly `100 - value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub value: u8,
    pub deductions: Vec<Deduction>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Deduction {
    pub points: u8,
    /// The rule that cost the points, or the name of a cap (`cap:shim`).
    pub rule: String,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Pass,
    Review,
    /// Too little was read to say anything.
    Incomplete,
    Block,
}

impl Verdict {
    pub const ALL: [Self; 4] = [Self::Pass, Self::Review, Self::Block, Self::Incomplete];

    /// The verdict of this name.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Review => "review",
            Self::Block => "block",
            Self::Incomplete => "incomplete",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! Something that a person should look at, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::category::Category;
use super::location::{Frame, Location};
use super::origin::Origin;
use super::path::RelPath;

/// How bad it is if it is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How likely it is to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One station on the way of a value; the last one is where it does harm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    pub path: RelPath,
    pub line: u32,
    pub message: String,
}

/// A judgement at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The detector's id, kebab-case.
    pub rule: String,
    pub category: Category,
    pub severity: Severity,
    pub confidence: Confidence,
    pub message: String,
    pub location: Location,
    /// The marked code itself, at most 200 characters.
    pub snippet: String,
    pub frame: Frame,
    pub trace: Vec<Step>,
    /// Number in the Common Weakness Enumeration.
    pub cwe: Option<u16>,
    /// SHA-256 in hexadecimal over rule, path, enclosing function and the snippet without white space.
    pub fingerprint: String,
    pub origin: Origin,
    /// File name of the artifact that it stands in.
    pub artifact: String,
}

impl Finding {
    /// The order in which findings are shown: worst and surest first, then by place.
    pub fn sort_key(&self) -> impl Ord + '_ {
        use std::cmp::Reverse;
        (Reverse(self.severity), Reverse(self.confidence), &self.origin, &self.location, &self.rule, &self.message, &self.artifact)
    }
}

//! What a finding costs, and where the verdicts begin.

use serde::Deserialize;

use super::entry::Source;
use super::error::SignatureError;
use crate::model::{Category, Confidence, Severity};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub points: Points,
    pub damping: Damping,
    /// The highest values that remain under a cap.
    pub caps: Caps,
    /// What findings of a kind leave at most.
    #[serde(default, rename = "class")]
    pub classes: Vec<FindingClass>,
    /// What the packages that an installation brings take off.
    pub dependencies: DependencyWeights,
    pub verdict: Limits,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DependencyWeights {
    /// Points for each with a grave finding to which the package's code comes.
    pub used: u8,
    /// Points that all of these cost at most.
    pub used_total: u8,
    /// Points for each with a grave finding that is only placed beside it.
    pub idle: u8,
    pub idle_total: u8,
    /// The highest value that remains where one could not be judged.
    pub unjudged: u8,
    /// The highest value that remains where one is not to be trusted.
    pub blocked: u8,
}

/// Findings of which some together leave only so much, whatever else is found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingClass {
    pub id: String,
    /// The highest value that remains.
    pub cap: u8,
    /// They are at least as severe.
    pub severity: Severity,
    /// So many different rules have found one.
    pub rules: u8,
    pub categories: Vec<Category>,
    /// Further rules by their ids, where only some of a category are meant.
    #[serde(default)]
    pub detectors: Vec<String>,
    /// The deduction's reason, as a clause.
    pub reason: String,
    pub why: String,
}

/// Whole points per severity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    pub critical: ByConfidence,
    pub high: ByConfidence,
    pub medium: ByConfidence,
    pub low: ByConfidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByConfidence {
    pub high: u8,
    pub medium: u8,
    pub low: u8,
}

/// How many lesser findings cost less than each of them alone would.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Damping {
    /// Percent of its predecessor's share that each further medium or low finding of one rule costs.
    pub repeat: u8,
    /// Percent of its cost that a medium or low finding in bundled code has.
    pub bundled: u8,
    /// Points that all medium findings together cost at most.
    pub medium_total: u8,
    /// Points that all low findings together cost at most.
    pub low_total: u8,
    /// Publicly known flaws alone leave at least so much.
    pub known_floor: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// The work is done by a dependency that was not judged.
    pub shim: u8,
    /// A file that runs was not read in full.
    pub coverage_gap: u8,
    /// Less than `read_share` percent of the code was read.
    pub unread_code: u8,
    /// Percent.
    pub read_share: u8,
    /// Nothing was read, or not what runs first.
    pub incomplete: u8,
    /// There are more medium findings of one rule than anyone reads.
    pub flood: u8,
    /// So many are too many.
    pub flood_count: u32,
}

/// A value below a limit has the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub block: u8,
    pub review: u8,
}

impl Weights {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let weights: Self = Source { file, text }.parse()?;
        match weights.problem() {
            Some(problem) => Err(SignatureError::Invalid { file: file.to_owned(), line: 1, message: problem.to_owned() }),
            None => Ok(weights),
        }
    }

    fn problem(&self) -> Option<&'static str> {
        let rows = [self.points.critical, self.points.high, self.points.medium, self.points.low];
        if rows.iter().any(|row| row.high > 100 || row.medium > row.high || row.low > row.medium) {
            return Some("`points`: from 0 to 100, and no more for less confidence");
        }
        let percents = [self.damping.repeat, self.damping.bundled, self.caps.read_share];
        let values = [self.caps.shim, self.caps.coverage_gap, self.caps.unread_code, self.caps.flood, self.caps.incomplete];
        if percents.iter().chain(&values).any(|number| *number > 100) {
            return Some("percents and caps are from 0 to 100");
        }
        if self.classes.iter().any(|class| class.cap > 100 || class.rules == 0 || class.reason.is_empty() || class.why.is_empty()) {
            return Some("`class`: a cap from 0 to 100, at least one rule, and why");
        }
        let own = &self.dependencies;
        if own.used < own.idle || own.used_total < own.used || own.idle_total < own.idle || own.used_total > 100 {
            return Some("`dependencies`: what is used costs no less than what is idle, and one no more than all");
        }
        if own.unjudged >= self.verdict.review || own.blocked >= self.verdict.block {
            return Some("`dependencies`: what is unjudged is no pass, and what is blocked stays below `verdict.block`");
        }
        if self.verdict.block > self.verdict.review || self.verdict.review > 100 {
            return Some("`verdict`: block ≤ review ≤ 100");
        }
        if self.damping.known_floor < self.verdict.block || self.damping.known_floor > 100 {
            return Some("`damping`: a known flaw never blocks, so `known_floor` is at least `verdict.block`");
        }
        let worse = [self.caps.shim, self.caps.coverage_gap, self.caps.unread_code, self.caps.flood];
        if worse.iter().any(|cap| *cap >= self.verdict.review) {
            return Some("`caps`: what is capped is no pass, so each is below `verdict.review`");
        }
        None
    }

    /// Points for one finding alone; information costs nothing.
    pub fn points(&self, severity: Severity, confidence: Confidence) -> u8 {
        let row = match severity {
            Severity::Critical => self.points.critical,
            Severity::High => self.points.high,
            Severity::Medium => self.points.medium,
            Severity::Low => self.points.low,
            Severity::Info => return 0,
        };
        match confidence {
            Confidence::High => row.high,
            Confidence::Medium => row.medium,
            Confidence::Low => row.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::{Texts, WEIGHTS};
    use super::*;

    fn error(from: &str, to: &str) -> String {
        let text = Texts::builtin().get(WEIGHTS).replace(from, to);
        Weights::parse(WEIGHTS, &text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn weights_that_contradict_themselves_are_refused() {
        assert_eq!(error("", ""), "");
        assert!(error("repeat = ", "repeat = 1").contains("from 0 to 100"));
        assert!(error("shim = 70", "shim = 90").contains("no pass"));
        assert!(error("block = 40", "block = 90").contains("block ≤ review"));
        assert!(error("known_floor = ", "known_floor = 1 # ").contains("never blocks"));
        assert!(error("low = {", "low = { medium = 99,").contains("weights.toml:"));
    }
}

//! Decisions of the approved list, for people and for programs (`mcpscan.check/1`).

mod document;
mod listed;

use jiff::civil::Date;

use crate::approvals::{Decision, ReasonKind};
use crate::model::ScanReport;

pub use document::{SCHEMA, json};
pub use listed::list_json;

/// Packages that were held against the list on a day.
#[derive(Debug, Clone)]
pub struct Held {
    pub results: Vec<Checked>,
    pub date: Date,
}

impl Held {
    pub fn one(checked: Checked, date: Date) -> Self {
        Self { results: vec![checked], date }
    }
}

#[derive(Debug, Clone)]
pub struct Checked {
    /// As it was asked for: `npm server@1.2.3`.
    pub asked: String,
    pub outcome: Outcome,
}

#[derive(Debug, Clone)]
pub enum Outcome {
    Decided {
        report: Box<ScanReport>,
        decision: Decision,
    },
    /// Why it could not be judged, as an error is said.
    Failed(String),
}

impl Checked {
    pub fn decided(asked: String, report: ScanReport, decision: Decision) -> Self {
        Self { asked, outcome: Outcome::Decided { report: Box::new(report), decision } }
    }

    pub fn failed(asked: String, error: String) -> Self {
        Self { asked, outcome: Outcome::Failed(error) }
    }

    pub fn is_blocked(&self) -> bool {
        match &self.outcome {
            Outcome::Decided { decision, .. } => decision.reasons.iter().any(|reason| reason.kind == ReasonKind::Blocked),
            Outcome::Failed(_) => false,
        }
    }

    pub fn is_approved(&self) -> bool {
        match &self.outcome {
            Outcome::Decided { decision, .. } => decision.is_approved(),
            Outcome::Failed(_) => false,
        }
    }
}

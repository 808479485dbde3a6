//! What is kept of a judgement so that a later night can be compared with it.

use serde::{Deserialize, Serialize};

use crate::model::ScanReport;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    pub summary: String,
}

impl Details {
    pub fn of(report: &ScanReport) -> Self {
        Self { summary: report.summary.clone() }
    }
}

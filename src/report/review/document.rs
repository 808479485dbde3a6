//! The same for programs: what `diff` and `check` say in their own schemas, and which approval it is about.

use serde_json::{Value, json};

use super::Review;
use crate::approvals::Approval;
use crate::report::json::safe;
use crate::report::{approvals, diff};

/// JSON Schema of the document.
pub const SCHEMA: &str = include_str!("v1.schema.json");

pub fn json(review: &Review<'_>) -> String {
    let Approval { registry, name, version, by, on, why, .. } = review.approval;
    let parsed = |text: String| serde_json::from_str::<Value>(&text).expect("an own document is JSON");
    safe::to_string(&json!({
        "schema": "mcpscan.review/1",
        "approval": {
            "registry": registry.as_str(),
            "name": name.as_str(),
            "version": version,
            "by": by,
            "on": on.to_string(),
            "why": why,
        },
        "other_files": review.other_files(),
        "difference": parsed(diff::json(review.old, review.new, review.difference)),
        "check": parsed(approvals::json(review.held)),
        "approve": review.approve(),
    }))
}

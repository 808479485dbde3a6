//! `mcpscan.check/1`, which only ever grows.

use serde::Serialize;

use super::{Checked, Held, Outcome};
use crate::approvals::{self, Decision, Standing};
use crate::model::{ScanReport, Verdict};
use crate::report::json::safe;

/// JSON Schema of the document.
pub const SCHEMA: &str = include_str!("check.v1.schema.json");

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    /// The day on which it holds.
    date: String,
    approved: usize,
    refused: usize,
    failed: usize,
    results: Vec<Result<'a>>,
}

#[derive(Debug, Serialize)]
struct Result<'a> {
    asked: &'a str,
    approved: bool,
    package: Option<Package<'a>>,
    verdict: Option<&'static str>,
    score: Option<Score>,
    approval: Option<Approval<'a>>,
    reasons: Vec<Reason<'a>>,
    notes: &'a [String],
    /// Why it could not be judged.
    error: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Package<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
    purl: String,
    artifacts: Vec<Artifact<'a>>,
}

#[derive(Debug, Serialize)]
struct Artifact<'a> {
    file: &'a str,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Score {
    value: u8,
    /// How many of the missing points are accepted.
    accepted: u8,
}

#[derive(Debug, Serialize)]
struct Approval<'a> {
    by: &'a str,
    on: String,
    why: &'a str,
    version: &'a str,
    import: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Reason<'a> {
    kind: &'static str,
    text: &'a str,
    next: &'a str,
}

pub fn json(held: &Held) -> String {
    let results: Vec<Result<'_>> = held.results.iter().map(result).collect();
    let approved = results.iter().filter(|result| result.approved).count();
    let failed = held.results.iter().filter(|checked| is_failed(checked)).count();
    safe::to_string(&Document {
        schema: "mcpscan.check/1",
        date: held.date.to_string(),
        approved,
        refused: results.len() - approved - failed,
        failed,
        results,
    })
}

fn is_failed(checked: &Checked) -> bool {
    match &checked.outcome {
        Outcome::Decided { report, .. } => report.verdict == Verdict::Incomplete,
        Outcome::Failed(_) => true,
    }
}

fn result(checked: &Checked) -> Result<'_> {
    match &checked.outcome {
        Outcome::Decided { report, decision } => decided(&checked.asked, report, decision),
        Outcome::Failed(error) => Result {
            asked: &checked.asked,
            approved: false,
            package: None,
            verdict: None,
            score: None,
            approval: None,
            reasons: Vec::new(),
            notes: &[],
            error: Some(error.trim_end()),
        },
    }
}

fn decided<'a>(asked: &'a str, report: &'a ScanReport, decision: &'a Decision) -> Result<'a> {
    let artifacts = report.artifacts.iter().map(|artifact| Artifact { file: &artifact.file, sha256: artifact.sha256.to_string() });
    Result {
        asked,
        approved: decision.is_approved(),
        package: Some(Package {
            registry: report.package.registry.as_str(),
            name: report.package.name.as_str(),
            version: &report.package.version,
            purl: report.package.purl(),
            artifacts: artifacts.collect(),
        }),
        verdict: Some(report.verdict.as_str()),
        score: Some(Score { value: report.score.value, accepted: decision.accepted_points }),
        approval: match &decision.standing {
            Standing::Approved(ground) => Some(approval(ground)),
            Standing::Refused => None,
        },
        reasons: decision.reasons.iter().map(reason).collect(),
        notes: &decision.notes,
        error: None,
    }
}

fn approval(ground: &approvals::Ground) -> Approval<'_> {
    Approval { by: &ground.by, on: ground.on.to_string(), why: &ground.why, version: &ground.version, import: ground.import.as_deref() }
}

fn reason(reason: &approvals::Reason) -> Reason<'_> {
    Reason { kind: reason.kind.as_str(), text: &reason.text, next: &reason.next }
}

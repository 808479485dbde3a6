//! The same for programs: `mcpscan.diff/1`, which only ever grows.

use serde::Serialize;

use crate::diff::{Change, Difference, Piece, PieceKind, Side};
use crate::model::Finding;
use crate::report::json::safe;

/// JSON Schema of the document.
pub const SCHEMA: &str = include_str!("v1.schema.json");

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    old: Version<'a>,
    new: Version<'a>,
    /// The new version can do something that the old one could not.
    new_power: bool,
    /// Its verdict is worse.
    worse: bool,
    /// Both consist of the same files.
    same_files: bool,
    changes: Vec<Row<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
    ruleset: String,
}

#[derive(Debug, Serialize)]
struct Version<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
    purl: String,
    verdict: &'static str,
    score: u8,
    summary: &'a str,
    artifacts: Vec<Artifact<'a>>,
}

#[derive(Debug, Serialize)]
struct Artifact<'a> {
    file: &'a str,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    weight: &'static str,
    kind: &'static str,
    change: &'static str,
    subject: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    remarks: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<Input<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    origin: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<Found<'a>>,
}

#[derive(Debug, Serialize)]
struct Input<'a> {
    name: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Words<'a> {
    is: &'static str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    rule: &'a str,
    category: &'static str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    fingerprint: &'a str,
    artifact: &'a str,
}

pub fn json(old: &Side, new: &Side, difference: &Difference) -> String {
    let report = &new.report;
    safe::to_string(&Document {
        schema: "mcpscan.diff/1",
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: report.engine.split('+').next().unwrap_or_default(),
            ruleset: format!("sha256:{}", report.ruleset),
        },
        old: version(old),
        new: version(new),
        new_power: difference.has_new_power(),
        worse: difference.is_worse,
        same_files: difference.is_same_files,
        changes: difference.changes.iter().map(row).collect(),
    })
}

fn version(side: &Side) -> Version<'_> {
    let report = &side.report;
    Version {
        registry: report.package.registry.as_str(),
        name: report.package.name.as_str(),
        version: &report.package.version,
        purl: report.package.purl(),
        verdict: report.verdict.as_str(),
        score: report.score.value,
        summary: &report.summary,
        artifacts: report.artifacts.iter().map(|one| Artifact { file: &one.file, sha256: one.sha256.to_string() }).collect(),
    }
}

fn row(change: &Change) -> Row<'_> {
    Row {
        weight: change.weight.as_str(),
        kind: change.kind.as_str(),
        change: change.turn.as_str(),
        subject: &change.subject,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        remarks: &change.remarks,
        inputs: change.inputs.iter().map(|(name, text)| Input { name, text }).collect(),
        path: change.place.as_ref().map(|place| place.path.as_str()),
        line: change.place.as_ref().map(|place| place.start_line),
        origin: change.origin.to_string(),
        words: change.words.iter().map(words).collect(),
        finding: change.finding.as_deref().map(found),
    }
}

fn words(piece: &Piece) -> Words<'_> {
    let is = match piece.kind {
        PieceKind::Kept => "kept",
        PieceKind::Gone => "gone",
        PieceKind::New => "new",
    };
    Words { is, text: &piece.text }
}

fn found(finding: &Finding) -> Found<'_> {
    Found {
        rule: &finding.rule,
        category: finding.category.as_str(),
        severity: finding.severity.as_str(),
        confidence: finding.confidence.as_str(),
        message: &finding.message,
        fingerprint: &finding.fingerprint,
        artifact: &finding.artifact,
    }
}

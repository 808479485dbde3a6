use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Deed, Effect, Kind};
use crate::taint::Part;

use super::exposed::{Exposed, Judgement, report};

pub(super) static DETECTOR: Detector = Detector {
    id: "sql-injection",
    category: Category::SqlInjection,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 89,
    docs: include_str!("sql_injection.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let is_limited = asks_for_read_only(evidence);
    let runs_anything = evidence.exposures.iter().any(|exposure| exposure.kind == Kind::Sql && exposure.part == Part::Whole);
    report(evidence, findings, Kind::Sql, |exposed| {
        let how = if exposed.exposure.part == Part::Whole { "is run as a statement" } else { "becomes part of a statement that is run" };
        Some(Judgement { severity: severity(exposed, is_limited, runs_anything), says: format!("{how} by `{}`", exposed.exposure.callee) })
    });
}

/// Some statement of the package makes a transaction read-only, which a statement of somebody else can end.
fn asks_for_read_only(evidence: Evidence<'_>) -> bool {
    let statements = evidence.facts.calls.iter().filter(|call| call.effect == Effect::Sql);
    statements.flat_map(|call| call.value.alternatives()).filter_map(|value| value.as_text()).any(|text| {
        let text = text.to_ascii_lowercase();
        text.contains("transaction") && text.contains("read only")
    })
}

/// To run statements is what some tools are for; what claims to run less, or checks and fails, is not such a tool.
fn severity(exposed: &Exposed<'_>, is_limited: bool, runs_anything: bool) -> Severity {
    let is_limited = || is_limited || exposed.claims_limits(Deed::Sql);
    match exposed.exposure.part {
        _ if exposed.exposure.weak.is_some() => Severity::High,
        _ if is_statement(exposed) && is_limited() => Severity::Medium,
        _ if is_statement(exposed) => Severity::Low,
        Part::Whole => Severity::Medium,
        // Who may run any statement by another tool gains little by this one.
        Part::Start | Part::Inside if runs_anything => Severity::Medium,
        Part::Start | Part::Inside => Severity::High,
    }
}

/// The input is meant to be a statement; a `query` inside of one may as well be the words that are searched for.
fn is_statement(exposed: &Exposed<'_>) -> bool {
    match (exposed.exposure.part, exposed.input()) {
        (_, "sql" | "statement" | "statements" | "cypher" | "sql_query" | "sqlQuery") => true,
        (Part::Whole | Part::Start, _) | (Part::Inside, "query") => exposed.is_purpose(Deed::Sql),
        (Part::Inside, _) => false,
    }
}

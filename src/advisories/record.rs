//! One record, as far as it tells packages and versions.

use serde::Deserialize;
use serde_json::Value;

use crate::model::{Advisory, AdvisoryEvent, AdvisoryKind, AdvisoryRange, PackageName, Registry};

/// Characters of a summary that are kept.
const SUMMARY_MAX: usize = 300;

pub(super) enum Read {
    Known(Vec<Advisory>),
    Withdrawn(String),
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    severity: Option<Value>,
    #[serde(default)]
    database_specific: Value,
    affected: Option<Vec<Affected>>,
}

#[derive(Deserialize)]
struct Affected {
    package: Option<Package>,
    #[serde(default)]
    versions: Vec<String>,
    #[serde(default)]
    ranges: Vec<Range>,
    #[serde(default)]
    database_specific: Value,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
}

pub(super) fn read(record: Value) -> Result<Read, String> {
    let id = record.get("id").and_then(Value::as_str).filter(|id| !id.is_empty()).ok_or("it has no `id`")?.to_owned();
    let record: Record = serde_json::from_value(record).map_err(|error| format!("{id}: {error}"))?;
    if record.withdrawn.is_some() {
        return Ok(Read::Withdrawn(id));
    }
    let affected = record.affected.as_ref().ok_or_else(|| format!("{id}: it has no `affected`"))?;
    let kind = kind(&id, &record, affected);
    let summary = brief(record.summary.as_deref().unwrap_or_default());
    let mut known = Vec::new();
    for affected in affected {
        let Some(Package { ecosystem, name }) = &affected.package else { continue };
        let named = |name: Result<PackageName, crate::model::SpecError>| {
            name.map_err(|error| format!("{id}: {}", error.to_string().lines().next().unwrap_or_default()))
        };
        let (registry, name) = match ecosystem.split(':').next() {
            Some("npm") => (Registry::Npm, named(PackageName::npm(name))?),
            Some("PyPI") => (Registry::Pypi, named(PackageName::pypi(name))?),
            Some(_) | None => continue,
        };
        let ranges = affected.ranges.iter().filter(|range| range.kind != "GIT").map(events).collect();
        known.push(Advisory {
            id: id.clone(),
            kind,
            summary: summary.clone(),
            registry,
            name,
            versions: affected.versions.clone(),
            ranges,
        });
    }
    Ok(Read::Known(known))
}

/// Databases of flaws number them and say how severe they are; a list of bad packages does neither, unless it says that it is one.
fn kind(id: &str, record: &Record, affected: &[Affected]) -> AdvisoryKind {
    let names = || std::iter::once(id).chain(record.aliases.iter().map(String::as_str));
    let said = std::iter::once(&record.database_specific).chain(affected.iter().map(|affected| &affected.database_specific));
    let says_so = said.into_iter().any(|said| said.get("malicious-packages-origins").is_some() || is_embedded_code(said));
    if says_so || names().any(|name| name.starts_with("MAL-")) {
        return AdvisoryKind::Malicious;
    }
    let numbers = ["CVE-", "GHSA-", "PYSEC-", "OSV-", "SNYK-", "BIT-", "GO-", "RUSTSEC-", "ECHO-"];
    let is_flaw = record.severity.is_some() || names().any(|name| numbers.iter().any(|number| name.starts_with(number)));
    if is_flaw { AdvisoryKind::Vulnerability } else { AdvisoryKind::Malicious }
}

/// CWE-506, embedded malicious code, in the form of GitHub's or of others' lists.
fn is_embedded_code(said: &Value) -> bool {
    let ids = said.get("cwe_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let cwes = said.get("cwes").and_then(Value::as_array).into_iter().flatten().filter_map(|cwe| cwe.get("cweId")?.as_str());
    ids.chain(cwes).any(|id| id == "CWE-506")
}

fn events(range: &Range) -> AdvisoryRange {
    let event = |event: &Event| {
        let introduced = event.introduced.clone().map(AdvisoryEvent::Introduced);
        let fixed = event.fixed.clone().map(AdvisoryEvent::Fixed);
        introduced.or(fixed).or_else(|| event.last_affected.clone().map(AdvisoryEvent::LastAffected))
    };
    AdvisoryRange { events: range.events.iter().filter_map(event).collect() }
}

fn brief(summary: &str) -> String {
    let line = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(SUMMARY_MAX).collect()
}

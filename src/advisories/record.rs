//! One record, as far as it tells packages and versions.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::rating;
use crate::model::{Advisory, AdvisoryEvent, AdvisoryKind, AdvisoryRange, PackageName, Rating, Registry};

/// Characters of a summary that are kept.
const SUMMARY_MAX: usize = 300;
/// How databases begin their numbers that list flaws of honest packages.
const FLAWS: [&str; 22] = [
    "ALPINE-",
    "AZL-",
    "BELL-",
    "BIT-",
    "CGA-",
    "CLEANSTART-",
    "CVE-",
    "DEBIAN-",
    "DSA-",
    "ECHO-",
    "GHSA-",
    "GO-",
    "GSD-",
    "MINI-",
    "OSV-",
    "PSF-",
    "PYSEC-",
    "RHSA-",
    "ROOT-",
    "RUSTSEC-",
    "SNYK-",
    "UBUNTU-",
];

pub(super) enum Read {
    Known {
        found: Vec<Advisory>,
        /// Why an entry is left out: its registry does not give out such a name.
        misnamed: Option<String>,
    },
    Withdrawn(String),
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    aliases: Vec<String>,
    /// Records that it was made from or that belong to it: their numbers tell what kind of record it is.
    #[serde(default, deserialize_with = "null_is_empty")]
    upstream: Vec<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    related: Vec<String>,
    #[serde(default)]
    modified: Option<String>,
    #[serde(default)]
    severity: Value,
    #[serde(default)]
    database_specific: Value,
    affected: Option<Vec<Affected>>,
}

#[derive(Deserialize)]
struct Affected {
    package: Option<Package>,
    #[serde(default, deserialize_with = "null_is_empty")]
    versions: Vec<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    ranges: Vec<Range>,
    #[serde(default)]
    severity: Value,
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
    #[serde(default, deserialize_with = "null_is_empty")]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(value)?.unwrap_or_default())
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
    let modified = record.modified.as_deref().and_then(|text| text.parse::<Timestamp>().ok()).map(Timestamp::as_millisecond);
    let mut aliases: Vec<String> = record.aliases.iter().filter(|alias| !alias.is_empty() && **alias != id).cloned().collect();
    aliases.sort();
    aliases.dedup();
    let (mut found, mut misnamed) = (Vec::new(), None);
    for affected in affected {
        let Some(Package { ecosystem, name }) = &affected.package else { continue };
        let (registry, name) = match ecosystem.split(':').next() {
            Some("npm") => (Registry::Npm, PackageName::npm(name)),
            Some("PyPI") => (Registry::Pypi, PackageName::pypi(name)),
            Some(_) | None => continue,
        };
        let name = match name {
            Ok(name) => name,
            Err(error) => {
                misnamed = Some(format!("{id}: {}", error.to_string().lines().next().unwrap_or_default()));
                continue;
            }
        };
        found.push(Advisory {
            id: id.clone(),
            kind,
            summary: summary.clone(),
            registry,
            name,
            versions: affected.versions.clone(),
            ranges: affected.ranges.iter().map(events).collect(),
            aliases: aliases.clone(),
            rating: rating(&record, affected),
            modified,
        });
    }
    Ok(Read::Known { found, misnamed })
}

/// What is said of the package comes before what is said of all, and a vector before a word.
fn rating(record: &Record, affected: &Affected) -> Option<Rating> {
    let by_vectors = rating::by_vectors(&affected.severity).or_else(|| rating::by_vectors(&record.severity));
    by_vectors.or_else(|| rating::by_word(&affected.database_specific)).or_else(|| rating::by_word(&record.database_specific))
}

/// Databases of flaws number them and say how severe they are; a list of bad packages does neither, unless it says that it is one.
fn kind(id: &str, record: &Record, affected: &[Affected]) -> AdvisoryKind {
    let names = || std::iter::once(id).chain(record.aliases.iter().map(String::as_str));
    let said = std::iter::once(&record.database_specific).chain(affected.iter().map(|affected| &affected.database_specific));
    let says_so = said.into_iter().any(|said| said.get("malicious-packages-origins").is_some() || is_embedded_code(said));
    if says_so || names().any(|name| name.starts_with("MAL-")) {
        return AdvisoryKind::Malicious;
    }
    let mut all = names().chain(record.upstream.iter().chain(&record.related).map(String::as_str));
    let is_rated = !record.severity.is_null() || affected.iter().any(|affected| !affected.severity.is_null());
    let is_flaw = is_rated || all.any(|name| FLAWS.iter().any(|number| name.starts_with(number)));
    if is_flaw { AdvisoryKind::Vulnerability } else { AdvisoryKind::Malicious }
}

/// CWE-506, embedded malicious code, in the form of GitHub's or of others' lists.
fn is_embedded_code(said: &Value) -> bool {
    let ids = said.get("cwe_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let cwes = said.get("cwes").and_then(Value::as_array).into_iter().flatten().filter_map(|cwe| cwe.get("cweId")?.as_str());
    ids.chain(cwes).any(|id| id == "CWE-506")
}

/// Commits are nobody's versions.
fn events(range: &Range) -> AdvisoryRange {
    let events = range.events.iter().filter(|_| range.kind != "GIT").flat_map(|event| {
        let introduced = event.introduced.clone().map(AdvisoryEvent::Introduced);
        let fixed = event.fixed.clone().map(AdvisoryEvent::Fixed);
        let last = event.last_affected.clone().map(AdvisoryEvent::LastAffected);
        let limit = event.limit.clone().map(AdvisoryEvent::Limit);
        [introduced, fixed, last, limit].into_iter().flatten()
    });
    AdvisoryRange { events: events.collect() }
}

fn brief(summary: &str) -> String {
    let line = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(SUMMARY_MAX).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Severity;

    fn found(record: Value) -> Advisory {
        match read(record).unwrap() {
            Read::Known { mut found, .. } => found.remove(0),
            Read::Withdrawn(id) => panic!("{id} is withdrawn"),
        }
    }

    fn of(id: &str, more: Value) -> Advisory {
        let mut record = json!({ "id": id, "affected": [{ "package": { "ecosystem": "npm", "name": "a" }, "versions": null }] });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        found(record)
    }

    #[test]
    fn names_ratings_and_the_last_change_are_kept() {
        let vector = json!([{ "type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }]);
        let record = of(
            "GHSA-a",
            json!({ "aliases": ["CVE-2026-1", "GHSA-a", "CVE-2026-1"], "severity": vector, "modified": "2026-11-20T00:00:00Z" }),
        );
        assert_eq!(record.aliases, ["CVE-2026-1"]);
        assert_eq!(record.rating, Some(Rating { severity: Severity::Critical, tenths: Some(98) }));
        assert_eq!(record.modified, Some(1_795_132_800_000));
        assert_eq!(of("GHSA-a", json!({ "modified": "yesterday", "database_specific": { "severity": "LOW" } })).modified, None);
    }

    #[test]
    fn what_is_said_of_the_package_comes_before_what_is_said_of_all() {
        let (low, high) = ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        let affected = json!([{ "package": { "ecosystem": "npm", "name": "a" }, "severity": [{ "type": "CVSS_V3", "score": low }] }]);
        let record = of("GHSA-a", json!({ "severity": [{ "type": "CVSS_V3", "score": high }], "affected": affected }));
        assert_eq!(record.rating.unwrap().severity, Severity::Low);
        assert_eq!(of("GHSA-a", json!({ "database_specific": { "severity": "MODERATE" } })).rating.unwrap().severity, Severity::Medium);
        assert_eq!(of("GHSA-a", json!({})).rating, None);
    }

    #[test]
    fn flaws_are_told_from_malice_by_their_numbers() {
        let kind = |id: &str, more: Value| of(id, more).kind;
        assert_eq!(kind("MAL-2026-1", json!({ "aliases": ["GHSA-a"] })), AdvisoryKind::Malicious);
        assert_eq!(kind("GHSA-a", json!({ "database_specific": { "cwes": [{ "cweId": "CWE-506" }] } })), AdvisoryKind::Malicious);
        assert_eq!(kind("ACME-1", json!({})), AdvisoryKind::Malicious);
        assert_eq!(kind("ACME-1", json!({ "upstream": ["CVE-2026-1"] })), AdvisoryKind::Vulnerability);
        assert_eq!(kind("ROOT-APP-1", json!({})), AdvisoryKind::Vulnerability);
    }

    #[test]
    fn each_event_counts_and_commits_do_not() {
        let ranges = json!([
            { "type": "SEMVER", "events": [{ "introduced": "0", "fixed": "1.0.0" }, { "limit": "9.0.0" }] },
            { "type": "GIT", "events": [{ "introduced": "0" }] },
        ]);
        let record = found(json!({ "id": "GHSA-a", "affected": [{ "package": { "ecosystem": "npm", "name": "a" }, "ranges": ranges }] }));
        let events: Vec<usize> = record.ranges.iter().map(|range| range.events.len()).collect();
        assert_eq!(events, [3, 0]);
    }
}

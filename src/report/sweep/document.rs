//! The same for programs: `mcpscan.sweep/1`, which only ever grows.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::PackageId;
use crate::report::json::safe;
use crate::store::sweep::{Night, Tally};
use crate::sweep::details::Found;
use crate::sweep::news::{Change, List, News, Row, Watched};

/// JSON Schema of the document.
pub const SCHEMA: &str = include_str!("v1.schema.json");

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    night: NightRow<'a>,
    /// What it was compared with; none on the first night.
    earlier: Option<NightRow<'a>>,
    complete: bool,
    /// A person should look at it.
    asks: Vec<String>,
    other_rules: bool,
    counts: TallyRow,
    approved: Approved<'a>,
    worse: Rows<ChangeRow<'a>>,
    better: Rows<ChangeRow<'a>>,
    findings: Rows<ChangeRow<'a>>,
    capabilities: Rows<ChangeRow<'a>>,
    texts: Rows<ChangeRow<'a>>,
    swapped: Rows<ChangeRow<'a>>,
    withdrawn: Rows<ChangeRow<'a>>,
    new: Rows<PackageRow<'a>>,
    blocked: Rows<PackageRow<'a>>,
    notices: Rows<NoticeRow<'a>>,
    dead: Rows<DeadRow<'a>>,
    scores: [u64; 10],
    rules: BTreeMap<&'a str, u64>,
    slowest: Vec<SlowRow<'a>>,
    nights: Vec<PastRow>,
}

#[derive(Serialize)]
struct NightRow<'a> {
    id: i64,
    begun: String,
    ended: Option<String>,
    engine: &'a str,
    ruleset: &'a str,
    sources: &'a [String],
    remarks: &'a [String],
}

#[derive(Serialize)]
struct TallyRow {
    items: u64,
    judged: u64,
    waiting: u64,
    leased: u64,
    lost: u64,
    dead: u64,
    known: u64,
    pass: u64,
    review: u64,
    block: u64,
    incomplete: u64,
    requests: u64,
    bytes: u64,
    milliseconds: u64,
}

/// As many as are kept, and how many there are.
#[derive(Serialize)]
struct Rows<T> {
    total: usize,
    items: Vec<T>,
}

#[derive(Serialize)]
struct Approved<'a> {
    /// How many packages are approved; none where no list was read.
    watched: Option<usize>,
    items: Vec<ApprovedRow<'a>>,
}

#[derive(Serialize)]
struct ApprovedRow<'a> {
    registry: &'static str,
    name: &'a str,
    versions: &'a [String],
    news: Vec<HappeningRow<'a>>,
}

#[derive(Serialize)]
struct HappeningRow<'a> {
    kind: &'static str,
    version: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct PackageRow<'a> {
    #[serde(flatten)]
    package: Name<'a>,
    verdict: &'static str,
    score: u8,
    summary: &'a str,
}

#[derive(Serialize)]
struct Name<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
    purl: String,
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    #[serde(flatten)]
    package: PackageRow<'a>,
    before: BeforeRow<'a>,
    same_files: bool,
    capabilities: CapabilitiesRow<'a>,
    texts: Rows<TextRow<'a>>,
    findings: Rows<&'a Found>,
    withdrawn: Option<WithdrawnRow<'a>>,
}

#[derive(Serialize)]
struct BeforeRow<'a> {
    version: &'a str,
    verdict: &'static str,
    score: u8,
}

#[derive(Serialize)]
struct CapabilitiesRow<'a> {
    kinds: &'a [String],
    more: &'a [String],
    undeclared_hosts: &'a [String],
}

#[derive(Serialize)]
struct TextRow<'a> {
    what: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct WithdrawnRow<'a> {
    how: &'static str,
    why: &'a str,
}

#[derive(Serialize)]
struct NoticeRow<'a> {
    source: &'a str,
    subject: &'a str,
    kind: &'a str,
    text: &'a str,
    packages: &'a [String],
}

#[derive(Serialize)]
struct DeadRow<'a> {
    subject: &'a str,
    attempts: u32,
    why: &'a str,
}

#[derive(Serialize)]
struct SlowRow<'a> {
    subject: &'a str,
    milliseconds: u64,
    requests: u64,
    bytes: u64,
    known: bool,
}

#[derive(Serialize)]
struct PastRow {
    id: i64,
    begun: String,
    counts: TallyRow,
}

pub fn json(news: &News) -> String {
    safe::to_string(&Document {
        schema: "mcpscan.sweep/1",
        night: night(&news.night),
        earlier: news.earlier.as_ref().map(night),
        complete: news.is_complete(),
        asks: super::headline::asks(news),
        other_rules: news.has_other_rules(),
        counts: tally(&news.tally),
        approved: Approved { watched: news.watched, items: news.approved.iter().map(approved).collect() },
        worse: rows(&news.worse, change),
        better: rows(&news.better, change),
        findings: rows(&news.findings, change),
        capabilities: rows(&news.gained, change),
        texts: rows(&news.retold, change),
        swapped: rows(&news.swapped, change),
        withdrawn: rows(&news.withdrawn, change),
        new: rows(&news.servers, row),
        blocked: rows(&news.blocked, row),
        notices: rows(&news.notices, |one| NoticeRow {
            source: &one.source,
            subject: &one.subject,
            kind: &one.kind,
            text: &one.text,
            packages: &one.packages,
        }),
        dead: rows(&news.dead, |one| DeadRow { subject: &one.subject, attempts: one.attempts, why: &one.why }),
        scores: news.counts.scores,
        rules: news.counts.rules.iter().map(|(rule, versions)| (rule.as_str(), *versions)).collect(),
        slowest: slowest(news),
        nights: news
            .past
            .iter()
            .map(|past| PastRow { id: past.night.id, begun: past.night.begun.to_string(), counts: tally(&past.tally) })
            .collect(),
    })
}

fn rows<'a, T, R>(list: &'a List<T>, row: impl Fn(&'a T) -> R) -> Rows<R> {
    Rows { total: list.in_all, items: list.items.iter().map(row).collect() }
}

fn night(night: &Night) -> NightRow<'_> {
    NightRow {
        id: night.id,
        begun: night.begun.to_string(),
        ended: night.ended.map(|ended| ended.to_string()),
        engine: &night.engine,
        ruleset: &night.ruleset,
        sources: &night.sources,
        remarks: &night.remarks,
    }
}

fn tally(tally: &Tally) -> TallyRow {
    let Tally { waiting, leased, lost, judged, pass, review, block, incomplete, dead, known, requests, bytes, milliseconds } = *tally;
    let items = tally.items();
    TallyRow { items, judged, waiting, leased, lost, dead, known, pass, review, block, incomplete, requests, bytes, milliseconds }
}

fn approved(watched: &Watched) -> ApprovedRow<'_> {
    let news = watched.happenings.iter().map(|one| HappeningRow { kind: one.kind.as_str(), version: &one.version, text: &one.text });
    ApprovedRow { registry: watched.registry.as_str(), name: watched.name.as_str(), versions: &watched.versions, news: news.collect() }
}

fn row(row: &Row) -> PackageRow<'_> {
    PackageRow { package: name(&row.package), verdict: row.verdict.as_str(), score: row.score, summary: &row.summary }
}

fn name(package: &PackageId) -> Name<'_> {
    Name { registry: package.registry.as_str(), name: package.name.as_str(), version: &package.version, purl: package.purl() }
}

fn change(change: &Change) -> ChangeRow<'_> {
    let before = &change.before;
    let texts = change.retold.iter().map(|one| TextRow { what: &one.what, before: one.before.as_deref(), after: one.after.as_deref() });
    ChangeRow {
        package: PackageRow {
            package: name(&change.package),
            verdict: change.verdict.as_str(),
            score: change.score,
            summary: &change.summary,
        },
        before: BeforeRow { version: &before.version, verdict: before.verdict.as_str(), score: before.score },
        same_files: change.same_files,
        capabilities: CapabilitiesRow {
            kinds: &change.gained.kinds,
            more: &change.gained.more,
            undeclared_hosts: &change.gained.undeclared,
        },
        texts: Rows { total: change.retold_in_all, items: texts.collect() },
        findings: Rows { total: change.findings_in_all, items: change.findings.iter().collect() },
        withdrawn: change.withdrawn.as_ref().map(|one| WithdrawnRow { how: one.how.as_str(), why: &one.why }),
    }
}

fn slowest(news: &News) -> Vec<SlowRow<'_>> {
    let rows = news.slowest.iter().map(|slow| SlowRow {
        subject: &slow.subject,
        milliseconds: slow.cost.milliseconds,
        requests: slow.cost.requests,
        bytes: slow.cost.bytes,
        known: slow.cost.known,
    });
    rows.collect()
}

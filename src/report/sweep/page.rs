//! One page for a browser that needs nothing else: no other file, no network, and no script for reading.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;

use super::bars::{self, Chart};
use super::headline::{asks, compared, costs, coverage, day, duration, minute, number, state};
use super::sections::{Line, Part, Section, sections};
use crate::model::Verdict;
use crate::report::terminal::text::{short, size};
use crate::sweep::news::{News, Row};

const STYLE: &str = include_str!("../../../templates/sweep.css");
const SCRIPT: &str = include_str!("../../../templates/sweep.js");
/// Lines of a section that are seen at once, and those that unfold.
const LINES: usize = 12;
const FOLDED: usize = 500;
const RULES: usize = 15;
const NAME: usize = 200;
const SAID: usize = 400;
/// The most telling verdict first.
const VERDICTS: [Verdict; 4] = [Verdict::Block, Verdict::Incomplete, Verdict::Review, Verdict::Pass];

/// Every text in here is escaped for its reader; the template escapes it for HTML.
#[derive(Template)]
#[template(path = "sweep.html")]
struct Page {
    style: &'static str,
    script: &'static str,
    /// What the browser may run and draw, by digest.
    policy: String,
    night: String,
    day: String,
    begun: String,
    state: String,
    is_good: bool,
    coverage: String,
    asks: Vec<String>,
    tiles: Vec<Tile>,
    compared: String,
    costs: String,
    remarks: Vec<String>,
    sections: Vec<Block>,
    scores: Chart,
    verdicts: Vec<Strip>,
    nights: Vec<Night>,
    rules: Vec<Bar>,
    slowest: Vec<Bar>,
    packages: Vec<Package>,
    judged: String,
}

struct Tile {
    class: &'static str,
    value: String,
    label: &'static str,
}

struct Block {
    id: &'static str,
    title: &'static str,
    count: String,
    is_urgent: bool,
    shown: Vec<Item>,
    folded: Vec<Item>,
    /// How many are not on the page.
    left_out: String,
}

struct Item {
    verdict: &'static str,
    pieces: Vec<Piece>,
    under: Vec<Vec<Piece>>,
}

struct Piece {
    is_name: bool,
    is_said: bool,
    text: String,
}

/// One verdict over the nights.
struct Strip {
    verdict: &'static str,
    chart: Chart,
    tonight: String,
}

struct Night {
    id: i64,
    day: String,
    counts: Vec<String>,
}

struct Bar {
    label: String,
    value: String,
    more: String,
    /// Of a hundred.
    length: usize,
}

struct Package {
    name: String,
    version: String,
    verdict: &'static str,
    score: u8,
    summary: String,
}

pub fn html(news: &News) -> String {
    let (word, is_good) = state(news);
    let page = Page {
        style: STYLE,
        script: SCRIPT,
        policy: policy(),
        night: number(u64::try_from(news.night.id).unwrap_or_default()),
        day: day(news.night.begun),
        begun: minute(news.night.begun),
        state: word.to_lowercase(),
        is_good,
        coverage: coverage(news),
        asks: asks(news),
        tiles: tiles(news),
        compared: compared(news),
        costs: costs(news),
        remarks: news.night.remarks.iter().map(|remark| said(remark)).collect(),
        sections: sections(news).into_iter().map(block).collect(),
        scores: bars::scores(news),
        verdicts: VERDICTS.map(|verdict| strip(news, verdict)).into(),
        nights: nights(news),
        rules: rules(news),
        slowest: slowest(news),
        packages: news.packages.iter().map(package).collect(),
        judged: number(news.packages.len() as u64),
    };
    page.render().expect("a template that compiles writes to memory")
}

fn policy() -> String {
    let digest = |text: &str| format!("'sha256-{}'", STANDARD.encode(sha2::Sha256::digest(text.as_bytes())));
    let (style, script) = (digest(STYLE), digest(SCRIPT));
    format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
}

fn said(text: &str) -> String {
    short(text, SAID).into_owned()
}

fn tiles(news: &News) -> Vec<Tile> {
    let tally = &news.tally;
    let tile = |class, label, value: u64| Tile { class, value: number(value), label };
    vec![
        tile("block", "block", tally.block),
        tile("incomplete", "incomplete", tally.incomplete),
        tile("review", "review", tally.review),
        tile("pass", "pass", tally.pass),
        tile("none", "dead", tally.dead),
        tile("none", "new packages", news.servers.in_all as u64),
    ]
}

fn block(section: Section) -> Block {
    let Section { id, title, lines, in_all, is_urgent } = section;
    let mut items = lines.iter().map(item);
    let shown: Vec<Item> = items.by_ref().take(LINES).collect();
    let folded: Vec<Item> = items.take(FOLDED).collect();
    let left_out = in_all - shown.len() - folded.len();
    let left_out = if left_out == 0 { String::new() } else { number(left_out as u64) };
    Block { id, title, count: number(in_all as u64), is_urgent, shown, folded, left_out }
}

fn item(line: &Line) -> Item {
    Item {
        verdict: line.verdict.map_or("", Verdict::as_str),
        pieces: line.parts.iter().map(piece).collect(),
        under: line.under.iter().map(|parts| parts.iter().map(piece).collect()).collect(),
    }
}

fn piece(part: &Part) -> Piece {
    match part {
        Part::Own(text) => Piece { is_name: false, is_said: false, text: text.clone() },
        Part::Name(text) => Piece { is_name: true, is_said: false, text: short(text, NAME).into_owned() },
        Part::Said(text) => Piece { is_name: false, is_said: true, text: said(text) },
    }
}

fn strip(news: &News, verdict: Verdict) -> Strip {
    let tonight = news.past.last().map_or(0, |past| bars::of(past, verdict));
    Strip { verdict: verdict.as_str(), chart: bars::nights(news, verdict), tonight: number(tonight) }
}

fn nights(news: &News) -> Vec<Night> {
    let night = |past| VERDICTS.map(|verdict| number(bars::of(past, verdict))).into();
    news.past.iter().rev().map(|past| Night { id: past.night.id, day: day(past.night.begun), counts: night(past) }).collect()
}

fn rules(news: &News) -> Vec<Bar> {
    let most = news.counts.rules.first().map_or(0, |(_, versions)| *versions);
    let bar = |(rule, versions): &(String, u64)| Bar {
        label: short(rule, NAME).into_owned(),
        value: number(*versions),
        more: String::new(),
        length: bars::scaled(*versions, most, 100),
    };
    news.counts.rules.iter().take(RULES).map(bar).collect()
}

fn slowest(news: &News) -> Vec<Bar> {
    let most = news.slowest.first().map_or(0, |slow| slow.cost.milliseconds);
    let bar = |slow: &crate::store::sweep::SlowItem| Bar {
        label: short(&slow.subject, NAME).into_owned(),
        value: duration(slow.cost.milliseconds),
        more: size(slow.cost.bytes),
        length: bars::scaled(slow.cost.milliseconds, most, 100),
    };
    news.slowest.iter().map(bar).collect()
}

fn package(row: &Row) -> Package {
    Package {
        name: short(&format!("{} {}", row.package.registry, row.package.name), NAME).into_owned(),
        version: short(&row.package.version, 60).into_owned(),
        verdict: row.verdict.as_str(),
        score: row.score,
        summary: said(&row.summary),
    }
}

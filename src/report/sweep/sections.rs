//! What there is to tell, section by section, in the order in which a person should read it; each format writes it in its own way.

use crate::model::{PackageId, Verdict};
use crate::store::sweep::{DeadItem, Notice};
use crate::sweep::details::Found;
use crate::sweep::news::{Change, List, News, Retold, Row, Watched};

/// Of one package, so many things stand under its name.
const UNDER: usize = 6;

pub(super) struct Section {
    /// A word for links.
    pub id: &'static str,
    pub title: &'static str,
    pub lines: Vec<Line>,
    pub in_all: usize,
    /// For a person to look at today.
    pub is_urgent: bool,
}

/// One package, server or item.
#[derive(Default)]
pub(super) struct Line {
    pub verdict: Option<Verdict>,
    pub parts: Vec<Part>,
    pub under: Vec<Vec<Part>>,
}

/// Our own words are told from those of others.
pub(super) enum Part {
    Own(String),
    /// A name: of a package, a tool, a capability.
    Name(String),
    /// A sentence of, or about, a package.
    Said(String),
}

fn own(text: &str) -> Part {
    Part::Own(text.to_owned())
}

fn name(package: &PackageId) -> Part {
    Part::Name(format!("{} {package}", package.registry))
}

/// Those with something in them.
pub(super) fn sections(news: &News) -> Vec<Section> {
    let mut all = vec![
        approved(&news.approved),
        of("worse", "Verdicts that got worse", true, &news.worse, worse),
        of("findings", "New grave findings", false, &news.findings, findings),
        of("capabilities", "New capabilities", false, &news.gained, gained),
        of("texts", "Changed words to models", false, &news.retold, retold),
        of("swapped", "Other files under the same version", false, &news.swapped, swapped),
        of("withdrawn", "Yanked or deprecated since", false, &news.withdrawn, withdrawn),
        of("notices", "What the sources tell", false, &news.notices, notice),
        of("dead", "Not judged", false, &news.dead, dead),
        of("servers", "New packages", false, &news.servers, row),
        of("better", "Verdicts that got better", false, &news.better, better),
    ];
    if news.earlier.is_none() {
        all.push(of("blocked", "Blocked", false, &news.blocked, row));
    }
    all.retain(|section| section.in_all > 0);
    all
}

fn of<T>(id: &'static str, title: &'static str, is_urgent: bool, list: &List<T>, line: impl Fn(&T) -> Line) -> Section {
    Section { id, title, lines: list.items.iter().map(line).collect(), in_all: list.in_all, is_urgent }
}

fn approved(approved: &[Watched]) -> Section {
    let lines = approved.iter().map(|watched| {
        let happenings = watched.happenings.iter().map(|happening| {
            let about = if happening.version.is_empty() { Vec::new() } else { vec![Part::Name(happening.version.clone()), own(": ")] };
            about.into_iter().chain([Part::Said(happening.text.clone())]).collect()
        });
        let parts = vec![Part::Name(format!("{} {}", watched.registry, watched.name)), own(", approved as "), versions(&watched.versions)];
        Line { verdict: None, parts, under: happenings.collect() }
    });
    Section { id: "approved", title: "Approved servers with news", lines: lines.collect(), in_all: approved.len(), is_urgent: true }
}

fn versions(all: &[String]) -> Part {
    let newest: Vec<&str> = all.iter().rev().take(3).map(String::as_str).collect();
    let more = if all.len() > newest.len() { format!(" and {} more", all.len() - newest.len()) } else { String::new() };
    Part::Name(format!("{}{more}", newest.join(", ")))
}

/// What was compared, where that is not plain.
fn since(change: &Change) -> Vec<Part> {
    match (change.is_new_version(), change.same_files) {
        (true, _) => vec![own(" since "), Part::Name(change.before.version.clone())],
        (false, true) => vec![own(" (the same files)")],
        (false, false) => Vec::new(),
    }
}

fn about(change: &Change, rest: impl IntoIterator<Item = Part>) -> Line {
    let parts = [name(&change.package)].into_iter().chain(since(change)).chain(rest).collect();
    Line { verdict: Some(change.verdict), parts, under: Vec::new() }
}

fn worse(change: &Change) -> Line {
    let was = format!(": it was {} with {}, it is {} with {}. ", change.before.verdict, change.before.score, change.verdict, change.score);
    about(change, [Part::Own(was), Part::Said(change.summary.clone())])
}

fn better(change: &Change) -> Line {
    let was = format!(": it was {} with {}, it is {} with {}", change.before.verdict, change.before.score, change.verdict, change.score);
    about(change, [Part::Own(was)])
}

fn findings(change: &Change) -> Line {
    let shown = change.findings.iter().take(UNDER).map(found);
    Line { under: shown.chain(more(change.findings_in_all, change.findings.len().min(UNDER))).collect(), ..about(change, []) }
}

fn found(found: &Found) -> Vec<Part> {
    let place = format!("{}:{}", found.path, found.line);
    let sure = format!(" ({}, confidence {}): ", found.severity, found.confidence);
    vec![Part::Name(found.rule.clone()), Part::Own(sure), Part::Said(found.message.clone()), own(" at "), Part::Name(place)]
}

fn more(in_all: usize, shown: usize) -> Option<Vec<Part>> {
    (in_all > shown).then(|| vec![Part::Own(format!("and {} more", in_all - shown))])
}

fn gained(change: &Change) -> Line {
    let mut under = Vec::new();
    let lists = [("a new kind: ", &change.gained.kinds), ("also: ", &change.gained.more), ("in no document: ", &change.gained.undeclared)];
    for (what, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
        let mut parts = vec![own(what)];
        for (at, word) in words.iter().take(UNDER).enumerate() {
            parts.extend([own(if at == 0 { "" } else { ", " }), Part::Name(word.clone())]);
        }
        if words.len() > UNDER {
            parts.push(Part::Own(format!(" and {} more", words.len() - UNDER)));
        }
        under.push(parts);
    }
    Line { under, ..about(change, []) }
}

fn retold(change: &Change) -> Line {
    let shown = change.retold.iter().take(UNDER / 2).flat_map(told);
    Line { under: shown.chain(more(change.retold_in_all, change.retold.len().min(UNDER / 2))).collect(), ..about(change, []) }
}

/// Before and after stand below each other.
fn told(retold: &Retold) -> Vec<Vec<Part>> {
    let what = Part::Name(retold.what.clone());
    let said = |text: &String| Part::Said(if text.is_empty() { "(no description)".to_owned() } else { text.clone() });
    match (&retold.before, &retold.after) {
        (None, Some(after)) => vec![vec![what, own(" is new: "), said(after)]],
        (Some(_), None) | (None, None) => vec![vec![what, own(" is gone")]],
        (Some(before), Some(after)) if before == after => {
            vec![vec![what, own(" says or takes something else further on; it begins as before: "), said(after)]]
        }
        (Some(before), Some(after)) => vec![vec![what, own(" was: "), said(before)], vec![own("it is now: "), said(after)]],
    }
}

fn swapped(change: &Change) -> Line {
    about(change, [own(": what was judged are not the files of before")])
}

fn withdrawn(change: &Change) -> Line {
    let Some(withdrawn) = &change.withdrawn else { return about(change, []) };
    let why = if withdrawn.why.is_empty() { own("no reason given") } else { Part::Said(withdrawn.why.clone()) };
    about(change, [Part::Own(format!(": {}, ", withdrawn.how.as_str())), why])
}

fn notice(notice: &Notice) -> Line {
    let mut parts = vec![
        Part::Name(notice.kind.clone()),
        own(" "),
        Part::Name(notice.subject.clone()),
        own(", by "),
        Part::Name(notice.source.clone()),
    ];
    if !notice.text.is_empty() {
        parts.extend([own(": "), Part::Said(notice.text.clone())]);
    }
    Line { parts, ..Line::default() }
}

fn dead(dead: &DeadItem) -> Line {
    let attempts = if dead.attempts == 1 { "1 attempt".to_owned() } else { format!("{} attempts", dead.attempts) };
    let parts = vec![Part::Name(dead.subject.clone()), Part::Own(format!(", after {attempts}: ")), Part::Said(dead.why.clone())];
    Line { parts, ..Line::default() }
}

fn row(row: &Row) -> Line {
    let parts = vec![name(&row.package), Part::Own(format!(" with {}: ", row.score)), Part::Said(row.summary.clone())];
    Line { verdict: Some(row.verdict), parts, under: Vec::new() }
}

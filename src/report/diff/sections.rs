//! The changes by weight. What is new is shown in full; what is only other, gone, or a file is folded unless everything is wanted.

use std::collections::BTreeMap;

use crate::diff::{Change, Difference, Kind, Turn, Weight};
use crate::model::Severity;
use crate::report::terminal::sheet::{BOLD, PLAIN, Sheet, WARNING};
use crate::report::terminal::text::list;

use super::headline::{files, mark};
use super::{description, line};

/// Lines of a list that is folded.
const SHOWN: usize = 10;
/// Lesser findings.
const SHOWN_LOW: usize = 3;

pub(super) fn write(sheet: &mut Sheet, difference: &Difference) {
    let of = |weight| difference.of_weight(weight).collect::<Vec<&Change>>();
    powers(sheet, &of(Weight::Power));
    alarms(sheet, "Who stands behind it", &of(Weight::Trust));
    alarms(sheet, "Runs, and was not read in full", &of(Weight::Unread));
    findings(sheet, "New findings", &of(Weight::Finding));
    grouped(sheet, "Otherwise changed", &of(Weight::Detail));
    let (gone, other): (Vec<&Change>, Vec<&Change>) = of(Weight::Gone).into_iter().partition(|change| change.kind == Kind::Finding);
    findings(sheet, "No longer found", &gone);
    grouped(sheet, "No longer there", &other);
    shipped(sheet, difference, &of(Weight::File));
}

/// Never folded, never cut; what is the same of several is said once.
fn powers(sheet: &mut Sheet, changes: &[&Change]) {
    for group in changes.chunk_by(|a, b| heading(a.kind) == heading(b.kind)) {
        sheet.heading(heading(group[0].kind));
        for alike in alike(group, sheet.options.verbose) {
            let (mark, style) = mark(alike[0].turn, alike[0].weight);
            sheet.labelled(&format!("  {mark}"), style, &line::together(&alike, sheet.options.verbose));
            description::write(sheet, &alike[0].words);
            for (input, text) in &alike[0].inputs {
                sheet.labelled("      ", PLAIN, &line::input(input, text, sheet.options.verbose));
            }
        }
    }
}

/// Those of which the same is to be said, in the order of their first ones.
fn alike<'c>(changes: &[&'c Change], is_verbose: bool) -> Vec<Vec<&'c Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let mut places = BTreeMap::new();
    for change in changes {
        let shared = line::shared(change).filter(|_| !is_verbose);
        let place = shared.map_or(groups.len(), |shared| *places.entry(shared).or_insert(groups.len()));
        match groups.get_mut(place) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

fn alarms(sheet: &mut Sheet, title: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    sheet.heading(title);
    for change in changes {
        sheet.labelled("! ", WARNING, &line::of(change, sheet.options.verbose));
    }
}

fn one(sheet: &mut Sheet, change: &Change) {
    let (mark, style) = mark(change.turn, change.weight);
    sheet.labelled(&format!("  {mark}"), style, &line::of(change, sheet.options.verbose));
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::InstallScript | Kind::Script => "Runs at installation",
        Kind::Recipient => "Recipients",
        Kind::Host => "Connects to",
        Kind::Process | Kind::CodeEval | Kind::Native => "Runs programs and code",
        Kind::Credential => "Credentials",
        Kind::Instructions | Kind::Prompt | Kind::Resource | Kind::PromptInput => "Told to a model",
        Kind::ToolDescription | Kind::Tool | Kind::ToolAbility | Kind::ToolAnnotation | Kind::ToolInput => "Tools",
        Kind::Dependency => "Dependencies",
        Kind::Env => "Environment variables",
        Kind::NetworkListen | Kind::Database | Kind::FileDelete | Kind::FileWrite | Kind::FileRead => "Files, databases and ports",
        Kind::Provenance | Kind::Publisher => "Who stands behind it",
        Kind::Gap => "Was not read in full",
        Kind::Finding => "Findings",
        Kind::Note => "Notes",
        Kind::File => "Files",
    }
}

/// Severe ones in full, a few of the others.
fn findings(sheet: &mut Sheet, title: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    sheet.heading(&format!("{title}: {}", tally(changes)));
    let is_severe = |change: &&&Change| severity(change) >= Severity::High;
    let (severe, lesser): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(is_severe);
    let shown = if sheet.options.verbose { lesser.len() } else { lesser.len().min(SHOWN_LOW) };
    for change in severe.iter().chain(&lesser[..shown]) {
        let (mark, _) = mark(change.turn, change.weight);
        sheet.labelled(&format!("  {mark}"), BOLD, &line::of(change, sheet.options.verbose));
    }
    folded(sheet, lesser.len() - shown);
}

fn severity(change: &Change) -> Severity {
    change.finding.as_ref().map_or(Severity::Info, |finding| finding.severity)
}

/// `1 critical, 2 low`
fn tally(changes: &[&Change]) -> String {
    const WORST_FIRST: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let number = |wanted: Severity| changes.iter().filter(|change| severity(change) == wanted).count();
    let parts = WORST_FIRST.map(|severity| (number(severity), severity)).into_iter().filter(|(number, _)| *number > 0);
    parts.map(|(number, severity)| format!("{number} {severity}")).collect::<Vec<_>>().join(", ")
}

/// One line for each kind and turn.
fn grouped(sheet: &mut Sheet, title: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    sheet.heading(title);
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(|change| (change.kind, change.turn));
    for group in sorted.chunk_by(|a, b| (a.kind, a.turn) == (b.kind, b.turn)) {
        if sheet.options.verbose {
            group.iter().for_each(|change| one(sheet, change));
            continue;
        }
        let (mark, style) = mark(group[0].turn, group[0].weight);
        let label = format!("  {mark}{:<16}  ", group[0].kind.as_str());
        let items: Vec<String> = group.iter().map(|change| line::in_brief(change)).collect();
        let room = sheet.options.width.saturating_sub(label.chars().count());
        // A host is not to be lost in a list.
        let text = if group[0].kind == Kind::Host { items.join(", ") } else { list(&items, room * 2) };
        sheet.labelled(&label, style, &text);
    }
}

fn shipped(sheet: &mut Sheet, difference: &Difference, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    sheet.heading(&format!("Files: {}", files(difference)));
    let (marked, plain): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| !change.remarks.is_empty() && change.turn != Turn::Removed);
    let shown = if sheet.options.verbose { plain.len() } else { plain.len().min(SHOWN.saturating_sub(marked.len())) };
    for change in marked.iter().chain(&plain[..shown]) {
        one(sheet, change);
    }
    folded(sheet, plain.len() - shown);
}

fn folded(sheet: &mut Sheet, hidden: usize) {
    if hidden > 0 {
        sheet.line(&format!("  … {hidden} more; --verbose shows all"));
    }
}

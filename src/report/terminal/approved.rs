//! The approved list as a person reads it: a line for each entry, or all of it for one package.

use jiff::civil::Date;

use super::Options;
use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::{count, list, short};
use crate::approvals::{Approval, Block, Entry, Import, Lists, Reason, ReasonKind, Source, entries};

/// Every own entry, a line each, and the names of imported lists.
pub fn approved_list(lists: Lists<'_>, today: Date, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    let mut own = entries(lists, today);
    own.retain(|entry| entry.import.is_none());
    let (list, lapsed) = (lists.own, own.iter().filter(|entry| !entry.counts()).count());
    let lapsed = if lapsed == 0 { String::new() } else { format!(", {lapsed} of them not counting today") };
    sheet.line(&format!("{} approved{lapsed}, {} blocked", count(own.len(), "version", "versions"), list.blocks.len()));
    for entry in &own {
        one_line(&mut sheet, entry, today);
    }
    if !list.blocks.is_empty() {
        sheet.heading("Blocked");
        list.blocks.iter().for_each(|block| self::block(&mut sheet, block, None));
    }
    if !list.imports.is_empty() {
        sheet.heading("Imported lists");
        list.imports.iter().for_each(|import| self::import(&mut sheet, import));
    }
    sheet.finish()
}

/// Everything that is said of one package, by imported lists too; the lists hold nothing else.
pub fn approved_package(lists: Lists<'_>, today: Date, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    let entries = entries(lists, today);
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            sheet.line("");
        }
        in_full(&mut sheet, entry, today);
    }
    let imported = lists.imported.iter().flat_map(|import| import.list.blocks.iter().map(move |block| (block, Some(import.name.as_str()))));
    for (at, (block, import)) in lists.own.blocks.iter().map(|block| (block, None)).chain(imported).enumerate() {
        if at == 0 && !entries.is_empty() {
            sheet.line("");
        }
        self::block(&mut sheet, block, import);
    }
    sheet.finish()
}

fn one_line(sheet: &mut Sheet, entry: &Entry<'_>, today: Date) {
    let approval = entry.approval;
    let (mark, style) = mark(entry);
    let text = format!(
        "{} {}, by {} on {}{}: {}",
        approval.registry,
        package(approval),
        short(&approval.by, 60),
        approval.on,
        term(approval, today),
        short(&approval.why, 200)
    );
    sheet.labelled(mark, style, &text);
    for reason in untold(entry) {
        sheet.labelled("    does not count: ", PLAIN, &short(&reason.text, 300));
    }
}

fn in_full(sheet: &mut Sheet, entry: &Entry<'_>, today: Date) {
    let approval = entry.approval;
    let (mark, style) = mark(entry);
    sheet.labelled(mark, style, &format!("{} {}{}", approval.registry, package(approval), term(approval, today)));
    for reason in untold(entry) {
        row(sheet, "not today", &reason.text);
    }
    if let Some(import) = entry.import {
        row(sheet, "imported", &format!("from the list `{import}`"));
    }
    row(sheet, "approved", &format!("by {} on {}: {}", approval.by, approval.on, approval.why));
    for digest in &approval.artifacts {
        row(sheet, "file", &format!("sha256:{digest}"));
    }
    if let Some(score) = approval.score {
        row(sheet, "score", &format!("{score} of 100 at the time"));
    }
    names(sheet, "could do", Some(&approval.capabilities));
    for accept in &approval.accept {
        let which = accept.fingerprint.map(|fingerprint| format!(" {}", &fingerprint.to_string()[..12])).unwrap_or_default();
        row(sheet, "accepted", &format!("{}{which}: {}", accept.rule, accept.why));
    }
    names(sheet, "only hosts", approval.limits.hosts.as_ref());
    names(sheet, "only env", approval.limits.env.as_ref());
    names(sheet, "may only", approval.limits.capabilities.as_ref());
}

fn row(sheet: &mut Sheet, label: &str, text: &str) {
    sheet.labelled(&format!("    {label:<10}  "), PLAIN, &short(text, 500));
}

fn names(sheet: &mut Sheet, label: &str, names: Option<&Vec<String>>) {
    let Some(names) = names else { return };
    let names: Vec<String> = names.iter().map(|name| short(name, 100).into_owned()).collect();
    let room = if sheet.options.verbose { usize::MAX } else { sheet.options.width.saturating_sub(16) * 4 };
    let text = if names.is_empty() { "nothing".to_owned() } else { list(&names, room) };
    sheet.labelled(&format!("    {label:<10}  "), PLAIN, &text);
}

fn package(approval: &Approval) -> String {
    let version = if approval.version.is_empty() { "(no version)" } else { &approval.version };
    format!("{} {}", short(approval.name.as_str(), 200), short(version, 60))
}

fn is_over(approval: &Approval, today: Date) -> bool {
    approval.until.is_some_and(|until| until < today)
}

fn mark(entry: &Entry<'_>) -> (&'static str, anstyle::Style) {
    if entry.counts() { ("  ", PLAIN) } else { ("! ", WARNING) }
}

/// What keeps it from counting, but for its last day, which stands beside it.
fn untold<'e>(entry: &'e Entry<'_>) -> impl Iterator<Item = &'e Reason> {
    entry.reasons.iter().filter(|reason| reason.kind != ReasonKind::Expired)
}

fn term(approval: &Approval, today: Date) -> String {
    match approval.until {
        Some(until) if is_over(approval, today) => format!(", ran out on {until}"),
        Some(until) => format!(", until {until}"),
        None => String::new(),
    }
}

fn block(sheet: &mut Sheet, block: &Block, import: Option<&str>) {
    let from = import.map(|name| format!(" by the imported list `{}`", short(name, 60))).unwrap_or_default();
    let by = block.by.as_ref().map(|by| format!(", by {}", short(by, 60))).unwrap_or_default();
    let on = block.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let (name, versions) = (short(block.name.as_str(), 200), block.versions.to_string());
    let text = format!("blocked{from}: {} {name} {}{by}{on}: {}", block.registry, short(&versions, 100), short(&block.why, 200));
    sheet.labelled("  ", PLAIN, &text);
}

fn import(sheet: &mut Sheet, import: &Import) {
    let place = match &import.source {
        Source::Path(place) | Source::Url(place) => short(place, 200),
    };
    sheet.labelled("  ", PLAIN, &format!("{} from {place}, sha256 {}", short(&import.name, 60), import.sha256));
}

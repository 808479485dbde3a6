//! The approved list as a person reads it: a line for each entry, or all of it for one package.

use jiff::civil::Date;

use super::Options;
use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::{count, list, short};
use crate::approvals::{Approval, ApprovedList, Block, Import, Source};

/// Every entry, a line each.
pub fn approved_list(list: &ApprovedList, today: Date, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    let (approvals, blocks) = (list.approvals.len(), list.blocks.len());
    sheet.line(&format!("{} approved, {blocks} blocked", count(approvals, "version", "versions")));
    for approval in &list.approvals {
        one_line(&mut sheet, approval, today);
    }
    if !list.blocks.is_empty() {
        sheet.heading("Blocked");
        list.blocks.iter().for_each(|block| self::block(&mut sheet, block));
    }
    if !list.imports.is_empty() {
        sheet.heading("Imported lists");
        list.imports.iter().for_each(|import| self::import(&mut sheet, import));
    }
    sheet.finish()
}

/// Everything that is said of one package.
pub fn approved_package(list: &ApprovedList, today: Date, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    for (at, approval) in list.approvals.iter().enumerate() {
        if at > 0 {
            sheet.line("");
        }
        in_full(&mut sheet, approval, today);
    }
    if !list.blocks.is_empty() {
        if !list.approvals.is_empty() {
            sheet.line("");
        }
        list.blocks.iter().for_each(|block| self::block(&mut sheet, block));
    }
    sheet.finish()
}

fn one_line(sheet: &mut Sheet, approval: &Approval, today: Date) {
    let (mark, style) = mark(approval, today);
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
}

fn in_full(sheet: &mut Sheet, approval: &Approval, today: Date) {
    let (mark, style) = mark(approval, today);
    sheet.labelled(mark, style, &format!("{} {}{}", approval.registry, package(approval), term(approval, today)));
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

fn mark(approval: &Approval, today: Date) -> (&'static str, anstyle::Style) {
    if is_over(approval, today) { ("! ", WARNING) } else { ("  ", PLAIN) }
}

fn term(approval: &Approval, today: Date) -> String {
    match approval.until {
        Some(until) if is_over(approval, today) => format!(", ran out on {until}"),
        Some(until) => format!(", until {until}"),
        None => String::new(),
    }
}

fn block(sheet: &mut Sheet, block: &Block) {
    let by = block.by.as_ref().map(|by| format!(", by {}", short(by, 60))).unwrap_or_default();
    let on = block.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let (name, versions) = (short(block.name.as_str(), 200), block.versions.to_string());
    let text = format!("blocked: {} {name} {}{by}{on}: {}", block.registry, short(&versions, 100), short(&block.why, 200));
    sheet.labelled("  ", PLAIN, &text);
}

fn import(sheet: &mut Sheet, import: &Import) {
    let place = match &import.source {
        Source::Path(place) | Source::Url(place) => short(place, 200),
    };
    sheet.labelled("  ", PLAIN, &format!("{} from {place}, sha256 {}", short(&import.name, 60), import.sha256));
}

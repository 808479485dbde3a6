//! What the documents name, held against what the code uses: variables and hosts.

use std::collections::BTreeMap;

use crate::manifest::registrable_domain;

use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::{list, place, short};
use crate::model::{Location, ObservedHost, Origin, ScanReport};

/// Rows that are shown without `--verbose`.
const SHOWN: usize = 10;

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    environment(sheet, report);
    hosts(sheet, report);
}

/// One name that the code uses.
struct Row<'a> {
    name: String,
    declared: bool,
    /// `README.md:31`, `undeclared`, …
    standing: String,
    location: &'a Location,
    origin: &'a Origin,
}

fn environment(sheet: &mut Sheet, report: &ScanReport) {
    let documents: BTreeMap<&str, &Location> = report.declared.env.iter().rev().map(|env| (env.name.as_str(), &env.location)).collect();
    let rows: Vec<Row> = report
        .observed
        .env
        .iter()
        .map(|env| Row {
            name: short(&env.name, 40).into_owned(),
            declared: env.declared || env.harmless,
            standing: match (env.declared, documents.get(env.name.as_str())) {
                (true, Some(location)) => place(location),
                (true, None) => "declared".to_owned(),
                (false, _) if env.harmless => "common".to_owned(),
                (false, _) if env.declared_by_code => "only in a help text".to_owned(),
                (false, _) => "undeclared".to_owned(),
            },
            location: &env.location,
            origin: &env.origin,
        })
        .collect();
    let used = report.observed.env.iter().map(|env| env.name.as_str()).collect();
    table(sheet, "Environment variables", &rows);
    let settings = report.declared.env.iter().filter(|env| env.is_setting).map(|env| env.name.as_str());
    unused(sheet, settings, &used);
}

fn hosts(sheet: &mut Sheet, report: &ScanReport) {
    let documents: BTreeMap<&str, &Location> =
        report.declared.hosts.iter().rev().map(|host| (host.name.as_str(), &host.location)).collect();
    let (reached, written): (Vec<_>, Vec<_>) = report.observed.hosts.iter().partition(|host| host.reached);
    let rows: Vec<Row> = reached
        .into_iter()
        .map(|host| Row {
            name: format!("{}{}", short(&host.name, 60), kind(host)),
            declared: host.declared,
            standing: match (host.declared, documents.get(host.name.as_str())) {
                (true, Some(location)) => place(location),
                (true, None) => relative(report, &host.name).map_or_else(|| "declared".to_owned(), place),
                (false, _) if host.declared_by_code => "only in a help text".to_owned(),
                (false, _) => "undeclared".to_owned(),
            },
            location: &host.location,
            origin: &host.origin,
        })
        .collect();
    table(sheet, "Hosts it connects to", &rows);
    configured(sheet, report);
    let names: Vec<String> = written.iter().map(|host| short(&host.name, 60).into_owned()).collect();
    if !names.is_empty() {
        folded_names(sheet, &format!("{} only written down, never seen to be connected to: ", names.len()), &names);
    }
}

/// Where a document names another host of the same domain.
fn relative<'a>(report: &'a ScanReport, host: &str) -> Option<&'a Location> {
    let domain = registrable_domain(host.trim_start_matches("*."))?;
    let is_of_it = |other: &str| other.ends_with(&domain) && registrable_domain(other).is_some_and(|other| other == domain);
    report.declared.hosts.iter().find(|declared| is_of_it(&declared.name)).map(|declared| &declared.location)
}

/// What is special about a host.
fn kind(host: &ObservedHost) -> String {
    match (host.email, host.telemetry, &host.implied_by) {
        (true, _, _) => " (mail)".to_owned(),
        (false, true, Some(library)) => format!(" (telemetry, by {})", short(library, 40)),
        (false, true, None) => " (telemetry)".to_owned(),
        (false, false, Some(library)) => format!(" (by {})", short(library, 40)),
        (false, false, None) if host.is_default => " (default)".to_owned(),
        (false, false, None) => String::new(),
    }
}

/// Settings that name a host; a default stands among the hosts.
fn configured(sheet: &mut Sheet, report: &ScanReport) {
    let names: Vec<String> = report.observed.configured.iter().map(|setting| short(&setting.setting, 60).into_owned()).collect();
    if !names.is_empty() {
        folded_names(sheet, "hosts that a setting names: ", &names);
    }
}

fn table(sheet: &mut Sheet, title: &str, rows: &[Row]) {
    let undeclared = rows.iter().filter(|row| !row.declared).count();
    let heading = match (rows.len(), undeclared) {
        (0, _) => format!("{title}: none"),
        (all, 0) => format!("{title}: {all}, none undeclared"),
        (all, undeclared) => format!("{title}: {all}, {undeclared} undeclared"),
    };
    sheet.heading(&heading);
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| (row.declared, row.origin.clone(), row.name.clone()));
    let shown = if sheet.options.verbose { rows.len() } else { rows.len().min(SHOWN) };
    let name = widest(rows[..shown].iter().map(|row| row.name.as_str()));
    let standing = widest(rows[..shown].iter().map(|row| row.standing.as_str()));
    for row in &rows[..shown] {
        let (mark, style) = if row.declared { ("  ", PLAIN) } else { ("! ", WARNING) };
        let mark = sheet.paint(style, mark);
        let bundled = if *row.origin == Origin::Own { "" } else { " (bundled)" };
        sheet.line(&format!("{mark}{:<name$}  {:<standing$}  {}{bundled}", row.name, row.standing, place(row.location)));
    }
    if shown < rows.len() {
        let hidden = &rows[shown..];
        let undeclared = hidden.iter().filter(|row| !row.declared).count();
        sheet.line(&format!("  … {} more, {undeclared} of them undeclared; --verbose shows all", hidden.len()));
    }
}

fn widest<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// Declared, but not seen in the code.
fn unused<'a>(sheet: &mut Sheet, declared: impl Iterator<Item = &'a str>, used: &std::collections::HashSet<&str>) {
    let names: Vec<String> = declared.filter(|name| !used.contains(name)).map(|name| short(name, 60).into_owned()).collect();
    if !names.is_empty() {
        folded_names(sheet, &format!("{} documented, but not seen to be read: ", names.len()), &names);
    }
}

fn folded_names(sheet: &mut Sheet, label: &str, names: &[String]) {
    let room = sheet.options.width.saturating_sub(label.chars().count() + 2);
    let text = if sheet.options.verbose { names.join(", ") } else { list(names, room) };
    sheet.labelled("  ", PLAIN, &format!("{label}{text}"));
}

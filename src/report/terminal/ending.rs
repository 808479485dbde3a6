//! What else a person should know, and what to do now.

use super::installation;
use super::sheet::{BOLD, PLAIN, Sheet, WARNING};
use super::text::{list, short};
use crate::model::{Dependencies, Registry, ScanReport, Shim, Verdict};

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    match &report.dependencies.installation {
        Some(installation) => installation::write(sheet, installation),
        None => dependencies(sheet, &report.dependencies),
    }
    if !report.notes.is_empty() {
        sheet.heading("Notes");
        for note in &report.notes {
            sheet.labelled("  ", PLAIN, &short(note, 400));
        }
    }
    if let Some(shim) = &report.shim {
        sheet.heading("Shim");
        sheet.labelled("! ", WARNING, &hands_over(shim));
    }
    sheet.line("");
    sheet.labelled("Next: ", BOLD, &advice(report));
}

/// What an install brings along is code as well.
fn dependencies(sheet: &mut Sheet, dependencies: &Dependencies) {
    if dependencies.direct.is_empty() {
        return;
    }
    sheet.heading(&format!("Dependencies: {} direct, not judged here", dependencies.direct.len()));
    let names: Vec<String> = dependencies.direct.iter().map(|(name, _)| short(name, 80).into_owned()).collect();
    let text = if sheet.options.verbose { names.join(", ") } else { list(&names, sheet.options.width.saturating_sub(2)) };
    sheet.labelled("  ", PLAIN, &text);
}

fn hands_over(shim: &Shim) -> String {
    let names: Vec<String> = shim.dependencies.iter().take(8).map(|name| format!("`{}`", short(name, 80))).collect();
    let place = format!("{}:{}", short(shim.path.as_str(), 80), shim.line);
    format!("The entry point ({place}) only hands over to {}, which was not judged here.", names.join(", "))
}

fn advice(report: &ScanReport) -> String {
    let explain =
        report.findings.first().map(|finding| format!("`mcpscan explain {}` says what the first one means", short(&finding.rule, 60)));
    match (report.verdict, explain) {
        (Verdict::Pass, _) => format!("install exactly what was judged, {}; another version is another package.", pinned(report)),
        (Verdict::Review, _) if report.shim.is_some() && report.findings.is_empty() => judge_dependencies(report),
        (Verdict::Review, Some(explain)) => format!("look at the findings before you install it; {explain}."),
        (Verdict::Review, None) => "look at what was not analysed before you install it.".to_owned(),
        (Verdict::Block, Some(explain)) => format!("do not install it; {explain}."),
        (Verdict::Block, None) => "do not install it.".to_owned(),
        (Verdict::Incomplete, _) => "do not rely on this report: too little could be read to judge the package.".to_owned(),
    }
}

fn pinned(report: &ScanReport) -> String {
    format!("`{}`", short(&report.package.to_string(), 200))
}

fn judge_dependencies(report: &ScanReport) -> String {
    let names = report.shim.iter().flat_map(|shim| &shim.dependencies);
    let Some(name) = names.map(|name| short(name, 80)).next() else { return "judge the package that it hands over to.".to_owned() };
    match report.package.registry {
        registry @ (Registry::Npm | Registry::Pypi) => format!("judge what does the work: `mcpscan {registry} {name}`."),
        Registry::Local => format!("judge what does the work: the package `{name}`."),
    }
}

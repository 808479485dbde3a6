//! What the code can do, one line for each kind, and the tools that it offers.

use std::collections::BTreeMap;

use super::sheet::{PLAIN, Sheet};
use super::text::{list, place, short};
use crate::model::{Capability, CapabilityKind, Offer, OfferKind, Origin, ScanReport, Tool};

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    sheet.heading(if report.capabilities.is_empty() { "Capabilities: none seen" } else { "Capabilities" });
    let mut kinds: BTreeMap<CapabilityKind, Vec<&Capability>> = BTreeMap::new();
    for capability in &report.capabilities {
        kinds.entry(capability.kind).or_default().push(capability);
    }
    for (kind, capabilities) in kinds {
        let label = format!("  {:<14}  ", kind.as_str());
        if sheet.options.verbose {
            each(sheet, &label, &capabilities);
        } else {
            let room = sheet.options.width.saturating_sub(label.len());
            sheet.labelled(&label, PLAIN, &together(&capabilities, room));
        }
    }
    tools(sheet, &report.tools);
    offers(sheet, &report.offers);
}

fn each(sheet: &mut Sheet, label: &str, capabilities: &[&Capability]) {
    for capability in capabilities {
        let origin = match &capability.origin {
            Origin::Own => String::new(),
            origin @ (Origin::Bundled(_) | Origin::Dependency(_)) => format!(" ({})", short(&origin.to_string(), 80)),
        };
        let text = format!("{}  {}{origin}", short(&capability.detail, 100), place(&capability.location));
        sheet.labelled(label, PLAIN, &text);
    }
}

/// The package's own first; bundled code alone is said to be so.
fn together(capabilities: &[&Capability], room: usize) -> String {
    let (own, foreign): (Vec<&Capability>, Vec<&Capability>) = capabilities.iter().partition(|capability| capability.origin == Origin::Own);
    match (own.is_empty(), foreign.is_empty()) {
        (_, true) => list(&details(&own), room),
        (true, false) => format!("bundled code only: {}", list(&details(&foreign), room.saturating_sub(19))),
        (false, false) => {
            let tail = format!("; {} more in bundled code", foreign.len());
            format!("{}{tail}", list(&details(&own), room.saturating_sub(tail.len())))
        }
    }
}

/// Each once, in their order; what is only known at run time comes last.
fn details(capabilities: &[&Capability]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let (known, open): (Vec<&str>, Vec<&str>) = capabilities
        .iter()
        .map(|capability| capability.detail.as_str())
        .filter(|detail| seen.insert(*detail))
        .partition(|detail| !matches!(*detail, "*" | ""));
    let mut details: Vec<String> = known.into_iter().map(|detail| short(detail, 60).into_owned()).collect();
    if !open.is_empty() {
        details.push(if details.is_empty() { "known only at run time".to_owned() } else { "others known only at run time".to_owned() });
    }
    details
}

fn tools(sheet: &mut Sheet, tools: &[Tool]) {
    if tools.is_empty() {
        return;
    }
    sheet.heading(&format!("Tools it offers: {}", tools.len()));
    if sheet.options.verbose {
        for tool in tools {
            let text = format!("{}  {}", short(&tool.description, 300), place(&tool.location));
            sheet.labelled(&format!("  {}{}: ", short(&tool.name, 60), powers(tool)), PLAIN, &text);
        }
        return;
    }
    let names: Vec<String> = tools.iter().map(|tool| format!("{}{}", short(&tool.name, 60), powers(tool))).collect();
    let room = sheet.options.width.saturating_sub(2) * 3;
    sheet.labelled("  ", PLAIN, &list(&names, room));
}

/// What a model is told beside the tools.
fn offers(sheet: &mut Sheet, offers: &[Offer]) {
    if offers.is_empty() {
        return;
    }
    sheet.heading("It tells a model as well");
    let limit = if sheet.options.verbose { usize::MAX } else { 300 };
    for offer in offers.iter().filter(|offer| offer.kind == OfferKind::Instructions) {
        let text = offer.description.split_whitespace().collect::<Vec<_>>().join(" ");
        sheet.labelled("  instructions: ", PLAIN, &format!("{}  {}", short(&text, limit), place(&offer.location)));
    }
    for (kind, label) in [(OfferKind::Prompt, "  prompts: "), (OfferKind::Resource, "  resources: ")] {
        let names: Vec<String> =
            offers.iter().filter(|offer| offer.kind == kind).map(|offer| short(&offer.name, 60).into_owned()).collect();
        if !names.is_empty() {
            let room = sheet.options.width.saturating_sub(label.len()) * 3;
            sheet.labelled(label, PLAIN, &list(&names, room));
        }
    }
}

/// ` [file-read, process]`
fn powers(tool: &Tool) -> String {
    if tool.capabilities.is_empty() {
        return String::new();
    }
    let words: Vec<String> = tool.capabilities.iter().take(12).map(|word| short(word, 30).into_owned()).collect();
    format!(" [{}]", words.join(", "))
}

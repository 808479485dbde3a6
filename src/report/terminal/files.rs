//! Stores of credentials that are read, and folders that are written to or deleted in.

use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::{list, place, short};
use crate::model::{FileAccess, ObservedFile, ScanReport};

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    let files = &report.observed.files;
    if files.is_empty() {
        return;
    }
    sheet.heading("Files");
    for (access, word) in [(FileAccess::Read, "reads"), (FileAccess::Write, "writes to"), (FileAccess::Delete, "deletes in")] {
        let of_kind: Vec<&ObservedFile> = files.iter().filter(|file| file.access == access).collect();
        if of_kind.is_empty() {
            continue;
        }
        let label = format!("  {word:<10}  ");
        let style = if of_kind.iter().any(|file| file.store.is_some()) { WARNING } else { PLAIN };
        if sheet.options.verbose {
            for file in of_kind {
                sheet.labelled(&label, style, &format!("{}  {}", named(file), place(&file.location)));
            }
            continue;
        }
        let names: Vec<String> = of_kind.into_iter().map(named).collect();
        let room = sheet.options.width.saturating_sub(label.len());
        sheet.labelled(&label, style, &list(&names, room));
    }
}

fn named(file: &ObservedFile) -> String {
    let path = short(&file.path, 60);
    match &file.store {
        Some(store) => format!("{path} ({})", short(store, 60)),
        None => path.into_owned(),
    }
}

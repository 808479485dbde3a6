//! What a package ought to declare, ready to be taken over: a server.json, a section for the README, and what is missing so far.

mod document;
mod list;
mod readme;
mod server_json;
mod text;

use crate::model::ScanReport;

pub use document::SCHEMA;

/// A part that is wanted alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    ServerJson,
    Readme,
    /// What no document of the package names so far.
    Missing,
}

/// For a person: Markdown, or one part as it goes into its file.
pub fn text(report: &ScanReport, only: Option<Only>) -> String {
    let list = list::of(report);
    match only {
        None => text::whole(report, &list),
        Some(Only::ServerJson) => server_json::render(report, &list),
        Some(Only::Readme) => readme::section(&list),
        Some(Only::Missing) => text::missing(report, &list),
    }
}

/// For a program.
pub fn json(report: &ScanReport, only: Option<Only>) -> String {
    document::render(report, &list::of(report), only)
}

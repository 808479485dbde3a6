//! What is new since the last night: for a terminal, for a chat or an issue (Markdown), for a browser (HTML), for programs
//! (`mcpscan.sweep/1`), and in a few words for whoever is to be called. All package text escaped.

mod bars;
mod document;
mod headline;
mod markdown;
mod notice;
mod page;
mod sections;
mod text;

pub use document::{SCHEMA, json};
pub use headline::headline;
pub use markdown::markdown;
pub use notice::notice;
pub use page::html;
pub use text::text;

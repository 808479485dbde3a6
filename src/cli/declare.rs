//! What a package ought to declare, in the form that was asked for.

use super::args::{Format, Only};
use crate::model::ScanReport;
use crate::report::declare;

pub(super) fn render(report: &ScanReport, format: Format, only: Option<Only>) -> String {
    let only = only.map(|only| match only {
        Only::ServerJson => declare::Only::ServerJson,
        Only::Readme => declare::Only::Readme,
        Only::Missing => declare::Only::Missing,
    });
    match format {
        Format::Json => declare::json(report, only),
        Format::Text => declare::text(report, only),
    }
}

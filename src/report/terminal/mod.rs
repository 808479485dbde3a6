//! A report as a person reads it: the verdict and why, then what led to it, the most important first.

mod approved;
mod capabilities;
mod coverage;
mod decisions;
mod declared;
mod ending;
mod files;
mod findings;
mod header;
mod installation;
mod known;
mod provenance;
pub(super) mod sheet;
pub(super) mod text;

use crate::model::{AdvisoryData, ScanReport};

pub use approved::{approved_list, approved_package};
pub use decisions::decisions;
pub use text::size;

use sheet::Sheet;

/// How it is to be laid out; never what it says.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Characters in a line.
    pub width: usize,
    pub color: bool,
    /// Everything, nothing folded.
    pub verbose: bool,
}

/// `data` is what the part on known flaws rests on, if on anything.
pub fn render(report: &ScanReport, data: Option<&AdvisoryData>, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    header::write(&mut sheet, report);
    findings::write(&mut sheet, &report.findings);
    capabilities::write(&mut sheet, report);
    declared::write(&mut sheet, report);
    files::write(&mut sheet, report);
    coverage::write(&mut sheet, &report.coverage);
    provenance::write(&mut sheet, report);
    known::write(&mut sheet, report, data);
    ending::write(&mut sheet, report);
    sheet.finish()
}

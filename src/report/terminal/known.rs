//! On what it rests that flaws are known, or that none is: no data is no good news.

use super::sheet::Sheet;
use super::text::{number, short};
use crate::model::{AdvisoryData, Registry, ScanReport};
use crate::report::known::found;

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport, data: Option<&AdvisoryData>) {
    let title = match data {
        Some(AdvisoryData { records, as_of, .. }) => {
            let noun = if *records == 1 { "advisory" } else { "advisories" };
            format!("Known flaws: {} of {} {noun}, as of {}", found(report), number(*records), short(as_of, 40))
        }
        None if report.package.registry == Registry::Local && report.about.ecosystem.is_none() => {
            "Known flaws: not looked up: nothing says which package of a registry this is".to_owned()
        }
        None => "Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it".to_owned(),
    };
    sheet.heading(&title);
}

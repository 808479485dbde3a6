//! On what it rests that flaws are known, or that none is: no data is no good news.

use super::sheet::Sheet;
use super::text::short;
use crate::model::{AdvisoryData, Registry, ScanReport};
use crate::report::known::found;

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport, data: Option<&AdvisoryData>) {
    let title = match data {
        Some(AdvisoryData { records, as_of, .. }) => {
            let noun = if *records == 1 { "advisory" } else { "advisories" };
            format!("Known flaws: {} of {} {noun}, as of {}", found(report), grouped(*records), short(as_of, 40))
        }
        None if report.package.registry == Registry::Local && report.about.ecosystem.is_none() => {
            "Known flaws: not looked up: nothing says which package of a registry this is".to_owned()
        }
        None => "Known flaws: not looked up: no advisory data; `mcpscan db update` fetches it".to_owned(),
    };
    sheet.heading(&title);
}

/// `12,345`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn large_numbers_are_read_in_groups() {
        assert_eq!([0, 999, 1_000, 12_345, 1_234_567].map(grouped), ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}

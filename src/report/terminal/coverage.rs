//! How much of the code was read, and what was not.

use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::{short, size};
use crate::model::{Coverage, Gap};

/// Gaps that are shown without `--verbose`.
const SHOWN: usize = 6;

pub(super) fn write(sheet: &mut Sheet, coverage: &Coverage) {
    sheet.heading(&format!(
        "Coverage: {} of {} code files analysed, {} of {}{}",
        coverage.files_analyzed,
        coverage.files,
        size(coverage.bytes_analyzed),
        size(coverage.bytes),
        share(coverage.bytes_analyzed, coverage.bytes)
    ));
    let mut gaps: Vec<&Gap> = coverage.gaps.iter().collect();
    gaps.sort_by_key(|gap| (!gap.reached, std::cmp::Reverse(gap.bytes), &gap.path));
    let shown = if sheet.options.verbose { gaps.len() } else { gaps.len().min(SHOWN) };
    for gap in &gaps[..shown] {
        let (mark, style) = if gap.reached { ("! ", WARNING) } else { ("  ", PLAIN) };
        let runs = if gap.reached { ", and an entry point or install hook reaches it" } else { "" };
        let text = format!("{}: {}, {} not analysed{runs}", short(gap.path.as_str(), 100), gap.reason.as_str(), size(gap.bytes));
        sheet.labelled(mark, style, &text);
    }
    if shown < gaps.len() {
        sheet.line(&format!("  … {} more gaps; --verbose shows all", gaps.len() - shown));
    }
}

/// ` (99.8 %)`, rounded down, so that 100 % means everything.
fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return String::new();
    }
    let tenths = u128::from(part) * 1000 / u128::from(whole);
    format!(" ({}.{} %)", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_only_full_when_nothing_is_missing() {
        assert_eq!(share(999_999, 1_000_000), " (99.9 %)");
        assert_eq!(share(7, 7), " (100.0 %)");
        assert_eq!(share(0, 0), "");
        assert_eq!(share(u64::MAX, u64::MAX), " (100.0 %)");
    }
}

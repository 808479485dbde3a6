//! What lies between two versions, for people and for programs; all package text escaped.

mod description;
mod document;
mod headline;
mod line;
mod sections;

use crate::diff::{Change, Difference, Side, Weight};
use crate::model::Verdict;

use super::terminal::Options;
use super::terminal::sheet::{Sheet, WARNING};
use super::terminal::text::short;
use headline::Names;

pub use document::{SCHEMA, json};

/// For a person: what the new version can do that the old one could not, then everything else.
pub fn text(old: &Side, new: &Side, difference: &Difference, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    let names = Names::of(old, new);
    // A file of which there is something to say is said.
    let is_plain = |change: &Change| change.weight == Weight::File && change.remarks.is_empty();
    let is_brief = !options.verbose && difference.changes.iter().all(is_plain) && !difference.is_worse;
    if is_brief && is_judged(old) && is_judged(new) {
        sheet.line(&headline::in_one_line(old, new, difference, &names));
        return sheet.finish();
    }
    headline::write(&mut sheet, old, new, difference, &names);
    for (side, name, then) in [(old, &names.old, "what looks new may be old"), (new, &names.new, "what is new in it may not be seen")] {
        if !is_judged(side) {
            let why = short(&side.report.summary, 300);
            sheet.labelled("! ", WARNING, &format!("{name} could not be judged, so {then}. {why}"));
        }
    }
    sections::write(&mut sheet, difference);
    sheet.finish()
}

fn is_judged(side: &Side) -> bool {
    side.report.verdict != Verdict::Incomplete
}

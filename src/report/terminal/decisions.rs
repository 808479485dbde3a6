//! Packages held against the approved list: approved or not first, then why, then what to do.

use super::Options;
use super::sheet::{BOLD, PLAIN, Sheet, WARNING, verdict_style};
use super::text::{count, short};
use crate::approvals::{Decision, Ground, Standing};
use crate::model::{ScanReport, Verdict};
use crate::report::approvals::{Checked, Held, Outcome};

/// Reasons that are shown without `--verbose`.
const SHOWN: usize = 8;

pub fn decisions(held: &Held, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    for (at, checked) in held.results.iter().enumerate() {
        // Those that are approved have a line each; the others are set apart.
        if at > 0 && !(checked.is_approved() && held.results[at - 1].is_approved()) {
            sheet.line("");
        }
        one(&mut sheet, checked, held.results.len() == 1);
    }
    if held.results.len() > 1 {
        let refused = held.results.iter().filter(|checked| !checked.is_approved()).count();
        sheet.line("");
        sheet.line(&match refused {
            0 => format!("All {} are approved", held.results.len()),
            refused => format!("{refused} of {} not approved", held.results.len()),
        });
    }
    sheet.finish()
}

fn one(sheet: &mut Sheet, checked: &Checked, is_alone: bool) {
    match &checked.outcome {
        Outcome::Failed(error) => {
            sheet.labelled("NOT JUDGED  ", WARNING, &short(&checked.asked, 200));
            for line in error.lines() {
                sheet.labelled("  ", PLAIN, &short(line, 400));
            }
        }
        Outcome::Decided { report, decision } => match &decision.standing {
            Standing::Approved(ground) => approved(sheet, report, decision, ground, is_alone),
            Standing::Refused => refused(sheet, report, decision),
        },
    }
}

fn approved(sheet: &mut Sheet, report: &ScanReport, decision: &Decision, ground: &Ground, is_alone: bool) {
    let from = ground.import.as_ref().map(|name| format!(" in the imported list `{}`", short(name, 60))).unwrap_or_default();
    let as_what = if ground.version == report.package.version || ground.import.is_some() {
        String::new()
    } else {
        format!(" as {}, whose capabilities it shares,", short(&ground.version, 60))
    };
    let text = format!("{}{as_what} by {} on {}{from}", named(report), short(&ground.by, 100), ground.on);
    sheet.labelled("APPROVED  ", verdict_style(Verdict::Pass), &text);
    if is_alone {
        sheet.labelled("  why: ", PLAIN, &short(&ground.why, 400));
        standing(sheet, report, decision);
    }
    notes(sheet, decision);
}

fn refused(sheet: &mut Sheet, report: &ScanReport, decision: &Decision) {
    let first = decision.reasons.first().map(|reason| format!(": {}", short(&reason.text, 500))).unwrap_or_default();
    sheet.labelled("NOT APPROVED  ", verdict_style(Verdict::Block), &format!("{}{first}", named(report)));
    let shown = if sheet.options.verbose { usize::MAX } else { SHOWN };
    for reason in decision.reasons.iter().skip(1).take(shown) {
        sheet.labelled("  and: ", PLAIN, &short(&reason.text, 500));
    }
    let hidden = decision.reasons.len().saturating_sub(1).saturating_sub(shown);
    if hidden > 0 {
        sheet.line(&format!("  {}; --verbose shows all", count(hidden, "more reason", "more reasons")));
    }
    standing(sheet, report, decision);
    notes(sheet, decision);
    let mut seen: Vec<&str> = Vec::new();
    for reason in decision.reasons.iter().take(shown) {
        if !seen.contains(&reason.next.as_str()) {
            seen.push(&reason.next);
            sheet.labelled("Next: ", BOLD, &short(&reason.next, 500));
        }
    }
}

fn named(report: &ScanReport) -> String {
    format!("{} ({})", short(&report.package.to_string(), 200), report.package.registry)
}

fn standing(sheet: &mut Sheet, report: &ScanReport, decision: &Decision) {
    let accepted = match decision.accepted_points {
        0 => String::new(),
        points => format!(", {points} of the missing points are accepted"),
    };
    sheet.line(&format!("  verdict {}, score {} of 100{accepted}", report.verdict, report.score.value));
}

fn notes(sheet: &mut Sheet, decision: &Decision) {
    for note in &decision.notes {
        sheet.labelled("  note: ", PLAIN, &short(note, 400));
    }
}

//! What changed since the approved version, and what the list says of the new one: for people and for programs (`mcpscan.review/1`).

mod document;

use super::approvals::{Checked, Held, Outcome};
use super::terminal::sheet::{BOLD, PLAIN, Sheet, WARNING};
use super::terminal::text::short;
use super::terminal::{self, Options};
use crate::approvals::{Approval, spec};
use crate::diff::{Difference, Side};

pub use document::{SCHEMA, json};

#[derive(Debug, Clone, Copy)]
pub struct Review<'r> {
    /// What the comparison begins with.
    pub approval: &'r Approval,
    pub old: &'r Side,
    pub new: &'r Side,
    pub difference: &'r Difference,
    /// The new version against the list.
    pub held: &'r Held,
}

impl Review<'_> {
    /// Files of the approved version that nobody approved: they are others than they were, or for another platform.
    pub fn other_files(&self) -> Vec<&str> {
        let artifacts = &self.old.report.artifacts;
        artifacts
            .iter()
            .filter(|artifact| !self.approval.artifacts.contains(&artifact.sha256))
            .map(|artifact| artifact.file.as_str())
            .collect()
    }

    /// The command that approves the new version, where it is not approved and no block would refuse it.
    fn approve(&self) -> Option<String> {
        let package = &self.new.report.package;
        let command = format!("mcpscan approve {} --why TEXT", spec(package.registry, &package.name, &package.version));
        (!self.held.results.iter().all(Checked::is_approved) && !self.held.results.iter().any(Checked::is_blocked)).then_some(command)
    }

    /// What the list says leads there already.
    fn is_told(&self, command: &str) -> bool {
        self.held.results.iter().any(|checked| match &checked.outcome {
            Outcome::Decided { decision, .. } => decision.reasons.iter().any(|reason| reason.next.contains(command)),
            Outcome::Failed(_) => false,
        })
    }
}

/// For a person: whether it is still what was approved, what is new, whether the new one is approved, and how to go on.
pub fn text(review: &Review<'_>, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    swapped(&mut sheet, review);
    let Approval { version, by, on, why, .. } = review.approval;
    let text = format!("{} by {} on {on}: {}", short(version, 60), short(by, 100), short(why, 300));
    sheet.labelled("Newest approved version: ", PLAIN, &text);
    let mut out = sheet.finish();
    out += &super::diff::text(review.old, review.new, review.difference, options);
    out.push('\n');
    out += &terminal::decisions(review.held, options);
    if let Some(command) = review.approve().filter(|command| !review.is_told(command)) {
        let mut sheet = Sheet::new(options);
        sheet.labelled("Next: ", BOLD, &format!("if all of this may be, `{}`", short(&command, 500)));
        out += &sheet.finish();
    }
    out
}

fn swapped(sheet: &mut Sheet, review: &Review<'_>) {
    let files = review.other_files();
    if files.is_empty() {
        return;
    }
    let names: Vec<_> = files.iter().take(5).map(|file| format!("`{}`", short(file, 120))).collect();
    let (version, count) = (short(&review.approval.version, 60), files.len());
    let more = if count > names.len() { format!(" and {} more", count - names.len()) } else { String::new() };
    let (are, hold) = if count == 1 { ("is", "holds") } else { ("are", "hold") };
    let text = format!(
        "{}{more} of the approved version {version} {are} not among the files that were approved, or {hold} other bytes now. \
         What follows compares with the files of today, which nobody has approved.",
        names.join(", ")
    );
    sheet.labelled("NOT WHAT WAS APPROVED  ", WARNING, &text);
    sheet.line("");
}

//! `mcpscan review`: what changed since the version that somebody approved, and what the list says of the new one.

use thiserror::Error;

use super::args::{ReviewSubject, With};
use super::check::{Known, against, asked_for, known};
use super::today;
use crate::approvals::{Approval, Lists, blocks, entries, is_exact, spec};
use crate::cli::args::{Common, Format, Judging};
use crate::cli::run::{Outcome, asked, complete, npm_subject, pypi_subject};
use crate::cli::{Exit, Judge, Streams, Subject, diff};
use crate::diff::compare;
use crate::model::{PackageName, PackageSpec, SpecError};
use crate::report::approvals::Held;
use crate::report::escape;
use crate::report::review::{self, Review};
use crate::report::terminal::Options;

#[derive(Debug, Error)]
enum ReviewError {
    #[error("no version of `{name}` is approved, so there is nothing to compare with\nhint: {next}")]
    NoApproval { name: PackageName, next: String },
    #[error("no approval of `{name}` counts today: for {version} {why}\nhint: {next}")]
    NoneCounts { name: PackageName, version: String, why: String, next: String },
}

pub(in crate::cli) fn review(subject: ReviewSubject, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let (wanted, spec, judging, list) = match subject {
        ReviewSubject::Npm(With { package, more }) => {
            (npm_subject(&package)?, PackageSpec::npm(&package.spec)?, package.judging, more.list)
        }
        ReviewSubject::Pypi(With { package, more }) => {
            (pypi_subject(&package)?, PackageSpec::pypi(&package.spec)?, package.judging, more.list)
        }
    };
    let known = known(list.as_deref(), &judging, common, judge)?;
    let approval = newest(&known, &spec)?;
    let approved = approved(&wanted, approval)?;
    let mut side = |subject| asked(subject, &judging, common, streams, |request, store, progress| judge.side(request, store, progress));
    let (old, new) = (side(approved)?, side(wanted)?);
    let checked = against(&known, asked_for(&new.report), new.report.clone());
    let review = Review { approval, difference: &compare(&old, &new), old: &old, new: &new, held: &Held::one(checked, today()) };
    deliver(&review, &judging, common, streams)?;
    complete(&old.report)?;
    complete(&new.report)?;
    Ok(exit(&review, &judging))
}

/// The newest version that an own approval speaks for today.
fn newest<'k>(known: &'k Known, wanted: &PackageSpec) -> Result<&'k Approval, ReviewError> {
    let PackageSpec { registry, name, .. } = wanted;
    let lists = Lists { own: &known.own, imported: &known.imported };
    let mut own = entries(lists, today());
    own.retain(|entry| entry.import.is_none() && entry.approval.registry == *registry && entry.approval.name == *name);
    if let Some(entry) = own.iter().rfind(|entry| entry.counts()) {
        return Ok(entry.approval);
    }
    let next = next(lists, wanted);
    let Some(entry) = own.last() else { return Err(ReviewError::NoApproval { name: name.clone(), next }) };
    let why = entry.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join("; ");
    Err(ReviewError::NoneCounts { name: name.clone(), version: entry.approval.version.clone(), why, next })
}

/// An approval would not count beside a block.
fn next(lists: Lists<'_>, wanted: &PackageSpec) -> String {
    let asked = format!("{} {wanted}", wanted.registry);
    let version = wanted.wanted.as_deref();
    let blocks = blocks(lists, wanted.registry, &wanted.name, version);
    let is_one = version.is_some_and(|version| is_exact(wanted.registry, version));
    match blocks.into_iter().next() {
        None => format!("`mcpscan {asked}` judges it; then `mcpscan approve {asked} --why TEXT`"),
        Some(block) if is_one => format!("{}; {}", block.text, block.next),
        Some(_) => format!("`mcpscan check {asked}` tells whether a block holds it"),
    }
}

/// Where the new version is looked for, the approved one is.
fn approved(wanted: &Subject, approval: &Approval) -> Result<Subject, SpecError> {
    let Approval { name, version, .. } = approval;
    let mut subject = wanted.clone();
    match &mut subject {
        Subject::Npm { spec, .. } => *spec = PackageSpec::npm(&format!("{name}@{version}"))?,
        Subject::Pypi { spec, .. } => *spec = PackageSpec::pypi(&format!("{name}=={version}"))?,
        Subject::Path(_) | Subject::Project { .. } | Subject::Lock { .. } => {}
    }
    Ok(subject)
}

fn deliver(review: &Review<'_>, judging: &Judging, common: &Common, streams: &mut Streams<'_>) -> Result<(), Box<dyn std::error::Error>> {
    let file = judging.output.as_deref();
    let text = match judging.format {
        Format::Json => review::json(review),
        Format::Text => {
            let color = streams.colored(common.color, file.is_some());
            review::text(review, Options { width: streams.width, color, verbose: common.verbose })
        }
    };
    streams.deliver(&text, file)?;
    if let Some(file) = file.filter(|_| !common.quiet) {
        let Approval { registry, name, version, .. } = review.approval;
        let answer = if review.difference.has_new_power() { "new powers" } else { "no new power" };
        let names = (spec(*registry, name, version), review.new.report.package.to_string());
        streams.say(&format!("{} → {}: {answer} (report in {})\n", escape(&names.0), escape(&names.1), file.display()));
    }
    Ok(())
}

/// Other bytes under the approved version are worth a look whatever else is new.
fn exit(review: &Review<'_>, judging: &Judging) -> Exit {
    let is_swapped = !review.other_files().is_empty() && judging.fail_on != crate::cli::args::FailOn::Never;
    if is_swapped { Exit::Found } else { diff::exit(review.new, review.difference, judging.fail_on) }
}

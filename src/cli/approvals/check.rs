//! `mcpscan check`: packages held against the approved list.

use std::path::Path;

use super::args::{CheckSubject, SpecFile, With};
use super::imports::Reach;
use super::{file, imports, place, specs, today};
use crate::approvals::{ApprovedList, Imported, Lists, decide, read, spec};
use crate::cli::args::{Common, Format, Judging};
use crate::cli::run::{Outcome, complete, judged, npm_subject, pypi_subject};
use crate::cli::{Exit, Judge, Streams, Subject, exit};
use crate::model::{ScanReport, Verdict};
use crate::report::approvals::{self, Checked, Held};
use crate::report::terminal::{self, Options};

/// A list that was read, with those that it imports.
pub(super) struct Known {
    pub own: ApprovedList,
    pub imported: Vec<Imported>,
}

pub(in crate::cli) fn check(subject: CheckSubject, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let (subject, judging, list) = match subject {
        CheckSubject::Npm(With { package, more }) => (npm_subject(&package)?, package.judging, more.list),
        CheckSubject::Pypi(With { package, more }) => (pypi_subject(&package)?, package.judging, more.list),
        CheckSubject::Scan(With { package, more }) => (Subject::Path(package.path), package.judging, more.list),
        CheckSubject::List(With { package, more }) => return many(&package, more.list.as_deref(), common, judge, streams),
    };
    let known = known(list.as_deref(), &judging, common, judge)?;
    let report = judged(subject, &judging, common, judge, streams)?;
    let held = Held::one(against(&known, asked_for(&report), report.clone()), today());
    deliver(&held, &judging, common, streams)?;
    complete(&report)?;
    Ok(exit(&held))
}

/// Every line, whatever becomes of the others.
fn many(file: &SpecFile, list: Option<&Path>, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let judging = &file.judging;
    let known = known(list, judging, common, judge)?;
    let lines = specs::read(file)?;
    let results = lines.into_iter().map(|line| match judged(line.subject, judging, common, judge, streams) {
        Ok(report) => against(&known, line.text, report),
        Err(error) => Checked::failed(line.text, exit::describe(error.as_ref()).trim_start_matches("error: ").to_owned()),
    });
    let held = Held { results: results.collect(), date: today() };
    deliver(&held, judging, common, streams)?;
    Ok(exit(&held))
}

pub(super) fn known(
    list: Option<&Path>,
    judging: &Judging,
    common: &Common,
    judge: &dyn Judge,
) -> Result<Known, Box<dyn std::error::Error>> {
    known_through(list, Reach::of(judging), common, judge)
}

pub(super) fn known_through(
    list: Option<&Path>,
    reach: Reach,
    common: &Common,
    judge: &dyn Judge,
) -> Result<Known, Box<dyn std::error::Error>> {
    let path = place::find(list)?;
    let own = read(&path.display().to_string(), &file::read(&path)?)?;
    let imported = imports::load(&own, &path, reach, common, judge)?;
    Ok(Known { own, imported })
}

pub(super) fn against(known: &Known, asked: String, report: ScanReport) -> Checked {
    let decision = decide(&report, Lists { own: &known.own, imported: &known.imported }, today());
    Checked::decided(asked, report, decision)
}

pub(super) fn asked_for(report: &ScanReport) -> String {
    spec(report.package.registry, &report.package.name, &report.package.version)
}

/// The worst of all.
pub(super) fn exit(held: &Held) -> Exit {
    let codes = held.results.iter().map(|checked| match &checked.outcome {
        approvals::Outcome::Failed(_) => Exit::Failed,
        approvals::Outcome::Decided { report, .. } if report.verdict == Verdict::Incomplete => Exit::Failed,
        approvals::Outcome::Decided { decision, .. } if decision.is_approved() => Exit::Fine,
        approvals::Outcome::Decided { .. } => Exit::Found,
    });
    codes.max_by_key(|exit| *exit as u8).unwrap_or(Exit::Fine)
}

pub(super) fn deliver(
    held: &Held,
    judging: &Judging,
    common: &Common,
    streams: &mut Streams<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    let file = judging.output.as_deref();
    let text = match judging.format {
        Format::Json => approvals::json(held),
        Format::Text => {
            let color = streams.colored(common.color, file.is_some());
            terminal::decisions(held, Options { width: streams.width, color, verbose: common.verbose })
        }
    };
    Ok(streams.deliver(&text, file)?)
}

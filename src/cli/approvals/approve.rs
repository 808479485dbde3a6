//! `mcpscan approve`: an entry is written only if `check` would then say yes.

use std::error::Error;

use jiff::ToSpan;
use jiff::civil::Date;

use super::args::{ApproveSubject, Approving, With};
use super::file::Held;
use super::{accept, imports, place, today, who};
use crate::approvals::{
    Approval, ApprovedList, Draft, Limits, Lists, capability_words, decide, dependency_words, hosts, tools_digest, variables,
};
use crate::cli::args::{Common, Judging};
use crate::cli::run::{Outcome, complete, judged, npm_subject, pypi_subject};
use crate::cli::{Exit, Judge, Streams, Subject};
use crate::model::{CapabilityKind, ScanReport};
use crate::report::approvals::{Checked, Held as Against};
use crate::report::escape;

pub(in crate::cli) fn approve(subject: ApproveSubject, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let (subject, judging, asked) = match subject {
        ApproveSubject::Npm(With { package, more }) => (npm_subject(&package)?, package.judging, more),
        ApproveSubject::Pypi(With { package, more }) => (pypi_subject(&package)?, package.judging, more),
        ApproveSubject::Scan(With { package, more }) => (Subject::Path(package.path), package.judging, more),
    };
    let by = who::by(asked.by.as_deref())?;
    let path = place::find_or_choose(asked.list.list.as_deref())?;
    let label = path.display().to_string();
    // What is wrong with the list is told before anything is fetched.
    if path.exists() {
        Draft::new(&label, &super::file::read(&path)?)?;
    }
    let report = judged(subject, &judging, common, judge, streams)?;
    complete(&report)?;
    let held = Held::take(&path)?;
    let attempt = || -> Result<(Draft, Against), Box<dyn Error>> {
        let mut draft = Draft::new(&label, &held.text)?;
        let approval = entry(&report, &asked, by, draft.list())?;
        draft.approve(&approval)?;
        let imported = imports::load(draft.list(), &path, imports::Reach::of(&judging), common, judge)?;
        let decision = decide(&report, Lists { own: draft.list(), imported: &imported }, today());
        let checked = Checked::decided(super::check::asked_for(&report), report.clone(), decision);
        Ok((draft, Against::one(checked, today())))
    };
    let (draft, against) = match attempt() {
        Ok(attempt) => attempt,
        Err(error) => {
            held.leave();
            return Err(error);
        }
    };
    conclude(held, &draft, &against, &label, &judging, common, streams)
}

fn conclude(
    held: Held,
    draft: &Draft,
    against: &Against,
    label: &str,
    judging: &Judging,
    common: &Common,
    streams: &mut Streams<'_>,
) -> Outcome {
    let exit = super::check::exit(against);
    if exit == Exit::Fine {
        held.write(draft.text())?;
    } else {
        held.leave();
    }
    super::check::deliver(against, judging, common, streams)?;
    if !common.quiet {
        let what = if exit == Exit::Fine { "written to" } else { "nothing is written to" };
        streams.say(&format!("{what} {}\n", escape(label)));
    }
    Ok(exit)
}

/// What is not said anew stays as an earlier approval of the version has it: limits, what is accepted, and with `--add-files` the files.
fn entry(report: &ScanReport, asked: &Approving, by: String, list: &ApprovedList) -> Result<Approval, Box<dyn Error>> {
    let package = &report.package;
    let earlier = list.approval(package.registry, &package.name, &package.version);
    let mut artifacts: Vec<_> = report.artifacts.iter().map(|artifact| artifact.sha256).collect();
    let mut capabilities = capability_words(report);
    if asked.add_files {
        artifacts.extend(earlier.iter().flat_map(|earlier| &earlier.artifacts));
        capabilities.extend(earlier.iter().flat_map(|earlier| earlier.capabilities.iter().cloned()));
    }
    artifacts.sort();
    artifacts.dedup();
    capabilities.sort();
    capabilities.dedup();
    let on = today();
    Ok(Approval {
        registry: package.registry,
        name: package.name.clone(),
        version: package.version.clone(),
        artifacts,
        by,
        on,
        until: until(asked, on)?,
        why: asked.why.clone(),
        score: Some(report.score.value),
        capabilities,
        tools: tools_digest(report),
        dependencies: Some(dependency_words(report)),
        accept: accept::accepted(earlier.map_or(&[], |earlier| &earlier.accept), &asked.accept, report)?,
        limits: limits(asked, earlier.map(|earlier| &earlier.limits), report),
    })
}

fn until(asked: &Approving, on: Date) -> Result<Option<Date>, jiff::Error> {
    match (asked.until, asked.for_days) {
        (Some(until), _) => Ok(Some(until)),
        (None, Some(days)) => on.checked_add(i64::from(days).days()).map(Some),
        (None, None) => Ok(None),
    }
}

fn limits(asked: &Approving, earlier: Option<&Limits>, report: &ScanReport) -> Limits {
    if asked.limit_to_observed {
        return Limits { hosts: Some(hosts(report)), env: Some(variables(report)), capabilities: Some(observed_powers(report)) };
    }
    let earlier = earlier.cloned().unwrap_or_default();
    let hosts = asked.limit_hosts.as_ref().map(|hosts| hosts.iter().map(|host| host.to_ascii_lowercase()).collect());
    Limits {
        hosts: hosts.or(earlier.hosts),
        env: asked.limit_env.clone().or(earlier.env),
        capabilities: asked.limit_capabilities.clone().or(earlier.capabilities),
    }
}

/// The variables are limited by their names already.
fn observed_powers(report: &ScanReport) -> Vec<String> {
    let reads = CapabilityKind::EnvRead.as_str();
    let is_read = |word: &str| word.split(':').next() == Some(reads);
    let mut words: Vec<String> =
        capability_words(report).into_iter().map(|word| if is_read(&word) { reads.to_owned() } else { word }).collect();
    words.dedup();
    words
}

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

#[derive(Debug, thiserror::Error)]
#[error("the approval is written to `{list}`, but what it says could not be told")]
struct Untold {
    list: String,
    source: Box<dyn Error>,
}

pub(in crate::cli) fn approve(subject: ApproveSubject, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let (subject, judging, asked) = match subject {
        ApproveSubject::Npm(With { package, more }) => (npm_subject(&package)?, package.judging, more),
        ApproveSubject::Pypi(With { package, more }) => (pypi_subject(&package)?, package.judging, more),
        ApproveSubject::Scan(With { package, more }) => (Subject::Path(package.path), package.judging, more),
    };
    Streams::reachable(judging.output.as_deref())?;
    let by = who::by(asked.by.as_deref())?;
    let path = place::find_or_choose(asked.list.list.as_deref())?;
    let label = path.display().to_string();
    // What is wrong with the list is told before anything is fetched.
    super::file::leads_somewhere(&path)?;
    if path.exists() {
        Draft::new(&label, &super::file::read(&path)?)?;
    }
    let report = judged(subject, &judging, common, judge, streams)?;
    complete(&report)?;
    let held = Held::take(&path)?;
    let attempt = || -> Result<Attempt, Box<dyn Error>> {
        let mut draft = Draft::new(&label, &held.text)?;
        let place = earlier(&report, draft.list());
        let approval = entry(&report, &asked, by, place.map(|at| &draft.list().approvals[at]))?;
        let gone = draft.approve_at(place, &approval)?;
        let imported = imports::load(draft.list(), &path, imports::Reach::of(&judging), common, judge)?;
        let decision = decide(&report, Lists { own: &only(&approval, draft.list()), imported: &imported }, today());
        let checked = Checked::decided(super::check::asked_for(&report), report.clone(), decision);
        let notes = notes(&approval, &asked, &gone);
        Ok(Attempt { draft, against: Against::one(checked, today()), notes })
    };
    let attempt = match attempt() {
        Ok(attempt) => attempt,
        Err(error) => {
            held.leave();
            return Err(error);
        }
    };
    conclude(held, &attempt, &label, &judging, common, streams)
}

/// What the list would be, and what `check` would then say.
struct Attempt {
    draft: Draft,
    against: Against,
    /// What a person may not expect of it.
    notes: Vec<String>,
}

/// `gone` are approvals in whose place the new one stands too.
fn notes(approval: &Approval, asked: &Approving, gone: &[Approval]) -> Vec<String> {
    let mut notes: Vec<String> = gone
        .iter()
        .map(|old| format!("it takes the place of another approval of the same files, by {} on {}: {}", old.by, old.on, old.why))
        .collect();
    let allows_all = approval.limits.hosts.iter().flatten().any(|host| host == "*");
    if asked.limit_to_observed && allows_all {
        notes.push("its hosts are not limited: some are known only at run time, so `*` is among them".to_owned());
    }
    notes
}

/// The entry of the version that is approved again: of several, the one that names most of its files.
fn earlier(report: &ScanReport, list: &ApprovedList) -> Option<usize> {
    let files: Vec<_> = report.artifacts.iter().map(|artifact| artifact.sha256).collect();
    list.nearest(report.package.registry, &report.package.name, &report.package.version, &files)
}

/// The list, with this as the one approval of its version: another one must not answer for it.
fn only(approval: &Approval, list: &ApprovedList) -> ApprovedList {
    let Approval { registry, name, version, .. } = approval;
    let mut list = list.clone();
    while let Some(at) = list.nearest(*registry, name, version, &[]) {
        list.approvals.remove(at);
    }
    list.approvals.push(approval.clone());
    list
}

fn conclude(held: Held, attempt: &Attempt, label: &str, judging: &Judging, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let Attempt { draft, against, notes } = attempt;
    let exit = super::check::exit(against);
    if exit == Exit::Fine {
        held.write(draft.text())?;
    } else {
        held.leave();
    }
    super::check::deliver(against, judging, common, streams).map_err(|source| match exit {
        Exit::Fine => Untold { list: label.to_owned(), source }.into(),
        Exit::Found | Exit::Failed => source,
    })?;
    if !common.quiet {
        let what = if exit == Exit::Fine { "written to" } else { "nothing is written to" };
        streams.say(&format!("{what} {}\n", escape(label)));
        for note in notes.iter().filter(|_| exit == Exit::Fine) {
            streams.say(&format!("note: {}\n", escape(note)));
        }
    }
    Ok(exit)
}

/// What is not said anew stays as an earlier approval of the version has it: limits, its last day, what is accepted, and with
/// `--add-files` the files.
fn entry(report: &ScanReport, asked: &Approving, by: String, earlier: Option<&Approval>) -> Result<Approval, Box<dyn Error>> {
    let package = &report.package;
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
        until: until(asked, on)?.or(earlier.and_then(|earlier| earlier.until)),
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

//! From a command line to its exit code.

use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;
use clap::error::ErrorKind;
use thiserror::Error;

use super::args::{Arguments, CacheAction, Command, Common, Declare, Format, HistoryRegistry, Judging, Npm, Pypi, Registries, Scan};
use super::depth::{Depth, Installed, Project};
use super::{Exit, Judge, Progress, Request, Streams, Subject, approvals, cache, db, declare, diff, exit, explain, history, sweep};
use crate::model::{PackageName, PackageSpec, Registry, ScanReport, SpecError, Verdict};
use crate::report::escape;
use crate::report::json::v1;
use crate::report::terminal::{self, Options};
use crate::store::{self, Store};

#[derive(Debug, Error)]
pub(super) enum RunError {
    #[error("no cache folder: the environment names no home\nhint: name a folder with --cache-dir DIR, or do without with --no-cache")]
    NoCacheFolder,
    #[error("{0} chooses among what comes along, and nothing of that is judged\nhint: ask for it with --deps all")]
    NothingToChoose(&'static str),
    #[error("{package} could not be judged: {why}\nhint: the report's coverage says what could not be read")]
    Incomplete { package: String, why: String },
}

pub(super) type Outcome = Result<Exit, Box<dyn Error>>;

/// The first argument is the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, judge: &dyn Judge, streams: &mut Streams<'_>) -> Exit {
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments, judge, streams),
        Err(error) => return usage(&error, streams),
    };
    outcome.unwrap_or_else(|error| {
        streams.say(&exit::describe(error.as_ref()));
        Exit::Failed
    })
}

/// Help is data if it was asked for.
fn usage(error: &clap::Error, streams: &mut Streams<'_>) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = streams.data(&error.render().to_string());
            Exit::Fine
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            streams.say(&error.render().to_string());
            Exit::Failed
        }
        _ => {
            streams.say(&exit::describe_usage(error));
            Exit::Failed
        }
    }
}

fn dispatch(arguments: Arguments, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let Arguments { command, common } = arguments;
    match command {
        Command::Npm(Installed { package, depth }) => {
            no_idle(depth.idle(None, Some(&package.judging.terms)))?;
            scan(npm_subject(&package)?, package.judging, Some(&depth), &common, judge, streams)
        }
        Command::Pypi(Installed { package, depth }) => {
            // The target decides between wheels.
            no_idle(depth.idle(None, None))?;
            scan(pypi_subject(&package)?, package.judging, Some(&depth), &common, judge, streams)
        }
        Command::Scan(project) => scan_path(project, &common, judge, streams),
        Command::Lock(locked) => {
            let Registries { registry, index_url, extra_index_url: extra_index_urls } = locked.registries;
            let subject = Subject::Lock { path: locked.path, chosen: locked.chosen.parts(), registry, index_url, extra_index_urls };
            scan(subject, locked.judging, None, &common, judge, streams)
        }
        Command::Declare { subject } => {
            let (subject, judging, only) = match subject {
                Declare::Npm(asked) => (npm_subject(&asked.package)?, asked.package.judging, asked.only),
                Declare::Pypi(asked) => (pypi_subject(&asked.package)?, asked.package.judging, asked.only),
                Declare::Scan(asked) => (Subject::Path(asked.package.path), asked.package.judging, asked.only),
            };
            let report = judged(subject, &judging, &common, judge, streams)?;
            let text = declare::render(&report, judging.format, only);
            streams.deliver(&text, judging.output.as_deref())?;
            complete(&report)?;
            Ok(Exit::Fine)
        }
        Command::Approve { subject } => approvals::approve(subject, &common, judge, streams),
        Command::Block(asked) => approvals::block(asked, streams),
        Command::Revoke(asked) => approvals::revoke(&asked, streams),
        Command::List(asked) => approvals::list(&asked, &common, judge, streams),
        Command::Show(asked) => approvals::show(&asked, &common, judge, streams),
        Command::Check { subject } => approvals::check(subject, &common, judge, streams),
        Command::Review { subject } => approvals::review(subject, &common, judge, streams),
        Command::Export(asked) => approvals::export(&asked, &common, judge, streams),
        Command::Diff { subject } => diff::run(subject, &common, judge, streams),
        Command::Explain { rule } => {
            let text = explain::render(explain::page(judge.pages(), &rule)?, streams.colored(common.color, false));
            show(&text, streams)
        }
        Command::Cache { action } => {
            let folder = cache_folder(&common)?;
            let text = match action {
                CacheAction::Info => cache::info(&folder)?,
                CacheAction::Clear => cache::clear(&folder)?,
                CacheAction::Path => format!("{}\n", folder.display()),
            };
            show(&text, streams)
        }
        Command::Db { action } => db::run(action, &common, streams),
        Command::Sweep { action } => sweep::run(action, &common, judge, streams),
        Command::History { registry, name } => past(registry, &name, &common, streams),
    }
}

pub(super) fn npm_subject(npm: &Npm) -> Result<Subject, SpecError> {
    Ok(Subject::Npm { spec: PackageSpec::npm(&npm.spec)?, registry: npm.registry.clone() })
}

pub(super) fn pypi_subject(pypi: &Pypi) -> Result<Subject, SpecError> {
    let spec = PackageSpec::pypi(&pypi.spec)?;
    Ok(Subject::Pypi { spec, index_url: pypi.index_url.clone(), extra_index_urls: pypi.extra_index_url.clone() })
}

pub(super) fn show(text: &str, streams: &mut Streams<'_>) -> Outcome {
    streams.data(text)?;
    Ok(Exit::Fine)
}

pub(super) fn cache_folder(common: &Common) -> Result<PathBuf, RunError> {
    common.cache_dir.clone().or_else(store::default_folder).ok_or(RunError::NoCacheFolder)
}

fn past(registry: HistoryRegistry, name: &str, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let (registry, name) = match registry {
        HistoryRegistry::Npm => (Registry::Npm, PackageName::npm(name)?),
        HistoryRegistry::Pypi => (Registry::Pypi, PackageName::pypi(name)?),
    };
    let folder = cache_folder(common)?;
    let judgements = if folder.exists() { Store::open(&folder)?.history(registry, &name)? } else { Vec::new() };
    if judgements.is_empty() && !common.quiet {
        streams.say(&format!("note: {name} was not judged before\n"));
    }
    show(&history::table(&judgements), streams)
}

/// A flag that nothing heeds is refused, so that nobody takes the report for an answer to it.
fn no_idle(flag: Option<&'static str>) -> Result<(), RunError> {
    flag.map_or(Ok(()), |flag| Err(RunError::NothingToChoose(flag)))
}

fn scan_path(project: Project, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let Project { package: Scan { path, judging }, depth, chosen, registries } = project;
    no_idle(depth.idle(Some(&chosen), Some(&judging.terms)))?;
    let Registries { registry, index_url, extra_index_url: extra_index_urls } = registries;
    let subject = Subject::Project { path, chosen: chosen.parts(), registry, index_url, extra_index_urls };
    scan(subject, judging, Some(&depth), common, judge, streams)
}

fn scan(
    subject: Subject,
    judging: Judging,
    depth: Option<&Depth>,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Outcome {
    let machine = depth.and_then(|depth| depth.machine(&judging.terms.target().platform));
    let report = asked(subject, &judging, common, streams, |request, store, progress| {
        judge.judge(&Request { installed_on: machine, ..request.clone() }, store, progress)
    })?;
    deliver(&report, &judging, common, streams)
}

pub(super) fn judged(
    subject: Subject,
    judging: &Judging,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Result<ScanReport, Box<dyn Error>> {
    asked(subject, judging, common, streams, |request, store, progress| judge.judge(request, store, progress))
}

/// Puts the question as the command line says, and tells what came up on the way.
pub(super) fn asked<T>(
    subject: Subject,
    judging: &Judging,
    common: &Common,
    streams: &mut Streams<'_>,
    ask: impl FnOnce(&Request, Option<&Store>, &Progress) -> Result<T, Box<dyn Error>>,
) -> Result<T, Box<dyn Error>> {
    let store = if judging.no_cache { None } else { Some(Store::open(&cache_folder(common)?)?) };
    let progress = Progress::new(streams.watched && !common.quiet);
    let mut request = request(subject, judging);
    // What was imported is no cache: it counts without one as well.
    request.known_in = cache_folder(common).ok().filter(|_| store.is_none());
    let answer = ask(&request, store.as_ref(), &progress);
    progress.finish();
    for warning in store.iter().flat_map(Store::take_warnings).filter(|_| !common.quiet) {
        streams.say(&format!("warning: {warning}\n"));
    }
    answer
}

fn request(subject: Subject, judging: &Judging) -> Request {
    let terms = &judging.terms;
    Request {
        subject,
        target: terms.target(),
        signatures: terms.signatures.clone(),
        mcp_registry: judging.mcp_registry.clone(),
        declared: judging.declared.clone(),
        no_provenance: terms.no_provenance,
        trusted_root: terms.trusted_root.clone(),
        offline: judging.offline,
        max_size: terms.max_size,
        known_in: None,
        installed_on: None,
    }
}

/// A verdict stands whoever reads it: a closed pipe does not change the exit code.
fn deliver(report: &ScanReport, judging: &Judging, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let file = judging.output.as_deref();
    let data = db::advisory_data(common, report);
    let text = match judging.format {
        Format::Json => v1::render(report, data.as_ref()),
        Format::Text => {
            let color = streams.colored(common.color, file.is_some());
            terminal::render(report, data.as_ref(), Options { width: streams.width, color, verbose: common.verbose })
        }
    };
    streams.deliver(&text, file)?;
    if let Some(file) = file.filter(|_| !common.quiet) {
        let package = report.package.to_string();
        streams.say(&format!("{}: {} (report in {})\n", report.verdict, escape(&package), file.display()));
    }
    complete(report)?;
    Ok(Exit::of(report.verdict, judging.fail_on))
}

/// What was not read can be neither judged nor declared.
pub(super) fn complete(report: &ScanReport) -> Result<(), RunError> {
    if report.verdict == Verdict::Incomplete {
        // The summary begins with the verdict, which the error says in its own words.
        let why = report.summary.strip_prefix("Could not be judged: ").unwrap_or(&report.summary).to_owned();
        return Err(RunError::Incomplete { package: report.package.to_string(), why });
    }
    Ok(())
}

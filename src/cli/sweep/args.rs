//! What the commands of a sweep take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use url::Url;

use super::notify::{Target, target};
use crate::cli::args::{Registries, Terms};
use crate::cli::values;
use crate::store::sweep::NightId;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SweepAction {
    /// Begin a night and work it off; goes on with one that is still open
    Run(RunArguments),
    /// Begin a night: write down what is to be judged
    Plan(PlanArguments),
    /// Work on the open night, beside any number of other workers
    Work(WorkArguments),
    /// Go on with the newest night that has items left
    Resume(WorkArguments),
    /// Let what could not be judged wait for a worker again
    RetryDead(NightArguments),
    /// How far the newest nights are
    Status(StatusArguments),
    /// Write all nights and results into one SQLite file for readers
    Export(ExportArguments),
    /// What is new since the night before
    ///
    /// Ends with 1 where a person should look: a verdict got worse, an approved package has news, or the night is not complete.
    Report(ReportArguments),
}

/// Where nights are kept.
#[derive(Debug, Args)]
pub(in crate::cli) struct DatabaseArguments {
    /// A PostgreSQL database for many workers, as in `postgres://user@host/name` [default: SQLite in the cache folder]
    #[arg(long, value_name = "URL", env = "MCPSCAN_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    #[command(flatten)]
    pub sources: SourceArguments,
    #[command(flatten)]
    pub working: Working,
    #[command(flatten)]
    pub notifying: Notifying,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PlanArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    #[command(flatten)]
    pub sources: SourceArguments,
    #[command(flatten)]
    pub asking: Asking,
    /// The signatures that the workers will use in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub signatures: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WorkArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    #[command(flatten)]
    pub working: Working,
    /// Wait for further nights instead of going home when one is done
    #[arg(long)]
    pub stay: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NightArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The night, by its number [default: the newest]
    #[arg(long, value_name = "N")]
    pub night: Option<i64>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct StatusArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// How many nights to show
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub nights: usize,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The file; one that is there is replaced
    pub file: PathBuf,
}

/// What a night is to judge.
#[derive(Debug, Args)]
pub(in crate::cli) struct SourceArguments {
    /// A file of packages: purls, `npm NAME@VERSION` or `pypi NAME==VERSION`, one a line; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub list: Vec<PathBuf>,
    /// Whom to ask for packages; may be given more than once
    #[arg(long, value_name = "NAME", value_enum)]
    pub source: Vec<SourceName>,
    /// What npm-search looks for; may be given more than once
    #[arg(long, value_name = "TEXT", default_value = "keywords:mcp")]
    pub search: Vec<String>,
    /// The approved list [default: the nearest mcpscan-approved.toml]
    #[arg(long, value_name = "FILE")]
    pub approved: Option<PathBuf>,
    /// Where npm tells of changes [default: the public replica]
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub npm_changes: Option<Url>,
    /// Close an open night first; what is left of it is not judged
    #[arg(long)]
    pub anew: bool,
    /// Nights to keep; of older ones only what each package was judged last stays
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..))]
    pub keep_nights: u16,
}

/// How registries are asked.
#[derive(Debug, Args)]
pub(in crate::cli) struct Asking {
    /// Use only what is kept
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub registries: Registries,
    /// The MCP registry; `none` asks nobody [default: the public one]
    #[arg(long, value_name = "URL", value_parser = values::address_or_none)]
    pub mcp_registry: Option<String>,
    /// Requests to each host in a second, of all workers together; 0 for as fast as it goes
    #[arg(long, value_name = "N", default_value_t = 5.0, value_parser = values::rate)]
    pub requests_per_second: f64,
    /// Told to the registries with every request, so that they can reach you: an address, a page
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
    /// How to write the log on stderr
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Working {
    #[command(flatten)]
    pub asking: Asking,
    /// Packages judged side by side
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: u16,
    /// How long an item stays with a worker that is not heard of
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub lease: u64,
    /// How long one package may take in all
    #[arg(long, value_name = "SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub deadline: u64,
    /// How long a package waits after a failure; twice as long after the second
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(0..=86_400))]
    pub pause: u64,
    /// What kept artifacts may take, as in 20GiB
    #[arg(long, value_name = "BYTES", default_value = "20GiB", value_parser = values::bytes)]
    pub keep_artifacts: u64,
    #[command(flatten)]
    pub terms: Terms,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(in crate::cli) enum SourceName {
    /// Every server of the MCP registry that names a package of npm or PyPI
    McpRegistry,
    /// What npm's search finds: a ranking, not a listing
    NpmSearch,
    /// Packages of earlier nights that changed at npm since
    NpmChanges,
    /// Packages of earlier nights that changed at PyPI since
    PypiSerials,
    /// What the team approved, and the newest version of each
    Approved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The night to tell of [default: the newest]
    #[arg(long, value_name = "N")]
    pub night: Option<NightId>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
    /// Write it to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The approved list to watch [default: the nearest mcpscan-approved.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub approved: Option<PathBuf>,
    #[command(flatten)]
    pub notifying: Notifying,
}

/// Who is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct Notifying {
    /// Whom to tell where there is news; may be given more than once
    ///
    /// `file:PATH` gets one line of JSON more. `https://…` gets the same by POST; its `text` is what chats show. `command:PROGRAM ARG…` is
    /// started without a shell: the Markdown on stdin, and MCPSCAN_NIGHT, MCPSCAN_HEADLINE and MCPSCAN_NOTICE (the line of JSON) in its environment.
    #[arg(long, value_name = "TARGET", value_parser = target)]
    pub notify: Vec<Target>,
    /// Tell them also where there is none
    #[arg(long, requires = "notify")]
    pub notify_always: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Form {
    Text,
    Json,
    /// For a chat or an issue
    Markdown,
    /// One page for a browser, with everything in it
    Html,
}

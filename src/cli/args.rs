//! The command line as it is written; what it means is for `run`.

use std::path::PathBuf;

use clap::{Arg, Args, Parser, Subcommand, ValueEnum};
use url::Url;

use super::approvals::{
    ApproveSubject, BlockArguments, CheckSubject, ExportArguments, ListArguments, ReviewSubject, RevokeArguments, ShowArguments,
};
use super::depth::{Installed, Locked, Project};
use super::sweep::SweepAction;
use super::values;
use crate::model::{Platform, PythonVersion, Target};

/// Tells whether an MCP server package can be trusted before it is installed.
#[derive(Debug, Parser)]
#[command(name = "mcpscan", version, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 judged and better than --fail-on, 1 judged and not better, 2 could not be judged.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

/// Heading of the flags that every command takes.
const ALWAYS: &str = "With every command";

#[derive(Debug, Args)]
pub(super) struct Common {
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, help_heading = ALWAYS, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Fold nothing in the report
    #[arg(short, long, global = true, help_heading = ALWAYS)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, global = true, help_heading = ALWAYS, value_name = "WHEN", value_enum, default_value_t = When::Auto)]
    pub color: When,
    /// Where artifacts, results and history are kept [default: the user's cache folder]
    #[arg(long, global = true, help_heading = ALWAYS, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge a package of the npm registry
    Npm(Installed<Npm>),
    /// Judge a package of the Python package index
    Pypi(Installed<Pypi>),
    /// Judge an archive (.tgz, .tar.gz, .whl, .zip, .mcpb) or a folder
    Scan(Project),
    /// Judge everything that a lock file pins
    ///
    /// package-lock.json, npm-shrinkwrap.json, pnpm-lock.yaml, yarn.lock, bun.lock, uv.lock, poetry.lock, pylock.toml, or requirements with hashes.
    Lock(Locked),
    /// Print what a package ought to declare: a server.json and a section for its README
    Declare {
        #[command(subcommand)]
        subject: Declare,
    },
    /// Enter a package into the approved list
    Approve {
        #[command(subcommand)]
        subject: ApproveSubject,
    },
    /// Forbid versions of a package in the approved list
    Block(BlockArguments),
    /// Take a package out of the approved list, be it approved or blocked
    Revoke(RevokeArguments),
    /// Show the approved list
    List(ListArguments),
    /// Show what the approved list says of one package
    Show(ShowArguments),
    /// Tell whether a package is approved, or each of a file
    Check {
        #[command(subcommand)]
        subject: CheckSubject,
    },
    /// Show what changed since the newest approved version of a package
    Review {
        #[command(subcommand)]
        subject: ReviewSubject,
    },
    /// Write the approved list as clients and gateways take it
    ///
    /// Only what counts today is written, version by version: nothing that ran out, is blocked, or is a local package. Nothing is judged
    /// anew. A client that compares commands cannot bind the approved files; an entry of a registry does, where one file was
    /// approved. `mcpscan check` holds what is installed against the list. What a form cannot say is told on stderr.
    Export(ExportArguments),
    /// Show what a version can do that another could not
    Diff {
        #[command(subcommand)]
        subject: Diff,
    },
    /// Print a rule's page
    Explain {
        /// The rule's id, as a finding shows it
        rule: String,
    },
    /// Show or empty what is kept between runs
    Cache {
        #[command(subcommand)]
        action: CacheAction,
    },
    /// Take in, update or show what is publicly known of packages
    Db {
        #[command(subcommand)]
        action: DbAction,
    },
    /// Judge many packages every night, and tell what is new
    Sweep {
        #[command(subcommand)]
        action: SweepAction,
    },
    /// Show what was judged before
    History {
        #[arg(value_enum)]
        registry: HistoryRegistry,
        /// The package's name, without a version
        name: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Npm {
    /// NAME, NAME@VERSION, NAME@TAG or NAME@RANGE; the name may be scoped
    pub spec: String,
    /// The registry to ask [default: as npm is configured]
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub registry: Option<Url>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub(super) struct Pypi {
    /// NAME, NAME==VERSION, NAME@VERSION, or NAME with a version specifier
    pub spec: String,
    /// The index to ask [default: as pip and uv are configured]
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub index_url: Option<Url>,
    /// A further index; may be given more than once
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub extra_index_url: Vec<Url>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub(super) struct Scan {
    /// The archive or folder
    pub path: PathBuf,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Subcommand)]
pub(super) enum Declare {
    /// A package of the npm registry
    #[command(mut_args(without_verdict))]
    Npm(Declaration<Npm>),
    /// A package of the Python package index
    #[command(mut_args(without_verdict))]
    Pypi(Declaration<Pypi>),
    /// An archive (.tgz, .tar.gz, .whl, .zip, .mcpb) or a folder
    #[command(mut_args(without_verdict))]
    Scan(Declaration<Scan>),
}

/// What is declared or decided does not hang on the verdict: a limit that nothing is held to is told, not passed over.
pub(super) fn without_verdict(argument: Arg) -> Arg {
    if argument.get_id() == "fail_on" { argument.hide(true).value_parser(no_limit) } else { argument }
}

/// Takes the default alone.
fn no_limit(text: &str) -> Result<FailOn, &'static str> {
    if text == "review" { Ok(FailOn::Review) } else { Err("this command's exit code does not hang on the verdict") }
}

#[derive(Debug, Subcommand)]
pub(super) enum Diff {
    /// Two versions of a package of the npm registry
    #[command(mut_args(of_a_difference))]
    Npm(DiffNpm),
    /// Two versions of a package of the Python package index
    #[command(mut_args(of_a_difference))]
    Pypi(DiffPypi),
    /// Two archives (.tgz, .tar.gz, .whl, .zip, .mcpb) or folders
    #[command(mut_args(of_a_difference))]
    Scan(DiffScan),
}

/// The exit code answers another question.
pub(super) fn of_a_difference(argument: Arg) -> Arg {
    if argument.get_id() != "fail_on" {
        return argument;
    }
    argument.help(
        "Exit with 1 where a person should look at what is new (review), where only the new version is to be blocked (block), or never",
    )
}

#[derive(Debug, Args)]
pub(super) struct DiffNpm {
    #[command(flatten)]
    pub package: Npm,
    /// The version, tag or range to compare it with [default: the newest]
    pub new: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DiffPypi {
    #[command(flatten)]
    pub package: Pypi,
    /// The version or version specifier to compare it with [default: the newest]
    pub new: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DiffScan {
    #[command(flatten)]
    pub package: Scan,
    /// The archive or folder to compare it with
    pub new: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Declaration<P: Args> {
    #[command(flatten)]
    pub package: P,
    /// Print one part alone
    #[arg(long, value_name = "PART", value_enum)]
    pub only: Option<Only>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Only {
    /// The server.json
    ServerJson,
    /// The README's section
    Readme,
    /// What no document of the package names so far
    Missing,
}

/// What every judgement takes.
#[derive(Debug, Args)]
pub(super) struct Judging {
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the report to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The mildest verdict that makes the exit code 1
    #[arg(long, value_name = "VERDICT", value_enum, default_value_t = FailOn::Review)]
    pub fail_on: FailOn,
    /// Neither read nor keep anything between runs
    #[arg(long)]
    pub no_cache: bool,
    /// Use only what the cache holds
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub terms: Terms,
    /// The MCP registry to ask about a package that claims a name in it; `none` asks nobody [default: the public one]
    #[arg(long, value_name = "URL", value_parser = values::address_or_none)]
    pub mcp_registry: Option<String>,
    /// A document that declares for the package as its own would; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub declared: Vec<PathBuf>,
}

/// For whom a package is judged, and by what.
#[derive(Debug, Args)]
pub(super) struct Terms {
    /// The Python that the package would be installed for
    #[arg(long, value_name = "X.Y", value_parser = values::python)]
    pub python: Option<PythonVersion>,
    /// The system that the package would be installed on [default: this one]
    #[arg(long, value_name = "OS-ARCH", value_parser = values::platform)]
    pub platform: Option<Platform>,
    /// Use the signatures in this folder in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub signatures: Option<PathBuf>,
    /// Check neither the registry's signatures nor what is attested of how the files were built
    #[arg(long, conflicts_with = "trusted_root")]
    pub no_provenance: bool,
    /// The trusted_root.json of the Sigstore instance whose attestations count [default: the public one's]
    #[arg(long, value_name = "FILE")]
    pub trusted_root: Option<PathBuf>,
    /// The largest artifact to take, as in 300000000 or 256MiB
    #[arg(long, value_name = "BYTES", value_parser = values::bytes)]
    pub max_size: Option<u64>,
}

impl Terms {
    pub fn target(&self) -> Target {
        let here = Target::here();
        Target { python: self.python.unwrap_or(here.python), platform: self.platform.clone().unwrap_or(here.platform) }
    }
}

/// Whom to ask, where packages of both registries may be meant.
#[derive(Debug, Args)]
pub(super) struct Registries {
    /// The npm registry to ask [default: as npm is configured]
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub registry: Option<Url>,
    /// The Python index to ask [default: as pip and uv are configured]
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub index_url: Option<Url>,
    /// A further Python index; may be given more than once
    #[arg(long, value_name = "URL", value_parser = values::web_address)]
    pub extra_index_url: Vec<Url>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Review,
    Block,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub(super) enum CacheAction {
    /// How much is kept
    Info,
    /// Remove artifacts and results; the history stays
    Clear,
    /// Where it is kept
    Path,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub(super) enum DbAction {
    /// Take in records of flaws and of known-bad packages in the format of OSV
    ///
    /// Single records join those that are there. A .zip stands for all that its place has to say: what it said before and says no longer goes.
    Import {
        /// A .json or .jsonl file, or a .zip of them; or the https:// address of one
        #[arg(value_name = "FILE|URL")]
        file: PathBuf,
    },
    /// Fetch all that OSV knows of npm and PyPI
    Update {
        /// Where npm/all.zip and PyPI/all.zip are [default: OSV's own files]
        #[arg(long, value_name = "URL", env = "MCPSCAN_OSV", hide_env_values = true, value_parser = values::web_address)]
        osv: Option<Url>,
    },
    /// How much is known, from where, and how old it is
    Info,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HistoryRegistry {
    Npm,
    Pypi,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}

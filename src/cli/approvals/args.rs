//! What the commands around the approved list take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::accept::{Wanted, wanted};
use super::words;
use crate::cli::args::{Format, Judging, Npm, Pypi, Registries, Scan, of_a_difference, without_verdict};
use crate::model::Registry;

#[derive(Debug, Args)]
pub(in crate::cli) struct TheList {
    /// The approved list [default: the nearest mcpscan-approved.toml, up to the folder that holds .git]
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
}

/// A package, and what a command takes beside it.
#[derive(Debug, Args)]
pub(in crate::cli) struct With<P: Args, M: Args> {
    #[command(flatten)]
    pub package: P,
    #[command(flatten)]
    pub more: M,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ApproveSubject {
    /// A package of the npm registry
    #[command(mut_args(without_verdict))]
    Npm(With<Npm, Approving>),
    /// A package of the Python package index
    #[command(mut_args(without_verdict))]
    Pypi(With<Pypi, Approving>),
    /// An archive (.tgz, .tar.gz, .whl, .zip, .mcpb) or a folder
    #[command(mut_args(without_verdict))]
    Scan(With<Scan, Approving>),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Approving {
    /// Why it may be installed
    #[arg(long, value_name = "TEXT", value_parser = words::text)]
    pub why: String,
    /// Who decides [default: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, or the user who is logged in]
    #[arg(long, value_name = "NAME", value_parser = words::text)]
    pub by: Option<String>,
    /// The last day on which the approval counts [default: as an earlier approval of the version has it]
    #[arg(long, value_name = "DATE", conflicts_with = "for_days")]
    pub until: Option<Date>,
    /// For how many days the approval counts
    #[arg(long, value_name = "N")]
    pub for_days: Option<u16>,
    /// A finding, or all of a rule, to live with; may be given more than once
    #[arg(long, value_name = "RULE[:FINGERPRINT]=WHY", value_parser = wanted)]
    pub accept: Vec<Wanted>,
    /// The only hosts that it may connect to; `*.acme.example` stands for what is below, `*` for all, known or not
    #[arg(long, value_name = "HOSTS", value_parser = words::host, value_delimiter = ',')]
    pub limit_hosts: Option<Vec<String>>,
    /// The only variables that it may read
    #[arg(long, value_name = "NAMES", value_parser = words::variable, value_delimiter = ',')]
    pub limit_env: Option<Vec<String>>,
    /// The only capabilities that it may have; a kind alone stands for every one of it
    #[arg(long, value_name = "WORDS", value_parser = words::capability, value_delimiter = ',')]
    pub limit_capabilities: Option<Vec<String>>,
    /// Limit hosts, variables and capabilities to those that were seen
    #[arg(long, conflicts_with_all = ["limit_hosts", "limit_env", "limit_capabilities"])]
    pub limit_to_observed: bool,
    /// Keep the files that the version's approval names already, such as another platform's wheel
    #[arg(long)]
    pub add_files: bool,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CheckSubject {
    /// A package of the npm registry
    #[command(mut_args(without_verdict))]
    Npm(With<Npm, TheList>),
    /// A package of the Python package index
    #[command(mut_args(without_verdict))]
    Pypi(With<Pypi, TheList>),
    /// An archive (.tgz, .tar.gz, .whl, .zip, .mcpb) or a folder
    #[command(mut_args(without_verdict))]
    Scan(With<Scan, TheList>),
    /// Each package of a file: a purl, `npm NAME@VERSION` or `pypi NAME==VERSION` on a line
    #[command(mut_args(without_verdict))]
    List(With<SpecFile, TheList>),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReviewSubject {
    /// A package of the npm registry
    #[command(mut_args(of_a_difference))]
    Npm(With<Npm, TheList>),
    /// A package of the Python package index
    #[command(mut_args(of_a_difference))]
    Pypi(With<Pypi, TheList>),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SpecFile {
    /// The file; what follows a # is a comment
    pub file: PathBuf,
    #[command(flatten)]
    pub registries: Registries,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BlockArguments {
    #[arg(value_enum)]
    pub registry: AnyRegistry,
    /// NAME for all versions, or NAME@RANGE
    pub package: String,
    /// Why it may not be installed
    #[arg(long, value_name = "TEXT", value_parser = words::text)]
    pub why: String,
    /// Who decides [default: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, or the user who is logged in]
    #[arg(long, value_name = "NAME", value_parser = words::text)]
    pub by: Option<String>,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RevokeArguments {
    #[arg(value_enum)]
    pub registry: AnyRegistry,
    /// NAME for everything that is decided about it, NAME@VERSION, or NAME@RANGE as a block has it
    pub package: String,
    /// Take out blocks alone, and leave what is approved
    #[arg(long)]
    pub block: bool,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArguments {
    /// How to write it; JSON has the same schema as the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Print the JSON Schema of the list, for editors
    #[arg(long)]
    pub schema: bool,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArguments {
    /// Who is to read it
    #[arg(long = "for", value_name = "FORM", value_enum)]
    pub form: For,
    /// Write it to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Take in what imported lists approve; what they block is left out in any case
    #[arg(long)]
    pub with_imports: bool,
    /// Neither read nor keep imported lists between runs
    #[arg(long)]
    pub no_cache: bool,
    /// Use only those imported lists that the cache holds
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum For {
    /// Claude Code: managed-settings.json
    Claude,
    /// VS Code with Copilot: the enterprise's managed-settings.json
    Vscode,
    /// Docker's MCP gateway: a catalog
    Docker,
    /// ToolHive: a registry file
    Toolhive,
    /// A registry of one's own: what it answers to GET /v0.1/servers
    McpRegistry,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowArguments {
    #[arg(value_enum)]
    pub registry: AnyRegistry,
    /// The package's name, without a version
    pub name: String,
    #[command(flatten)]
    pub list: TheList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AnyRegistry {
    Npm,
    Pypi,
    Local,
}

impl From<AnyRegistry> for Registry {
    fn from(registry: AnyRegistry) -> Self {
        match registry {
            AnyRegistry::Npm => Self::Npm,
            AnyRegistry::Pypi => Self::Pypi,
            AnyRegistry::Local => Self::Local,
        }
    }
}

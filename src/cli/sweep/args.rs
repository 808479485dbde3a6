//! What the commands of a sweep take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::notify::{Target, target};
use crate::store::sweep::NightId;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SweepAction {
    /// How far the newest nights are
    Status(StatusArguments),
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
pub(in crate::cli) struct StatusArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// How many nights to show
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub nights: usize,
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

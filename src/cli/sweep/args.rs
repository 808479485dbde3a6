//! What the commands of a sweep take.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SweepAction {
    /// How far the newest nights are
    Status(StatusArguments),
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

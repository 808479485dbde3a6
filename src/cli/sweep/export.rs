//! A copy of all nights for readers.

use super::args::ExportArguments;
use super::database;
use crate::cli::args::Common;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Streams};

pub(super) fn export(asked: &ExportArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    database::open(&asked.database, common)?.snapshot(&asked.file)?;
    if !common.quiet {
        streams.say(&format!("written: {}\n", asked.file.display()));
    }
    Ok(Exit::Fine)
}

//! The registry sweep on the command line.

mod args;
mod database;
mod notify;
mod report;
mod status;

pub(super) use args::SweepAction;

use super::args::Common;
use super::run::Outcome;
use super::{Judge, Streams};

pub(super) fn run(action: SweepAction, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    match action {
        SweepAction::Status(asked) => status::status(&asked, common, streams),
        SweepAction::Report(asked) => report::report(&asked, common, judge, streams),
    }
}

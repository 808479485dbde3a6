//! The registry sweep on the command line.

mod args;
mod database;
mod export;
mod log;
mod plan;
mod settings;
mod signals;
mod sources;
mod status;
mod work;

pub(super) use args::SweepAction;

use super::args::Common;
use super::run::Outcome;
use super::{Judge, Streams};

pub(super) fn run(action: SweepAction, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    match action {
        SweepAction::Run(asked) => plan::run(&asked, common, judge, streams),
        SweepAction::Plan(asked) => plan::plan(&asked, common, judge, streams),
        SweepAction::Work(asked) | SweepAction::Resume(asked) => work::work(&asked, common, streams),
        SweepAction::RetryDead(asked) => work::retry_dead(&asked, common, streams),
        SweepAction::Status(asked) => status::status(&asked, common, streams),
        SweepAction::Export(asked) => export::export(&asked, common, streams),
    }
}

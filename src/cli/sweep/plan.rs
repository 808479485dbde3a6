//! Beginning a night.

use std::error::Error;
use std::sync::Arc;

use super::args::{Asking, PlanArguments, RunArguments, SourceArguments};
use super::{database, log, notify, report, settings, signals, sources, status, work};
use crate::cli::args::Common;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Judge, Streams};
use crate::scan::{engine_version, ruleset};
use crate::signatures::Signatures;
use crate::store::sweep::{Night, Planned, Sweep};
use crate::sweep::{Brake, planning};

pub(super) fn plan(asked: &PlanArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    log::start(asked.asking.log, common);
    let sweep: Arc<dyn Sweep> = Arc::from(database::open(&asked.database, common)?);
    let signatures = settings::signatures(asked.signatures.as_deref())?;
    match begin(&asked.sources, &asked.asking, &signatures, &sweep, common, judge, streams)? {
        Planned::Begun(night) => {
            streams.data(&status::lines(&night, &sweep.tally(night.id)?))?;
            Ok(Exit::Fine)
        }
        Planned::StillOpen(night) => {
            streams.say(&format!("note: night {} is still open; `mcpscan sweep work` goes on with it\n", night.id));
            Ok(Exit::Found)
        }
    }
}

pub(super) fn run(asked: &RunArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    log::start(asked.working.asking.log, common);
    let brake = Brake::default();
    signals::heed(&brake)?;
    let sweep: Arc<dyn Sweep> = Arc::from(database::open(&asked.database, common)?);
    let settings = settings::settings(&asked.working, common)?;
    let night = match begin(&asked.sources, &asked.working.asking, &settings.signatures, &sweep, common, judge, streams)? {
        Planned::Begun(night) => night,
        Planned::StillOpen(night) => {
            tracing::warn!(night = night.id, "going on with the night that is still open");
            night
        }
    };
    let exit = work::on(&night, &settings, &sweep, &brake, streams)?;
    if asked.notifying.notify.is_empty() {
        return Ok(exit);
    }
    let news = report::news(&*sweep, Some(night.id), asked.sources.approved.as_deref(), common, judge, streams)?;
    // Of a night that was stopped there is nothing to tell yet.
    let is_told = news.night.ended.is_none() || notify::tell(&asked.notifying, &news, streams);
    Ok(if is_told { exit } else { Exit::Failed })
}

/// The night that is to be worked on.
fn begin(
    asked: &SourceArguments,
    asking: &Asking,
    signatures: &Signatures,
    sweep: &Arc<dyn Sweep>,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Result<Planned, Box<dyn Error>> {
    let open = work::open_night(&**sweep)?;
    if let Some(night) = open.as_ref().filter(|_| !asked.anew) {
        return Ok(Planned::StillOpen(night.clone()));
    }
    let fetcher = settings::fetcher(asking, asked.npm_changes.as_ref(), sweep)?;
    let given = sources::given(asked, &**sweep, &fetcher, common, judge, streams)?;
    // Only once there is something to put in its place.
    if let Some(night) = open {
        close(&**sweep, &night)?;
    }
    let planned = sweep.plan(&planning::plan(engine_version(), &ruleset(signatures).to_string(), given))?;
    sweep.forget(usize::from(asked.keep_nights))?;
    Ok(planned)
}

fn close(sweep: &dyn Sweep, night: &Night) -> Result<(), Box<dyn Error>> {
    let left = sweep.abandon(night.id, "the night was closed before anybody took it up")?;
    tracing::warn!(night = night.id, items = left, "closed a night that was still open");
    Ok(())
}

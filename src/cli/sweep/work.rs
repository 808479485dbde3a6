//! Working on a night that was planned.

use std::error::Error;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use thiserror::Error;

use super::args::{NightArguments, WorkArguments};
use super::{database, log, settings, signals, status};
use crate::cli::args::Common;
use crate::cli::run::{Outcome, show};
use crate::cli::{Exit, Streams};
use crate::store::sweep::{Lease, Night, NightId, Sweep};
use crate::sweep::news::is_complete;
use crate::sweep::{Brake, Ended, Home, Settings, work as work_off};

/// Between two looks for a new night.
const LOOK: Duration = Duration::from_secs(5);

#[derive(Debug, Error)]
enum WorkError {
    #[error("no night is open\nhint: `mcpscan sweep plan` or `mcpscan sweep run` begins one")]
    NoneOpen,
    #[error("there is no night {0}\nhint: `mcpscan sweep status` shows those that are kept")]
    NoSuchNight(NightId),
}

pub(super) fn work(asked: &WorkArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    log::start(asked.working.asking.log, common);
    let brake = Brake::default();
    signals::heed(&brake)?;
    let sweep: Arc<dyn Sweep> = Arc::from(database::open(&asked.database, common)?);
    let settings = settings::settings(&asked.working, common)?;
    loop {
        match open_night(&*sweep)? {
            Some(night) => {
                let exit = on(&night, &settings, &sweep, &brake, streams)?;
                if !asked.stay || brake.is_pulled() {
                    return Ok(exit);
                }
            }
            None if !asked.stay => return Err(WorkError::NoneOpen.into()),
            None => thread::sleep(LOOK),
        }
        if brake.is_pulled() {
            return Ok(Exit::Fine);
        }
    }
}

pub(super) fn retry_dead(asked: &NightArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let sweep = database::open(&asked.database, common)?;
    let nights = sweep.nights(usize::MAX)?;
    let night = match asked.night {
        Some(id) => nights.into_iter().find(|night| night.id == id).ok_or(WorkError::NoSuchNight(id))?,
        None => nights.into_iter().next().ok_or(WorkError::NoneOpen)?,
    };
    let again = sweep.retry_dead(night.id)?;
    show(&format!("night {}: {again} items wait again; `mcpscan sweep work` takes them up\n", night.id), streams)
}

/// Of several the newest. An older one may be open as well: its dead items were to be tried again.
pub(super) fn open_night(sweep: &dyn Sweep) -> Result<Option<Night>, Box<dyn Error>> {
    Ok(sweep.nights(usize::MAX)?.into_iter().find(|night| night.ended.is_none()))
}

/// Works on one night to its end, and says how it went.
pub(super) fn on(night: &Night, settings: &Arc<Settings>, sweep: &Arc<dyn Sweep>, brake: &Brake, streams: &mut Streams<'_>) -> Outcome {
    tracing::info!(night = night.id, items = night.items, worker = settings.worker, "working");
    let home = work_off(settings, sweep, night.id, brake, Arc::new(told))?;
    settings.tidy()?;
    let tally = sweep.tally(night.id)?;
    let now = sweep.nights(usize::MAX)?.into_iter().find(|one| one.id == night.id).unwrap_or_else(|| night.clone());
    streams.data(&status::lines(&now, &tally))?;
    Ok(match home {
        Home::Stopped => Exit::Fine,
        Home::Done if is_complete(&tally) => Exit::Fine,
        Home::Done => Exit::Found,
    })
}

fn told(lease: &Lease, ended: &Ended<'_>) {
    let (registry, package) = (lease.spec.registry.as_str(), lease.spec.to_string());
    match ended {
        Ended::Judged(report, cost) => tracing::info!(
            registry,
            package,
            version = report.package.version,
            verdict = report.verdict.as_str(),
            score = report.score.value,
            known = cost.known,
            milliseconds = cost.milliseconds,
            requests = cost.requests,
            "judged"
        ),
        Ended::Failed(why) => tracing::warn!(registry, package, attempt = lease.attempt, why, "failed"),
        Ended::Lost => tracing::warn!(registry, package, attempt = lease.attempt, "another worker has it"),
    }
}

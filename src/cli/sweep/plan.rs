//! Beginning a night.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use super::args::{PlanArguments, RunArguments, SourceArguments};
use super::{database, log, settings, signals, status, work};
use crate::cli::args::Common;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Streams};
use crate::model::PackageSpec;
use crate::scan::{engine_version, ruleset};
use crate::signatures::Signatures;
use crate::store::sweep::{Asked, Night, Plan, Planned, Sweep};
use crate::sweep::Brake;

pub(super) fn plan(asked: &PlanArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    log::start(asked.asking.log, common);
    let sweep = database::open(&asked.database, common)?;
    match begin(&*sweep, &asked.sources, &Signatures::builtin())? {
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

pub(super) fn run(asked: &RunArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    log::start(asked.working.asking.log, common);
    let brake = Brake::default();
    signals::heed(&brake)?;
    let sweep: Arc<dyn Sweep + Sync> = Arc::from(database::open(&asked.database, common)?);
    let settings = settings::settings(&asked.working, common)?;
    let night = match begin(&*sweep, &asked.sources, &settings.signatures)? {
        Planned::Begun(night) => night,
        Planned::StillOpen(night) => {
            tracing::warn!(night = night.id, "going on with the night that is still open");
            night
        }
    };
    let exit = work::on(&night, &settings, &sweep, &brake, streams)?;
    sweep.forget(asked.sources.keep_nights)?;
    settings.tidy()?;
    Ok(exit)
}

fn begin(sweep: &dyn Sweep, sources: &SourceArguments, signatures: &Signatures) -> Result<Planned, Box<dyn Error>> {
    if let Some(night) = work::open_night(sweep)? {
        if !sources.anew {
            return Ok(Planned::StillOpen(night));
        }
        close(sweep, &night)?;
    }
    let mut items: BTreeMap<String, Asked> = BTreeMap::new();
    for list in &sources.list {
        for line in std::fs::read_to_string(list)?.lines().filter(|line| !line.trim().is_empty()) {
            let spec = match line.split_once(' ') {
                Some(("npm", rest)) => PackageSpec::npm(rest)?,
                Some((_, rest)) => PackageSpec::pypi(rest)?,
                None => continue,
            };
            let asked = Asked { spec, sources: vec!["list".to_owned()] };
            items.insert(asked.subject(), asked);
        }
    }
    let plan = Plan {
        engine: engine_version().to_owned(),
        ruleset: ruleset(signatures).to_string(),
        items: items.into_values().collect(),
        ..Plan::default()
    };
    Ok(sweep.plan(&plan)?)
}

fn close(sweep: &dyn Sweep, night: &Night) -> Result<(), Box<dyn Error>> {
    let left = sweep.abandon(night.id, "the night was closed before anybody took it up")?;
    tracing::warn!(night = night.id, items = left, "closed a night that was still open");
    Ok(())
}

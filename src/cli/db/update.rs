//! All that OSV knows of npm and PyPI, each for itself: one that fails keeps what it had, and the other what it got.

use std::error::Error;

use url::Url;

use super::error::ImportError;
use super::incoming::Incoming;
use super::shown;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Streams, exit};
use crate::fetch;
use crate::model::Registry;

pub(super) fn run(base: Option<&Url>, incoming: Incoming<'_>, streams: &mut Streams<'_>) -> Outcome {
    let mut worst = Exit::Fine;
    for registry in [Registry::Npm, Registry::Pypi] {
        let updated = update(base, &incoming, registry);
        match updated {
            Ok(told) => streams.data(&told)?,
            Err(source) => {
                streams.say(&exit::describe(&ImportError::NotUpdated { wanted: shown(registry), source }));
                worst = Exit::Failed;
            }
        }
    }
    incoming.progress.finish();
    Ok(worst)
}

fn update(base: Option<&Url>, incoming: &Incoming<'_>, registry: Registry) -> Result<String, Box<dyn Error>> {
    // OSV writes ecosystems as people do.
    let url = fetch::osv(base, shown(registry))?;
    let told = incoming.fetched(&url, Some(registry))?;
    let told = told.unwrap_or_else(|| "unchanged\n".to_owned());
    Ok(told.lines().map(|line| format!("{:<8}{line}\n", shown(registry))).collect())
}

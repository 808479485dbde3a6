//! Flags → how a night is worked off.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::args::{Asking, Working};
use crate::cli::args::Common;
use crate::cli::judge::surroundings;
use crate::cli::run::cache_folder;
use crate::cli::trust;
use crate::fetch::{FetchError, FetchOptions, Fetcher, Surroundings};
use crate::signatures::Signatures;
use crate::store::sweep::Sweep;
use crate::sweep::{Budget, Settings, Turns};

pub(super) fn settings(working: &Working, common: &Common) -> Result<Arc<Settings>, Box<dyn Error>> {
    let terms = &working.terms;
    let mut options = options(&working.asking);
    if let Some(size) = terms.max_size {
        options.max_size = size;
    }
    let surroundings = surroundings()?;
    let budget = budget(&working.asking, &surroundings)?;
    Ok(Arc::new(Settings {
        signatures: signatures(terms.signatures.as_deref())?,
        surroundings,
        options,
        target: terms.target(),
        trust: trust::of_registries(terms.no_provenance, terms.trusted_root.as_deref())?,
        cache: cache_folder(common)?,
        keep: working.keep_artifacts,
        worker: worker(),
        jobs: usize::from(working.jobs),
        lease: Duration::from_secs(working.lease),
        deadline: Duration::from_secs(working.deadline),
        pause: Duration::from_secs(working.pause),
        budget,
    }))
}

/// Those of a folder, or the built-in ones.
pub(super) fn signatures(folder: Option<&Path>) -> Result<Signatures, Box<dyn Error>> {
    match folder {
        Some(folder) => Ok(Signatures::load(folder)?),
        None => Ok(Signatures::builtin()),
    }
}

fn options(asking: &Asking) -> FetchOptions {
    let registries = &asking.registries;
    FetchOptions {
        offline: asking.offline,
        registry: registries.registry.as_ref().map(ToString::to_string),
        index_url: registries.index_url.as_ref().map(ToString::to_string),
        extra_index_url: registries.extra_index_url.iter().map(ToString::to_string).collect(),
        mcp_registry: asking.mcp_registry.clone(),
        contact: asking.contact.clone(),
        ..FetchOptions::default()
    }
}

/// A way to the registries that keeps to the budget of all workers.
pub(super) fn fetcher(asking: &Asking, npm_changes: Option<&Url>, sweep: &Arc<dyn Sweep>) -> Result<Fetcher, Box<dyn Error>> {
    let surroundings = surroundings()?;
    let turns = Turns::new(sweep, &budget(asking, &surroundings)?);
    let options = FetchOptions { pace: Some(Arc::new(turns)), npm_changes: npm_changes.map(ToString::to_string), ..options(asking) };
    Ok(Fetcher::new(&surroundings, &options)?)
}

fn budget(asking: &Asking, surroundings: &Surroundings) -> Result<Budget, FetchError> {
    let gentle = Fetcher::new(surroundings, &options(asking))?.mcp_registry_host();
    Ok(Budget { requests_per_second: Some(asking.requests_per_second).filter(|rate| *rate > 0.0), gentle })
}

/// Machine and process, and when: process numbers come again.
fn worker() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = if host.trim().is_empty() { "worker" } else { host.trim() };
    format!("{host}:{}:{:x}", std::process::id(), jiff::Timestamp::now().as_millisecond())
}

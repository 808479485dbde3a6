//! The judge behind the command line: signatures, settings and the network, each brought in when it is needed.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::sync::LazyLock;

use url::Url;

use super::declared::documents;
use super::trust::trust;
use super::{Judge, Progress, Request, Subject};
use crate::closure::{self, Installer};
use crate::detectors;
use crate::diff::Side;
use crate::fetch::{self, FetchOptions, Fetcher, Surroundings};
use crate::model::ScanReport;
use crate::resolve::Machine;
use crate::resolve::lock::Parts;
use crate::scan::Scanner;
use crate::signatures::Signatures;
use crate::store::{Memory, Store};

/// A list of a thousand approvals has a tenth of it.
const PAGE_MAX: u64 = 16 << 20;

/// Judges with this program's own rules.
pub struct OwnJudge;

impl Judge for OwnJudge {
    fn judge(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<ScanReport, Box<dyn Error>> {
        let told = |stage| progress.installation(stage);
        scanned(request, store, progress, |scanner| {
            let installer = |machine: &Machine, chosen: &Parts| {
                let (machine, chosen) = (machine.clone(), chosen.clone());
                Installer { scanner, machine, chosen, told: &told }
            };
            match (&request.subject, &request.installed_on) {
                (Subject::Npm { spec, .. } | Subject::Pypi { spec, .. }, None) => Ok(scanner.registry(spec)?),
                (Subject::Npm { spec, .. } | Subject::Pypi { spec, .. }, Some(machine)) => {
                    Ok(installer(machine, &Parts::default()).judge(spec)?)
                }
                (Subject::Path(path) | Subject::Project { path, .. }, None) => Ok(scanner.path(path)?),
                (Subject::Path(path), Some(machine)) => Ok(installer(machine, &Parts::default()).judge_path(path)?),
                (Subject::Project { path, chosen, .. }, Some(machine)) => Ok(installer(machine, chosen).judge_path(path)?),
                (Subject::Lock { path, chosen, .. }, _) => Ok(closure::locked(scanner, path, chosen, &told)?),
            }
        })
    }

    fn page(&self, url: &Url, offline: bool) -> Result<Vec<u8>, Box<dyn Error>> {
        let options = FetchOptions { offline, ..FetchOptions::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(fetch::page(&surroundings()?, &options, url, PAGE_MAX))?)
    }

    fn side(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<Side, Box<dyn Error>> {
        let (report, contents) = scanned(request, store, progress, |scanner| match &request.subject {
            Subject::Npm { spec, .. } | Subject::Pypi { spec, .. } => Ok(scanner.registry_with_contents(spec)?),
            Subject::Path(path) | Subject::Project { path, .. } | Subject::Lock { path, .. } => Ok(scanner.path_with_contents(path)?),
        })?;
        Ok(Side { report, contents })
    }

    fn pages(&self) -> &[(&str, &str)] {
        static PAGES: LazyLock<Vec<(&str, &str)>> =
            LazyLock::new(|| detectors::ALL.iter().map(|detector| (detector.id, detector.docs)).collect());
        &PAGES
    }
}

/// Answers with a scanner that is set up as the request says.
fn scanned<T>(
    request: &Request,
    store: Option<&Store>,
    progress: &Progress,
    answer: impl FnOnce(&Scanner<'_>) -> Result<T, Box<dyn Error>>,
) -> Result<T, Box<dyn Error>> {
    let own = request.signatures.as_deref().map(Signatures::load).transpose()?;
    let signatures = own.as_ref().unwrap_or_else(|| builtin());
    let options = options(request);
    let trust = trust(request)?;
    let fetcher = Fetcher::new(&surroundings()?, &options)?;
    let known = request.known_in.as_deref().map(Store::open_existing).transpose()?.flatten();
    let scanner = Scanner {
        signatures,
        store: store.map(|store| store as &dyn Memory),
        blobs: store.map(Store::blobs),
        parsed: None,
        known: store.or(known.as_ref()),
        fetcher: &fetcher,
        target: request.target.clone(),
        documents: documents(&request.declared)?,
        trust: trust.as_ref(),
        offline: request.offline,
        max_size: options.max_size,
        progress: &|what| progress.step(what),
    };
    answer(&scanner)
}

/// Read once, and kept until the program ends.
fn builtin() -> &'static Signatures {
    static BUILTIN: LazyLock<Signatures> = LazyLock::new(Signatures::builtin);
    &BUILTIN
}

fn options(request: &Request) -> FetchOptions {
    let mut options = FetchOptions { offline: request.offline, mcp_registry: request.mcp_registry.clone(), ..FetchOptions::default() };
    if let Some(size) = request.max_size {
        options.max_size = size;
    }
    match &request.subject {
        Subject::Npm { registry, .. } => options.registry = registry.as_ref().map(ToString::to_string),
        Subject::Pypi { index_url, extra_index_urls, .. } => {
            options.index_url = index_url.as_ref().map(ToString::to_string);
            options.extra_index_url = extra_index_urls.iter().map(ToString::to_string).collect();
        }
        Subject::Project { registry, index_url, extra_index_urls, .. } | Subject::Lock { registry, index_url, extra_index_urls, .. } => {
            options.registry = registry.as_ref().map(ToString::to_string);
            options.index_url = index_url.as_ref().map(ToString::to_string);
            options.extra_index_url = extra_index_urls.iter().map(ToString::to_string).collect();
        }
        Subject::Path(_) => {}
    }
    options
}

/// Variables whose names or values are no text cannot be settings of a package manager.
pub(super) fn surroundings() -> Result<Surroundings, std::io::Error> {
    let env: BTreeMap<String, String> =
        env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
    let home = etcetera::home_dir().ok();
    Ok(Surroundings { env, home, cwd: env::current_dir()? })
}

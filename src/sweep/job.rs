//! One job: judges items one after the other, with connections that stay open in between.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::details::Details;
use super::failure::Failure;
use super::held::{Held, Notes};
use super::settings::Settings;
use super::turns::Turns;
use crate::fetch::{FetchOptions, Fetcher};
use crate::model::{PackageSpec, ScanReport};
use crate::scan::{ScanError, Scanner};
use crate::store::sweep::{Cost, Judged, Lease, Sweep};
use crate::store::{Blobs, ParsedFiles, Store, StoreError};

pub(super) struct Job<'s> {
    settings: &'s Settings,
    sweep: &'s dyn Sweep,
    held: Held<'s>,
    turns: Arc<Turns>,
    fetcher: Fetcher,
    known: Option<Store>,
    parsed: ParsedFiles,
}

/// How an item went.
pub(super) struct Done {
    pub outcome: Result<ScanReport, Failure>,
    pub notes: Notes,
    pub cost: Cost,
}

impl<'s> Job<'s> {
    pub fn new(settings: &'s Settings, sweep: &'s Arc<dyn Sweep>) -> Result<Self, ScanError> {
        let turns = Arc::new(Turns::new(sweep, &settings.budget));
        // What one item waits for must not outlast the item.
        let patience = settings.deadline / 2;
        let options = FetchOptions {
            timeout: settings.options.timeout.min(patience),
            read_timeout: settings.options.read_timeout.min(patience),
            pace: Some(Arc::clone(&turns) as _),
            ..settings.options.clone()
        };
        let fetcher = Fetcher::new(&settings.surroundings, &options)?;
        let (known, parsed) = (Store::open_existing(&settings.cache)?, settings.parsed()?);
        Ok(Self { settings, sweep: &**sweep, held: Held::new(&**sweep), turns, fetcher, known, parsed })
    }

    pub fn judge(&self, spec: &PackageSpec) -> Done {
        let begun = Instant::now();
        let scanner = Scanner {
            signatures: &self.settings.signatures,
            store: Some(&self.held),
            blobs: Some(Blobs::new(&self.settings.cache)),
            parsed: Some(&self.parsed),
            known: self.known.as_ref(),
            fetcher: &self.fetcher,
            target: self.settings.target.clone(),
            documents: Vec::new(),
            trust: self.settings.trust.as_ref(),
            offline: self.settings.options.offline,
            max_size: self.settings.options.max_size,
            progress: &|_| (),
        };
        let outcome = match catch_unwind(AssertUnwindSafe(|| scanner.registry(spec))) {
            Ok(outcome) => outcome.map_err(|error| Failure::of(&error)),
            Err(panic) => Err(Failure::of_panic(&*panic)),
        };
        let notes = self.held.take();
        let (requests, bytes) = self.turns.take();
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let cost = Cost { milliseconds, requests, bytes, known: notes.known };
        Done { outcome, notes, cost }
    }

    /// Writes down how it ended. False where the item is another worker's by now.
    pub fn settle(&self, lease: &Lease, done: &Done) -> Result<bool, StoreError> {
        let pause = self.settings.pause * 2_u32.pow(lease.attempt.saturating_sub(1).min(8));
        match &done.outcome {
            Ok(report) => {
                self.sweep.remember_all(&done.notes.answers)?;
                self.sweep.complete(
                    lease,
                    &Judged {
                        package: &report.package,
                        verdict: report.verdict,
                        score: report.score.value,
                        details: &Details::of(report).json(),
                        report: done.notes.report.as_ref().map(|(key, report)| (key, report)),
                        cost: done.cost,
                    },
                )
            }
            Err(Failure::Later(why)) => self.sweep.retry(lease, pause, why),
            Err(Failure::Gone(why)) => self.sweep.bury(lease, &format!("gone: {why}")),
            Err(Failure::Never(why)) => self.sweep.bury(lease, why),
            Err(Failure::Own(_)) => self.sweep.release(lease),
        }
    }
}

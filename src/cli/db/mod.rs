//! What is publicly known of packages: taken in from files and addresses, and how much there is and how old.

mod error;
mod incoming;
mod info;
mod records;
mod update;

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use super::args::{Common, DbAction};
use super::run::{Outcome, cache_folder, show};
use super::{Progress, Streams};
use crate::model::{AdvisoryData, Registry, ScanReport};
use crate::store::Store;

use incoming::Incoming;

pub(super) fn run(action: DbAction, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let folder = cache_folder(common)?;
    let progress = Progress::new(streams.watched && !common.quiet);
    match action {
        DbAction::Import { file } => {
            let taken = Incoming { folder: &folder, progress: &progress }.import(&file);
            progress.finish();
            show(&taken?, streams)
        }
        DbAction::Update { osv } => update::run(osv.as_ref(), Incoming { folder: &folder, progress: &progress }, streams),
        DbAction::Info => show(&info::text(&folder, Timestamp::now())?, streams),
    }
}

/// What the part on known flaws rests on; none where nothing is known of the registry that the package belongs to.
pub(super) fn advisory_data(common: &Common, report: &ScanReport) -> Option<AdvisoryData> {
    let registry = match report.package.registry {
        registry @ (Registry::Npm | Registry::Pypi) => registry,
        // A file at hand is looked up by what its manifest says that it is.
        Registry::Local => report.about.ecosystem?,
    };
    let store = Store::open_existing(&cache_folder(common).ok()?).ok()??;
    store.advisory_data(registry).ok()?
}

/// What is written as an address is one.
fn address(what: &Path) -> Option<Url> {
    let text = what.to_str().filter(|text| text.starts_with("https://") || text.starts_with("http://"))?;
    Url::parse(text).ok()
}

/// As people write registries.
fn shown(registry: Registry) -> &'static str {
    match registry {
        Registry::Npm => "npm",
        Registry::Pypi => "PyPI",
        Registry::Local => "local",
    }
}

/// `2026-11-20`
fn day(when: Timestamp) -> String {
    when.to_zoned(TimeZone::UTC).date().to_string()
}

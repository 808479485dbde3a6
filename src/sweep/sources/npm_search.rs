//! npm's search: finds packages that no registry of servers lists, and never all of them.

use super::state::unread;
use super::words::count;
use super::{Gathered, SourceError};
use crate::approvals::is_exact;
use crate::fetch::Fetcher;
use crate::model::{PackageSpec, Registry};

pub(super) async fn gather(fetcher: &Fetcher, text: &str) -> Result<Gathered, SourceError> {
    let found = fetcher.npm_search(text).await?;
    let mut gathered = Gathered { state: unread(), invalid: found.invalid, ..Gathered::default() };
    let (hits, odd): (Vec<_>, Vec<_>) = found.hits.into_iter().partition(|(_, version)| is_exact(Registry::Npm, version));
    gathered.invalid += odd.len() as u64;
    let read = count(hits.len(), "package", "packages");
    let total = found.total.map(|total| format!(" of {total}")).unwrap_or_default();
    gathered.remarks.push(format!(
        "npm's search is a ranking, not a listing: for `{text}` it showed {read}{total}, and there may be servers that it does not show"
    ));
    let spec = |(name, version)| PackageSpec { registry: Registry::Npm, name, wanted: Some(version) };
    gathered.want_all(hits.into_iter().map(spec), "npm-search");
    Ok(gathered)
}

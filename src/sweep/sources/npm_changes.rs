//! npm's feed of changes as a filter: which of the known packages moved since the last night.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::state;
use super::words::{count, newest, purl};
use super::{Gathered, Notice, NoticeKind, SourceError};
use crate::fetch::{FetchError, Fetcher, NpmChange, NpmChanges};
use crate::model::{PackageName, PackageSpec, Registry};

#[derive(Serialize, Deserialize)]
struct Kept {
    feed: String,
    /// As the feed calls it.
    place: String,
}

pub(super) async fn gather(fetcher: &Fetcher, state: Option<&str>, known: &BTreeSet<PackageName>) -> Result<Gathered, SourceError> {
    let feed = fetcher.npm_changes_address()?;
    let mut gathered = Gathered::default();
    let before = state::read(state, |kept: &Kept| kept.feed == feed, &mut gathered.remarks);
    let read = match &before {
        Some(kept) => since(fetcher, known, &kept.place).await?,
        None => None,
    };
    let place = match read {
        Some(changes) => {
            gathered.take(&changes);
            changes.place
        }
        None => {
            let end = fetcher.npm_changes_end().await?;
            gathered.begin(known, before.is_some());
            end
        }
    };
    gathered.state = state::write(&Kept { feed, place });
    Ok(gathered)
}

/// None where the feed no longer knows the place.
async fn since(fetcher: &Fetcher, known: &BTreeSet<PackageName>, place: &str) -> Result<Option<NpmChanges>, SourceError> {
    let changes = match fetcher.npm_changes(known, place).await {
        Ok(changes) => changes,
        Err(FetchError::Status { status: 400 | 404 | 409 | 410 | 416 | 422, .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // A feed that began anew has nothing behind a place that it has not yet come to.
    let is_reset = is_behind(&changes.place, place)
        || (changes.total == 0 && changes.place == place && is_behind(&fetcher.npm_changes_end().await?, place));
    Ok((!is_reset).then_some(changes))
}

/// Places are opaque, but where both are numbers the lower one is the earlier.
fn is_behind(one: &str, other: &str) -> bool {
    let number = |place: &str| place.parse::<u64>().ok();
    number(one).zip(number(other)).is_some_and(|(one, other)| one < other)
}

impl Gathered {
    fn take(&mut self, changes: &NpmChanges) {
        self.invalid += changes.invalid;
        let of = |wanted: NpmChange| changes.changes.iter().filter(move |(_, change)| **change == wanted).map(|(name, _)| name);
        let gone = of(NpmChange::Deleted).map(|name| newest(Registry::Npm, name));
        self.notices.extend(gone.map(|package| unpublished(&package, "npm has taken the package away")));
        self.want_all(of(NpmChange::Moved).map(|name| newest(Registry::Npm, name)), "npm-changes");
        let all = count(changes.total, "change", "changes");
        self.remarks
            .push(format!("npm tells of {all} and of {} that moved", count(changes.changes.len(), "known package", "known packages")));
        if changes.is_cut {
            self.remarks.push("npm's feed of changes goes on; the rest is read the next night".to_owned());
        }
    }

    /// What happened before the feed is followed, or while it was lost, only the packages themselves tell.
    fn begin(&mut self, known: &BTreeSet<PackageName>, is_lost: bool) {
        let all = count(known.len(), "known package is", "known packages are");
        let why =
            if is_lost { "npm's feed of changes no longer knows where it was left" } else { "npm's feed of changes was not followed" };
        self.remarks.push(format!("{why}: {all} looked at, and the feed is followed from now on"));
        self.want_all(known.iter().map(|name| newest(Registry::Npm, name)), "npm-changes");
    }
}

pub(super) fn unpublished(package: &PackageSpec, text: &str) -> Notice {
    let purl = purl(package);
    Notice { subject: purl.clone(), kind: NoticeKind::Unpublished, text: text.to_owned(), packages: vec![purl] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_follow_one_another() {
        assert!(is_behind("9", "10") && !is_behind("10", "9") && !is_behind("10", "10"));
        assert!(!is_behind("1-abc", "2-abc") && !is_behind("", "2"));
    }
}

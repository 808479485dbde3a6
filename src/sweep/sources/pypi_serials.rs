//! PyPI's serials: which of the known projects moved since the last night. No search finds servers there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::npm_changes::unpublished;
use super::state;
use super::words::{count, newest};
use super::{Gathered, Notice, NoticeKind, SourceError};
use crate::fetch::{Fetcher, Serials};
use crate::model::{PackageName, Registry};

#[derive(Serialize, Deserialize)]
struct Kept {
    index: String,
    etag: Option<String>,
    /// None of a project that the index does not list.
    serials: BTreeMap<PackageName, Option<u64>>,
}

pub(super) async fn gather(fetcher: &Fetcher, state: Option<&str>, known: &BTreeSet<PackageName>) -> Result<Gathered, SourceError> {
    let indexes = fetcher.pypi_indexes()?;
    let index = indexes.last().cloned().unwrap_or_default();
    let mut gathered = Gathered::default();
    let before = state::read(state, |kept: &Kept| kept.index == index, &mut gathered.remarks);
    if indexes.len() > 1 {
        gathered.remarks.push(format!("of {} package indexes only {index} was asked what has changed", indexes.len()));
    }
    // A name that is new to us has no serial yet, so the index is wanted even where it has not changed.
    let is_told = |kept: &&Kept| known.iter().all(|name| kept.serials.contains_key(name));
    let etag = before.as_ref().filter(is_told).and_then(|kept| kept.etag.as_deref());
    let Some(serials) = fetcher.pypi_serials(known, etag).await? else {
        gathered.remarks.push("the package index has not changed since the last night".to_owned());
        gathered.state = state.unwrap_or_default().to_owned();
        return Ok(gathered);
    };
    gathered.invalid += serials.invalid;
    let before = before.map(|kept| kept.serials).unwrap_or_default();
    gathered.compare(&before, &serials, known);
    let serials_now = known.iter().map(|name| (name.clone(), serials.serials.get(name).copied())).collect();
    gathered.state = state::write(&Kept { index, etag: serials.etag, serials: serials_now });
    Ok(gathered)
}

impl Gathered {
    fn compare(&mut self, before: &BTreeMap<PackageName, Option<u64>>, now: &Serials, known: &BTreeSet<PackageName>) {
        let (mut moved, mut absent) = (Vec::new(), 0);
        for name in known {
            let package = newest(Registry::Pypi, name);
            match (before.get(name), now.serials.get(name)) {
                (Some(Some(old)), Some(new)) if old == new => {}
                (Some(None), Some(_)) => {
                    self.notices.push(Notice { kind: NoticeKind::Restored, ..unpublished(&package, "the index lists the project again") });
                    moved.push(package);
                }
                (Some(Some(_)) | None, Some(_)) => moved.push(package),
                (Some(Some(_)), None) => {
                    self.notices.push(unpublished(&package, "the index lists the project no more"));
                }
                (Some(None) | None, None) => absent += 1,
            }
        }
        let projects = count(now.projects, "project", "projects");
        self.remarks.push(format!("the index lists {projects}; of {} known ones {} moved or are new here", known.len(), moved.len()));
        if absent > 0 {
            self.remarks.push(format!("{} not on the index", count(absent, "known project is", "known projects are")));
        }
        self.want_all(moved, "pypi-serials");
    }
}

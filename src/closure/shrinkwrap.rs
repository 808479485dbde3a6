//! Packages that bring a lock file of their own: npm installs what that says, and not what would be taken today.

use std::collections::BTreeMap;

use crate::model::PackageId;
use crate::resolve::lock::{self, FromLock, Parts, from_lock, unlocated};
use crate::resolve::{Missing, NeedKind, Resolution};
use crate::scan::Scanner;

use super::error::ClosureError;
use super::locked::{asked, unjudged};

const FILE: &str = "npm-shrinkwrap.json";

/// Adds what the lock files inside of packages pin. One that cannot be had or read leaves a gap that is said.
pub(super) fn expand(scanner: &Scanner<'_>, resolution: &mut Resolution) -> Result<(), ClosureError> {
    for at in 0..resolution.packages.len() {
        if !resolution.packages[at].has_own_lock {
            continue;
        }
        let release = resolution.packages[at].release.clone();
        let text = scanner.document(&release, FILE);
        let read = text.map_err(|error| error.to_string()).and_then(|text| {
            let text = text.ok_or_else(|| format!("{FILE} is not in it"))?;
            lock::read(FILE, &text).map_err(|error| error.to_string())
        });
        match read {
            Ok(lock) => {
                let selected = lock.for_target(&scanner.target, &Parts::default());
                let answers = asked(scanner, &unlocated(&selected))?;
                let locked = from_lock(&selected, &release.id, &scanner.target, scanner.fetcher, &answers);
                join(resolution, at, locked);
            }
            Err(why) => resolution.missing.push(Missing {
                name: "what its own lock file pins".to_owned(),
                wanted: FILE.to_owned(),
                kind: NeedKind::Runtime,
                by: release.id.clone(),
                why: why.lines().next().unwrap_or_default().to_owned(),
                is_direct: false,
            }),
        }
    }
    resolution.missing.sort();
    Ok(())
}

/// A version that is there already is not brought twice.
fn join(resolution: &mut Resolution, at: usize, locked: FromLock) {
    let FromLock { roots, resolution: inner, folders } = locked;
    let known: BTreeMap<PackageId, usize> = resolution.packages.iter().zip(0..).map(|(one, at)| (one.release.id.clone(), at)).collect();
    let mut next = resolution.packages.len();
    let places: Vec<usize> = inner
        .packages
        .iter()
        .map(|one| {
            known.get(&one.release.id).copied().unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let moved =
        |needs: Vec<crate::resolve::Need>| needs.into_iter().map(|need| crate::resolve::Need { by: places[need.by], ..need }).collect();
    for mut one in inner.packages {
        if !known.contains_key(&one.release.id) {
            one.needs = moved(one.needs);
            resolution.packages.push(one);
        }
    }
    resolution.packages[at].needs = moved(roots);
    resolution.missing.extend(inner.missing);
    resolution.elsewhere.extend(inner.elsewhere);
    resolution.elsewhere.sort();
    resolution.elsewhere.dedup();
    resolution.notes.extend(inner.notes);
    resolution.notes.extend(folders.iter().map(|path| unjudged(path)));
}

//! What a lock file holds, whichever tool wrote it.

use std::collections::BTreeSet;

use url::Url;

use super::{LockFormat, Parts};
use crate::fetch::Digest;
use crate::model::PackageId;
use crate::resolve::NeedKind;

/// Everything that is locked, for every platform and purpose; see [`Lock::for_target`] for what one installation takes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    pub format: LockFormat,
    /// What the locked project itself asks for, and its folders; where the file does not tell, whatever no other package asks for.
    pub roots: Vec<LockedNeed>,
    /// In the file's order; an npm version that lies in two places is there twice.
    pub packages: Vec<Locked>,
    /// What of the project may be chosen.
    pub offers: Parts,
    /// What a person should know about what was read.
    pub notes: Vec<String>,
}

/// One version, in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The real name behind an alias. [`crate::model::Registry::Local`] for folders of the project, named by their path.
    pub id: PackageId,
    pub from: LockedFrom,
    /// Empty for what is no archive, and for what comes inside of another package's.
    pub files: Vec<LockedFile>,
    pub needs: Vec<LockedNeed>,
    /// Only development asks for it.
    pub is_dev: bool,
    /// An installation goes on without it, or takes it for an extra only.
    pub is_optional: bool,
    pub platforms: NpmPlatforms,
    /// Where Python's installers take it.
    pub marker: Option<String>,
    /// It comes inside of the tarball of a package that asks for it.
    pub bundled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockedFrom {
    /// `index` as written, where the file names one.
    Registry { index: Option<String> },
    /// A repository, an archive at an address, a file: as written, without user and password.
    Direct(String),
    /// A folder of the project; its path as written.
    Local(String),
}

/// An archive that an installation could take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedFile {
    /// `server-1.2.3-py3-none-any.whl`; empty where the lock knows its digest only.
    pub name: String,
    /// As locked, without user and password; none where the registry has to be asked.
    pub url: Option<Url>,
    pub digests: Vec<Digest>,
    pub size: Option<u64>,
}

/// What a package asks for, and which locked one serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedNeed {
    /// As the code would import it: npm's alias where there is one.
    pub name: String,
    /// The requirement as written; empty where the format keeps none.
    pub wanted: String,
    pub kind: NeedKind,
    /// Only somebody who works on the asking package wants it.
    pub is_dev: bool,
    /// Where Python's installers heed it.
    pub marker: Option<String>,
    /// The extras that it wants of the package.
    pub extras: Vec<String>,
    /// It counts only where this extra of the asking package is wanted.
    pub of_extra: Option<String>,
    /// For development: it counts where this group is chosen.
    pub of_group: Option<String>,
    /// Which of [`Lock::packages`] serves it; none where the file holds none.
    pub by: Option<usize>,
}

/// As package.json has them: `!win32` is any but that. Empty lists are for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NpmPlatforms {
    pub os: Vec<String>,
    pub cpu: Vec<String>,
    pub libc: Vec<String>,
}

impl Locked {
    pub(super) fn new(id: PackageId, from: LockedFrom) -> Self {
        Self {
            id,
            from,
            files: Vec::new(),
            needs: Vec::new(),
            is_dev: false,
            is_optional: false,
            platforms: NpmPlatforms::default(),
            marker: None,
            bundled: false,
        }
    }

    pub(super) fn is_local(&self) -> bool {
        match &self.from {
            LockedFrom::Local(_) => true,
            LockedFrom::Registry { .. } | LockedFrom::Direct(_) => false,
        }
    }
}

impl LockedNeed {
    pub(super) fn new(name: &str, wanted: &str, kind: NeedKind, by: Option<usize>) -> Self {
        let (name, wanted) = (name.to_owned(), wanted.to_owned());
        Self { name, wanted, kind, is_dev: false, marker: None, extras: Vec::new(), of_extra: None, of_group: None, by }
    }
}

impl Lock {
    pub(super) fn new(format: LockFormat, roots: Vec<LockedNeed>, packages: Vec<Locked>) -> Self {
        Self { format, roots, packages, offers: Parts::default(), notes: Vec::new() }
    }

    /// All names that it speaks of, be they asked for or served.
    pub fn names(&self) -> BTreeSet<&str> {
        let needs = self.roots.iter().chain(self.packages.iter().flat_map(|package| &package.needs));
        needs.map(|need| need.name.as_str()).chain(self.packages.iter().map(|package| package.id.name.as_str())).collect()
    }

    pub(super) fn tidy(&mut self) {
        sort(&mut self.roots);
        for package in &mut self.packages {
            sort(&mut package.needs);
        }
    }
}

fn sort(needs: &mut Vec<LockedNeed>) {
    needs.sort_by(|a, b| {
        let key = |need: &LockedNeed| (need.by, need.kind, need.is_dev);
        (&a.name, &a.wanted, &a.of_extra, &a.of_group, &a.marker, &a.extras)
            .cmp(&(&b.name, &b.wanted, &b.of_extra, &b.of_group, &b.marker, &b.extras))
            .then_with(|| key(a).cmp(&key(b)))
    });
    needs.dedup();
}

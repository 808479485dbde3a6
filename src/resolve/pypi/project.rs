//! A project's versions in the order in which an install would try them.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use pep440_rs::Version;
use pubgrub::Ranges;

use crate::fetch::{FetchError, PythonReleases, Resolved};
use crate::model::{PackageSpec, Target};

/// A project as far as the index was asked about it, and how others ask for it.
pub(super) struct Project {
    pub releases: PythonReleases,
    /// Of the package that the installation is for: its versions as the request ranks them, and the request.
    root: OnceCell<(PackageSpec, Vec<Version>)>,
    /// Versions that somebody names with `==`: a yanked one will do.
    pins: RefCell<BTreeSet<Version>>,
    /// Somebody asks for versions among which no final one is.
    prereleases: Cell<bool>,
    heard: RefCell<Vec<Ranges<Version>>>,
    /// Whether an install would take a version, and the same where it is pinned.
    taken: RefCell<BTreeMap<(Version, bool), bool>>,
}

/// Beyond these, who asks for what no longer makes a difference to pre-releases.
const MOST_HEARD: usize = 1_000;

impl Project {
    pub fn new(releases: PythonReleases) -> Self {
        Self {
            releases,
            root: OnceCell::new(),
            pins: RefCell::default(),
            prereleases: Cell::new(false),
            heard: RefCell::default(),
            taken: RefCell::default(),
        }
    }

    /// The installation is for this project.
    pub fn is_wanted(&self, spec: &PackageSpec, target: &Target) -> Result<(), FetchError> {
        let versions = self.releases.admitted(spec, target)?;
        // Said once for a project; a second request says the same.
        let _ = self.root.set((spec.clone(), versions));
        Ok(())
    }

    /// Somebody asks for the project so.
    pub fn hear(&self, range: &Ranges<Version>, pins: &[Version], target: &Target) {
        self.pins.borrow_mut().extend(pins.iter().cloned());
        if self.prereleases.get() || self.heard.borrow().len() >= MOST_HEARD || self.heard.borrow().contains(range) {
            return;
        }
        self.heard.borrow_mut().push(range.clone());
        let has_final = self.finals().any(|version| range.contains(version) && self.takes(version, target));
        self.prereleases.set(!has_final);
    }

    /// What an install takes of these: the newest final version, or a pre-release where it has to be one.
    pub fn best(&self, range: &Ranges<Version>, target: &Target) -> Option<Version> {
        if let Some((_, ranked)) = self.root.get() {
            return ranked.iter().find(|version| range.contains(version)).cloned();
        }
        let fits = |version: &&Version| range.contains(version) && self.takes(version, target);
        let prereleases = || self.releases.versions().rev().filter(|version| self.prereleases.get() && version.any_prerelease());
        self.finals().find(fits).or_else(|| prereleases().find(fits)).cloned()
    }

    /// What is most likely taken of these where it is not known how everybody asks for it.
    pub fn guess(&self, range: &Ranges<Version>, target: &Target) -> Option<Version> {
        let newest = || self.releases.versions().rev().find(|version| range.contains(version));
        self.best(range, target).or_else(|| newest().filter(|version| self.would_take(version, true, target)).cloned())
    }

    fn finals(&self) -> impl Iterator<Item = &Version> {
        self.releases.versions().rev().filter(|version| !version.any_prerelease())
    }

    fn takes(&self, version: &Version, target: &Target) -> bool {
        let is_pinned = self.pins.borrow().contains(version);
        self.would_take(version, is_pinned, target)
    }

    fn would_take(&self, version: &Version, is_pinned: bool, target: &Target) -> bool {
        let key = (version.clone(), is_pinned);
        if let Some(takes) = self.taken.borrow().get(&key) {
            return *takes;
        }
        let takes = self.releases.refusal(version, target, is_pinned).is_none();
        self.taken.borrow_mut().insert(key, takes);
        takes
    }

    /// Why the newest of these is not taken, as in `2.0 needs Python >=3.14`; none where it is, or where there are none.
    pub fn refusal(&self, range: &Ranges<Version>, target: &Target) -> Option<String> {
        let newest = self.releases.versions().rev().find(|version| range.contains(version))?;
        let is_pinned = self.pins.borrow().contains(newest);
        Some(format!("{newest} {}", self.releases.refusal(newest, target, is_pinned)?))
    }

    /// What an install takes of the version; of the package itself also what it is compared with.
    pub fn resolved(&self, version: &Version, target: &Target) -> Result<Resolved, FetchError> {
        match self.root.get() {
            Some((spec, ranked)) if ranked.first() == Some(version) => self.releases.chosen(spec, target),
            Some((spec, _)) => self.releases.chosen(&PackageSpec { wanted: Some(format!("=={version}")), ..spec.clone() }, target),
            None => self.releases.installed(version, target),
        }
    }
}

//! What one installation takes of a lock file: for one target, without what only development asks for, with the extras and groups that are
//! chosen.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::locked::{Lock, Locked, LockedNeed};
use super::parts::Parts;
use super::python::Markers;
use super::reading::brief;
use super::roots;
use crate::model::{PackageId, Registry, Target};
use crate::resolve::NeedKind;
use crate::resolve::npm::System;

/// A lock file for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// Its packages are those that are installed; every need that is left counts.
    pub lock: Lock,
    /// What was left out since it is for other platforms; sorted.
    pub elsewhere: Vec<PackageId>,
}

impl Lock {
    pub fn for_target(&self, target: &Target, chosen: &Parts) -> Selected {
        let mut selection = Selection::new(self, target, chosen);
        selection.choose();
        selection.keep_unasked();
        selection.finish()
    }
}

/// A package, and the extra of it that is wanted beside.
type Wanted<'l> = (usize, Option<&'l str>);

struct Selection<'l> {
    lock: &'l Lock,
    chosen: &'l Parts,
    markers: Markers,
    /// By package: it is for this machine.
    fits: Vec<bool>,
    /// By package: it cannot be installed here, since it or something that it cannot do without is for other machines.
    stopped: Vec<bool>,
    taken: Vec<bool>,
    wanted: HashSet<Wanted<'l>>,
    /// Markers and platforms speak against them, as far as is known yet.
    passed_over: BTreeSet<usize>,
    notes: BTreeSet<String>,
}

impl<'l> Selection<'l> {
    fn new(lock: &'l Lock, target: &Target, chosen: &'l Parts) -> Self {
        let machine = System::of(&target.platform);
        let fits: Vec<bool> = lock
            .packages
            .iter()
            .map(|package| package.bundled || machine.takes(&package.platforms.os, &package.platforms.cpu, &package.platforms.libc))
            .collect();
        Self {
            stopped: stopped(lock, &fits),
            taken: vec![false; lock.packages.len()],
            lock,
            chosen,
            markers: Markers::of(target, chosen.clone()),
            fits,
            wanted: HashSet::new(),
            passed_over: BTreeSet::new(),
            notes: BTreeSet::new(),
        }
    }

    /// What the project asks for, and what its extras do; they are those of its own folder, where that is among the packages.
    fn choose(&mut self) {
        let (lock, chosen) = (self.lock, self.chosen);
        let mut pending: Vec<Wanted<'l>> = Vec::new();
        self.follow(&lock.roots, None, &mut pending);
        let folders: Vec<usize> = pending.iter().map(|(at, _)| *at).filter(|at| lock.packages[*at].is_local()).collect();
        for extra in &chosen.extras {
            self.follow(&lock.roots, Some(extra), &mut pending);
            pending.extend(folders.iter().map(|at| (*at, Some(extra.as_str()))));
        }
        self.take(pending);
    }

    fn walk(&mut self, needs: &'l [LockedNeed]) {
        let mut pending: Vec<Wanted<'l>> = Vec::new();
        self.follow(needs, None, &mut pending);
        self.take(pending);
    }

    fn take(&mut self, mut pending: Vec<Wanted<'l>>) {
        while let Some((at, extra)) = pending.pop() {
            if !self.wanted.insert((at, extra)) {
                continue;
            }
            self.taken[at] = true;
            self.follow(&self.lock.packages[at].needs, extra, &mut pending);
        }
    }

    fn follow(&mut self, needs: &'l [LockedNeed], extra: Option<&str>, pending: &mut Vec<Wanted<'l>>) {
        let chosen = self.chosen;
        for need in needs.iter().filter(|need| is_for(need, chosen) && need.of_extra.as_deref() == extra) {
            let Some(by) = need.by else { continue };
            if !self.holds(need) || !self.is_open(by, need) {
                self.passed_over.insert(by);
                continue;
            }
            pending.push((by, None));
            pending.extend(need.extras.iter().map(|extra| (by, Some(extra.as_str()))));
        }
    }

    fn holds(&mut self, need: &LockedNeed) -> bool {
        need.marker.as_deref().is_none_or(|marker| self.marker_holds(marker))
    }

    /// What is not understood is taken: rather too much than too little.
    fn marker_holds(&mut self, marker: &str) -> bool {
        self.markers.holds(marker).unwrap_or_else(|| {
            self.notes.insert(format!("the marker `{}` is not understood, and was taken to hold", brief(marker)));
            true
        })
    }

    fn is_open(&mut self, by: usize, need: &LockedNeed) -> bool {
        let package = &self.lock.packages[by];
        if package.marker.as_deref().is_some_and(|marker| !self.marker_holds(marker)) {
            return false;
        }
        if self.stopped[by] && need.kind == NeedKind::Optional {
            return false;
        }
        if !self.fits[by] {
            self.notes.insert(format!("an installation stops at `{}`, which is for other platforms and not optional", package.id));
        }
        true
    }

    /// npm installs whatever its file lists. What nothing asks for, not even development or another platform, is kept.
    fn keep_unasked(&mut self) {
        let packages = &self.lock.packages;
        let mut known = vec![false; packages.len()];
        for by in self.lock.roots.iter().filter(|need| !need.is_dev).filter_map(|need| need.by) {
            roots::walk(packages, by, &mut known, |need| !need.is_dev);
        }
        for at in 0..packages.len() {
            if self.taken[at] || known[at] || packages[at].is_dev || self.stopped[at] {
                continue;
            }
            self.notes.insert(format!("nothing asks for `{}`, which is in the file and was taken", packages[at].id));
            let lock = self.lock;
            self.taken[at] = true;
            self.wanted.insert((at, None));
            self.walk(&lock.packages[at].needs);
        }
    }

    fn finish(mut self) -> Selected {
        let (old, taken) = (self.lock, self.taken.clone());
        let numbers: HashMap<usize, usize> = (0..taken.len()).filter(|at| taken[*at]).enumerate().map(|(new, old)| (old, new)).collect();
        let mut packages = Vec::new();
        for at in (0..taken.len()).filter(|at| taken[*at]) {
            let package = &old.packages[at];
            let needs = self.needs(&package.needs, Some(at), &numbers);
            packages.push(Locked { needs, is_dev: false, ..package.clone() });
        }
        let roots = self.needs(&old.roots, None, &numbers);
        let elsewhere = self.passed_over.iter().filter(|at| !taken[**at]).map(|at| &old.packages[*at]);
        let elsewhere: BTreeSet<PackageId> =
            elsewhere.filter(|package| package.id.registry != Registry::Local).map(|package| package.id.clone()).collect();
        let notes = old.notes.iter().cloned().chain(self.notes).collect();
        let lock = Lock { format: old.format, roots, packages, offers: old.offers.clone(), notes };
        Selected { lock, elsewhere: elsewhere.into_iter().collect() }
    }

    /// Those that count, by the new numbers.
    fn needs(&mut self, needs: &[LockedNeed], asker: Option<usize>, numbers: &HashMap<usize, usize>) -> Vec<LockedNeed> {
        let mut left = Vec::new();
        let chosen = self.chosen;
        for need in needs.iter().filter(|need| is_for(need, chosen)) {
            let extra = need.of_extra.as_deref();
            let is_wanted = match (extra, asker) {
                (None, _) => true,
                (Some(extra), Some(asker)) => self.wanted.contains(&(asker, Some(extra))),
                (Some(extra), None) => chosen.has_extra(extra),
            };
            if !is_wanted || !self.holds(need) {
                continue;
            }
            match need.by.map(|by| numbers.get(&by)) {
                Some(Some(by)) => left.push(LockedNeed { by: Some(*by), ..need.clone() }),
                Some(None) => {}
                None => left.push(need.clone()),
            }
        }
        left
    }
}

/// What only development asks for is for whoever chooses its group.
fn is_for(need: &LockedNeed, chosen: &Parts) -> bool {
    !need.is_dev || need.of_group.as_deref().is_some_and(|group| chosen.has_group(group))
}

/// As npm has it, an optional package goes with all that cannot be installed without each other.
fn stopped(lock: &Lock, fits: &[bool]) -> Vec<bool> {
    let mut askers: Vec<Vec<usize>> = vec![Vec::new(); lock.packages.len()];
    for (at, package) in lock.packages.iter().enumerate().filter(|(_, package)| !package.is_local()) {
        let needs = package.needs.iter().filter(|need| need.kind == NeedKind::Runtime && !need.is_dev && need.of_extra.is_none());
        needs.filter_map(|need| need.by).for_each(|by| askers[by].push(at));
    }
    let mut stopped = vec![false; fits.len()];
    let mut pending: Vec<usize> = (0..fits.len()).filter(|at| !fits[*at]).collect();
    while let Some(at) = pending.pop() {
        if !std::mem::replace(&mut stopped[at], true) {
            pending.extend(askers[at].iter().filter(|asker| !stopped[**asker]));
        }
    }
    stopped
}

//! Asks the index for what the solver will most likely want to know, many questions at once: the newest versions that fit, and what
//! these ask for in turn. A guess that turns out wrong costs a question and nothing else.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use pep440_rs::Version;
use pep508_rs::ExtraName;
use pubgrub::Ranges;

use super::index::PythonIndex;
use super::known::Known;
use super::requirement::{Origin, Requirement};
use super::side_by_side::SideBySide;
use crate::model::PackageName;

/// Questions under way. A package index serves them over one connection.
const AT_ONCE: usize = 32;

/// A project that somebody asks for.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub name: PackageName,
    pub extras: Vec<ExtraName>,
    pub range: Ranges<Version>,
}

impl Wish {
    /// None for what does not come from an index.
    pub fn of(requirement: &Requirement) -> Option<Self> {
        let Origin::Index { range, .. } = &requirement.origin else { return None };
        Some(Self { name: requirement.name.clone(), extras: requirement.extras.clone(), range: range.clone() })
    }
}

/// Wishes, and what they have come to.
#[derive(Default)]
struct Walk {
    open: VecDeque<Wish>,
    /// Projects that are being asked for, and who else waits for the answer.
    asked: BTreeMap<PackageName, Vec<Wish>>,
    /// What all who asked for a project so far would take.
    ranges: BTreeMap<PackageName, Ranges<Version>>,
}

impl Walk {
    /// The next wish that need not wait for another.
    fn next(&mut self) -> Option<Wish> {
        while let Some(wish) = self.open.pop_front() {
            let range = self.ranges.entry(wish.name.clone()).or_insert_with(Ranges::full);
            *range = range.intersection(&wish.range);
            match self.asked.get_mut(&wish.name) {
                Some(waiting) => waiting.push(wish),
                None => {
                    self.asked.insert(wish.name.clone(), Vec::new());
                    return Some(wish);
                }
            }
        }
        None
    }
}

impl<I: PythonIndex> Known<'_, I> {
    pub async fn look_ahead(&self, wishes: Vec<Wish>) {
        let mut walk = Walk { open: wishes.into(), ..Walk::default() };
        let mut questions = SideBySide::new();
        loop {
            while questions.len() < AT_ONCE && self.excess().is_none() {
                let Some(wish) = walk.next() else { break };
                let common = walk.ranges.get(&wish.name).cloned().unwrap_or_else(Ranges::full);
                questions.ask(self.follow(wish, common));
            }
            let Some((name, wishes)) = questions.answer().await else { return };
            walk.open.extend(walk.asked.remove(&name).unwrap_or_default());
            walk.open.extend(wishes);
        }
    }

    /// The project, the version of it that an install would take, and what that one asks for.
    async fn follow(&self, wish: Wish, common: Ranges<Version>) -> (PackageName, Vec<Wish>) {
        let wishes = self.found(&wish, &common).await.map(|version| self.wishes_of(&wish, &version));
        (wish.name, wishes.unwrap_or_default())
    }

    async fn found(&self, wish: &Wish, common: &Ranges<Version>) -> Option<Version> {
        if let Some(own) = self.own_version(&wish.name) {
            return Some(own.clone());
        }
        let project = self.project(&wish.name).await.ok()?;
        let version = project.guess(common, self.target).or_else(|| project.guess(&wish.range, self.target))?;
        self.release(&wish.name, &version).await.ok()?;
        Some(version)
    }

    fn wishes_of(&self, wish: &Wish, version: &Version) -> Vec<Wish> {
        let Some(Ok(release)) = self.known_release(&wish.name, version) else { return Vec::new() };
        let parts: BTreeSet<Option<&ExtraName>> = wish.extras.iter().map(Some).chain([None]).collect();
        let mut wishes = Vec::new();
        for extra in parts {
            if self.followed.borrow_mut().insert((wish.name.clone(), version.clone(), extra.cloned())) {
                let asked = release.metadata.asked(extra, &self.environment);
                wishes.extend(asked.into_iter().filter_map(Wish::of));
            }
        }
        wishes
    }
}

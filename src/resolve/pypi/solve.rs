//! The question to the solver: which versions go together, newest first, and in which order it decides, which is that of uv.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexMap;
use pep440_rs::Version;
use pep508_rs::ExtraName;
use pubgrub::{Dependencies, DependencyProvider, PackageResolutionStatistics, Ranges};

use super::ahead::Wish;
use super::explain::Said;
use super::index::PythonIndex;
use super::known::{Known, Release};
use super::part::Part;
use super::requirement::{Origin, Requirement};
use crate::fetch::{FetchError, admits_python};
use crate::model::PackageName;
use crate::resolve::ResolveError;

/// What takes longer has been made to take long.
const MOST_STEPS: usize = 30_000;
/// A project that was in the way this often is decided early.
const OFTEN: u32 = 5;

pub(super) struct Solver<'a, I> {
    pub known: &'a Known<'a, I>,
    pub package: PackageName,
    pub extras: Vec<ExtraName>,
    pub said: RefCell<Said>,
    /// When each project was first asked for.
    order: RefCell<BTreeMap<PackageName, usize>>,
    /// Projects of which somebody names one version.
    pinned: RefCell<BTreeSet<PackageName>>,
    steps: Cell<usize>,
}

/// Later ones are decided first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Plain,
    InTheWay,
    Pinned,
    Request,
}

type Constraints = IndexMap<Part, Ranges<Version>>;

impl<'a, I: PythonIndex> Solver<'a, I> {
    pub fn new(known: &'a Known<'a, I>, package: PackageName, extras: Vec<ExtraName>) -> Self {
        Self {
            known,
            package,
            extras,
            said: RefCell::default(),
            order: RefCell::default(),
            pinned: RefCell::default(),
            steps: Cell::new(0),
        }
    }

    fn too_much(&self, what: &'static str, limit: usize) -> ResolveError {
        ResolveError::TooMuch { package: self.package.to_string(), what, limit }
    }

    /// Asks for what was not foreseen, and looks ahead from there.
    fn foresee(&self, wishes: Vec<Wish>) -> Result<(), ResolveError> {
        if let Some((what, limit)) = self.known.excess() {
            return Err(self.too_much(what, limit));
        }
        Ok(self.known.index.wait(self.known.look_ahead(wishes))?)
    }

    fn release(&self, name: &PackageName, version: &Version) -> Result<Rc<Release>, ResolveError> {
        if self.known.known_release(name, version).is_none() {
            let range = Ranges::singleton(version.clone());
            self.foresee(vec![Wish { name: name.clone(), extras: Vec::new(), range }])?;
        }
        let answer = match self.known.known_release(name, version) {
            Some(answer) => answer,
            None => self.known.index.wait(self.known.release(name, version))?,
        };
        Ok(answer?)
    }

    /// Takes up who is asked for, and how.
    fn hear(&self, requirements: &[&Requirement]) -> Result<(), ResolveError> {
        let wishes: Vec<Wish> = requirements.iter().filter_map(|requirement| Wish::of(requirement)).collect();
        let is_new = |wish: &Wish| self.known.own_version(&wish.name).is_none() && self.known.known_project(&wish.name).is_none();
        if wishes.iter().any(is_new) {
            self.foresee(wishes)?;
        }
        for requirement in requirements {
            let Origin::Index { range, pins } = &requirement.origin else { continue };
            self.in_order(&requirement.name);
            if !pins.is_empty() {
                self.pinned.borrow_mut().insert(requirement.name.clone());
            }
            if let Some(Ok(project)) = self.known.known_project(&requirement.name) {
                project.hear(range, pins, self.known.target);
            }
        }
        Ok(())
    }

    fn in_order(&self, name: &PackageName) -> usize {
        let mut order = self.order.borrow_mut();
        let next = order.len();
        *order.entry(name.clone()).or_insert(next)
    }

    /// What the whole request is for.
    fn request(&self) -> Constraints {
        self.in_order(&self.package);
        let base = (Part::Base(self.package.clone()), Ranges::full());
        let extras = self.extras.iter().map(|extra| (Part::Extra(self.package.clone(), extra.clone()), Ranges::full()));
        std::iter::once(base).chain(extras).collect()
    }

    /// What a part asks for at a version; or why nobody can have it there.
    fn constraints(&self, part: &Part, name: &PackageName, version: &Version) -> Result<Result<Constraints, String>, ResolveError> {
        let release = self.release(name, version)?;
        let needed = release.metadata.requires_python.as_deref();
        if !admits_python(needed, self.known.target.python) {
            return Ok(Err(format!("needs Python {}", needed.unwrap_or_default())));
        }
        let requirements = release.metadata.asked(part.extra(), &self.known.environment);
        self.hear(&requirements)?;
        let mut constraints = Constraints::new();
        if part.extra().is_some() {
            constraints.insert(Part::Base(name.clone()), Ranges::singleton(version.clone()));
        }
        for requirement in requirements {
            let Origin::Index { range, .. } = &requirement.origin else { continue };
            if requirement.name == *name && !range.contains(version) {
                return Ok(Err(format!("asks for another version of itself: {}", requirement.wanted)));
            }
            self.said.borrow_mut().hear(part, version, requirement);
            let extras = requirement.extras.iter().map(|extra| Part::Extra(requirement.name.clone(), extra.clone()));
            let base = Some(Part::Base(requirement.name.clone())).filter(|base| base.project() != Some(name));
            for asked in extras.chain(base).filter(|asked| asked != part) {
                let known = constraints.entry(asked).or_insert_with(Ranges::full);
                *known = known.intersection(range);
            }
        }
        Ok(Ok(constraints))
    }
}

impl<I: PythonIndex> DependencyProvider for Solver<'_, I> {
    type P = Part;
    type V = Version;
    type VS = Ranges<Version>;
    type Priority = (Rank, Reverse<usize>, bool);
    type M = String;
    type Err = ResolveError;

    /// What is pinned comes first, then what was often in the way, then what was asked for first.
    fn prioritize(&self, part: &Part, _: &Ranges<Version>, statistics: &PackageResolutionStatistics) -> Self::Priority {
        let Some(name) = part.project() else { return (Rank::Request, Reverse(0), true) };
        let rank = if self.pinned.borrow().contains(name) {
            Rank::Pinned
        } else if statistics.conflict_count() >= OFTEN {
            Rank::InTheWay
        } else {
            Rank::Plain
        };
        (rank, Reverse(self.in_order(name)), part.extra().is_some())
    }

    fn choose_version(&self, part: &Part, range: &Ranges<Version>) -> Result<Option<Version>, ResolveError> {
        let Some(name) = part.project() else { return Ok(Some(Version::new([0]))) };
        if let Some(own) = self.known.own_version(name) {
            return Ok(Some(own.clone()).filter(|own| range.contains(own)));
        }
        if self.known.known_project(name).is_none() {
            self.foresee(vec![Wish { name: name.clone(), extras: Vec::new(), range: range.clone() }])?;
        }
        let answer = match self.known.known_project(name) {
            Some(answer) => answer,
            None => self.known.index.wait(self.known.project(name))?,
        };
        match answer {
            Ok(project) => Ok(project.best(range, self.known.target)),
            // Another version may do without it.
            Err(FetchError::UnknownPackage { .. }) if *name != self.package => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn get_dependencies(&self, part: &Part, version: &Version) -> Result<Dependencies<Part, Ranges<Version>, String>, ResolveError> {
        let constraints = match part.project() {
            None => Ok(self.request()),
            Some(name) => self.constraints(part, name, version)?,
        };
        Ok(match constraints {
            Ok(constraints) => Dependencies::Available(constraints.into_iter().collect()),
            Err(why) => Dependencies::Unavailable(why),
        })
    }

    fn should_cancel(&self) -> Result<(), ResolveError> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MOST_STEPS { Err(self.too_much("steps", MOST_STEPS)) } else { Ok(()) }
    }
}

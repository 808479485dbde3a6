//! What a function does with what it is given, in terms of its parameters and the variables around it.

use std::rc::Rc;

use crate::facts::Place;
use crate::signatures::{Effect, Kind, Kinds};

use super::Weakness;
use super::call::Argument;
use super::label::{Label, Root};
use super::value::{Mark, Val};

/// A function keeps this many ends apart; more of them say nothing new.
pub(super) const MAX_HITS: usize = 96;
pub(super) const MAX_WRITES: usize = 48;

/// A value that ends where it can do harm.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub mark: Mark,
    pub kind: Kind,
    pub effect: Effect,
    pub sink: Place,
    pub callee: Rc<str>,
    /// Tests for equality with a text that hold here: the name of the tool, as a rule.
    pub when: When,
    /// The value is a list of arguments that whoever made it has to look into.
    pub argv: Option<Rc<Argv>>,
}

/// A program that is given a list of arguments, or a list that begins with the program.
#[derive(Debug)]
pub(super) struct Argv {
    pub program: Rc<str>,
    pub whole: bool,
}

/// Equalities that hold at a place, the innermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct When(pub Option<Rc<Equal>>);

#[derive(Debug)]
pub(super) struct Equal {
    pub label: Label,
    pub text: Rc<str>,
    pub outer: When,
}

impl When {
    pub fn and(&self, label: Label, text: Rc<str>) -> Self {
        Self(Some(Rc::new(Equal { label, text, outer: self.clone() })))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Equal> {
        std::iter::successors(self.0.as_deref(), |equal| equal.outer.0.as_deref())
    }
}

/// A value that a check has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub label: Label,
    pub closes: Kinds,
    pub weak: Option<(Weakness, Place)>,
    /// It closes the value as a path, if `..` and links were undone before: whoever calls knows.
    pub if_normal: Option<Place>,
}

/// What holds where.
pub(super) type Checks = Vec<Checked>;

/// Members of a returned object, or elements of a returned array, true or false where that is known.
pub(super) type Parts = Vec<(Rc<str>, Option<bool>)>;

/// One way out of a function.
#[derive(Debug, Clone)]
pub(super) struct Exit {
    /// What is returned, true or false where that is known.
    pub truth: Option<bool>,
    pub parts: Parts,
    /// What holds when this way is taken.
    pub checks: Checks,
    /// What holds besides if the returned value is true, or false.
    pub if_true: Checks,
    pub if_false: Checks,
    pub place: Option<Place>,
    /// The way that is taken when nobody has configured anything.
    pub by_default: bool,
    /// A setting that only whoever calls knows decides whether it is taken.
    pub gated: bool,
}

/// A function that was given as an argument, and is called.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    pub label: Label,
    pub arguments: Vec<Argument>,
    pub place: Place,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    /// It has been walked to its end; without a way out it never returns.
    pub complete: bool,
    pub returns: Val,
    pub hits: Vec<Hit>,
    pub exits: Vec<Exit>,
    pub writes: Vec<(Root, Val)>,
    pub callbacks: Vec<Callback>,
}

impl Checked {
    /// What the check makes of a value.
    pub fn on(&self, mark: &mut Mark) {
        mark.closed = mark.closed.with(self.closes);
        mark.weak = mark.weak.or(self.weak);
        match self.if_normal {
            Some(_) if mark.normal => mark.closed = mark.closed.with(Kinds::of(Kind::Path)),
            Some(place) => mark.weak = mark.weak.or(Some((Weakness::BeforeNormalising, place))),
            None => {}
        }
    }

    /// What is left of it where another way may have been taken; none if the other knows nothing of the value.
    pub fn and(self, other: Option<&Self>) -> Option<Self> {
        let other_closes = other.map_or(Kinds::NONE, |other| other.closes);
        let closes = self.closes.both(other_closes);
        // A check that only one of the ways has gone through keeps nothing off, unless the other way needs none.
        let weak = match (self.weak, other.and_then(|other| other.weak)) {
            (Some(weak), Some(_)) => Some(weak),
            (Some(weak), None) if !other_closes.is_empty() => Some(weak),
            (None, Some(weak)) if !self.closes.is_empty() => Some(weak),
            _ => None,
        };
        // Where the other way has closed the path outright, this one's condition stays.
        let path = Kinds::of(Kind::Path);
        let closed = |check: &Self| check.closes.has(Kind::Path);
        let if_normal = match (self.if_normal, other.and_then(|other| other.if_normal)) {
            (Some(place), Some(_)) => Some(place),
            (Some(place), None) if other.is_some_and(closed) => Some(place),
            (None, Some(place)) if closed(&self) => Some(place),
            _ => None,
        };
        let closes =
            if if_normal.is_some() { Kind::ALL.into_iter().filter(|kind| closes.has(*kind) && !path.has(*kind)).collect() } else { closes };
        (!closes.is_empty() || weak.is_some() || if_normal.is_some()).then_some(Self { label: self.label, closes, weak, if_normal })
    }
}

/// What all ways agree on.
pub(super) fn agreed(mut all: impl Iterator<Item = Checks>) -> Checks {
    let Some(first) = all.next() else { return Vec::new() };
    all.fold(first, |known, other| {
        known
            .into_iter()
            .filter_map(|check| {
                let same = other.iter().find(|other| other.label == check.label)?;
                check.and(Some(same))
            })
            .collect()
    })
}

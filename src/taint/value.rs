//! What is known of a value: whose it is, how much of it, and what has been checked.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::facts::Place;
use crate::signatures::{Kind, Kinds};

use super::label::{Label, NAMES};
use super::{Part, Weakness};

/// A value keeps this many marks apart.
const MAX_MARKS: usize = 16;
/// An array keeps this many elements apart.
const MAX_ITEMS: usize = 64;

/// How a value got from one place to the next, for the reader of a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// Passed to a function as its parameter.
    Passed(String),
    /// Comes back from a function.
    Returned(String),
    /// Put into a text.
    Built,
    /// Kept in a variable or field of this name.
    Kept(String),
    /// Handed through a function that is not known.
    Through(String),
    /// Brought back from an address that the value before chose.
    Fetched,
}

/// The stations of a value, the latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trail(Option<Rc<Station>>);

#[derive(Debug, PartialEq, Eq)]
struct Station {
    before: Trail,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Step(Place, Note),
    /// The stations inside a function that was called.
    Inner(Trail),
}

impl Trail {
    pub fn step(&self, place: Place, note: Note) -> Self {
        Self(Some(Rc::new(Station { before: self.clone(), what: What::Step(place, note) })))
    }

    pub fn join(&self, inner: &Self) -> Self {
        if inner.0.is_none() {
            return self.clone();
        }
        Self(Some(Rc::new(Station { before: self.clone(), what: What::Inner(inner.clone()) })))
    }

    /// From the first to the last, at most `most` of them.
    pub fn steps(&self, most: usize) -> Vec<(Place, Note)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        // The way back is walked with a stack, since trails of trails are as deep as the calls.
        while let Some(trail) = open.pop() {
            let Some(station) = &trail.0 else { continue };
            if found.len() >= most {
                break;
            }
            open.push(&station.before);
            match &station.what {
                What::Step(place, note) => found.push((*place, note.clone())),
                What::Inner(inner) => open.push(inner),
            }
        }
        found.reverse();
        found
    }
}

/// A part of a value that somebody else chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub label: Label,
    /// What it can no longer be used for.
    pub closed: Kinds,
    pub part: Part,
    /// The text that it was put into last.
    pub built: Option<Place>,
    /// The first of these texts that reads like a piece of a query.
    pub clause: Option<Place>,
    pub weak: Option<(Weakness, Place)>,
    /// It is what the label stands for, or another form of it: a check of one is a check of the other.
    pub same: bool,
    /// `..` and links are undone.
    pub normal: bool,
    /// It has no `..` in it.
    pub no_parents: bool,
    /// It was split at blanks: each word of it is an argument.
    pub split: bool,
    /// It came back from an address that the label stands for.
    pub remote: bool,
    /// Functions that nobody knows have had it in their hands.
    pub doubts: u8,
    pub trail: Trail,
}

impl Mark {
    pub fn new(label: Label) -> Self {
        Self {
            label,
            closed: Kinds::NONE,
            part: Part::Whole,
            built: None,
            clause: None,
            weak: None,
            same: true,
            normal: false,
            no_parents: false,
            split: false,
            remote: false,
            doubts: 0,
            trail: Trail::default(),
        }
    }

    pub fn is_open(&self, kind: Kind) -> bool {
        !self.closed.has(kind)
    }

    /// The same station of the same value, as far as a sink can tell.
    fn is_like(&self, other: &Self) -> bool {
        self.label == other.label
            && self.same == other.same
            && self.part == other.part
            && self.split == other.split
            && self.remote == other.remote
    }

    /// Either of two ways may have been taken.
    fn merge(&mut self, other: &Self) {
        // The way that leaves more open is the one to tell.
        if other.closed.both(self.closed) == other.closed && other.closed != self.closed {
            self.trail = other.trail.clone();
            self.built = other.built;
            self.clause = other.clause;
        }
        self.closed = self.closed.both(other.closed);
        // A check that only one of the ways has gone through keeps nothing off.
        self.weak = self.weak.and(other.weak);
        self.same &= other.same;
        self.normal &= other.normal;
        self.no_parents &= other.no_parents;
        self.doubts = self.doubts.min(other.doubts);
    }
}

/// What is known of a value. Without marks nobody outside has a say in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Val {
    pub marks: Vec<Mark>,
    /// Members that are known apart from the whole.
    pub fields: Option<Rc<BTreeMap<Rc<str>, Val>>>,
    pub items: Option<Rc<Vec<Val>>>,
    /// The text, where it is constant.
    pub text: Option<Rc<str>>,
}

impl Val {
    pub fn of(label: Label) -> Self {
        Self { marks: vec![Mark::new(label)], ..Self::default() }
    }

    pub fn text(text: &str) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    pub fn list(mut items: Vec<Self>) -> Self {
        let rest: Vec<Self> = items.split_off(items.len().min(MAX_ITEMS));
        let mut value = Self { items: Some(Rc::new(items)), ..Self::default() };
        for item in rest {
            value.add(&item.everything());
        }
        value
    }

    pub fn marked(marks: Vec<Mark>) -> Self {
        Self { marks, ..Self::default() }
    }

    /// Nobody outside has a say in any part of it.
    pub fn is_clean(&self) -> bool {
        self.marks.is_empty()
            && self.fields.as_ref().is_none_or(|fields| fields.values().all(Self::is_clean))
            && self.items.as_ref().is_none_or(|items| items.iter().all(Self::is_clean))
    }

    /// The marks of all its parts; the names of its members are none.
    pub fn everything(&self) -> Vec<Mark> {
        let mut all = Vec::new();
        self.gather(&mut all, 0);
        all
    }

    fn gather(&self, all: &mut Vec<Mark>, depth: u32) {
        for mark in &self.marks {
            insert(all, mark);
        }
        if depth > 6 {
            return;
        }
        for part in self.members().chain(self.items.iter().flat_map(|items| items.iter())) {
            part.gather(all, depth + 1);
        }
    }

    pub fn add(&mut self, marks: &[Mark]) {
        for mark in marks {
            insert(&mut self.marks, mark);
        }
    }

    fn members(&self) -> impl Iterator<Item = &Self> {
        self.fields.iter().flat_map(|fields| fields.iter()).filter(|(name, _)| &***name != NAMES).map(|(_, member)| member)
    }

    /// The names of its members. Those that stand in the code are nobody's word.
    pub fn names(&self) -> Self {
        let name: Rc<str> = NAMES.into();
        let of_whole = self.marks.iter().map(|mark| Mark { label: mark.label.member(&name), same: false, ..mark.clone() });
        let mut names = Self::marked(of_whole.collect());
        // What is made of pairs has their first halves for names.
        for part in self.fields.iter().filter_map(|fields| fields.get(NAMES)).chain(self.items.iter().flat_map(|items| items.iter())) {
            names.add(&part.everything());
        }
        names
    }

    /// It has a member of this name.
    pub fn add_name(&mut self, name: &Self) {
        if !name.is_clean() {
            let mut names = self.fields.as_ref().and_then(|fields| fields.get(NAMES)).cloned().unwrap_or_default();
            names.add(&name.everything());
            self.set(&NAMES.into(), names);
        }
    }

    /// `value.name`
    pub fn member(&self, name: &Rc<str>) -> Self {
        if &**name == NAMES {
            return self.names();
        }
        if let Some(field) = self.fields.as_ref().and_then(|fields| fields.get(name)) {
            return field.clone();
        }
        let marks = self.marks.iter().map(|mark| Mark { label: mark.label.member(name), ..mark.clone() }).collect();
        Self { marks, ..Self::default() }
    }

    fn has_field(&self, name: &str) -> bool {
        self.fields.as_ref().is_some_and(|fields| fields.contains_key(name))
    }

    /// What a label leads to from here; the elements of a list have no part in a label.
    pub fn reach(&self, path: &[Rc<str>]) -> Self {
        path.iter().fold(self.clone(), |value, name| match &value.items {
            // One item stands for each, as what a loop or a `map` makes.
            Some(items) if !value.has_field(name) && (items.len() == 1 || value.element().has_field(name)) => value.element().member(name),
            _ => value.member(name),
        })
    }

    /// Any element of it.
    pub fn element(&self) -> Self {
        let mut value = Self { marks: self.marks.clone(), ..Self::default() };
        let mut only = None;
        for item in self.items.iter().flat_map(|items| items.iter()) {
            value = match only.replace(()) {
                None if value.marks.is_empty() => item.clone(),
                _ => value.or(item),
            };
        }
        value
    }

    /// Any element or member of it.
    pub fn any(&self) -> Self {
        self.members().fold(self.element(), |all, member| all.or(member))
    }

    pub fn set(&mut self, name: &Rc<str>, value: Self) {
        let mut fields = self.fields.as_deref().cloned().unwrap_or_default();
        if fields.len() < MAX_ITEMS || fields.contains_key(name) {
            fields.insert(name.clone(), value);
            self.fields = Some(Rc::new(fields));
        } else {
            self.add(&value.everything());
        }
    }

    /// One of two values.
    pub fn or(&self, other: &Self) -> Self {
        let mut value = self.clone();
        value.add(&other.marks);
        value.text = if self.text == other.text { self.text.clone() } else { None };
        value.items = match (&self.items, &other.items) {
            (Some(a), Some(b)) if a.len() == b.len() => Some(Rc::new(a.iter().zip(b.iter()).map(|(a, b)| a.or(b)).collect())),
            (Some(a), Some(b)) => Some(if a.len() > b.len() { a.clone() } else { b.clone() }),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        value.fields = match (&self.fields, &other.fields) {
            (Some(a), Some(b)) => {
                let mut all = (**a).clone();
                for (name, field) in b.iter() {
                    let both = all.get(name).map_or_else(|| field.clone(), |known| known.or(field));
                    all.insert(name.clone(), both);
                }
                Some(Rc::new(all))
            }
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        value
    }

    /// The same value with every mark changed.
    pub fn map(&self, change: &mut dyn FnMut(&mut Mark)) -> Self {
        self.map_deep(change, 0)
    }

    fn map_deep(&self, change: &mut dyn FnMut(&mut Mark), depth: u32) -> Self {
        let mut value = self.clone();
        value.marks.iter_mut().for_each(&mut *change);
        if depth < 6 {
            if let Some(items) = &self.items {
                value.items = Some(Rc::new(items.iter().map(|item| item.map_deep(change, depth + 1)).collect()));
            }
            if let Some(fields) = &self.fields {
                value.fields =
                    Some(Rc::new(fields.iter().map(|(name, field)| (name.clone(), field.map_deep(change, depth + 1))).collect()));
            }
        }
        value
    }
}

fn insert(all: &mut Vec<Mark>, mark: &Mark) {
    let room = all.len() < MAX_MARKS;
    match all.iter_mut().find(|known| known.is_like(mark)) {
        Some(known) => known.merge(mark),
        None if room => all.push(mark.clone()),
        None => {}
    }
}

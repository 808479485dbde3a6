//! What is known at one point of a function: the values of variables, and what has been checked on the way.

use std::collections::HashMap;

use crate::signatures::{Kind, Kinds};
use crate::syntax::arena::BuildFastHasher;

use super::label::Label;
use super::summary::{Checked, Checks};
use super::value::{Mark, Val};

/// A check as a test tells it: the variable or member that was looked at, and what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Check {
    pub slots: Vec<Label>,
    pub labels: Vec<Label>,
    pub closes: Kinds,
    pub weak: Option<(super::Weakness, crate::facts::Place)>,
    /// See [`Checked::if_normal`].
    pub if_normal: Option<crate::facts::Place>,
    /// There is no `..` in it.
    pub no_parents: bool,
}

type Known = HashMap<Label, Checked, BuildFastHasher>;

#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    slots: HashMap<Label, Val, BuildFastHasher>,
    checked: Known,
}

impl Env {
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whichever of two ways was taken, the same is known behind it.
    pub fn is_same(&self, other: &Self) -> bool {
        self.checked == other.checked && self.slots == other.slots
    }

    pub fn get(&self, slot: &Label) -> Option<Val> {
        self.slots.get(slot).map(|value| self.as_checked(value))
    }

    pub fn set(&mut self, slot: Label, value: Val) {
        if self.slots.len() > 64 && slot.path.is_empty() {
            // Members are few: looking for those of the variable is worth it in small environments only.
            self.slots.insert(slot, value);
            return;
        }
        self.slots.retain(|known, _| known.root != slot.root || known.path.len() <= slot.path.len() || !known.path.starts_with(&slot.path));
        self.slots.insert(slot, value);
    }

    /// As [`Self::set`], where members that are known apart stay what they are.
    pub fn renew(&mut self, slot: Label, value: Val) {
        self.slots.insert(slot, value);
    }

    /// The value with what checks of the same thing have shown since.
    pub fn as_checked(&self, value: &Val) -> Val {
        if self.checked.is_empty() || value.marks.is_empty() && value.fields.is_none() && value.items.is_none() {
            return value.clone();
        }
        value.map(&mut |mark| self.look(mark))
    }

    fn look(&self, mark: &mut Mark) {
        if mark.same
            && let Some(checked) = self.checked.get(&mark.label)
        {
            checked.on(mark);
        }
    }

    pub fn apply(&mut self, checks: &[Check]) {
        for check in checks {
            for label in &check.labels {
                self.note(label.clone(), check);
                self.note_address(label, check);
            }
            for slot in &check.slots {
                if let Some(value) = self.slots.get_mut(slot) {
                    *value = value.map(&mut |mark| close(mark, check));
                } else {
                    self.note(slot.clone(), check);
                }
            }
        }
    }

    /// An address whose host was checked is checked itself; one whose scheme was checked may be opened.
    fn note_address(&mut self, label: &Label, check: &Check) {
        for (part, kind) in [(&HOST[..], Kind::Url), (&SCHEME[..], Kind::Open)] {
            if check.closes.has(kind)
                && let Some(address) = above(label, part)
            {
                self.note(address, &Check { closes: Kinds::of(kind), if_normal: None, ..check.clone() });
            }
        }
    }

    fn note(&mut self, label: Label, check: &Check) {
        let new = Checked { label: label.clone(), closes: Kinds::NONE, weak: None, if_normal: None };
        let known = self.checked.entry(label).or_insert(new);
        known.closes = known.closes.with(check.closes);
        known.weak = known.weak.or(check.weak);
        known.if_normal = known.if_normal.or(check.if_normal);
    }

    /// What has been checked of these.
    pub fn checks_of(&self, labels: &[Label]) -> Vec<Check> {
        let known = labels.iter().filter_map(|label| self.checked.get(label));
        known
            .map(|checked| Check {
                slots: Vec::new(),
                labels: vec![checked.label.clone()],
                closes: checked.closes,
                weak: checked.weak,
                if_normal: checked.if_normal,
                no_parents: false,
            })
            .collect()
    }

    /// What has been checked so far, in terms of what the values stand for.
    pub fn checks(&self) -> Checks {
        let mut all: Checks = self.checked.values().cloned().collect();
        all.sort_by(|a, b| (a.label.root, &a.label.path).cmp(&(b.label.root, &b.label.path)));
        all
    }

    /// As [`Self::join`], but what was checked on one way counts.
    pub fn join_trusting(self, other: &Self) -> Self {
        let mut labels: Vec<Label> = self.checked.keys().chain(other.checked.keys()).cloned().collect();
        labels.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        let mut checks = self.checks_of(&labels);
        checks.extend(other.checks_of(&labels));
        let mut both = self.join(other);
        both.apply(&checks);
        both
    }

    /// Either of two ways was taken.
    pub fn join(self, other: &Self) -> Self {
        let mut slots = self.slots;
        for (slot, value) in &other.slots {
            let both = match slots.get(slot) {
                Some(known) if known == value => continue,
                Some(known) => self_checked(&self.checked, known).or(&other.as_checked(value)),
                None => other.as_checked(value),
            };
            slots.insert(slot.clone(), both);
        }
        let checked =
            self.checked.into_iter().filter_map(|(label, mine)| mine.and(other.checked.get(&label)).map(|both| (label, both))).collect();
        Self { slots, checked }
    }
}

fn self_checked(checked: &Known, value: &Val) -> Val {
    value.map(&mut |mark| {
        if mark.same
            && let Some(known) = checked.get(&mark.label)
        {
            known.on(mark);
        }
    })
}

fn close(mark: &mut Mark, check: &Check) {
    Checked { label: mark.label.clone(), closes: check.closes, weak: check.weak, if_normal: check.if_normal }.on(mark);
    mark.no_parents |= check.no_parents;
}

/// Members of an address that tell where it leads, and of what a name stands for.
const HOST: [&str; 5] = ["hostname", "host", "netloc", "origin", "address"];
/// Members that tell which program opens it.
const SCHEME: [&str; 2] = ["protocol", "scheme"];

/// `url` for `url.hostname`.
fn above(label: &Label, parts: &[&str]) -> Option<Label> {
    let at = label.path.iter().position(|name| parts.contains(&&**name))?;
    Some(Label { root: label.root, path: label.path[..at].into() })
}

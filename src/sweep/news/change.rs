//! What lies between two nights' judgements of one package.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{PackageId, PackageName, Severity, Verdict};
use crate::store::sweep::Standing;
use crate::sweep::details::{Details, FINDINGS_MAX, Found, Told, WORDS_MAX};

/// Of one package, so many texts and findings are told; how many there are is told as well.
const TOLD_MAX: usize = 20;

/// A standing with its details read.
#[derive(Debug, Clone)]
pub struct Side {
    pub package: PackageId,
    pub verdict: Verdict,
    pub score: u8,
    pub details: Details,
}

impl Side {
    pub(super) fn of(standing: &Standing) -> Self {
        Self {
            package: PackageId { registry: standing.registry, name: PackageName::local(&standing.name), version: standing.version.clone() },
            verdict: standing.verdict,
            score: standing.score,
            details: Details::read(&standing.details),
        }
    }
}

/// What is new about one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub package: PackageId,
    pub before: Before,
    pub verdict: Verdict,
    pub score: u8,
    pub summary: String,
    /// The same files as before: then the rules are others, or what is known around the package.
    pub same_files: bool,
    /// Other files under the same version.
    pub swapped: bool,
    pub gained: Gained,
    pub retold: Vec<Retold>,
    /// How many there are in all.
    pub retold_in_all: usize,
    pub findings: Vec<Found>,
    pub findings_in_all: usize,
    pub withdrawn: Option<Withdrawn>,
}

/// What it was compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub version: String,
    pub verdict: Verdict,
    pub score: u8,
}

/// What the package can do that it could not, in words of capabilities.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gained {
    /// Of kinds that it had nothing of.
    pub kinds: Vec<String>,
    /// More of a kind that it had.
    pub more: Vec<String>,
    /// Hosts among these that no document names.
    pub undeclared: Vec<String>,
}

impl Gained {
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.more.is_empty()
    }
}

/// Something else that a model is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retold {
    /// `tool send_mail`, `prompt review`, `instructions`
    pub what: String,
    /// How it began; none where it was not there.
    pub before: Option<String>,
    /// None where it is no more.
    pub after: Option<String>,
}

/// Who publishes the version does not stand by it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub how: How,
    /// Empty where nobody says why.
    pub why: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    Yanked,
    Deprecated,
}

impl How {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yanked => "yanked",
            Self::Deprecated => "deprecated",
        }
    }
}

impl Change {
    pub(super) fn between(old: &Side, new: &Side) -> Self {
        let (was, is) = (&old.details, &new.details);
        let is_known = !was.artifacts.is_empty() && !is.artifacts.is_empty();
        let same_files = is_known && was.artifacts == is.artifacts;
        // Of a package that was not read, whatever is known now or was known then is no news.
        let is_read = old.verdict != Verdict::Incomplete && new.verdict != Verdict::Incomplete;
        let (retold, retold_in_all) = first(if is_read { retold(was, is) } else { Vec::new() });
        let (findings, findings_in_all) = first(if is_read { graver(was, is) } else { Vec::new() });
        Self {
            package: new.package.clone(),
            before: Before { version: old.package.version.clone(), verdict: old.verdict, score: old.score },
            verdict: new.verdict,
            score: new.score,
            summary: is.summary.clone(),
            same_files,
            swapped: is_known && !same_files && old.package.version == new.package.version,
            gained: if is_read { gained(was, is) } else { Gained::default() },
            retold,
            retold_in_all,
            findings,
            findings_in_all,
            withdrawn: withdrawn(old, new),
        }
    }

    /// By their order: what was not read may hold anything but the worst that was seen.
    pub fn is_worse(&self) -> bool {
        self.verdict > self.before.verdict
    }

    pub fn is_better(&self) -> bool {
        self.verdict < self.before.verdict
    }

    pub fn is_new_version(&self) -> bool {
        self.package.version != self.before.version
    }
}

fn first<T>(mut all: Vec<T>) -> (Vec<T>, usize) {
    let number = all.len();
    all.truncate(TOLD_MAX);
    (all, number)
}

fn kind(word: &str) -> &str {
    word.split(':').next().unwrap_or_default()
}

fn kinds<'w>(words: impl Iterator<Item = &'w String>) -> BTreeSet<&'w str> {
    words.map(|word| kind(word)).collect()
}

fn gained(was: &Details, is: &Details) -> Gained {
    let own_kinds = kinds(was.capabilities.iter());
    let all_kinds = kinds(was.capabilities.iter().chain(&was.bundled));
    let mut gained = Gained::default();
    for word in is.capabilities.iter().filter(|word| is_news(word, &was.capabilities) && !was.bundled.contains(*word)) {
        let list = if own_kinds.contains(kind(word)) { &mut gained.more } else { &mut gained.kinds };
        list.push(word.clone());
    }
    // Libraries come with a thousand details; that they bring a kind which nothing had is worth telling.
    let brought = is.bundled.iter().filter(|word| is_news(word, &was.bundled) && !all_kinds.contains(kind(word)));
    gained.kinds.extend(brought.cloned());
    gained.kinds.sort();
    gained.kinds.dedup();
    let hosts = gained.kinds.iter().chain(&gained.more).filter_map(|word| word.strip_prefix("network-out:"));
    gained.undeclared = hosts.filter(|host| is.undeclared.contains(*host)).map(str::to_owned).collect();
    gained
}

/// Of a set that was cut off, nothing is known of what comes after its last word.
fn is_news(word: &String, known: &BTreeSet<String>) -> bool {
    let is_beyond = known.len() >= WORDS_MAX && known.last().is_some_and(|last| word > last);
    !known.contains(word) && !is_beyond
}

fn retold(was: &Details, is: &Details) -> Vec<Retold> {
    if was.told == is.told {
        return Vec::new();
    }
    let mut all = Vec::new();
    texts("tool ", &was.tools, &is.tools, &mut all);
    texts("", &was.offers, &is.offers, &mut all);
    all
}

fn texts(kind: &str, was: &BTreeMap<String, Told>, is: &BTreeMap<String, Told>, all: &mut Vec<Retold>) {
    let begins = |told: Option<&Told>| told.map(|told| told.begins.clone());
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let (before, after) = (was.get(name), is.get(name));
        if before.map(|told| told.digest) != after.map(|told| told.digest) {
            all.push(Retold { what: format!("{kind}{name}"), before: begins(before), after: begins(after) });
        }
    }
}

fn is_grave(found: &Found) -> bool {
    found.severity >= Severity::High
}

/// Grave findings that were not there, or were not grave; wherever in the package they stood.
fn graver(was: &Details, is: &Details) -> Vec<Found> {
    let known: BTreeSet<(&str, &str)> =
        was.findings.iter().filter(|found| is_grave(found)).map(|found| (found.rule.as_str(), found.message.as_str())).collect();
    // The worst are kept first: where even those are too many, only a rule that found nothing is news.
    let is_full = was.findings.len() >= FINDINGS_MAX && was.findings.iter().all(is_grave);
    let is_new = |found: &&Found| {
        if is_full { !was.rules.contains_key(&found.rule) } else { !known.contains(&(found.rule.as_str(), found.message.as_str())) }
    };
    let mut seen = BTreeSet::new();
    let grave = is.findings.iter().filter(|found| is_grave(found)).filter(is_new);
    grave.filter(|found| seen.insert((&found.rule, &found.message))).cloned().collect()
}

fn withdrawn(old: &Side, new: &Side) -> Option<Withdrawn> {
    let (was, is) = (&old.details, &new.details);
    let told = |how, before: &Option<String>, now: &Option<String>| match (before, now) {
        (None, Some(why)) => Some(Withdrawn { how, why: why.clone() }),
        (Some(_) | None, None) | (Some(_), Some(_)) => None,
    };
    told(How::Yanked, &was.yanked, &is.yanked).or_else(|| told(How::Deprecated, &was.deprecated, &is.deprecated))
}

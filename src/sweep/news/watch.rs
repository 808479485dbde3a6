//! The packages that somebody approved: whatever is new about one of them is for a person.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::change::{Change, Side};
use crate::approvals::{Entry, compare_versions};
use crate::model::{PackageId, PackageName, Registry, Verdict};
use crate::store::sweep::{DeadItem, Notice};

/// Of one package, so much is told.
const HAPPENINGS_MAX: usize = 40;
/// So many words stand in one sentence.
const WORDS: usize = 8;

/// An approved package, and what is new about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    pub registry: Registry,
    pub name: PackageName,
    /// The older first.
    pub versions: Vec<String>,
    pub happenings: Vec<Happening>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    pub kind: HappeningKind,
    /// The version that it is about; empty where it is about the package.
    pub version: String,
    /// A clause; words of the package stand in it as they are.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HappeningKind {
    Worse,
    Blocked,
    Swapped,
    Notice,
    Withdrawn,
    NewFinding,
    NewCapability,
    Retold,
    NewVersion,
    Dead,
}

impl HappeningKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Blocked => "blocked",
            Self::Swapped => "swapped",
            Self::Notice => "notice",
            Self::Withdrawn => "withdrawn",
            Self::NewFinding => "new-finding",
            Self::NewCapability => "new-capability",
            Self::Retold => "retold",
            Self::NewVersion => "new-version",
            Self::Dead => "dead",
        }
    }
}

/// All that are approved.
#[derive(Debug, Default)]
pub(super) struct Watch(BTreeMap<(Registry, String), Watched>);

impl Watch {
    /// `entries` come by registry, name and version.
    pub fn over(entries: &[Entry<'_>]) -> Self {
        let mut all: BTreeMap<(Registry, String), Watched> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.counts()) {
            let (registry, name) = (entry.approval.registry, &entry.approval.name);
            let watched = all.entry((registry, name.as_str().to_owned())).or_insert_with(|| Watched {
                registry,
                name: name.clone(),
                versions: Vec::new(),
                happenings: Vec::new(),
            });
            watched.versions.push(entry.approval.version.clone());
        }
        Self(all)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Of a package that is judged, and what is new about it where it was judged before.
    pub fn see(&mut self, side: &Side, change: Option<&Change>) {
        let PackageId { registry, name, version } = &side.package;
        let Some(watched) = self.0.get_mut(&(*registry, name.as_str().to_owned())) else { return };
        match change {
            Some(change) => watched.changed(change),
            None if side.verdict == Verdict::Block => {
                watched.tell(HappeningKind::Blocked, version, format!("its verdict is block: {}", side.details.summary));
            }
            None => {}
        }
        if change.is_none_or(Change::is_new_version) && watched.is_newer(version) {
            let text = format!("a version that nobody approved: {} with {} of 100", side.verdict, side.score);
            watched.tell(HappeningKind::NewVersion, version, text);
        }
    }

    /// A source speaks of a package, or of a server that names it.
    pub fn hear(&mut self, notice: &Notice) {
        let subjects = || notice.packages.iter().chain([&notice.subject]);
        for watched in self.0.values_mut().filter(|watched| subjects().any(|subject| watched.is_named(subject))) {
            let text =
                format!("{} says of it: {}{}{}", notice.source, notice.kind, if notice.text.is_empty() { "" } else { ", " }, notice.text);
            watched.tell(HappeningKind::Notice, "", text);
        }
    }

    pub fn lose(&mut self, dead: &DeadItem) {
        let Some((registry, rest)) = dead.subject.split_once(' ') else { return };
        let at = rest.char_indices().skip(1).find(|(_, c)| *c == '@').map_or(rest.len(), |(at, _)| at);
        let Some(registry) = Registry::named(registry) else { return };
        if let Some(watched) = self.0.get_mut(&(registry, rest[..at].to_owned())) {
            let version = rest[at..].trim_start_matches('@').to_owned();
            watched.tell(HappeningKind::Dead, &version, format!("it could not be judged: {}", dead.why));
        }
    }

    /// Those with news, the gravest first.
    pub fn with_news(self) -> Vec<Watched> {
        let mut all: Vec<Watched> = self.0.into_values().filter(|watched| !watched.happenings.is_empty()).collect();
        for watched in &mut all {
            watched.happenings.sort_by(|a, b| (a.kind, &a.version, &a.text).cmp(&(b.kind, &b.version, &b.text)));
        }
        all.sort_by(|a, b| (a.happenings[0].kind, a.registry, &a.name).cmp(&(b.happenings[0].kind, b.registry, &b.name)));
        all
    }
}

impl Watched {
    fn tell(&mut self, kind: HappeningKind, version: &str, text: String) {
        if self.happenings.len() < HAPPENINGS_MAX {
            self.happenings.push(Happening { kind, version: version.to_owned(), text });
        }
    }

    fn changed(&mut self, change: &Change) {
        let version = change.package.version.as_str();
        if change.is_worse() {
            let text = format!("its verdict is {} where it was {}: {}", change.verdict, change.before.verdict, change.summary);
            self.tell(HappeningKind::Worse, version, text);
        }
        if change.swapped {
            self.tell(HappeningKind::Swapped, version, "other files were judged under the same version".to_owned());
        }
        if let Some(withdrawn) = &change.withdrawn {
            let why = if withdrawn.why.is_empty() { "no reason given" } else { &withdrawn.why };
            self.tell(HappeningKind::Withdrawn, version, format!("it is {} by its publisher: {why}", withdrawn.how.as_str()));
        }
        for found in &change.findings {
            self.tell(HappeningKind::NewFinding, version, format!("{} ({}): {}", found.rule, found.severity, found.message));
        }
        if !change.gained.is_empty() {
            let words: Vec<&String> = change.gained.kinds.iter().chain(&change.gained.more).collect();
            self.tell(
                HappeningKind::NewCapability,
                version,
                format!("it can now: {}", some(&words, change.gained.kinds.len() + change.gained.more.len())),
            );
        }
        if change.retold_in_all > 0 {
            let words: Vec<&String> = change.retold.iter().map(|retold| &retold.what).collect();
            self.tell(HappeningKind::Retold, version, format!("a model is told something else: {}", some(&words, change.retold_in_all)));
        }
    }

    fn is_newer(&self, version: &str) -> bool {
        self.versions.iter().all(|approved| compare_versions(self.registry, version, approved) == Ordering::Greater)
    }

    /// By its purl, whatever version that names: what becomes of another version is news as well.
    fn is_named(&self, subject: &str) -> bool {
        let purl = PackageId { registry: self.registry, name: self.name.clone(), version: String::new() }.purl();
        subject.split('@').next() == Some(purl.as_str())
    }
}

fn some(words: &[&String], in_all: usize) -> String {
    let shown: Vec<&str> = words.iter().take(WORDS).map(|word| word.as_str()).collect();
    let more = in_all - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

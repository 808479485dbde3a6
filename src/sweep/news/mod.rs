//! What is new since the last night, as plain data.

mod change;
mod counts;
mod list;
mod watch;

use std::collections::BTreeMap;

pub use change::{Before, Change, Gained, How, Retold, Side, Withdrawn};
pub use counts::{Counts, Past, is_complete};
pub use list::{LIST_MAX, List};
pub use watch::{Happening, HappeningKind, Watched};

use crate::approvals::Entry;
use crate::model::{PackageId, Verdict};
use crate::store::StoreError;
use crate::store::sweep::{DeadItem, Night, NightId, Notice, SlowItem, Standing, Sweep, Tally};
use watch::Watch;

/// How many nights are counted.
const PAST: usize = 30;
/// How many nights are looked through for the one that is asked for.
const NIGHTS_MAX: usize = 10_000;
const SLOWEST: usize = 10;
/// What is kept of the sentence about each package.
const SUMMARY_MAX: usize = 120;

/// Everything there is to tell of a night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub night: Night,
    pub tally: Tally,
    /// None where there is nothing to compare with.
    pub earlier: Option<Night>,
    /// The approved packages with news, the gravest first.
    pub approved: Vec<Watched>,
    /// How many packages are approved; none where nobody said which.
    pub watched: Option<usize>,
    /// The worst first.
    pub worse: List<Change>,
    pub better: List<Change>,
    /// Packages of which no version was judged on an earlier night, the worst first.
    pub servers: List<Row>,
    pub gained: List<Change>,
    pub retold: List<Change>,
    pub findings: List<Change>,
    /// Yanked or deprecated since.
    pub withdrawn: List<Change>,
    /// Other files under the same version.
    pub swapped: List<Change>,
    pub notices: List<Notice>,
    pub dead: List<DeadItem>,
    /// Whatever they were before.
    pub blocked: List<Row>,
    /// Every version that was judged, the worst first.
    pub packages: Vec<Row>,
    pub counts: Counts,
    pub slowest: Vec<SlowItem>,
    /// The newest night last; this one included.
    pub past: Vec<Past>,
}

/// A version in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub package: PackageId,
    pub verdict: Verdict,
    pub score: u8,
    pub summary: String,
}

impl News {
    /// Of the night that is named, or the newest; none where there is no such night. `entries` are those of the approved list.
    pub fn of(sweep: &dyn Sweep, night: Option<NightId>, entries: Option<&[Entry<'_>]>) -> Result<Option<Self>, StoreError> {
        let nights = sweep.nights(NIGHTS_MAX)?;
        let Some(at) = nights.iter().position(|one| night.is_none_or(|wanted| one.id == wanted)) else { return Ok(None) };
        let past = nights[at..].iter().take(PAST).rev().map(|night| Ok(Past { night: night.clone(), tally: sweep.tally(night.id)? }));
        let past: Vec<Past> = past.collect::<Result<_, StoreError>>()?;
        let watch = entries.map(Watch::over).unwrap_or_default();
        let news = Self {
            night: nights[at].clone(),
            tally: past.last().map(|past| past.tally).unwrap_or_default(),
            earlier: nights.get(at + 1).cloned(),
            watched: entries.map(|_| watch.len()),
            slowest: sweep.slowest(nights[at].id, SLOWEST)?,
            past,
            ..Self::nothing(&nights[at])
        };
        news.filled(sweep, watch).map(Some)
    }

    fn nothing(night: &Night) -> Self {
        Self {
            night: night.clone(),
            tally: Tally::default(),
            earlier: None,
            approved: Vec::new(),
            watched: None,
            worse: List::default(),
            better: List::default(),
            servers: List::default(),
            gained: List::default(),
            retold: List::default(),
            findings: List::default(),
            withdrawn: List::default(),
            swapped: List::default(),
            notices: List::default(),
            dead: List::default(),
            blocked: List::default(),
            packages: Vec::new(),
            counts: Counts::default(),
            slowest: Vec::new(),
            past: Vec::new(),
        }
    }

    fn filled(mut self, sweep: &dyn Sweep, mut watch: Watch) -> Result<Self, StoreError> {
        let mut rules = BTreeMap::new();
        sweep.each_standing(self.night.id, &mut |now, before| self.take(&now, before.as_ref(), &mut watch, &mut rules))?;
        self.counts.settle(rules);
        for notice in sweep.notices(self.night.id)? {
            watch.hear(&notice);
            self.notices.push(notice, Clone::clone);
        }
        for dead in sweep.dead(self.night.id)? {
            watch.lose(&dead);
            self.dead.push(dead, |dead| dead.subject.clone());
        }
        self.approved = watch.with_news();
        self.settle();
        Ok(self)
    }

    fn take(&mut self, now: &Standing, before: Option<&Standing>, watch: &mut Watch, rules: &mut BTreeMap<String, u64>) {
        let side = Side::of(now);
        self.counts.take(&side, rules);
        let change = before.map(|before| Change::between(&Side::of(before), &side));
        watch.see(&side, change.as_ref());
        let row = Row::of(&side);
        if side.verdict == Verdict::Block {
            self.blocked.push(row.clone(), Row::rank);
        }
        match change {
            Some(change) => self.sort_in(change),
            None if self.earlier.is_some() => self.servers.push(row.clone(), Row::rank),
            None => {}
        }
        self.packages.push(row);
    }

    /// Into every list that it belongs to.
    fn sort_in(&mut self, change: Change) {
        let lists = [
            (change.is_worse(), &mut self.worse),
            (change.is_better(), &mut self.better),
            (!change.gained.is_empty(), &mut self.gained),
            (change.retold_in_all > 0, &mut self.retold),
            (change.findings_in_all > 0, &mut self.findings),
            (change.withdrawn.is_some(), &mut self.withdrawn),
            (change.swapped, &mut self.swapped),
        ];
        for (_, list) in lists.into_iter().filter(|(belongs, _)| *belongs) {
            list.push(change.clone(), rank);
        }
    }

    fn settle(&mut self) {
        for list in [&mut self.worse, &mut self.better, &mut self.retold, &mut self.findings, &mut self.withdrawn, &mut self.swapped] {
            list.settle(rank);
        }
        // A new kind of power before more of a known one.
        self.gained.settle(|change| (change.gained.kinds.is_empty(), rank(change)));
        for list in [&mut self.servers, &mut self.blocked] {
            list.settle(Row::rank);
        }
        self.notices.settle(Clone::clone);
        self.dead.settle(|dead| dead.subject.clone());
        self.packages.sort_by_cached_key(Row::rank);
    }

    pub fn is_complete(&self) -> bool {
        is_complete(&self.tally) && self.night.ended.is_some()
    }

    /// Whether what is new may come of other rules rather than of other packages.
    pub fn has_other_rules(&self) -> bool {
        self.earlier.as_ref().is_some_and(|earlier| (&earlier.ruleset, &earlier.engine) != (&self.night.ruleset, &self.night.engine))
    }

    /// A person should look at it: a verdict that got worse, an approved package with news, a night that is not complete.
    pub fn asks_for_a_person(&self) -> bool {
        !self.worse.is_empty() || !self.approved.is_empty() || !self.is_complete()
    }

    /// There is something to tell at all.
    pub fn is_news(&self) -> bool {
        let is_empty = self.servers.is_empty()
            && self.better.is_empty()
            && self.gained.is_empty()
            && self.retold.is_empty()
            && self.findings.is_empty()
            && self.withdrawn.is_empty()
            && self.swapped.is_empty()
            && self.notices.is_empty()
            && self.dead.is_empty();
        self.asks_for_a_person() || self.earlier.is_none() || !is_empty
    }
}

impl Row {
    fn of(side: &Side) -> Self {
        let summary = &side.details.summary;
        let summary = match summary.char_indices().nth(SUMMARY_MAX) {
            Some((end, _)) => format!("{}…", &summary[..end]),
            None => summary.clone(),
        };
        Self { package: side.package.clone(), verdict: side.verdict, score: side.score, summary }
    }

    fn rank(&self) -> impl Ord + use<> {
        (std::cmp::Reverse(self.verdict), self.score, self.package.clone())
    }
}

fn rank(change: &Change) -> impl Ord + use<> {
    (std::cmp::Reverse(change.verdict), change.score, change.package.clone())
}

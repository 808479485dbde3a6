//! Which entries of the lists count on a day, as far as that can be told without the package at hand.

use jiff::civil::Date;

use super::capabilities::covers;
use super::decide::{Lists, blocked};
use super::identity::spec;
use super::list::{Approval, Block};
use super::policy::lapsed;
use super::reason::{Reason, ReasonKind, named};
use super::versions;
use crate::model::{PackageName, Registry};

/// An approval, and whether it counts.
#[derive(Debug, Clone)]
pub struct Entry<'l> {
    pub approval: &'l Approval,
    /// The name of the imported list that has it.
    pub import: Option<&'l str>,
    /// What keeps it from counting; empty where it counts.
    pub reasons: Vec<Reason>,
}

impl Entry<'_> {
    pub fn counts(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// Own and imported ones by registry, name and version, the older version first. An own approval of a version is asked alone.
pub fn entries(lists: Lists<'_>, today: Date) -> Vec<Entry<'_>> {
    let own = lists.own.approvals.iter().map(|approval| (approval, None));
    let imported =
        lists.imported.iter().flat_map(|import| import.list.approvals.iter().map(|approval| (approval, Some(import.name.as_str()))));
    let is_own = |approval: &Approval| lists.own.approval(approval.registry, &approval.name, &approval.version).is_some();
    let mut entries: Vec<Entry<'_>> = own
        .chain(imported.filter(|(approval, _)| !is_own(approval)))
        .map(|(approval, import)| Entry { approval, import, reasons: against(approval, import, lists, today) })
        .collect();
    entries.sort_by(|a, b| {
        let place = |entry: &Entry<'_>| (entry.approval.registry.as_str(), entry.approval.name.as_str().to_owned());
        let version = || versions::compare(a.approval.registry, &a.approval.version, &b.approval.version);
        place(a).cmp(&place(b)).then_with(version).then_with(|| a.import.cmp(&b.import))
    });
    entries
}

/// What blocks a version of a package, or may where that is no single version.
pub fn blocks(lists: Lists<'_>, registry: Registry, name: &PackageName, version: Option<&str>) -> Vec<Reason> {
    let holds = |block: &Block| version.is_none_or(|version| block.versions.holds(version));
    blocked(lists, |block| block.registry == registry && block.name == *name && holds(block))
}

fn against(approval: &Approval, import: Option<&str>, lists: Lists<'_>, today: Date) -> Vec<Reason> {
    let Approval { registry, name, version, capabilities, score, accept, .. } = approval;
    let mut reasons = blocks(lists, *registry, name, Some(version));
    let spec = spec(*registry, name, version);
    reasons.extend(lapsed(&lists.own.policy, approval, &spec, today));
    // How many points are accepted, only a report tells.
    if let (Some(least), Some(score)) = (lists.own.policy.min_score, *score)
        && score < least
        && accept.is_empty()
    {
        let text = format!("its score was {score} when it was approved, and the policy asks for {least}");
        reasons.push(Reason::new(ReasonKind::LowScore, text, format!("review it, then `mcpscan approve {spec} --why TEXT`")));
    }
    let needed = &lists.own.policy.needs_person;
    let grave: Vec<&str> = capabilities.iter().filter(|word| needed.iter().any(|rule| covers(rule, word))).map(String::as_str).collect();
    if import.is_some() && !grave.is_empty() {
        let text = format!("it could do what the policy leaves to a person here: {}", named(grave));
        reasons.push(Reason::new(ReasonKind::NeedsPerson, text, format!("review it, then `mcpscan approve {spec} --why TEXT`")));
    }
    reasons
}

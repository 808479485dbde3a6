//! One judged package, held against the list and what it imports: approved by whom, or why not.

use jiff::civil::Date;

use super::accepted::points;
use super::identity::{Judged, spec};
use super::list::{Approval, ApprovedList, Block, NewVersions};
use super::policy::{needs_person, objections, strangeness};
use super::reason::{Reason, ReasonKind, named};
use super::versions;
use crate::model::{Registry, ScanReport, Verdict};

/// The own list, which has the policy, and the imported ones.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'l> {
    pub own: &'l ApprovedList,
    pub imported: &'l [Imported],
}

/// Another team's list, by the name that the own one gives it.
#[derive(Debug, Clone)]
pub struct Imported {
    pub name: String,
    pub list: ApprovedList,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub standing: Standing,
    /// Empty where it is approved.
    pub reasons: Vec<Reason>,
    /// What a person should know that decides nothing.
    pub notes: Vec<String>,
    /// How many of the score's missing points are accepted.
    pub accepted_points: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Approved(Ground),
    Refused,
}

/// The entry that a package is approved by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    pub by: String,
    pub on: Date,
    pub why: String,
    /// Which version somebody looked at: an earlier one where its capabilities are unchanged.
    pub version: String,
    /// The name of the imported list that has it.
    pub import: Option<String>,
}

impl Decision {
    pub fn is_approved(&self) -> bool {
        matches!(self.standing, Standing::Approved(_))
    }

    fn refused(reasons: Vec<Reason>) -> Self {
        Self { standing: Standing::Refused, reasons, notes: Vec::new(), accepted_points: 0 }
    }

    fn approved(approval: &Approval, import: Option<&str>, report: &ScanReport) -> Self {
        let ground = Ground {
            by: approval.by.clone(),
            on: approval.on,
            why: approval.why.clone(),
            version: approval.version.clone(),
            import: import.map(str::to_owned),
        };
        let accepted_points = points(&approval.accept, report);
        Self { standing: Standing::Approved(ground), reasons: Vec::new(), notes: Vec::new(), accepted_points }
    }
}

/// Blocks beat everything; an own approval of the version is asked alone; then imported ones, then own ones of other versions.
pub fn decide(report: &ScanReport, lists: Lists<'_>, today: Date) -> Decision {
    let judged = Judged::new(report);
    let mut decision = standing(&judged, lists, today);
    decision.notes = notes(lists, &decision);
    decision
}

fn standing(judged: &Judged<'_>, lists: Lists<'_>, today: Date) -> Decision {
    let blocks = blocked(lists, |block| judged.is_blocked(block));
    if !blocks.is_empty() {
        return Decision::refused(blocks);
    }
    if judged.report.verdict == Verdict::Incomplete {
        let text = "too little of it could be read to judge it";
        return Decision::refused(vec![Reason::new(ReasonKind::Incomplete, text, "look at the report's coverage")]);
    }
    if let Some(decision) = own(judged, lists.own, today).or_else(|| imported(judged, lists, today)) {
        return decision;
    }
    inherited(judged, lists.own, today)
}

/// The blocks that are meant, own and imported.
pub(super) fn blocked(lists: Lists<'_>, is_meant: impl Fn(&Block) -> bool) -> Vec<Reason> {
    let imported = lists.imported.iter().map(|import| (Some(import.name.as_str()), &import.list));
    let all = std::iter::once((None, lists.own)).chain(imported);
    all.flat_map(|(import, list)| list.blocks.iter().map(move |block| (import, block)))
        .filter(|(_, block)| is_meant(block))
        .map(|(import, block)| {
            let from = import.map(|name| format!(" by the imported list `{name}`")).unwrap_or_default();
            let text = format!("{} {} is blocked{from}: {}", block.name, block.versions, block.why);
            let next = match import {
                Some(name) => format!("take another package or version, or talk to whoever keeps `{name}`"),
                None => format!("take another package or version, or lift it with `{}`", revocation(block)),
            };
            Reason::new(ReasonKind::Blocked, text, next)
        })
        .collect()
}

/// The command that takes out this block and nothing else.
fn revocation(block: &Block) -> String {
    let package = format!("{}@{}", block.name, block.versions).replace('\'', r"'\''");
    let only = if block.versions.is_one_version() { " --block" } else { "" };
    format!("mcpscan revoke {} '{package}'{only}", block.registry)
}

/// None where there is no own approval of the version.
fn own(judged: &Judged<'_>, list: &ApprovedList, today: Date) -> Option<Decision> {
    let approvals = list.approvals.iter().filter(|approval| judged.is_meant(approval));
    nearest(approvals.map(|approval| {
        let reasons = objections(&list.policy, approval, judged, today);
        if reasons.is_empty() { Decision::approved(approval, None, judged.report) } else { Decision::refused(reasons) }
    }))
}

/// The same under the own policy, but for what it leaves to an own person.
fn imported(judged: &Judged<'_>, lists: Lists<'_>, today: Date) -> Option<Decision> {
    let approvals = lists.imported.iter().flat_map(|import| import.list.approvals.iter().map(move |approval| (import, approval)));
    nearest(approvals.filter(|(_, approval)| judged.is_meant(approval)).map(|(import, approval)| {
        let mut reasons = objections(&lists.own.policy, approval, judged, today);
        reasons.extend(needs_person(&lists.own.policy, judged));
        match reasons.is_empty() {
            true => Decision::approved(approval, Some(&import.name), judged.report),
            false => Decision::refused(reasons),
        }
    }))
}

/// An approval, or else what lacks least.
fn nearest(decisions: impl Iterator<Item = Decision>) -> Option<Decision> {
    decisions.min_by_key(|decision| decision.reasons.len())
}

/// By an own approval of another version, where the policy lets it speak for this one.
fn inherited(judged: &Judged<'_>, list: &ApprovedList, today: Date) -> Decision {
    let mut others: Vec<&Approval> = list.approvals.iter().filter(|approval| judged.is_named(approval)).collect();
    others.sort_by(|a, b| versions::compare(b.registry, &b.version, &a.version));
    let reasons = vec![nobody(judged, &others)];
    match list.policy.new_versions {
        NewVersions::Refuse => Decision::refused(reasons),
        NewVersions::SameCapabilities => {
            let tried = nearest(others.iter().map(|approval| {
                let strange = strangeness(&list.policy, approval, judged, today);
                if strange.is_empty() { Decision::approved(approval, None, judged.report) } else { Decision::refused(strange) }
            }));
            match tried {
                Some(decision) if decision.is_approved() => decision,
                Some(decision) => Decision::refused(reasons.into_iter().chain(decision.reasons).collect()),
                None => Decision::refused(reasons),
            }
        }
    }
}

fn nobody(judged: &Judged<'_>, others: &[&Approval]) -> Reason {
    let version = match judged.version() {
        "" => "it",
        version => version,
    };
    let spec = judged.spec();
    let approve = format!("`mcpscan approve {spec} --why TEXT`");
    match others.first() {
        None => Reason::new(ReasonKind::NotApproved, "no version of it is approved", format!("review it, then {approve}")),
        Some(newest) => {
            let are = if others.len() == 1 { "is" } else { "are" };
            let names = named(others.iter().map(|approval| approval.version.as_str()));
            let text = format!("{version} is not approved; {names} {are}");
            let next = match newest.registry {
                Registry::Npm | Registry::Pypi => {
                    let old = self::spec(newest.registry, &newest.name, &newest.version);
                    format!("`mcpscan diff {old} {version}` shows what changed since; then {approve}")
                }
                Registry::Local => format!("review it, then {approve}"),
            };
            Reason::new(ReasonKind::NotApproved, text, next)
        }
    }
}

fn notes(lists: Lists<'_>, decision: &Decision) -> Vec<String> {
    let mut notes: Vec<String> = lists
        .imported
        .iter()
        .filter(|import| !import.list.imports.is_empty())
        .map(|import| format!("what the imported list `{}` imports itself is not followed", import.name))
        .collect();
    if let Standing::Approved(Ground { import: None, version, .. }) = &decision.standing
        && decision.accepted_points > 0
    {
        let points = decision.accepted_points;
        notes.push(format!("{points} of the missing points are accepted in the approval of {version}"));
    }
    notes
}

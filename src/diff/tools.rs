//! What the server offers to a model, and what it tells it.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::{self, Taking, retold};
use super::words::Work;
use super::{Change, Kind, Side, Turn, Weight};
use crate::model::{CapabilityKind, Origin, ScanReport, Tool};

/// Hints under which a client asks nobody: the value that says there is nothing to fear.
const REASSURING: [(&str, bool); 2] = [("readOnlyHint", true), ("destructiveHint", false)];
/// What a tool under such a hint had better not be able to do; of others, each use of a network or a file would be one.
const GRAVE: [CapabilityKind; 5] =
    [CapabilityKind::Process, CapabilityKind::CodeEval, CapabilityKind::Database, CapabilityKind::FileWrite, CapabilityKind::FileDelete];

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let (before, after) = (known(&old.report), known(&new.report));
    let mut work = Work::default();
    for (name, tool) in &after {
        match before.get(name) {
            Some(known) => both(known, tool, &mut work, changes),
            None => changes.push(added(tool)),
        }
    }
    for (name, tool) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        changes.push(Change::gone(Kind::Tool, name).at(&tool.location, &Origin::Own));
    }
}

fn known(report: &ScanReport) -> BTreeMap<&str, &Tool> {
    report.tools.iter().map(|tool| (tool.name.as_str(), tool)).collect()
}

fn added(tool: &Tool) -> Change {
    let can = format!("can: {}", tool.capabilities.join(", "));
    let change = Change::added(Weight::Power, Kind::Tool, &tool.name).at(&tool.location, &Origin::Own);
    let text = Some(tool.description.as_str()).filter(|text| !text.is_empty());
    let change = change.remark(!tool.capabilities.is_empty(), &can).texts(None, text);
    Change { inputs: Taking::from(tool).told(), ..change }
}

fn both(old: &Tool, new: &Tool, work: &mut Work, changes: &mut Vec<Change>) {
    let about = |weight, kind, turn, subject: &str| Change::new(weight, kind, turn, subject).at(&new.location, &Origin::Own);
    let change = retold(Kind::ToolDescription, &new.name, &old.description, &new.description, work);
    changes.extend(change.map(|change| change.at(&new.location, &Origin::Own)));
    changes.extend(inputs::compare(old.into(), new.into(), (Kind::ToolDescription, Kind::ToolInput), work));
    let (before, after): (BTreeSet<&String>, BTreeSet<&String>) = (old.capabilities.iter().collect(), new.capabilities.iter().collect());
    for ability in after.difference(&before) {
        let weight = if is_grave(ability) { Weight::Power } else { Weight::Detail };
        changes.push(about(weight, Kind::ToolAbility, Turn::Added, &new.name).texts(None, Some(ability)));
    }
    for ability in before.difference(&after) {
        changes.push(about(Weight::Gone, Kind::ToolAbility, Turn::Removed, &new.name).texts(Some(ability), None));
    }
    annotations(old, new, changes);
}

fn is_grave(ability: &str) -> bool {
    GRAVE.iter().any(|kind| kind.as_str() == ability)
}

fn annotations(old: &Tool, new: &Tool, changes: &mut Vec<Change>) {
    let names: BTreeSet<&String> = old.annotations.keys().chain(new.annotations.keys()).collect();
    for name in names {
        let (before, after) = (old.annotations.get(name), new.annotations.get(name));
        if before == after {
            continue;
        }
        let reassures = after.is_some_and(|value| REASSURING.contains(&(name.as_str(), *value)));
        let reassures = reassures && new.capabilities.iter().any(|ability| is_grave(ability));
        let weight = if reassures { Weight::Power } else { Weight::Detail };
        let word = |value: Option<&bool>| value.map(|value| format!("{name}: {value}"));
        let change = Change::new(weight, Kind::ToolAnnotation, Turn::Changed, &new.name).at(&new.location, &Origin::Own);
        let change = change.texts(word(before).as_deref(), word(after).as_deref());
        changes.push(change.remark(reassures, "a client may run it without asking"));
    }
}

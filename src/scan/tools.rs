//! The tools that the report lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::CallFact;
use crate::facts::tools::{Entry, EntryKind};
use crate::model::{CapabilityKind, Tool};
use crate::signatures::Effect;

use super::observe::Part;

/// A text of a report is not longer than this: several times what the longest of popular servers has, for what is cut is compared by nobody.
pub(super) const MAX_DESCRIPTION: usize = 16_000;

/// Each tool once, by place: the one that says more stands for those of the same name.
pub(super) fn tools(parts: &[Part<'_>]) -> Vec<Tool> {
    let mut by_name: BTreeMap<String, Tool> = BTreeMap::new();
    for part in parts {
        let counted = part
            .facts
            .entries
            .iter()
            .zip(&part.facts.reaches)
            .filter(|(entry, _)| entry.kind == EntryKind::Tool && part.counts(entry.place));
        for tool in counted.filter_map(|(entry, reached)| tool(part, entry, reached)) {
            match by_name.get_mut(&tool.name) {
                Some(known) if says_more(&tool, known) => *known = tool,
                Some(_) => {}
                None => {
                    by_name.insert(tool.name.clone(), tool);
                }
            }
        }
    }
    let mut tools: Vec<Tool> = by_name.into_values().collect();
    tools.sort_by(|a, b| (&a.location.path, a.location.start_line, &a.name).cmp(&(&b.location.path, b.location.start_line, &b.name)));
    tools
}

fn tool(part: &Part<'_>, entry: &Entry, reached: &[u32]) -> Option<Tool> {
    Some(Tool {
        name: entry.name.clone()?,
        description: cut(entry.description.as_deref().unwrap_or_default()),
        inputs: names_of(entry),
        input_texts: texts_of(entry),
        input_forms: forms_of(entry),
        location: part.location(entry.place),
        annotations: entry.annotations.clone(),
        capabilities: capabilities(part, reached),
    })
}

pub(super) fn names_of(entry: &Entry) -> Vec<String> {
    entry.inputs.iter().map(|input| input.name.clone()).collect()
}

pub(super) fn texts_of(entry: &Entry) -> BTreeMap<String, String> {
    entry.inputs.iter().filter_map(|input| Some((input.name.clone(), cut(input.description.as_deref()?)))).collect()
}

pub(super) fn forms_of(entry: &Entry) -> BTreeMap<String, String> {
    entry.inputs.iter().filter(|input| !input.form.is_empty()).map(|input| (input.name.clone(), input.form.clone())).collect()
}

pub(super) fn cut(text: &str) -> String {
    text.chars().take(MAX_DESCRIPTION).collect()
}

fn says_more(tool: &Tool, known: &Tool) -> bool {
    let words = |tool: &Tool| (!tool.capabilities.is_empty(), !tool.description.is_empty(), tool.inputs.len());
    words(tool) > words(known)
}

/// Words of the kinds, each once.
fn capabilities(part: &Part<'_>, reached: &[u32]) -> Vec<String> {
    let calls = reached.iter().filter_map(|call| part.facts.calls.get(*call as usize));
    let kinds: BTreeSet<CapabilityKind> = calls.filter_map(kind).collect();
    kinds.into_iter().map(|kind| kind.as_str().to_owned()).collect()
}

fn kind(call: &CallFact<'_>) -> Option<CapabilityKind> {
    match call.effect {
        Effect::Shell | Effect::Program | Effect::Launch => Some(CapabilityKind::Process),
        Effect::Evaluate if call.signature.text_only && !call.value.has_text() => None,
        Effect::Evaluate | Effect::Deserialize => Some(CapabilityKind::CodeEval),
        Effect::Sql => Some(CapabilityKind::Database),
        Effect::Read => Some(CapabilityKind::FileRead),
        Effect::Write => Some(CapabilityKind::FileWrite),
        Effect::Delete => Some(CapabilityKind::FileDelete),
        Effect::Listen => Some(CapabilityKind::NetworkListen),
        Effect::Url | Effect::Host | Effect::Mail | Effect::Dns => Some(CapabilityKind::NetworkOut),
        Effect::Import | Effect::Log | Effect::Copy => None,
    }
}

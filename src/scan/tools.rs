//! The tools that the report lists.

use std::collections::BTreeMap;

use crate::facts::tools::{Entry, EntryKind};
use crate::model::Tool;

use super::observe::Part;

/// A text of a report is not longer than this.
const MAX_DESCRIPTION: usize = 2_000;

/// Each tool once, by place: the one that says more stands for those of the same name.
pub(super) fn tools(parts: &[Part<'_>]) -> Vec<Tool> {
    let mut by_name: BTreeMap<String, Tool> = BTreeMap::new();
    for part in parts {
        let counted = part.facts.entries.iter().filter(|entry| entry.kind == EntryKind::Tool && part.counts(entry.place));
        for tool in counted.filter_map(|entry| tool(part, entry)) {
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

fn tool(part: &Part<'_>, entry: &Entry) -> Option<Tool> {
    Some(Tool {
        name: entry.name.clone()?,
        description: entry.description.as_deref().unwrap_or_default().chars().take(MAX_DESCRIPTION).collect(),
        inputs: entry.inputs.iter().map(|input| input.name.clone()).collect(),
        location: part.location(entry.place),
        annotations: entry.annotations.clone(),
        capabilities: Vec::new(),
    })
}

fn says_more(tool: &Tool, known: &Tool) -> bool {
    let words = |tool: &Tool| (!tool.capabilities.is_empty(), !tool.description.is_empty(), tool.inputs.len());
    words(tool) > words(known)
}

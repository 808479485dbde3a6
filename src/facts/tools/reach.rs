//! What each entry can make the package do: the calls that its function reaches, and for a tool that a dispatcher answers those in its branch.

use std::collections::HashSet;

use crate::facts::{Facts, Place};
use crate::flow::{At, Flow};
use crate::syntax::ir::{ExprId, FunctionId};

use super::graph::{Graph, Node};
use super::look::Look;
use super::{Entry, EntryKind};

/// Calls looked at for all entries together; a server with hundreds of tools over thousands of functions stays below.
const MAX_STEPS: usize = 20_000_000;

/// For each entry, the calls of [`Facts::calls`] that it reaches, in order.
pub fn reached(flow: &mut Flow<'_>, facts: &Facts<'_>) -> Vec<Vec<u32>> {
    let entries = &facts.entries;
    let mut names: Vec<String> =
        entries.iter().filter(|entry| entry.kind == EntryKind::Tool).filter_map(|entry| entry.name.clone()).collect();
    names.sort();
    names.dedup();
    let dispatchers: Vec<At<FunctionId>> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Dispatcher)
        .filter_map(|entry| Some(entry.handler.as_ref()?.function))
        .collect();
    let mut look = Look::new(flow);
    let mut walk = Walk { graph: Graph::new(&mut look, facts, &names), steps: MAX_STEPS };
    entries.iter().map(|entry| walk.from(entry, &dispatchers)).collect()
}

struct Walk<'l, 'f, 'p> {
    graph: Graph<'l, 'f, 'p>,
    steps: usize,
}

impl Walk<'_, '_, '_> {
    fn from(&mut self, entry: &Entry, dispatchers: &[At<FunctionId>]) -> Vec<u32> {
        match (&entry.handler, entry.kind, entry.name.as_deref()) {
            (Some(handler), _, _) => self.reach(vec![handler.function], None),
            (None, EntryKind::Tool, Some(name)) => self.reach(dispatchers.to_vec(), Some(name)),
            (None, _, _) => Vec::new(),
        }
    }

    fn reach(&mut self, mut queue: Vec<At<FunctionId>>, tool: Option<&str>) -> Vec<u32> {
        let mut seen: HashSet<At<FunctionId>> = HashSet::new();
        let mut calls = Vec::new();
        while let Some(function) = queue.pop() {
            if self.steps == 0 || !seen.insert(function) {
                continue;
            }
            let node = self.graph.node(function);
            let cost = (node.calls.len() + node.effects.len()) * (1 + node.branches.len());
            self.steps = self.steps.saturating_sub(1 + cost);
            let open = |graph: &Graph<'_, '_, '_>, expr| is_open(graph, &node, function, expr, tool);
            calls.extend(node.effects.iter().filter(|(expr, _)| open(&self.graph, *expr)).map(|(_, call)| *call));
            let chosen = tool.map(|tool| self.chosen(&node, tool)).unwrap_or_default();
            queue.extend(chosen.iter().filter_map(|(_, function)| *function));
            let elsewhere = |expr: &ExprId| !chosen.iter().any(|(call, _)| call == expr);
            let rest = node.calls.iter().filter(|(expr, _)| elsewhere(expr) && open(&self.graph, *expr));
            queue.extend(rest.map(|(_, function)| *function));
        }
        calls.sort_unstable();
        calls.dedup();
        calls
    }

    /// What tables of functions hold under the tool's name.
    fn chosen(&mut self, node: &Node, tool: &str) -> Vec<(ExprId, Option<At<FunctionId>>)> {
        let mut chosen = Vec::new();
        for (call, table) in &node.tables {
            match self.graph.look.part(*table, &[tool]) {
                Some(place) => chosen.extend(self.graph.look.function(place).map(|function| (*call, Some(function)))),
                // A table of other tools.
                None if self.graph.is_of_tools(*table) => chosen.push((*call, None)),
                None => {}
            }
        }
        chosen
    }
}

fn is_open(graph: &Graph<'_, '_, '_>, node: &Node, function: At<FunctionId>, expr: ExprId, tool: Option<&str>) -> bool {
    let Some(tool) = tool else { return true };
    let span = graph.look.module(function.unit).span(Place { unit: function.unit, expr }.expr);
    !node.branches.iter().any(|branch| branch.rules_out(tool, span))
}

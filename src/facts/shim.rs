//! Packages whose entry point only hands over to a dependency.

use std::collections::BTreeSet;

use crate::flow::{Program, UnitId};
use crate::manifest::Manifest;
use crate::model::Shim;
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId};

use super::Facts;
use super::reach::entry_units;
use super::tools::EntryKind;

/// A hand-over is a page of code at most; a program of its own is longer.
const MAX_CODE: usize = 12 * 1024;
/// Registers nothing, and does no more than these calls of its own.
const MAX_FUNCTIONS: usize = 12;

/// The hand-over, where all code that the entry points reach does nothing else.
pub(super) fn find(program: &Program, manifest: &Manifest, facts: &Facts<'_>) -> Option<Shim> {
    let entries = entry_units(program, manifest);
    let reached: Vec<UnitId> = program.ids().filter(|unit| facts.is_reached(*unit) && !is_types(program, *unit)).collect();
    if entries.is_empty() || reached.is_empty() {
        return None;
    }
    let size: usize = reached.iter().map(|unit| program.module(*unit).functions[0].span.end as usize).sum();
    let functions: usize = reached.iter().map(|unit| program.module(*unit).functions.len() - 1).sum();
    if size > MAX_CODE || functions > MAX_FUNCTIONS || answers(facts) || registers_tools(program, &reached) {
        return None;
    }
    let known: BTreeSet<&str> = manifest.dependencies.iter().map(|(name, _)| name.as_str()).collect();
    let mut dependencies = BTreeSet::new();
    let mut first = None;
    for unit in &reached {
        for (place, name) in outside_imports(program, *unit) {
            if let Some(dependency) = known.iter().find(|known| is_part_of(&name, known, program.module(*unit).language)) {
                first = first.or(Some((*unit, place)));
                dependencies.insert((*dependency).to_owned());
            }
        }
    }
    if dependencies.is_empty()
        && let Some(place) = reached.iter().find_map(|unit| computed_import(program, *unit).map(|place| (*unit, place)))
    {
        // `acme-linux-x64` of `acme`: which one it is depends on the machine.
        let own = manifest.name.as_deref().unwrap_or_default();
        let is_part = |name: &&&str| !own.is_empty() && name.strip_prefix(own).is_some_and(|rest| rest.starts_with(['-', '/', '_']));
        dependencies = known.iter().filter(is_part).map(|name| (*name).to_owned()).collect();
        first = Some(place).filter(|_| !dependencies.is_empty());
    }
    let (unit, place) = first?;
    let module = program.module(unit);
    let (line, _) = module.position(module.span(place).start);
    Some(Shim { path: program.unit(unit).path.clone(), line, dependencies: dependencies.into_iter().collect() })
}

fn is_types(program: &Program, unit: UnitId) -> bool {
    let path = program.unit(unit).path.as_str();
    path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts") || path.ends_with(".pyi")
}

/// `playwright/lib/mcp` is part of `playwright`; Python's `mcp_core.server` of `mcp-core`.
fn is_part_of(import: &str, dependency: &str, language: Language) -> bool {
    match language {
        Language::Python => {
            let top = import.split('.').next().unwrap_or(import);
            top.replace('_', "-").eq_ignore_ascii_case(&dependency.replace(['_', '.'], "-"))
        }
        Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => {
            import.strip_prefix(dependency).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    }
}

fn outside_imports(program: &Program, unit: UnitId) -> Vec<(ExprId, String)> {
    let module = program.module(unit);
    let path = &program.unit(unit).path;
    module
        .iter()
        .filter_map(|(id, expr)| {
            let Expr::Import(specifier) = expr else { return None };
            let Expr::Str(text) = module.expr(specifier) else { return None };
            let name = module.text(text);
            program.graph.resolve(path, module.language, name).is_none().then(|| (id, name.to_owned()))
        })
        .collect()
}

/// An import whose name is only known at run time.
fn computed_import(program: &Program, unit: UnitId) -> Option<ExprId> {
    let module = program.module(unit);
    module.iter().find_map(|(id, expr)| match expr {
        Expr::Import(specifier) if !matches!(module.expr(specifier), Expr::Str(_)) => Some(id),
        _ => None,
    })
}

/// It has tools, and functions of its own for them.
fn answers(facts: &Facts<'_>) -> bool {
    facts.entries.iter().any(|entry| entry.kind == EntryKind::Tool && entry.handler.is_some())
}

/// A server of its own registers tools, whatever it imports.
fn registers_tools(program: &Program, units: &[UnitId]) -> bool {
    const WORDS: [&str; 6] = ["registerTool", "setRequestHandler", "addTool", "FastMCP", "call_tool", "list_tools"];
    units.iter().any(|unit| WORDS.iter().any(|word| program.module(*unit).names.find(word).is_some()))
}

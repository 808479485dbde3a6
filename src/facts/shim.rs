//! Packages whose entry point only hands over to a dependency.

use std::collections::BTreeSet;

use crate::flow::{Program, UnitId};
use crate::manifest::Manifest;
use crate::model::Shim;
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module, declares_types};

use super::Facts;
use super::reach::entry_units;
use super::tools::EntryKind;

/// A hand-over is a page of code at most; a program of its own is longer.
const MAX_CODE: usize = 12 * 1024;
/// Registers nothing, and does no more than these calls of its own.
const MAX_FUNCTIONS: usize = 12;

/// Calls that are neither of others nor of what finds and starts them; a program has more.
const MAX_WORK: usize = 8;
/// What finds and starts somebody else's program, or says that it cannot.
const HANDING: [&str; 20] = [
    "require",
    "import",
    "process",
    "console",
    "child_process",
    "path",
    "os",
    "url",
    "module",
    "URL",
    "sys",
    "subprocess",
    "runpy",
    "importlib",
    "Error",
    "print",
    "platform",
    "shutil",
    "pathlib",
    "execa",
];
/// Libraries that load what the package itself has compiled.
const LOADERS: [&str; 6] = ["node-gyp-build", "bindings", "node-pre-gyp", "@mapbox/node-pre-gyp", "prebuild-install", "node-addon-api"];

/// The hand-over, where all code that the entry points reach does nothing else.
pub(super) fn find(program: &Program, manifest: &Manifest, facts: &Facts<'_>) -> Option<Shim> {
    let entries = entry_units(program, manifest);
    let reached: Vec<UnitId> =
        program.ids().filter(|unit| facts.is_reached(*unit) && !declares_types(program.unit(*unit).path.as_str())).collect();
    if entries.is_empty() || reached.is_empty() {
        return None;
    }
    let size: usize = reached.iter().map(|unit| program.module(*unit).functions[0].span.end as usize).sum();
    let functions: usize = reached.iter().map(|unit| program.module(*unit).functions.len() - 1).sum();
    if size > MAX_CODE || functions > MAX_FUNCTIONS || answers(facts) || registers_tools(program, &reached) {
        return None;
    }
    let names = manifest.dependencies.iter().map(|(name, _)| name.as_str());
    let known: BTreeSet<&str> = names.filter(|name| !LOADERS.contains(name)).collect();
    if reached.iter().map(|unit| work(program.module(*unit), &known)).sum::<usize>() >= MAX_WORK {
        return None;
    }
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

/// The calls by which a file does something itself.
fn work(module: &Module, known: &BTreeSet<&str>) -> usize {
    let is_own = |expr: Expr| match expr {
        Expr::Call(callee, _) | Expr::New(callee, _) => !hands_over(module, known, callee, 4),
        _ => false,
    };
    module.iter().filter(|(_, expr)| is_own(*expr)).count()
}

/// What is called comes from another package, or finds or starts one.
fn hands_over(module: &Module, known: &BTreeSet<&str>, callee: ExprId, hops: u32) -> bool {
    let Some(hops) = hops.checked_sub(1) else { return true };
    let mut at = callee;
    loop {
        match module.expr(at) {
            Expr::Member(object, _) | Expr::Index(object, _) | Expr::Element(object) | Expr::Await(object) | Expr::Call(object, _) => {
                at = object;
            }
            Expr::Import(specifier) => {
                let Expr::Str(text) = module.expr(specifier) else { return true };
                let name = module.text(text).trim_start_matches("node:");
                let is_known = known.iter().any(|dependency| is_part_of(name, dependency, module.language));
                return is_known || HANDING.contains(&name.split('.').next().unwrap_or(name));
            }
            Expr::Name(name, scope) => {
                let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
                return match values {
                    Some(values) => values.iter().take(4).any(|value| hands_over(module, known, *value, hops)),
                    None => HANDING.contains(&module.name(name)),
                };
            }
            _ => return false,
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
    module.imports().find(|(_, specifier)| !matches!(module.expr(*specifier), Expr::Str(_))).map(|(id, _)| id)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flow::Unit;
    use crate::manifest;
    use crate::model::{File, RelPath, Tree};
    use crate::signatures::Signatures;
    use crate::syntax::{ParseBudget, parse};

    /// Whom a package hands over to that depends on `acme-core` and `node-gyp-build`.
    fn handed(code: &str) -> Option<Vec<String>> {
        let json = r#"{"name":"acme","version":"1.0.0","bin":{"acme":"cli.js"},"dependencies":{"acme-core":"1","node-gyp-build":"4"}}"#;
        let file = |path: &str, text: &str| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().into(), executable: false };
        let manifest = manifest::read(&Tree::new(vec![file("package.json", json), file("cli.js", code)], Vec::new()));
        let module = parse(code, Language::JavaScript, &ParseBudget::default()).unwrap();
        let unit = Unit { path: RelPath::new("cli.js").unwrap(), module: Arc::new(module), parts: Default::default() };
        let program = Program::new(vec![unit], None);
        let signatures = Signatures::builtin();
        let (facts, _) = crate::facts::collect(&program, &manifest, &signatures);
        facts.shim.map(|shim| shim.dependencies)
    }

    #[test]
    fn a_page_that_finds_and_starts_another_program_hands_over() {
        let core = Some(vec!["acme-core".to_owned()]);
        assert_eq!(handed("require('acme-core').main(process.argv.slice(2)).catch((e) => { console.error(e); process.exit(1); });"), core);
        let starts = "const { spawnSync } = require('child_process');\nconst path = require('path');\nconst at = path.join(require('acme-core').folder, 'bin.js');\nconst done = spawnSync(process.execPath, [at, ...process.argv.slice(2)], { stdio: 'inherit' });\nprocess.exit(done.status);\n";
        assert_eq!(handed(starts), core);
    }

    #[test]
    fn a_small_program_with_work_of_its_own_hands_nothing_over() {
        let works = "const core = require('acme-core');\nconst fs = require('fs');\nconst words = fs.readFileSync(process.argv[2], 'utf8').trim().split(/\\s+/);\nconst count = new Map();\nfor (const word of words) count.set(word, (count.get(word) || 0) + 1);\nconst rows = [...count].sort((a, b) => b[1] - a[1]).map(([word, n]) => `${n} ${word}`);\nfs.writeFileSync('out.txt', core.colour(rows.join('\\n')));\n";
        assert_eq!(handed(works), None);
    }

    #[test]
    fn what_loads_the_packages_own_native_code_is_nobody_elses_program() {
        assert_eq!(handed("module.exports = require('node-gyp-build')(__dirname).sum;"), None);
    }
}

//! The commands that a package offers, and the words by which it may start those of others.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::flow::{Program, UnitId, Value};
use crate::manifest::{Entry, EntryKind, Manifest, Trigger};
use crate::model::Registry;
use crate::signatures::Effect;
use crate::syntax::Language;
use crate::syntax::ir::Expr;

use super::links::package;

/// Bytes of a word that may be a command.
const LONGEST: usize = 214;
/// Words of one command.
const FEW: usize = 64;

/// What somebody else writes to start a command of the package.
pub(super) fn offered(manifest: &Manifest) -> BTreeSet<String> {
    let own = manifest.name.as_deref().unwrap_or_default();
    let mut commands = BTreeSet::new();
    for entry in manifest.entries.iter().filter(|entry| entry.is_command()) {
        match manifest.ecosystem {
            Registry::Pypi => commands.extend(of_python(entry)),
            Registry::Npm | Registry::Local => {
                let file = format!("{own}/{}", without_extension(entry.path.as_str()));
                commands.extend([entry.name.clone(), own.to_owned(), file]);
            }
        }
    }
    commands.remove("");
    commands
}

/// `acme` of `acme/__main__.py`, which `python -m` starts and an import can load as well.
fn of_python(entry: &Entry) -> Vec<String> {
    match entry.path.as_str().strip_suffix("/__main__.py") {
        Some(folder) if entry.kind == EntryKind::Module => {
            let module = folder.replace('/', ".");
            vec![format!("{module}.__main__"), module]
        }
        _ => vec![entry.name.clone()],
    }
}

/// Every word of a command that is started, every file of another package that is named, and what install scripts name at all.
pub(super) fn given(manifest: &Manifest, program: &Program, facts: &Facts<'_>, dependencies: &BTreeSet<&str>) -> BTreeSet<String> {
    let starts = |effect| matches!(effect, Effect::Shell | Effect::Program | Effect::Launch);
    let mut given = BTreeSet::new();
    for call in facts.calls.iter().filter(|call| starts(call.effect)) {
        let values = call.value.alternatives().iter().chain(call.arguments.iter().flatten());
        for text in values.filter(|value| value.has_text()).map(Value::pattern) {
            given.extend(words(&text));
        }
    }
    for script in manifest.scripts.iter().filter(|script| script.trigger == Trigger::Install) {
        given.extend(words(&script.command));
    }
    for unit in program.ids().filter(|unit| facts.is_reached(*unit)) {
        add_files(program, unit, facts.reach.runs_at_install(unit), dependencies, &mut given);
    }
    given
}

/// `@acme/core/cli.js`; where an installer runs the code, `@acme/core` as well: it may ask the manifest there for its commands.
fn add_files(program: &Program, unit: UnitId, is_hook: bool, dependencies: &BTreeSet<&str>, given: &mut BTreeSet<String>) {
    let module = program.module(unit);
    for (_, expr) in module.iter() {
        let Expr::Str(text) = expr else { continue };
        let text = module.text(text);
        if module.language == Language::Python {
            if text.ends_with(".__main__") && text.len() <= LONGEST {
                given.insert(text.to_owned());
            }
            continue;
        }
        let Some(name) = package(module.language, text).filter(|name| dependencies.contains(name)) else { continue };
        if is_hook {
            given.insert(name.to_owned());
        }
        if name.len() < text.len() {
            given.insert(without_extension(text).to_owned());
        }
    }
}

/// A word may be a command wherever it stands: behind `npx`, `python -m`, `sh -c`, or as a file of `node_modules/.bin`.
fn words(text: &str) -> Vec<String> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ';' | '&' | '|' | '(' | ')' | '<' | '>' | '=');
    let text = &text[..text.floor_char_boundary(16 << 10)];
    let plain = text.split(is_end).filter(|word| !word.is_empty() && word.len() <= LONGEST && !word.starts_with('-'));
    let both = plain.take(FEW).flat_map(|word| [word, word.rsplit(['/', '\\']).next().unwrap_or(word)]);
    both.map(|word| without_extension(word).to_owned()).collect()
}

fn without_extension(path: &str) -> &str {
    [".js", ".cjs", ".mjs", ".cmd", ".exe"].iter().find_map(|extension| path.strip_suffix(extension)).unwrap_or(path)
}

//! Which packages a package's code comes to, by which names Python finds it, and which commands are given and offered.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::flow::{Program, UnitId};
use crate::manifest::Manifest;
use crate::model::{Links, Registry};
use crate::syntax::Language;
use crate::syntax::ir::Expr;

use super::commands;

/// More than any honest package imports.
const MOST: usize = 4_000;

pub(super) fn links(manifest: &Manifest, program: &Program, facts: &Facts<'_>) -> Links {
    let dependencies: BTreeSet<&str> = manifest.dependencies.iter().map(|(name, _)| name.as_str()).collect();
    let mut imports = BTreeSet::new();
    for unit in program.ids().filter(|unit| facts.is_reached(*unit)) {
        add_imports(program, unit, &dependencies, &mut imports);
    }
    let provides = if manifest.ecosystem == Registry::Pypi { modules(program) } else { BTreeSet::new() };
    let few = |all: BTreeSet<String>| all.into_iter().take(MOST).collect();
    let gives = commands::given(manifest, program, facts, &dependencies);
    Links { imports: few(imports), provides: few(provides), gives: few(gives), commands: few(commands::offered(manifest)) }
}

/// Who names a dependency in a text may load it by that, or start what it brings.
fn add_imports(program: &Program, unit: UnitId, dependencies: &BTreeSet<&str>, imports: &mut BTreeSet<String>) {
    let module = program.module(unit);
    for (_, expr) in module.iter() {
        match expr {
            Expr::Import(specifier) => {
                if let Expr::Str(text) = module.expr(specifier) {
                    imports.extend(package(module.language, module.text(text)).map(str::to_owned));
                }
            }
            Expr::Str(text) if module.language != Language::Python => {
                let named = package(module.language, module.text(text)).filter(|name| dependencies.contains(name));
                imports.extend(named.map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// `@acme/core` of `@acme/core/io`; none for a file of the package's own.
pub(super) fn package(language: Language, specifier: &str) -> Option<&str> {
    if specifier.is_empty() || specifier.starts_with(['.', '/', '#']) || specifier.len() > 214 {
        return None;
    }
    if language == Language::Python {
        return specifier.split('.').next();
    }
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1).map_or(specifier.len(), |(at, _)| at);
    Some(&specifier[..end])
}

/// The first folder of each file's path, or the file itself.
fn modules(program: &Program) -> BTreeSet<String> {
    let first = |unit: UnitId| {
        let path = program.unit(unit).path.as_str();
        let first = path.split('/').next()?;
        let name = if first.len() == path.len() { first.rsplit_once('.')?.0 } else { first };
        (!name.contains(['-', '.'])).then(|| name.to_owned())
    };
    program.ids().filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specifier_names_a_package() {
        let npm = |text| package(Language::JavaScript, text);
        assert_eq!([npm("@acme/core/io"), npm("core/io.js"), npm("core")], [Some("@acme/core"), Some("core"), Some("core")]);
        assert_eq!([npm("./core"), npm("/core"), npm("#core"), npm("")], [None; 4]);
        assert_eq!([package(Language::Python, "yaml.nodes"), package(Language::Python, ".nodes")], [Some("yaml"), None]);
    }
}

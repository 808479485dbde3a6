//! What a catalogue would say of the package: the manifest's words, and how each variable is used.

use std::collections::BTreeMap;

use crate::facts::Need;
use crate::manifest::{Explained, explained};
use crate::model::{About, Registry, ValueForm, Variable};
use crate::signatures::Signatures;

use super::observe::Part;

/// The first part speaks for the package, all of them for its variables.
pub(super) fn about(parts: &[Part<'_>], signatures: &Signatures) -> About {
    let manifest = parts[0].manifest;
    let ecosystem = Some(manifest.ecosystem).filter(|ecosystem| *ecosystem != Registry::Local);
    About {
        ecosystem,
        mcp_name: manifest.mcp_name.as_ref().map(|claimed| claimed.name.clone()),
        description: manifest.description.clone(),
        repository: manifest.repository.clone(),
        variables: variables(parts, signatures),
    }
}

fn variables(parts: &[Part<'_>], signatures: &Signatures) -> Vec<Variable> {
    let mut all: BTreeMap<&str, Variable> = BTreeMap::new();
    for part in parts {
        let names = part.facts.env.iter().filter(|read| part.counts(read.place)).map(|read| read.name.as_str());
        for name in names {
            if !all.contains_key(name) && !signatures.is_harmless_variable(name) {
                let need = part.facts.needs.get(name).cloned().unwrap_or_default();
                all.insert(name, variable(name, need, signatures));
            }
        }
    }
    for part in parts.iter().filter(|part| part.texts.is_none()) {
        for (name, words) in explained(part.tree, part.manifest) {
            if let Some(variable) = all.get_mut(name.as_str()) {
                explain(variable, words);
            }
        }
    }
    all.into_values().collect()
}

fn variable(name: &str, need: Need, signatures: &Signatures) -> Variable {
    let secret = signatures.is_secret_variable(name);
    Variable {
        name: name.to_owned(),
        required: need.required,
        secret,
        // A secret that stands in the code is not to be spread by a document.
        default: need.default.filter(|_| !secret),
        form: form(name, need.form),
        purpose: need.purpose,
    }
}

/// A name that says it holds a path, where the code does not say more.
fn form(name: &str, seen: ValueForm) -> ValueForm {
    let is_path = ["PATH", "DIR", "FILE", "FOLDER", "DIRECTORY"].iter().any(|word| name.rsplit('_').next() == Some(word));
    if seen == ValueForm::Text && is_path { ValueForm::FilePath } else { seen }
}

/// The author's own words come before those of a help text.
fn explain(variable: &mut Variable, words: Explained) {
    if words.purpose.is_some() {
        variable.purpose = words.purpose;
    }
    variable.required |= words.required && variable.default.is_none();
}

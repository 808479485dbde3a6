//! Opened artifacts → what lies in them, for whoever compares two releases.

use std::collections::BTreeSet;

use crate::manifest::{Direct, EntryKind, Trigger, Wanted};
use crate::model::{ContentFile, ContentScript, Contents, Elsewhere, RegistryFacts, RelPath, Sha256};

use super::analyze::Opened;

/// The first artifact is the one that an installation takes.
pub(super) fn of(opened: &[Opened], facts: Option<&RegistryFacts>) -> Contents {
    let scripts = opened.first().map(|first| first.manifest.scripts.as_slice()).unwrap_or_default();
    let scripts = scripts.iter().map(|script| ContentScript {
        name: script.name.clone(),
        command: script.command.clone(),
        at_install: script.trigger == Trigger::Install,
        files: script.files.clone(),
    });
    let elsewhere: BTreeSet<Elsewhere> = opened.iter().flat_map(|one| one.manifest.direct.iter().map(elsewhere)).collect();
    Contents {
        files: files(opened),
        scripts: scripts.collect(),
        hooks: hooks(opened).into_iter().collect(),
        elsewhere: elsewhere.into_iter().collect(),
        publisher: facts.and_then(|facts| facts.publication.publisher.clone()),
        withdrawn: facts.and_then(withdrawn),
    }
}

fn withdrawn(facts: &RegistryFacts) -> Option<String> {
    let deprecated = facts.deprecated.as_ref().map(|message| format!("deprecated by its publisher: {message}"));
    let yanked = facts.yanked.as_ref().map(|reason| format!("yanked by its publisher: {reason}"));
    deprecated.or(yanked)
}

fn files(opened: &[Opened]) -> Vec<ContentFile> {
    let mut known: BTreeSet<Sha256> = BTreeSet::new();
    let mut all = Vec::new();
    for (at, one) in opened.iter().enumerate() {
        let in_wheel = one.artifact.file.ends_with(".whl");
        for file in one.tree.files() {
            let sha256 = Sha256::of(&file.bytes);
            if at == 0 {
                known.insert(sha256);
            } else if known.contains(&sha256) {
                continue;
            }
            all.push(ContentFile { path: file.path.clone(), in_wheel, sha256, bytes: file.bytes.len() as u64 });
        }
    }
    all.sort();
    all
}

fn hooks(opened: &[Opened]) -> BTreeSet<RelPath> {
    let mut hooks = BTreeSet::new();
    for one in opened {
        let runs = |kind| matches!(kind, EntryKind::InstallHook | EntryKind::Startup);
        let entries = one.manifest.entries.iter().filter(|entry| runs(entry.kind)).map(|entry| &entry.path);
        let scripts = one.manifest.scripts.iter().filter(|script| script.trigger == Trigger::Install).flat_map(|script| &script.files);
        hooks.extend(entries.chain(scripts).filter(|path| one.tree.contains(path.as_str())).cloned());
    }
    hooks
}

fn elsewhere(direct: &Direct) -> Elsewhere {
    let at_install = match direct.wanted {
        Wanted::Install | Wanted::Build | Wanted::Bundled => true,
        Wanted::Extra | Wanted::Development | Wanted::Setting => false,
    };
    Elsewhere { name: direct.name.clone(), address: direct.written.clone(), at_install }
}

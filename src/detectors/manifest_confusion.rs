use std::collections::BTreeMap;

use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{Identity, Manifest, Trigger};
use crate::model::{Category, Confidence, Location, Published, Registry, RelPath, Severity, Sha256};

pub(super) static DETECTOR: Detector = Detector {
    id: "manifest-confusion",
    category: Category::ManifestConfusion,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 345,
    docs: include_str!("manifest_confusion.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    identity(evidence, findings);
    let Some(published) = &evidence.context.registry.published else { return };
    match evidence.package.registry {
        Registry::Npm => {
            scripts(evidence, published, findings);
            dependencies(evidence, published, findings);
        }
        Registry::Pypi => metadata(evidence, published, findings),
        Registry::Local => {}
    }
}

/// The name and version that the registry gives it against those inside.
fn identity<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let (package, manifest) = (evidence.package, evidence.manifest);
    let Some(own) = Identity::of(package, manifest).filter(|_| package.registry == manifest.ecosystem) else { return };
    if package.registry == Registry::Local {
        return;
    }
    if let Some(inside) = manifest.name.as_deref().filter(|inside| !own.is_called(inside)) {
        let message = format!("is `{}` in the registry and `{}` by its own manifest", own.name, brief(inside));
        findings.add(findings.on(evidence.manifest_line("name"), message));
    }
    if let Some(inside) = manifest.version.as_deref().filter(|inside| !same_version(package.registry, &package.version, inside)) {
        let message = format!("is version `{}` in the registry and `{}` by its own manifest", package.version, brief(inside));
        findings.add(findings.on(evidence.manifest_line("version"), message));
    }
}

fn same_version(registry: Registry, one: &str, other: &str) -> bool {
    match registry {
        Registry::Npm | Registry::Local => {
            // npm publishes `v1.2.3` as `1.2.3`, and without what stands behind a `+`.
            let plain = |text: &str| text.trim().trim_start_matches(['v', '=', ' ']).split('+').next().unwrap_or_default().to_owned();
            plain(one) == plain(other)
        }
        Registry::Pypi => match (one.parse::<pep440_rs::Version>(), other.parse::<pep440_rs::Version>()) {
            (Ok(one), Ok(other)) => one == other,
            (Ok(_) | Err(_), _) => one == other,
        },
    }
}

/// Scripts that an installation runs: who looks at the registry's page sees its document, npm runs the file's.
fn scripts<'e>(evidence: Evidence<'e>, published: &Published, findings: &mut Findings<'e>) {
    for script in evidence.manifest.scripts.iter().filter(|script| is_hook(&script.name) && !is_added(evidence.manifest, &script.command)) {
        let hidden = match &published.scripts {
            Some(told) => match told.get(&script.name) {
                Some(command) if command.trim() == script.command.trim() => continue,
                Some(command) => format!("while the registry's document says `{}`", brief(command)),
                None => "of which the registry's document says nothing".to_owned(),
            },
            None if published.install_script == Some(false) && script.trigger == Trigger::Install => {
                "while the registry's document says that an installation runs nothing".to_owned()
            }
            None => continue,
        };
        let message = format!("the package's `{}` script runs `{}`, {hidden}", script.name, brief(&script.command));
        findings.add(findings.on(script.location.clone(), message).severity(Severity::High));
    }
}

fn is_hook(name: &str) -> bool {
    matches!(name, "preinstall" | "install" | "postinstall")
}

/// The script that npm makes up where there is a binding.gyp.
fn is_added(manifest: &Manifest, command: &str) -> bool {
    command == "node-gyp rebuild" && manifest.scripts.iter().any(|script| script.files.iter().any(|file| file.as_str() == "binding.gyp"))
}

/// npm installs what the document lists; people and scanners read what the file lists.
fn dependencies<'e>(evidence: Evidence<'e>, published: &Published, findings: &mut Findings<'e>) {
    let Some(told) = &published.dependencies else { return };
    let own: BTreeMap<&str, &str> = evidence.manifest.dependencies.iter().map(|(name, wanted)| (name.as_str(), wanted.as_str())).collect();
    let listed = |names: Vec<&str>| {
        let more = names.len().saturating_sub(3);
        let first = names.iter().take(3).map(|name| format!("`{}`", brief(name))).collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{first} and {more} more") } else { first }
    };
    let only_told: Vec<&str> = told.keys().map(String::as_str).filter(|name| !own.contains_key(name)).collect();
    if !only_told.is_empty() {
        let message = format!("an installation brings {}, which the package's own manifest does not list", listed(only_told));
        findings.add(findings.on(evidence.manifest_line("dependencies"), message).severity(Severity::High));
    }
    let only_own: Vec<&str> = own.keys().copied().filter(|name| !told.contains_key(*name)).collect();
    if !only_own.is_empty() {
        let message = format!("the package lists {}, of which the registry's document says nothing", listed(only_own));
        findings.add(findings.on(evidence.manifest_line("dependencies"), message));
    }
    let differs = |(name, wanted): &(&&str, &&str)| told.get(**name).is_some_and(|told| told.trim() != wanted.trim() && !is_local(wanted));
    let other: Vec<&str> = own.iter().filter(differs).map(|(name, _)| *name).collect();
    if !other.is_empty() {
        let message = format!("the registry's document asks for other versions of {} than the package itself", listed(other));
        findings.add(findings.on(evidence.manifest_line("dependencies"), message));
    }
}

/// Names of versions that only the tools of a workspace understand, and that these replace in the document.
fn is_local(wanted: &str) -> bool {
    ["workspace:", "catalog:", "link:", "file:", "portal:"].iter().any(|start| wanted.starts_with(start))
}

/// pip chooses dependencies by the metadata that the index announces, before it has the wheel.
fn metadata<'e>(evidence: Evidence<'e>, published: &Published, findings: &mut Findings<'e>) {
    let Some(announced) = published.metadata.get(evidence.artifact) else { return };
    let is_metadata = |path: &RelPath| path.depth() == 2 && path.as_str().ends_with(".dist-info/METADATA");
    let Some(file) = evidence.tree.files().iter().find(|file| is_metadata(&file.path)) else { return };
    if !announced.eq_ignore_ascii_case(&Sha256::of(&file.bytes).to_string()) {
        let message = "the index announces other metadata for this wheel than the wheel holds".to_owned();
        findings.add(findings.on(Location::line(file.path.clone(), 1), message).severity(Severity::High));
    }
}

fn brief(text: &str) -> String {
    let cut = text.floor_char_boundary(200);
    if cut < text.len() { format!("{}…", &text[..cut]) } else { text.to_owned() }
}

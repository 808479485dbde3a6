//! Who vouches for the files: the build that made them, the registry that signed them, and what became of checking it.

use super::sheet::{PLAIN, Sheet, WARNING};
use super::text::short;
use crate::model::{Build, Proof, Provenance, Registry, ScanReport, Signer};

pub(super) fn write(sheet: &mut Sheet, report: &ScanReport) {
    match report.package.registry {
        Registry::Npm | Registry::Pypi => {}
        // Nobody vouches for a file at hand.
        Registry::Local => return,
    }
    let provenance = &report.provenance;
    sheet.heading(&format!("Provenance: {}", summary(provenance)));
    let of_files = provenance.attestations.iter().map(|one| (format!("attestation of {}", short(&one.file, 100)), &one.proof));
    let mut seen = Vec::new();
    for (what, proof) in [("the registry's signature".to_owned(), &provenance.signature)].into_iter().chain(of_files) {
        let (line, style) = match proof {
            Proof::NotAsked | Proof::Absent => continue,
            // The heading has it, file or no file.
            Proof::Verified { signer: Signer::Certified(_) } => continue,
            Proof::Verified { signer: Signer::Registry { .. } } => (format!("{what}: verified"), PLAIN),
            Proof::Unavailable { why } => (format!("{what}: not checked, {}", short(why, 200)), PLAIN),
            Proof::Unknown { why } => (format!("{what}: not verified, {}", short(why, 200)), PLAIN),
            Proof::Untrusted { why } => (format!("{what}: COUNTS FOR NOTHING, {}", short(why, 200)), WARNING),
            Proof::Invalid { why } => (format!("{what}: FALSE, {}", short(why, 200)), WARNING),
        };
        if !seen.contains(&line) {
            sheet.labelled("  ", style, &line);
            seen.push(line);
        }
    }
}

fn summary(provenance: &Provenance) -> String {
    let mut builds: Vec<String> = provenance.builds().map(|(_, build)| built(build)).collect();
    builds.sort();
    builds.dedup();
    if !builds.is_empty() {
        return builds.join("; ");
    }
    let any = |wanted: fn(&Proof) -> bool| provenance.attestations.iter().any(|attestation| wanted(&attestation.proof));
    if any(|proof| matches!(proof, Proof::Invalid { .. } | Proof::Untrusted { .. })) {
        "what is attested does not hold".to_owned()
    } else if any(|proof| matches!(proof, Proof::Unavailable { .. } | Proof::Unknown { .. })) {
        "not known how it was built".to_owned()
    } else if provenance.attestations.is_empty() {
        "not asked for".to_owned()
    } else {
        "none; nothing is attested of how it was built".to_owned()
    }
}

/// `built from github.com/acme/server at abc1234 by release.yml (verified)`
fn built(build: &Build) -> String {
    let Some(repository) = &build.repository else { return format!("signed by {} (verified)", short(&build.identity, 100)) };
    let mut text = format!("built from {}", short(repository.trim_start_matches("https://"), 100));
    if let Some(commit) = &build.commit {
        text += &format!(" at {}", short(&commit.chars().take(10).collect::<String>(), 20));
    }
    if let Some(workflow) = build.workflow.as_ref().and_then(|path| path.rsplit('/').next()) {
        text += &format!(" by {}", short(workflow, 60));
    }
    text + " (verified)"
}

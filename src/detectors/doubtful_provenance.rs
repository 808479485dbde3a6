use super::forge::Forge;
use crate::detect::{Detector, Draft, Evidence, Findings};
use crate::model::{Build, Category, Confidence, Location, Proof, Provenance, Publication, RelPath, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "doubtful-provenance",
    category: Category::Provenance,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 345,
    docs: include_str!("doubtful_provenance.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let provenance = &evidence.context.provenance;
    let is_first = provenance.attestations.first().is_none_or(|first| first.file == evidence.artifact);
    let mut messages = Vec::new();
    if is_first {
        messages.extend(signature(&provenance.signature));
        messages.extend(lost(provenance, &evidence.context.registry.publication));
    }
    messages.extend(attested(provenance, evidence.artifact));
    messages.extend(partly(provenance, evidence.artifact, is_first));
    for (message, severity) in messages {
        let draft = findings.on(Location::line(manifest_path(evidence), 1), message).severity(severity);
        findings.add(draft);
    }
    for (_, build) in provenance.builds().filter(|(attestation, _)| attestation.file == evidence.artifact) {
        if let Some(draft) = elsewhere(evidence, build, findings) {
            findings.add(draft.confidence(Confidence::Medium));
        }
    }
}

type Message = (String, Severity);

fn signature(proof: &Proof) -> Option<Message> {
    match proof {
        Proof::Invalid { why } => Some((format!("the registry's signature does not fit: {why}"), Severity::Critical)),
        Proof::Untrusted { why } => Some((format!("the registry's signature does not count: {why}"), Severity::High)),
        Proof::NotAsked | Proof::Absent | Proof::Unavailable { .. } | Proof::Unknown { .. } | Proof::Verified { .. } => None,
    }
}

fn attested(provenance: &Provenance, file: &str) -> Vec<Message> {
    let judged = provenance.of_file(file).filter_map(|attestation| match &attestation.proof {
        Proof::Invalid { why } => Some((format!("what is attested of `{file}` is false: {why}"), Severity::Critical)),
        Proof::Untrusted { why } => Some((format!("what is attested of `{file}` counts for nothing: {why}"), Severity::Medium)),
        Proof::NotAsked | Proof::Absent | Proof::Unavailable { .. } | Proof::Unknown { .. } | Proof::Verified { .. } => None,
    });
    judged.collect()
}

/// The releases before it say how they were built, or were uploaded by a build service, and this one no longer does.
fn lost(provenance: &Provenance, publication: &Publication) -> Option<Message> {
    let has_none = !provenance.attestations.is_empty() && provenance.attestations.iter().all(|one| one.proof == Proof::Absent);
    let before = publication.earlier.first().filter(|_| has_none)?;
    let person = publication.publisher.as_ref().filter(|publisher| publisher.trusted.is_none());
    let by_service = before.publisher.as_ref().is_some_and(|publisher| publisher.trusted.is_some());
    let (what, severity) = if before.attested {
        (format!("nothing is attested of how it was built, as was of {} before it", before.version), Severity::Medium)
    } else if let Some(older) = publication.earlier.iter().find(|release| release.attested) {
        (format!("nothing is attested of how it was built, as was of {} a few releases before it", older.version), Severity::Low)
    } else if by_service && person.is_some() {
        (format!("it was uploaded by a person, and {} before it by a build service", before.version), Severity::Low)
    } else {
        return None;
    };
    match person.filter(|_| publication.is_new_publisher) {
        Some(person) => Some((format!("{what}; `{}`, who uploaded it, never published it before", person.name), worse(severity))),
        None => Some((what, severity)),
    }
}

fn worse(severity: Severity) -> Severity {
    match severity {
        Severity::Info => Severity::Low,
        Severity::Low => Severity::Medium,
        Severity::Medium => Severity::High,
        Severity::High | Severity::Critical => Severity::Critical,
    }
}

/// A file can be added to a release later, by whoever holds a password.
fn partly(provenance: &Provenance, file: &str, is_installed: bool) -> Option<Message> {
    let is_absent = |name: &str| provenance.of_file(name).any(|one| one.proof == Proof::Absent);
    let other = provenance.attestations.iter().find(|one| !is_absent(&one.file))?;
    let severity = if is_installed { Severity::Medium } else { Severity::Low };
    is_absent(file).then(|| (format!("nothing is attested of `{file}`, as is of `{}` of the same release", other.file), severity))
}

/// Built from a repository that is not the one which the package names.
fn elsewhere(evidence: Evidence<'_>, build: &Build, findings: &Findings<'_>) -> Option<Draft> {
    let written = evidence.manifest.repository.as_ref()?;
    let (built, named) = (Forge::of(build.repository.as_ref()?)?, Forge::of(written)?);
    if built == named {
        return None;
    }
    let is_rival = built.host == named.host && built.owner != named.owner;
    let severity = if is_rival { Severity::Medium } else { Severity::Low };
    let path = manifest_path(evidence);
    let source = (evidence.sources)(&path);
    let line = source.text.find(written.as_str()).map_or(1, |at| 1 + memchr::memchr_iter(b'\n', &source.text.as_bytes()[..at]).count());
    let message = format!("was built from `{built}`, but names `{named}` as its source");
    Some(findings.on(Location::line(path, line as u32), message).severity(severity))
}

/// Where the package says its name.
fn manifest_path(evidence: Evidence<'_>) -> RelPath {
    let is_metadata = |path: &RelPath| path.as_str() == "PKG-INFO" || (path.depth() == 2 && path.as_str().ends_with(".dist-info/METADATA"));
    let metadata = evidence.tree.files().iter().map(|file| &file.path).find(|path| is_metadata(path));
    metadata.cloned().unwrap_or_else(|| RelPath::new("package.json").expect("a plain name is a path"))
}

//! The proofs that come with a release: asked for where the registry shows them, checked once, and never a reason to fail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::fetch::{FetchError, RemoteFile};
use crate::model::{Artifact, Attestation, Proof, Provenance, Registry, RegistryKey, Sha256};
use crate::provenance::{Subject, attestations, signature};

use super::analyze::engine_version;
use super::error::ScanError;
use super::package::{FOREVER, Pinned, Scanner};

const CHECKED: Duration = Duration::from_secs(24 * 60 * 60);
const UNAVAILABLE: Duration = Duration::from_secs(10 * 60);

/// A registry's keys, or why they could not be had.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Keys {
    Published(Vec<RegistryKey>),
    Unavailable(String),
}

/// What the network gave; none of either where it was not asked for.
struct Answers {
    keys: Option<Keys>,
    /// For each file.
    attestations: Vec<Option<Result<Vec<u8>, FetchError>>>,
}

impl Scanner<'_> {
    /// What is known without asking anybody; none where somebody is to be asked.
    pub(super) fn known_provenance(&self, pinned: &Pinned) -> Result<Option<Provenance>, ScanError> {
        let Some(trust) = self.trust else { return Ok(Some(Provenance::default())) };
        let files = &pinned.resolved.files;
        if !is_signed(pinned) && files.iter().all(|file| file.attestations.is_none()) {
            return Ok(Some(Provenance { signature: Proof::Absent, attestations: files.iter().map(absent).collect() }));
        }
        let Some(store) = self.store else { return Ok(None) };
        let Some((json, age)) = store.resolution(&key(pinned, trust.digest()), FOREVER)? else { return Ok(None) };
        // What an older program wrote and this one cannot read is as good as nothing.
        let Ok(provenance) = serde_json::from_str::<Provenance>(&json) else { return Ok(None) };
        let lasts = if is_whole(&provenance) { CHECKED } else { UNAVAILABLE };
        Ok(Some(provenance).filter(|_| self.offline || age <= lasts))
    }

    /// Asks for what the registry shows, and checks it against the files.
    pub(super) fn provenance(&self, pinned: &Pinned, artifacts: &[Artifact]) -> Result<Provenance, ScanError> {
        if let Some(known) = self.known_provenance(pinned)? {
            return Ok(known);
        }
        let Some(trust) = self.trust else { return Ok(Provenance::default()) };
        let answers = self.ask(pinned)?;
        let publication = &pinned.resolved.facts.publication;
        let id = &pinned.resolved.id;
        let keys = match &answers.keys {
            Some(Keys::Published(keys)) => keys.as_slice(),
            Some(Keys::Unavailable(_)) | None => &[],
        };
        let mut provenance = Provenance { signature: Proof::Absent, attestations: Vec::new() };
        if is_signed(pinned) {
            provenance.signature = match &answers.keys {
                Some(Keys::Unavailable(why)) => Proof::Unavailable { why: format!("the registry's keys could not be had: {why}") },
                Some(Keys::Published(_)) | None => signature(publication, keys),
            };
        }
        for ((file, artifact), answer) in pinned.resolved.files.iter().zip(artifacts).zip(answers.attestations) {
            match answer {
                None => provenance.attestations.push(absent(file)),
                Some(Err(error)) => provenance.attestations.push(about(file, Proof::Unavailable { why: error.in_brief() })),
                Some(Ok(answer)) => {
                    let subject = Subject::new(id, &file.file, &artifact.bytes);
                    provenance.attestations.extend(attestations(id.registry, &answer, &subject, trust, keys));
                }
            }
        }
        if let Some(store) = self.store.filter(|_| !self.offline) {
            let json = serde_json::to_string(&provenance).expect("what was proved is plain data");
            store.remember_resolution(&key(pinned, trust.digest()), &json)?;
        }
        Ok(provenance)
    }

    fn ask(&self, pinned: &Pinned) -> Result<Answers, ScanError> {
        let resolved = &pinned.resolved;
        let wants_keys = resolved.id.registry == Registry::Npm;
        let known_keys = if wants_keys { self.known_keys(&resolved.source)? } else { None };
        let shown = resolved.files.iter().map(|file| file.attestations.is_some());
        if self.offline {
            let offline = |file: bool| file.then(|| Err(FetchError::Offline { missing: "it".to_owned() }));
            let keys = known_keys.or_else(|| wants_keys.then(|| Keys::Unavailable(OFFLINE.to_owned())));
            return Ok(Answers { keys, attestations: shown.map(offline).collect() });
        }
        (self.progress)(&format!("asking who vouches for {}", resolved.id));
        let is_news = known_keys.is_none();
        let asked = self.fetcher.wait(async {
            tokio::join!(
                async {
                    match known_keys {
                        None if wants_keys => Some(match self.fetcher.registry_keys(&resolved.id.name).await {
                            Ok(keys) => Keys::Published(keys),
                            Err(error) => Keys::Unavailable(error.in_brief()),
                        }),
                        known => known,
                    }
                },
                async {
                    let mut answers = Vec::new();
                    for file in &resolved.files {
                        answers.push(if file.attestations.is_some() { Some(self.fetcher.attestations(file).await) } else { None });
                    }
                    answers
                }
            )
        });
        let (keys, attestations) = asked.map_err(ScanError::Runtime)?;
        if let (Some(store), Some(keys), true) = (self.store, &keys, is_news) {
            store.remember_resolution(&keys_key(&resolved.source), &serde_json::to_string(keys).expect("keys are plain data"))?;
        }
        Ok(Answers { keys, attestations })
    }

    fn known_keys(&self, source: &str) -> Result<Option<Keys>, ScanError> {
        let Some(store) = self.store else { return Ok(None) };
        let Some((json, age)) = store.resolution(&keys_key(source), FOREVER)? else { return Ok(None) };
        let Ok(keys) = serde_json::from_str::<Keys>(&json) else { return Ok(None) };
        let lasts = match keys {
            Keys::Published(_) => CHECKED,
            Keys::Unavailable(_) => UNAVAILABLE,
        };
        Ok(Some(keys).filter(|_| self.offline || age <= lasts))
    }
}

const OFFLINE: &str = "--offline, and none are kept";

fn is_signed(pinned: &Pinned) -> bool {
    !pinned.resolved.facts.publication.signatures.is_empty()
}

/// Nothing has to be asked for again.
fn is_whole(provenance: &Provenance) -> bool {
    let proofs = provenance.attestations.iter().map(|attestation| &attestation.proof);
    proofs.chain([&provenance.signature]).all(|proof| !matches!(proof, Proof::Unavailable { .. }))
}

fn absent(file: &RemoteFile) -> Attestation {
    about(file, Proof::Absent)
}

fn about(file: &RemoteFile, proof: Proof) -> Attestation {
    Attestation { file: file.file.clone(), predicate: None, proof }
}

fn keys_key(source: &str) -> String {
    format!("keys {source}")
}

/// Everything that the outcome depends on but the answers themselves; the files are held to their digests.
fn key(pinned: &Pinned, trust: Sha256) -> String {
    let resolved = &pinned.resolved;
    let publication = &resolved.facts.publication;
    let depends = (&resolved.files, &pinned.sha256, &publication.signatures, &publication.signed_text, &publication.published);
    let depends = serde_json::to_vec(&depends).expect("a resolution is plain data");
    let digest = Sha256::of_parts([engine_version().as_bytes(), &trust.as_bytes()[..], &depends]);
    format!("provenance {} {} {digest}", resolved.source, resolved.id.purl())
}

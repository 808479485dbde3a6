//! Who vouches for the files. One flat object for each proof, whichever kind it is.

use serde::Serialize;

use super::convert::all;
use crate::model::{self, Signer};

#[derive(Debug, Serialize)]
pub(super) struct Provenance<'a> {
    signature: Proof<'a>,
    attestations: Vec<Attestation<'a>>,
}

#[derive(Debug, Serialize)]
struct Attestation<'a> {
    artifact: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    predicate: Option<&'a str>,
    #[serde(flatten)]
    proof: Proof<'a>,
}

#[derive(Debug, Default, Serialize)]
struct Proof<'a> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
}

impl<'a> From<&'a model::Provenance> for Provenance<'a> {
    fn from(provenance: &'a model::Provenance) -> Self {
        Self { signature: (&provenance.signature).into(), attestations: all(&provenance.attestations) }
    }
}

impl<'a> From<&'a model::Attestation> for Attestation<'a> {
    fn from(attestation: &'a model::Attestation) -> Self {
        let model::Attestation { file, predicate, proof } = attestation;
        Self { artifact: file, predicate: predicate.as_deref(), proof: proof.into() }
    }
}

impl<'a> From<&'a model::Proof> for Proof<'a> {
    fn from(proof: &'a model::Proof) -> Self {
        let state = |state| Self { state, ..Self::default() };
        let because = |state, why: &'a str| Self { state, why: Some(why), ..Self::default() };
        match proof {
            model::Proof::NotAsked => state("not-asked"),
            model::Proof::Absent => state("absent"),
            model::Proof::Unavailable { why } => because("unavailable", why),
            model::Proof::Unknown { why } => because("unknown", why),
            model::Proof::Untrusted { why } => because("untrusted", why),
            model::Proof::Invalid { why } => because("invalid", why),
            model::Proof::Verified { signer: Signer::Registry { key } } => Self { key: Some(key), ..state("verified") },
            model::Proof::Verified { signer: Signer::Certified(build) } => Self {
                issuer: Some(&build.issuer),
                identity: Some(&build.identity),
                repository: build.repository.as_deref(),
                workflow: build.workflow.as_deref(),
                commit: build.commit.as_deref(),
                ..state("verified")
            },
        }
    }
}

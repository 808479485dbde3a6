//! In place of the real thing where the program is built without it: nothing is known, and that is said.

use serde_json::Value;

use super::{BadTrust, Subject};
use crate::model::{Attestation, Proof, RegistryKey, Sha256};

const WHY: &str = "attestations are not verified in this build";

/// Nobody.
#[derive(Debug)]
pub struct Trust;

impl Trust {
    pub fn public() -> Self {
        Self
    }

    pub fn from_json(_: &str) -> Result<Self, BadTrust> {
        Err(BadTrust(WHY.to_owned()))
    }

    pub fn digest(&self) -> Sha256 {
        Sha256::of(WHY.as_bytes())
    }
}

pub(super) fn verify(_: &Value, subject: &Subject, _: &Trust, _: &[RegistryKey]) -> Attestation {
    Attestation { file: subject.file.clone(), predicate: None, proof: Proof::Unknown { why: WHY.to_owned() } }
}

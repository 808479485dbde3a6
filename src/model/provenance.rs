//! Who vouches for the files of a release: what the registry's document says of it, and what came of checking it.

use serde::{Deserialize, Serialize};

/// What the registry's document says of how a release was published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Publication {
    /// The registry's own signatures over name, version and content.
    pub signatures: Vec<RegistrySignature>,
    /// What they are over: `name@version:integrity`; none where the document gives no digest.
    pub signed_text: Option<String>,
    /// A moment as RFC 3339 has it, as written.
    pub published: Option<String>,
    pub publisher: Option<Publisher>,
    /// Others published before, but never this one. False where the document names nobody.
    pub is_new_publisher: bool,
    /// The releases below this one of the same kind (final, or the same line of pre-releases) that were published before it,
    /// the nearest first.
    pub earlier: Vec<EarlierRelease>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrySignature {
    /// `SHA256:…`
    pub key: String,
    /// Base64 of a signature in DER.
    pub signature: String,
}

/// Who uploaded a release, by the registry's word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Publisher {
    pub name: String,
    pub email: Option<String>,
    /// The build service that the registry let in without a password: `github`.
    pub trusted: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRelease {
    pub version: String,
    /// Each of its files came with an attestation.
    pub attested: bool,
    pub publisher: Option<Publisher>,
}

/// A key that a registry publishes for its signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryKey {
    /// `SHA256:…`
    pub id: String,
    /// Base64 of a SubjectPublicKeyInfo in DER.
    pub key: String,
    /// What was published later is not signed by it; a moment as RFC 3339 has it.
    pub expires: Option<String>,
}

/// What came of checking the proofs that a registry hands out with a release.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The registry's own signature.
    pub signature: Proof,
    /// What is attested of each file, in the order of the files; one file may have several.
    pub attestations: Vec<Attestation>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// The file of the release that it is about.
    pub file: String,
    /// What is said of it: `https://slsa.dev/provenance/v1`.
    pub predicate: Option<String>,
    pub proof: Proof,
}

/// How far a proof holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Proof {
    /// Nobody wanted it checked, or there is no registry.
    #[default]
    NotAsked,
    /// The registry shows none.
    Absent,
    /// The registry shows one, but it or the key could not be had.
    Unavailable {
        why: String,
    },
    /// It cannot be checked here: it is in an unknown form, or a key is not known.
    Unknown {
        why: String,
    },
    /// It was made under keys that do not count, or by somebody who is not to be trusted with it.
    Untrusted {
        why: String,
    },
    /// It was checked, and it is false.
    Invalid {
        why: String,
    },
    Verified {
        signer: Signer,
    },
}

/// Whose word a proof is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Signer {
    /// The registry's.
    Registry { key: String },
    /// Of somebody whom Sigstore's certificate authority has named.
    Certified(Build),
}

/// What a certificate says of the run of a build service that it was made out to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Build {
    /// Who vouches for the identity: `https://token.actions.githubusercontent.com`.
    pub issuer: String,
    /// A URL of a workflow, or a mail address.
    pub identity: String,
    /// `https://github.com/acme/server`
    pub repository: Option<String>,
    /// `.github/workflows/release.yml`
    pub workflow: Option<String>,
    pub commit: Option<String>,
}

impl Provenance {
    /// What is said of one file.
    pub fn of_file<'p>(&'p self, file: &'p str) -> impl Iterator<Item = &'p Attestation> {
        self.attestations.iter().filter(move |attestation| attestation.file == file)
    }

    /// Each run of a build service that a file of the release was verifiably made by.
    pub fn builds(&self) -> impl Iterator<Item = (&Attestation, &Build)> {
        self.attestations.iter().filter_map(|attestation| match &attestation.proof {
            Proof::Verified { signer: Signer::Certified(build) } => Some((attestation, build)),
            Proof::Verified { signer: Signer::Registry { .. } }
            | Proof::NotAsked
            | Proof::Absent
            | Proof::Unavailable { .. }
            | Proof::Unknown { .. }
            | Proof::Untrusted { .. }
            | Proof::Invalid { .. } => None,
        })
    }
}

//! Sigstore bundles: certificate, transparency log, signature and statement, all of which must hold. The only place that knows
//! the library.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sigstore_verify::crypto::CertificateInfo;
use sigstore_verify::trust_root::{SIGSTORE_PRODUCTION_TRUSTED_ROOT, TrustedRoot};
use sigstore_verify::types::bundle::VerificationMaterialContent;
use sigstore_verify::types::{Artifact, ArtifactDigest, Bundle, DerPublicKey, HashAlgorithm, SignatureContent};
use sigstore_verify::{CertificateError, Error, PublicKeyVerificationPolicy, TransparencyLogError, VerificationPolicy, Verifier};

use super::statement::{self, Digest};
use super::{BadTrust, Subject, brief, registry};
use crate::model::{Attestation, Build, Proof, RegistryKey, Sha256, Signer};

/// Whose certificates and logs count.
#[derive(Clone)]
pub struct Trust {
    verifier: Arc<Verifier>,
    logs: Vec<Vec<u8>>,
    digest: Sha256,
}

impl Trust {
    /// The public instance, as it was when the program was built.
    pub fn public() -> Self {
        Self::from_json(SIGSTORE_PRODUCTION_TRUSTED_ROOT).expect("the library's own root is checked by a test")
    }

    pub fn from_json(text: &str) -> Result<Self, BadTrust> {
        let root = TrustedRoot::from_json(text).map_err(|error| BadTrust(brief(&error.to_string())))?;
        let verifier = Verifier::new(&root).map_err(|error| BadTrust(brief(&error.to_string())))?;
        let logs = root.tlogs.iter().map(|log| log.log_id.key_id.as_bytes().to_vec()).collect();
        Ok(Self { verifier: Arc::new(verifier), logs, digest: Sha256::of(text.as_bytes()) })
    }

    pub fn digest(&self) -> Sha256 {
        self.digest
    }
}

pub(super) fn verify(bundle: &Value, subject: &Subject, trust: &Trust, keys: &[RegistryKey]) -> Attestation {
    let told = |predicate, proof| Attestation { file: subject.file.clone(), predicate, proof };
    let bundle: Bundle = match serde_json::from_value(bundle.clone()) {
        Ok(bundle) => bundle,
        Err(error) => return told(None, Proof::Unknown { why: format!("it cannot be read: {}", brief(&error.to_string())) }),
    };
    let SignatureContent::DsseEnvelope(envelope) = &bundle.content else {
        return told(None, Proof::Unknown { why: "it is a bare signature, which says nothing of how the file was built".to_owned() });
    };
    match statement::about(envelope.payload.as_bytes(), subject) {
        Ok((predicate, digest)) => told(predicate, proof(&bundle, digest, trust, keys)),
        Err(why) => told(None, Proof::Invalid { why }),
    }
}

fn proof(bundle: &Bundle, digest: Digest<'_>, trust: &Trust, keys: &[RegistryKey]) -> Proof {
    // Logs come and go: one that opened after this program was built is no forgery.
    let is_known = |id: &[u8]| trust.logs.iter().any(|log| log == id);
    if !bundle.verification_material.tlog_entries.iter().all(|entry| is_known(entry.log_id.key_id.as_bytes())) {
        return Proof::Unknown { why: "it stands in a transparency log that is not known here".to_owned() };
    }
    let algorithm = if digest.0 == "sha512" { HashAlgorithm::Sha2512 } else { HashAlgorithm::Sha2256 };
    let Ok(artifact) = ArtifactDigest::new(algorithm, digest.1.to_vec()) else {
        return Proof::Unknown { why: "it names the file by a digest that is not known here".to_owned() };
    };
    match &bundle.verification_material.content {
        VerificationMaterialContent::PublicKey(named) => by_registry(bundle, artifact, &named.hint, trust, keys),
        _ => certified(bundle, artifact, trust),
    }
}

/// What the registry itself attests carries no certificate: its key is one of those that it publishes.
fn by_registry(bundle: &Bundle, artifact: ArtifactDigest, hint: &str, trust: &Trust, keys: &[RegistryKey]) -> Proof {
    let Some(key) = keys.iter().find(|key| key.id == hint) else {
        return Proof::Unknown { why: format!("the registry publishes no key `{}`", brief(hint)) };
    };
    let Ok(der) = STANDARD.decode(key.key.trim()) else {
        return Proof::Unknown { why: format!("the registry's key `{}` cannot be read", brief(hint)) };
    };
    let policy = PublicKeyVerificationPolicy::new(DerPublicKey::new(der));
    match trust.verifier.verify(Artifact::from(artifact), bundle, &policy) {
        Err(error) => refused(&error),
        Ok(result) => match registry::expired(key, result.integrated_time().map(|time| time.to_string()).as_deref()) {
            Some(true) => Proof::Untrusted { why: format!("the key `{}` had expired when it was made", brief(hint)) },
            Some(false) | None => Proof::Verified { signer: Signer::Registry { key: brief(hint) } },
        },
    }
}

fn certified(bundle: &Bundle, artifact: ArtifactDigest, trust: &Trust) -> Proof {
    match trust.verifier.verify(Artifact::from(artifact), bundle, &VerificationPolicy::any_identity()) {
        Err(error) => refused(&error),
        Ok(result) => match result.certificate() {
            Some(certificate) => Proof::Verified { signer: Signer::Certified(build(certificate)) },
            None => Proof::Unknown { why: "it names nobody".to_owned() },
        },
    }
}

fn build(certificate: &CertificateInfo) -> Build {
    let claims = &certificate.ci_claims;
    let github = &claims.deprecated_github;
    let short = |text: &Option<String>| text.as_deref().map(brief);
    let identity = certificate.identity.as_ref().map(|identity| brief(identity.as_str())).unwrap_or_default();
    let repository = short(&claims.source_repository_uri)
        .or_else(|| Some(format!("https://github.com/{}", brief(github.workflow_repository.as_deref()?))));
    let config = claims.build_config_uri.as_deref().unwrap_or(&identity);
    let workflow = repository.as_ref().and_then(|repository| {
        let path = config.strip_prefix(repository.as_str())?.trim_start_matches('/');
        Some(brief(path.split('@').next().unwrap_or(path)))
    });
    let issuer = short(&certificate.issuer).unwrap_or_default();
    let commit = short(&claims.source_repository_digest).or_else(|| short(&github.workflow_sha));
    Build { issuer, workflow, commit, identity, repository }
}

/// What was proved false, what rests on nobody whom Sigstore knows, and what is only beyond this program.
fn refused(error: &Error) -> Proof {
    let why = brief(&error.to_string());
    match error {
        Error::SignatureInvalid(_)
        | Error::ArtifactMismatch(_)
        | Error::IdentityMismatch { .. }
        | Error::IssuerMismatch { .. }
        | Error::Certificate(CertificateError::NotYetValid { .. } | CertificateError::Expired { .. }) => Proof::Invalid { why },
        Error::UnsupportedBundle(_) | Error::UnsupportedArtifact(_) | Error::TransparencyLog(TransparencyLogError::UnknownLog { .. }) => {
            Proof::Unknown { why }
        }
        Error::TransparencyLog(_) => Proof::Invalid { why },
        _ => Proof::Untrusted { why },
    }
}

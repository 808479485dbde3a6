//! A registry's own signature over name, version and content (npm): ECDSA on P-256 with SHA-256.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::brief;
use crate::model::{Proof, Publication, RegistryKey, RegistrySignature, Signer};

/// The bytes of the file are held to the digest in the signed text elsewhere. Each signature by a known key must fit.
pub fn signature(publication: &Publication, keys: &[RegistryKey]) -> Proof {
    if publication.signatures.is_empty() {
        return Proof::Absent;
    }
    let Some(text) = &publication.signed_text else {
        return Proof::Unknown { why: "the registry gives no digest that it could be over".to_owned() };
    };
    let mut best = None;
    for signature in &publication.signatures {
        let Some(key) = keys.iter().find(|key| key.id == signature.key) else { continue };
        match check(signature, key, text, publication.published.as_deref()) {
            proof @ Proof::Verified { .. } => best = Some(proof),
            proof @ Proof::Unknown { .. } => best = best.or(Some(proof)),
            proof => return proof,
        }
    }
    best.unwrap_or_else(|| Proof::Unknown { why: format!("the registry publishes no key `{}`", brief(&publication.signatures[0].key)) })
}

fn check(signature: &RegistrySignature, key: &RegistryKey, text: &str, published: Option<&str>) -> Proof {
    let id = brief(&key.id);
    let Some(public) = public_key(key) else {
        return Proof::Unknown { why: format!("the registry's key `{id}` is no key of the kind that is known here") };
    };
    let fits = STANDARD.decode(&signature.signature).is_ok_and(|bytes| public.verify_sig(text.as_bytes(), &bytes).is_ok());
    if !fits {
        return Proof::Invalid { why: format!("it was not made with the key `{id}` over this name, version and content") };
    }
    match expired(key, published) {
        Some(false) => Proof::Verified { signer: Signer::Registry { key: id } },
        Some(true) => Proof::Untrusted { why: format!("the key `{id}` had expired when the version was published") },
        None => Proof::Unknown { why: format!("whether the key `{id}` had expired by then is not known: the registry gives no time") },
    }
}

/// Whether the key was no longer used at a moment; none where that cannot be told.
pub(super) fn expired(key: &RegistryKey, at: Option<&str>) -> Option<bool> {
    let Some(expires) = &key.expires else { return Some(false) };
    let expires: Timestamp = expires.parse().ok()?;
    let at: Timestamp = at?.parse().ok()?;
    Some(at >= expires)
}

fn public_key(key: &RegistryKey) -> Option<ParsedPublicKey> {
    let der = STANDARD.decode(key.key.trim()).ok()?;
    ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, der).ok()
}

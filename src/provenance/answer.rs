//! The two forms in which registries hand attestations out: npm's list of Sigstore bundles, and PyPI's provenance object (PEP 740).

use serde_json::{Value, json};

use super::{Subject, Trust, brief, sigstore};
use crate::model::{Attestation, Build, Proof, Registry, RegistryKey, Signer};

/// Registries give one or two for a file.
const MOST: usize = 16;

/// Checks each attestation in a registry's answer about one file; `keys` are the registry's own.
pub fn attestations(registry: Registry, answer: &[u8], subject: &Subject, trust: &Trust, keys: &[RegistryKey]) -> Vec<Attestation> {
    let read: Result<Value, _> = serde_json::from_slice(answer);
    let bundles = match (&read, registry) {
        (Err(_), _) => Vec::new(),
        (Ok(answer), Registry::Npm | Registry::Local) => npm(answer),
        (Ok(answer), Registry::Pypi) => pypi(answer),
    };
    if bundles.is_empty() {
        let why = "what the registry gives for it holds no attestation".to_owned();
        return vec![Attestation { file: subject.file.clone(), predicate: None, proof: Proof::Unknown { why } }];
    }
    bundles.into_iter().take(MOST).map(|(bundle, publisher)| attestation(&bundle, publisher, subject, trust, keys)).collect()
}

fn attestation(bundle: &Value, publisher: Option<&Value>, subject: &Subject, trust: &Trust, keys: &[RegistryKey]) -> Attestation {
    let mut attestation = sigstore::verify(bundle, subject, trust, keys);
    if let Proof::Verified { signer: Signer::Certified(build) } = &attestation.proof
        && let Err(doubt) = of_publisher(build, publisher)
    {
        attestation.proof = doubt;
    }
    attestation
}

fn npm(answer: &Value) -> Vec<(Value, Option<&Value>)> {
    let list = answer["attestations"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter(|one| one["bundle"].is_object()).map(|one| (one["bundle"].clone(), None)).collect()
}

fn pypi(answer: &Value) -> Vec<(Value, Option<&Value>)> {
    let list = |value: &'_ Value| value.as_array().map(Vec::as_slice).unwrap_or_default().to_vec();
    let groups = answer["attestation_bundles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_group = |group: &'_ Value| list(&group["attestations"]).into_iter().map(|one| bundle(&one)).collect::<Vec<_>>();
    groups.iter().take(MOST).flat_map(|group| of_group(group).into_iter().map(|one| (one, Some(&group["publisher"])))).collect()
}

/// PyPI leaves out what is the same for all of its attestations.
fn bundle(attestation: &Value) -> Value {
    let material = &attestation["verification_material"];
    json!({
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "certificate": { "rawBytes": material["certificate"] },
            "tlogEntries": material["transparency_entries"],
            "timestampVerificationData": {},
        },
        "dsseEnvelope": {
            "payload": attestation["envelope"]["statement"],
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{ "sig": attestation["envelope"]["signature"], "keyid": "" }],
        },
    })
}

/// Whether a certificate is that of the publisher whom the index names; npm names none, and takes build services only.
fn of_publisher(build: &Build, publisher: Option<&Value>) -> Result<(), Proof> {
    let text = |field: &str| publisher.and_then(|publisher| publisher[field].as_str());
    let named = match (text("kind"), text("repository"), text("email")) {
        (Some("GitHub"), Some(repository), _) => Some(format!("https://github.com/{repository}")),
        (Some("GitLab"), Some(repository), _) => Some(format!("https://gitlab.com/{repository}")),
        (Some("Google"), _, Some(email)) => Some(email.to_owned()),
        _ => None,
    };
    let actual = build.repository.as_ref().unwrap_or(&build.identity);
    match named {
        Some(named) if named.eq_ignore_ascii_case(actual) => Ok(()),
        Some(named) => {
            let why = format!("the index names `{}` as its publisher, and it was made for `{}`", brief(&named), brief(actual));
            Err(Proof::Invalid { why })
        }
        None if build.repository.is_some() => Ok(()),
        None => {
            let why =
                format!("it was made by `{}`, which is no build service (so says `{}`)", brief(&build.identity), brief(&build.issuer));
            Err(Proof::Untrusted { why })
        }
    }
}

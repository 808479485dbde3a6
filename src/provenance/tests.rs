//! A real attestation of a real release, checked offline against the public instance's root. It comes from the test data of the
//! `sigstore-verify` crate (Apache-2.0).
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};

use super::{Subject, Trust, attestations};
use crate::model::{Build, PackageId, PackageName, Proof, Provenance, Registry};

const BUNDLE: &str = include_str!("../../tests/it/fixtures/sigstore-2.0.0.provenance.json");
const SHA512: &str =
    "46d4e2f74c4877316640000a6fdf8a8b59f1e0847667973e9859f774dd31b8f1e0937813b777fb66a2ac67d50540fe34640966eee9fc2ccca387082b4c85cd3c";

/// `sigstore@2.0.0`, of whose tarball only the digest is here.
fn release() -> Subject {
    let id = PackageId { registry: Registry::Npm, name: PackageName::npm("sigstore").unwrap(), version: "2.0.0".to_owned() };
    Subject { sha512: hex::decode(SHA512).unwrap(), ..Subject::new(&id, "sigstore-2.0.0.tgz", b"") }
}

fn checked(bundle: &Value, subject: &Subject) -> Provenance {
    let answer = json!({ "attestations": [{ "bundle": bundle }] }).to_string();
    let attestations = attestations(Registry::Npm, answer.as_bytes(), subject, &Trust::public(), &[]);
    Provenance { attestations, ..Provenance::default() }
}

fn bundle() -> Value {
    serde_json::from_str(BUNDLE).unwrap()
}

#[test]
fn a_real_attestation_holds_and_names_its_build() {
    let provenance = checked(&bundle(), &release());
    let built: Vec<&Build> = provenance.builds().map(|(_, build)| build).collect();
    let identity = "https://github.com/sigstore/sigstore-js/.github/workflows/release.yml@refs/heads/main".to_owned();
    let build = Build {
        issuer: "https://token.actions.githubusercontent.com".to_owned(),
        identity,
        repository: Some("https://github.com/sigstore/sigstore-js".to_owned()),
        workflow: Some(".github/workflows/release.yml".to_owned()),
        commit: Some("f0b49a04e5a62250e0f60fb128004a73110fe311".to_owned()),
    };
    assert_eq!(built, [&build]);
    assert_eq!(provenance.attestations[0].predicate.as_deref(), Some("https://slsa.dev/provenance/v1"));
}

#[test]
fn it_is_about_one_version_and_its_bytes_only() {
    let mut other = release();
    other.sha512[0] ^= 1;
    let mut renamed = release();
    renamed.name = "pkg:npm/sigstore@2.0.1".to_owned();
    for subject in [other, renamed] {
        let proof = &checked(&bundle(), &subject).attestations[0].proof;
        assert!(matches!(proof, Proof::Invalid { .. }), "{proof:?}");
    }
}

/// Each character of what is signed is changed in turn, now here, now there: nothing panics, and nothing false holds.
#[test]
fn nothing_that_was_changed_holds() {
    let parts = ["/dsseEnvelope/payload", "/dsseEnvelope/signatures/0/sig", "/verificationMaterial/tlogEntries/0/canonicalizedBody"];
    for part in parts {
        let whole = bundle().pointer(part).unwrap().as_str().unwrap().to_owned();
        for at in (0..whole.len() - 4).step_by(whole.len() / 12) {
            let mut changed = bundle();
            let letter = if whole.as_bytes()[at] == b'A' { "B" } else { "A" };
            *changed.pointer_mut(part).unwrap() = json!(format!("{}{letter}{}", &whole[..at], &whole[at + 1..]));
            let proof = &checked(&changed, &release()).attestations[0].proof;
            assert!(!matches!(proof, Proof::Verified { .. }), "{part} at {at}");
        }
    }
}

#[test]
fn bundles_that_are_cut_or_garbled_anywhere_do_no_harm() {
    for at in (0..BUNDLE.len()).step_by(97) {
        let mut garbled = BUNDLE.as_bytes().to_vec();
        garbled[at] = b'7';
        for answer in [&garbled[..], &garbled[..at]] {
            let wrapped = [b"{\"attestations\":[{\"bundle\":", answer, b"}]}"].concat();
            assert_eq!(attestations(Registry::Npm, &wrapped, &release(), &Trust::public(), &[]).len(), 1);
        }
    }
}

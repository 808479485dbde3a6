//! A Sigstore of one's own: an authority that makes out certificates, a log of them, a log of signatures, and its trusted root.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// 2025-06-01T12:00:00Z; certificates hold for ten minutes around it.
const SIGNED: u64 = 1_748_779_200;
const FROM: &[u8] = b"250601115500Z";
const UNTIL: &[u8] = b"250601120500Z";

const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// ECDSA on P-256.
pub struct Key(EcdsaKeyPair);

impl Key {
    pub fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("there is randomness"))
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(&SystemRandom::new(), message).expect("there is randomness").as_ref().to_vec()
    }

    /// SubjectPublicKeyInfo.
    pub fn der(&self) -> Vec<u8> {
        let head = hex::decode("3059301306072a8648ce3d020106082a8648ce3d030107034200").expect("it is hexadecimal");
        [&head, self.0.public_key().as_ref()].concat()
    }

    pub fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.der()).to_vec()
    }

    /// As a registry publishes it.
    pub fn published(&self, expires: Option<&str>) -> Value {
        let kind = "ecdsa-sha2-nistp256";
        json!({ "keyid": self.id(), "keytype": kind, "scheme": kind, "key": base64(&self.der()), "expires": expires })
    }

    pub fn id(&self) -> String {
        format!("SHA256:{}", base64(&self.digest()))
    }
}

/// Whom a certificate is made out to.
#[derive(Clone, Copy)]
pub struct Workflow {
    pub issuer: &'static str,
    pub identity: &'static str,
    /// None for a person.
    pub repository: Option<&'static str>,
}

pub const RELEASE: Workflow = Workflow {
    issuer: "https://token.actions.githubusercontent.com",
    identity: "https://github.com/acme/server/.github/workflows/release.yml@refs/heads/main",
    repository: Some("https://github.com/acme/server"),
};

pub struct Sigstore {
    authority: Key,
    certificates: Key,
    log: Key,
}

impl Sigstore {
    pub fn new() -> Self {
        Self { authority: Key::new(), certificates: Key::new(), log: Key::new() }
    }

    pub fn trusted_root(&self) -> String {
        let valid = json!({ "start": "2025-01-01T00:00:00Z" });
        let log = |key: &Key| {
            let public = json!({ "rawBytes": base64(&key.der()), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": valid });
            json!({ "baseUrl": "https://log.example", "hashAlgorithm": "SHA2_256", "publicKey": public, "logId": { "keyId": base64(&key.digest()) } })
        };
        let chain = json!({ "certificates": [{ "rawBytes": base64(&self.root()) }] });
        json!({
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [log(&self.log)],
            "ctlogs": [log(&self.certificates)],
            "certificateAuthorities": [{ "subject": {}, "uri": "https://ca.example", "certChain": chain, "validFor": valid }],
            "timestampAuthorities": [],
        })
        .to_string()
    }

    /// A bundle over the statement, signed by whoever the certificate is made out to.
    pub fn attest(&self, workflow: Workflow, statement: &Value) -> Value {
        let key = Key::new();
        let certificate = self.certificate(&key, workflow);
        let material = json!({ "certificate": { "rawBytes": base64(&certificate) } });
        self.bundle(&key, material, &pem("CERTIFICATE", &certificate), statement)
    }

    /// A bundle that a registry signs with its own key.
    pub fn publish(&self, key: &Key, statement: &Value) -> Value {
        self.bundle(key, json!({ "publicKey": { "hint": key.id() } }), &pem("PUBLIC KEY", &key.der()), statement)
    }

    fn bundle(&self, key: &Key, mut material: Value, verifier: &str, statement: &Value) -> Value {
        let payload = statement.to_string();
        let signed = format!("DSSEv1 {} {PAYLOAD_TYPE} {} {payload}", PAYLOAD_TYPE.len(), payload.len());
        let signature = base64(&key.sign(signed.as_bytes()));
        material["tlogEntries"] = json!([self.entry(&payload, &signature, verifier)]);
        json!({
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": material,
            "dsseEnvelope": {
                "payload": base64(payload.as_bytes()),
                "payloadType": PAYLOAD_TYPE,
                "signatures": [{ "sig": signature, "keyid": "" }],
            },
        })
    }

    /// The only one in its log: the hash of the leaf is that of the tree.
    fn entry(&self, payload: &str, signature: &str, verifier: &str) -> Value {
        let hash = json!({ "algorithm": "sha256", "value": hex::encode(Sha256::digest(payload)) });
        let signatures = json!([{ "signature": signature, "verifier": base64(verifier.as_bytes()) }]);
        let spec = json!({ "envelopeHash": hash, "payloadHash": hash, "signatures": signatures });
        let body = json!({ "apiVersion": "0.0.1", "kind": "dsse", "spec": spec }).to_string();
        let root = base64(&Sha256::digest([b"\0", body.as_bytes()].concat()));
        let id = self.log.digest();
        let promised =
            format!(r#"{{"body":"{}","integratedTime":{SIGNED},"logID":"{}","logIndex":0}}"#, base64(body.as_bytes()), hex::encode(&id));
        let head = format!("log.example\n1\n{root}\n");
        let note = base64(&[&id[..4], &self.log.sign(head.as_bytes())].concat());
        json!({
            "logIndex": "0",
            "logId": { "keyId": base64(&id) },
            "kindVersion": { "kind": "dsse", "version": "0.0.1" },
            "integratedTime": SIGNED.to_string(),
            "inclusionPromise": { "signedEntryTimestamp": base64(&self.log.sign(promised.as_bytes())) },
            "inclusionProof": {
                "logIndex": "0", "rootHash": root, "treeSize": "1", "hashes": [],
                "checkpoint": { "envelope": format!("{head}\n\u{2014} log.example {note}\n") },
            },
            "canonicalizedBody": base64(body.as_bytes()),
        })
    }

    fn root(&self) -> Vec<u8> {
        let extensions = [
            extension(&[0x55, 0x1d, 0x13], true, &sequence(&[&tlv(0x01, &[0xff])])),
            extension(&[0x55, 0x1d, 0x0f], true, &tlv(0x03, &[2, 0b0000_0100])),
        ];
        let body = to_be_signed(&self.authority, &name(), (b"250101000000Z", b"450101000000Z"), &extensions);
        self.signed(&body)
    }

    /// With a promise of the log of certificates, which is over the same certificate without it.
    fn certificate(&self, key: &Key, workflow: Workflow) -> Vec<u8> {
        let text = |text: &str| tlv(0x0c, text.as_bytes());
        let mut extensions = vec![
            extension(&[0x55, 0x1d, 0x0f], true, &tlv(0x03, &[7, 0b1000_0000])),
            extension(&[0x55, 0x1d, 0x25], false, &sequence(&[&tlv(0x06, &[0x2b, 6, 1, 5, 5, 7, 3, 3])])),
            extension(&[0x55, 0x1d, 0x11], true, &sequence(&[&tlv(0x86, workflow.identity.as_bytes())])),
            extension(&claim(8), false, &text(workflow.issuer)),
        ];
        if let Some(repository) = workflow.repository {
            extensions.push(extension(&claim(12), false, &text(repository)));
            extensions.push(extension(&claim(13), false, &text("0123456789abcdef0123456789abcdef01234567")));
            extensions.push(extension(&claim(18), false, &text(workflow.identity)));
        }
        let before = to_be_signed(key, &sequence(&[]), (FROM, UNTIL), &extensions);
        extensions.push(extension(&[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2], false, &tlv(0x04, &self.promises(&before))));
        self.signed(&to_be_signed(key, &sequence(&[]), (FROM, UNTIL), &extensions))
    }

    fn promises(&self, certificate: &[u8]) -> Vec<u8> {
        let time = (SIGNED * 1000).to_be_bytes();
        let length = (certificate.len() as u32).to_be_bytes();
        let signed = [&[0, 0], &time[..], &[0, 1], &self.authority.digest(), &length[1..], certificate, &[0, 0]].concat();
        let signature = sized(&self.certificates.sign(&signed));
        let promise = [&[0], &self.certificates.digest()[..], &time, &[0, 0], &[4, 3], &signature].concat();
        sized(&sized(&promise))
    }

    fn signed(&self, body: &[u8]) -> Vec<u8> {
        let signature = [&[0], &self.authority.sign(body)[..]].concat();
        sequence(&[body, &algorithm(), &tlv(0x03, &signature)])
    }
}

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", base64(der))
}

fn to_be_signed(key: &Key, subject: &[u8], (from, until): (&[u8], &[u8]), extensions: &[Vec<u8>]) -> Vec<u8> {
    let extensions: Vec<&[u8]> = extensions.iter().map(Vec::as_slice).collect();
    let validity = sequence(&[&tlv(0x17, from), &tlv(0x17, until)]);
    let version = tlv(0xa0, &tlv(0x02, &[2]));
    let extensions = tlv(0xa3, &sequence(&extensions));
    sequence(&[&version, &tlv(0x02, &[7]), &algorithm(), &name(), &validity, subject, &key.der(), &extensions])
}

/// Of the authority.
fn name() -> Vec<u8> {
    let common = sequence(&[&tlv(0x06, &[0x55, 4, 3]), &tlv(0x0c, b"an authority of one's own")]);
    sequence(&[&tlv(0x31, &common)])
}

/// ECDSA with SHA-256.
fn algorithm() -> Vec<u8> {
    sequence(&[&tlv(0x06, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])])
}

/// What Sigstore's authority says of a run of a build service.
fn claim(number: u8) -> Vec<u8> {
    vec![0x2b, 6, 1, 4, 1, 0x83, 0xbf, 0x30, 1, number]
}

fn extension(id: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { tlv(0x01, &[0xff]) } else { Vec::new() };
    sequence(&[&tlv(0x06, id), &critical, &tlv(0x04, value)])
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = match value.len() {
        short @ 0..0x80 => vec![short as u8],
        long @ 0x80..0x100 => vec![0x81, long as u8],
        long => vec![0x82, (long >> 8) as u8, long as u8],
    };
    [&[tag], &length[..], value].concat()
}

/// After its length in two bytes.
fn sized(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u16).to_be_bytes(), bytes].concat()
}

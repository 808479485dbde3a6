//! Whether bytes are those that were promised. Pure: bytes kept on disk are checked the same way.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::model::Verification;

/// Weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    const ALL: [Self; 4] = [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Of its digests, in bytes.
    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// Still means something against someone who can choose the bytes.
    fn is_strong(self) -> bool {
        match self {
            Self::Sha1 => false,
            Self::Sha256 | Self::Sha384 | Self::Sha512 => true,
        }
    }
}

impl FromStr for Algorithm {
    type Err = BadDigest;

    fn from_str(text: &str) -> Result<Self, BadDigest> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(text)).ok_or(BadDigest::Algorithm)
    }
}

/// One digest that a registry promises; in text and in the cache it is SRI: `sha512-…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest {
    algorithm: Algorithm,
    value: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDigest {
    #[error("not a hash algorithm that is known here")]
    Algorithm,
    #[error("not a hash of its algorithm's length")]
    Value,
}

impl Digest {
    pub fn from_hex(algorithm: Algorithm, text: &str) -> Result<Self, BadDigest> {
        Self::new(algorithm, hex::decode(text.trim()).map_err(|_| BadDigest::Value)?)
    }

    fn new(algorithm: Algorithm, value: Vec<u8>) -> Result<Self, BadDigest> {
        if value.len() == algorithm.length() { Ok(Self { algorithm, value }) } else { Err(BadDigest::Value) }
    }

    pub fn is_strong(&self) -> bool {
        self.algorithm.is_strong()
    }
}

impl FromStr for Digest {
    type Err = BadDigest;

    /// One part of an SRI text; options behind a `?` are ignored, as the specification says.
    fn from_str(text: &str) -> Result<Self, BadDigest> {
        let (algorithm, rest) = text.split_once('-').ok_or(BadDigest::Algorithm)?;
        let algorithm = algorithm.parse()?;
        let value = rest.split('?').next().unwrap_or(rest);
        Self::new(algorithm, STANDARD.decode(value).map_err(|_| BadDigest::Value)?)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.algorithm.as_str(), STANDARD.encode(&self.value))
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = BadDigest;

    fn try_from(text: String) -> Result<Self, BadDigest> {
        text.parse()
    }
}

/// Reads SRI: digests between white space. Algorithms that are not known here are left out; a broken digest of a known one is an error.
pub fn parse_sri(text: &str) -> Result<Vec<Digest>, BadDigest> {
    let mut digests = Vec::new();
    for part in text.split_ascii_whitespace() {
        match part.parse() {
            Ok(digest) => digests.push(digest),
            Err(BadDigest::Algorithm) => {}
            Err(BadDigest::Value) => return Err(BadDigest::Value),
        }
    }
    Ok(digests)
}

/// Both as SRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    pub expected: String,
    pub got: String,
}

/// The strongest algorithm that is promised decides; any of its digests may match.
pub fn verify(bytes: &[u8], expected: &[Digest]) -> Result<Verification, Mismatch> {
    let Some(strongest) = expected.iter().map(|digest| digest.algorithm).max() else {
        return Ok(Verification::Unverified { why: "the registry promises no hash".to_owned() });
    };
    let got = Digest { algorithm: strongest, value: strongest.of(bytes) };
    let integrity = got.to_string();
    if !expected.contains(&got) {
        let promised = expected.iter().filter(|digest| digest.algorithm == strongest).map(Digest::to_string);
        return Err(Mismatch { expected: promised.collect::<Vec<_>>().join(" "), got: integrity });
    }
    Ok(if strongest.is_strong() { Verification::Verified { integrity } } else { Verification::Weak { integrity } })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY_SHA256: &str = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const EMPTY_SHA1_HEX: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

    fn sri(text: &str) -> Vec<Digest> {
        parse_sri(text).unwrap()
    }

    #[test]
    fn a_strong_digest_verifies() {
        let integrity = EMPTY_SHA256.to_owned();
        assert_eq!(verify(b"", &sri(EMPTY_SHA256)), Ok(Verification::Verified { integrity }));
    }

    #[test]
    fn the_strongest_algorithm_decides() {
        let wrong = "sha512-".to_owned() + &STANDARD.encode([0; 64]);
        let mismatch = verify(b"", &sri(&format!("{EMPTY_SHA256} {wrong}"))).unwrap_err();
        assert_eq!(mismatch.expected, wrong);
        assert!(mismatch.got.starts_with("sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXc"), "{}", mismatch.got);
    }

    #[test]
    fn any_digest_of_the_strongest_algorithm_may_match() {
        let wrong = "sha256-".to_owned() + &STANDARD.encode([0; 32]);
        assert!(verify(b"", &sri(&format!("{wrong} {EMPTY_SHA256}"))).is_ok_and(|verification| verification.is_verified()));
    }

    #[test]
    fn sha1_alone_is_weak_and_nothing_is_unverified() {
        let digest = Digest::from_hex(Algorithm::Sha1, EMPTY_SHA1_HEX).unwrap();
        assert!(matches!(verify(b"", &[digest]), Ok(Verification::Weak { .. })));
        assert!(matches!(verify(b"", &[]), Ok(Verification::Unverified { .. })));
    }

    #[test]
    fn options_and_unknown_algorithms_are_ignored_but_broken_digests_are_not() {
        assert_eq!(sri(&format!("md5-AAAA {EMPTY_SHA256}?ct=x\n what")), sri(EMPTY_SHA256));
        assert_eq!(parse_sri("sha256-AAAA"), Err(BadDigest::Value));
        assert_eq!(parse_sri("sha512-%%"), Err(BadDigest::Value));
    }

    #[test]
    fn digests_survive_the_cache_as_sri() {
        let json = serde_json::to_string(&sri(EMPTY_SHA256)).unwrap();
        assert_eq!(json, format!("[\"{EMPTY_SHA256}\"]"));
        assert_eq!(serde_json::from_str::<Vec<Digest>>(&json).unwrap(), sri(EMPTY_SHA256));
    }
}

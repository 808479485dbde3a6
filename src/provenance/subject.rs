//! The file that a proof must be about.

use sha2::{Digest, Sha256, Sha512};

use crate::model::{PackageId, Registry};

/// One file of a release, as statements about it name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `server-1.2.3.tgz`
    pub file: String,
    /// npm's statements name the package (`pkg:npm/%40acme/server@1.2.3`), PyPI's the file.
    pub name: String,
    pub sha256: Vec<u8>,
    pub sha512: Vec<u8>,
}

impl Subject {
    pub fn new(package: &PackageId, file: &str, bytes: &[u8]) -> Self {
        let name = match package.registry {
            Registry::Npm => package.purl(),
            Registry::Pypi | Registry::Local => file.to_owned(),
        };
        Self { file: file.to_owned(), name, sha256: Sha256::digest(bytes).to_vec(), sha512: Sha512::digest(bytes).to_vec() }
    }
}

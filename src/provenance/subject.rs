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

    /// `My_Server-1.0.tar.gz` is `my-server-1.0.tar.gz`: build tools spell the names of files in several ways.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || (!self.name.starts_with("pkg:") && plain(&self.name) == plain(name))
    }
}

fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars().map(|c| if matches!(c, '_' | '.') { '-' } else { c.to_ascii_lowercase() }) {
        if c != '-' || !plain.ends_with('-') {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PackageName;

    #[test]
    fn files_are_compared_as_the_index_compares_them_and_packages_as_they_are_written() {
        let id = |registry, name| PackageId { registry, name, version: "1.0".to_owned() };
        let file = Subject::new(&id(Registry::Pypi, PackageName::pypi("my-server").unwrap()), "my_server-1.0.tar.gz", b"");
        assert!(file.is_called("My.Server-1.0.tar.gz") && !file.is_called("my_server-1.1.tar.gz"));
        let package = Subject::new(&id(Registry::Npm, PackageName::npm("@acme/server").unwrap()), "server-1.0.tgz", b"");
        assert!(package.is_called("pkg:npm/%40acme/server@1.0") && !package.is_called("pkg:npm/%40acme/Server@1.0"));
    }
}

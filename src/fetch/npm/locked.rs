//! A tarball that a lock file pins.

use url::Url;

use super::Npm;
use crate::fetch::error::FetchError;
use crate::fetch::integrity::Digest;
use crate::fetch::resolved::{RemoteFile, Resolved};
use crate::fetch::url::{authority, bare, same_origin, shown};
use crate::model::{ArtifactKind, PackageId, RegistryFacts};

impl Npm {
    pub fn locked(&self, id: &PackageId, url: Option<&Url>, digests: &[Digest]) -> Result<Resolved, FetchError> {
        let registry = self.registry_for(&id.name).clone();
        let file = super::tarball_name(id);
        let url = match url {
            Some(url) => self.settings.tarball(bare(url), id.name.as_str()),
            None => usual(&registry, id, &file)?,
        };
        // A lock file may be a stranger's: like a document from the network it may not point at this machine.
        self.http.check(&url, Some(&registry))?;
        let mut notes = self.settings.notes.clone();
        if !same_origin(&url, &registry) {
            notes.push(format!("the lock file takes the tarball not from the registry but from {}", authority(&url)));
        }
        notes.extend(weakness(digests).map(str::to_owned));
        let source = shown(&registry);
        let expected = digests.to_vec();
        let file = RemoteFile { file, kind: ArtifactKind::NpmTarball, url, registry, expected, size: None, attestations: None };
        Ok(Resolved { id: id.clone(), source, files: vec![file], facts: RegistryFacts { notes, ..RegistryFacts::default() } })
    }
}

fn weakness(digests: &[Digest]) -> Option<&'static str> {
    if digests.is_empty() {
        return Some("the lock file has no hash of the tarball");
    }
    let is_weak = !digests.iter().any(Digest::is_strong);
    is_weak.then_some("the lock file has only a SHA-1 of the tarball, which does not prove its content")
}

/// `REGISTRY/@scope/name/-/name-1.0.0.tgz`.
fn usual(registry: &Url, id: &PackageId, file: &str) -> Result<Url, FetchError> {
    registry.join(&format!("./{}/-/{file}", id.name)).map_err(|error| FetchError::BadUrl {
        setting: "the registry setting".to_owned(),
        text: shown(registry),
        why: error.to_string(),
    })
}

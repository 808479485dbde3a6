//! What a lock file pins, as if a registry had been asked for it: addresses and digests are the lock file's, where and how they are
//! fetched is the user's own settings. Nothing is asked here.

use url::Url;

use super::integrity::Digest;
use super::resolved::Resolved;
use super::{FetchError, Fetcher};
use crate::model::{PackageId, Target};

/// A file of a Python release as a lock file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedDistribution {
    /// `server-1.0-py3-none-any.whl`.
    pub file: String,
    pub url: Url,
    pub digests: Vec<Digest>,
    pub size: Option<u64>,
}

impl Fetcher {
    /// A tarball by its locked address; without one it is where registries usually keep it.
    pub fn locked_npm(&self, id: &PackageId, url: Option<&Url>, digests: &[Digest]) -> Result<Resolved, FetchError> {
        self.npm()?.locked(id, url, digests)
    }

    /// The file that an install for `target` would take: the wheel that fits best, or else the source distribution.
    pub fn locked_pypi(
        &self,
        id: &PackageId,
        index: Option<&str>,
        files: &[LockedDistribution],
        target: &Target,
    ) -> Result<Resolved, FetchError> {
        self.pypi()?.locked(id, index, files, target)
    }
}

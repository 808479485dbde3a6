//! What whoever works out an installation asks a registry: many packages at once, each answer raising new questions.

use std::collections::BTreeMap;

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{FetchError, Fetcher, NpmReleases, Resolved};
use crate::model::{PackageId, PackageName, PackageSpec, Registry, Target};

/// Requests under way at a time. npm itself has up to fifteen connections, with one request each.
const AT_ONCE: usize = 24;

impl Fetcher {
    /// Asks for every package of `first`, and for those that each answer raises: `next` is given every answer as it arrives. Nothing is
    /// asked twice unless `next` does.
    pub async fn npm_releases(
        &self,
        first: Vec<PackageName>,
        next: &mut dyn FnMut(PackageName, Result<NpmReleases, FetchError>) -> Vec<PackageName>,
    ) -> Result<(), FetchError> {
        let npm = self.npm()?;
        let mut waiting = first;
        waiting.reverse();
        let mut asked = FuturesUnordered::new();
        loop {
            while asked.len() < AT_ONCE
                && let Some(name) = waiting.pop()
            {
                asked.push(async move {
                    let answer = npm.releases(&name).await;
                    (name, answer)
                });
            }
            let Some((name, answer)) = asked.next().await else { return Ok(()) };
            waiting.extend(next(name, answer));
        }
    }

    /// What the registries say of these versions, and of no others.
    pub async fn exact(&self, ids: &[PackageId], target: &Target) -> BTreeMap<PackageId, Result<Resolved, FetchError>> {
        let ask = |id: &PackageId| {
            let spec = PackageSpec { registry: id.registry, name: id.name.clone(), wanted: Some(id.version.clone()) };
            let id = id.clone();
            async move {
                let answer = match spec.registry {
                    Registry::Npm => self.resolve_npm(&spec).await,
                    Registry::Pypi | Registry::Local => self.resolve_pypi(&spec, target).await,
                };
                (id, answer)
            }
        };
        futures_util::stream::iter(ids).map(ask).buffer_unordered(AT_ONCE).collect().await
    }

    /// A version that was picked from what the registry said, and where its tarball is.
    pub fn npm_release(&self, releases: &NpmReleases, version: &str) -> Result<Resolved, FetchError> {
        self.npm()?.release(releases, version)
    }
}
